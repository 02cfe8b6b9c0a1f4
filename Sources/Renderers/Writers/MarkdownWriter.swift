// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// Writes Markdown (CommonMark 0.31 with the tables of GitHub) as UTF-8: the only place that
/// escapes it. What people and providers write makes no links, no HTML and no tables.
public struct MarkdownWriter {
  /// What has been written.
  public private(set) var bytes: [UInt8] = []

  /// An empty text.
  public init() { bytes.reserveCapacity(4_096) }

  /// A piece of a line, escaped already.
  public struct Inline: Sendable {
    fileprivate var text: String

    /// Words, with every sign that means something in Markdown escaped.
    public static func words(_ text: String) -> Inline { Inline(text: escaped(text)) }

    /// Words of somebody else: where a reader would make a link of them they stand as a value.
    public static func given(_ text: String) -> Inline {
      let low = text.lowercased()
      let isLink = low.contains("@") || low.holds("://") || low.holds("www.")
      return isLink ? .value(text) : .words(text)
    }

    /// A value to type, in a code span: between more backticks than it has itself.
    public static func value(_ text: String) -> Inline {
      let line = String(text.map { $0.isNewline ? " " : $0 })
      guard !line.isEmpty else { return Inline(text: "") }
      let runs = line.split { $0 != "`" }.map(\.count)
      let fence = String(repeating: "`", count: (runs.max() ?? 0) + 1)
      let edges = [line.first, line.last]
      let isPadded = edges.contains { $0 == "`" || $0 == " " } && line.contains { $0 != " " }
      let blank = isPadded ? " " : ""
      return Inline(text: fence + blank + line + blank + fence)
    }

    /// A link to a URL that is percent-encoded.
    public static func link(_ text: String, target: String) -> Inline {
      let isSafe =
        target.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        && !target.contains {
          "<>\\|`".contains($0)
        }
      return isSafe ? Inline(text: "[\(Inline.value(text).text)](<\(target)>)") : .value(text)
    }

    /// The end of a line inside a block.
    public static let lineBreak = Inline(text: "<br>")

    /// Words that stand out.
    public static func strong(_ text: String) -> Inline { Inline(text: "**\(escaped(text))**") }

    /// Words that stand for others.
    public static func slanted(_ text: String) -> Inline { Inline(text: "*\(escaped(text))*") }

    private static func escaped(_ text: String) -> String {
      var out = ""
      for character in text {
        if character.isNewline {
          out.append(" ")
        } else {
          if "\\`*_[]<>&#~!$^".contains(character) { out.append("\\") }
          out.append(character)
        }
      }
      return out
    }
  }

  /// A heading of a level from 1 to 6.
  public mutating func heading(_ level: Int, _ line: [Inline]) {
    block(String(repeating: "#", count: min(6, max(1, level))) + " " + joined(line))
  }

  /// A sentence of its own.
  public mutating func paragraph(_ line: [Inline]) { block(lineStart(joined(line))) }

  /// A sentence that must not be missed.
  public mutating func quotation(_ line: [Inline]) { block("> " + lineStart(joined(line))) }

  /// Items with numbers or without.
  public mutating func list(_ items: [[Inline]], numbered: Bool) {
    let lines = items.enumerated().map { index, line in
      (numbered ? "\(index + 1). " : "- ") + lineStart(joined(line))
    }
    block(lines.joined(separator: "\n"))
  }

  /// A table; a cell with several lines has a break between them.
  public mutating func table(_ headers: [[Inline]], _ rows: [[[[Inline]]]]) {
    openTable(headers)
    for cells in rows { row(cells) }
    if bytes.last == 0x0A { bytes.append(0x0A) }
  }

  /// The head of a table whose rows come one by one.
  public mutating func openTable(_ headers: [[Inline]]) {
    text("|" + headers.map { " \(cell($0)) |" }.joined() + "\n")
    text("|" + headers.map { _ in " --- |" }.joined() + "\n")
  }

  /// The next row of a table.
  public mutating func row(_ cells: [[[Inline]]]) {
    let texts = cells.map { lines in lines.map { cell($0) }.joined(separator: "<br>") }
    text("|" + texts.map { " \($0) |" }.joined() + "\n")
  }

  private mutating func block(_ content: String) { text(content + "\n\n") }

  private mutating func text(_ text: String) { bytes.append(text) }

  /// A bar ends a cell, even in a code span.
  private func cell(_ line: [Inline]) -> String {
    String(joined(line).flatMap { $0 == "|" ? ["\\", $0] : [$0] })
  }

  private func joined(_ line: [Inline]) -> String { line.map(\.text).joined() }

  /// A line must not begin with what makes a list, a heading or a rule of it.
  private func lineStart(_ line: String) -> String {
    guard let first = line.first else { return "" }
    if "-+=".contains(first) { return "\\" + line }
    let digits = line.prefix { $0.isASCII && $0.isNumber }
    let rest = line.dropFirst(digits.count)
    guard !digits.isEmpty, let sign = rest.first, sign == "." || sign == ")" else { return line }
    return digits + "\\" + rest
  }
}
