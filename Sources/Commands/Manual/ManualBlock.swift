// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// A part of a page in the Markdown that the manual is written in.
enum ManualBlock: Equatable {
  /// A heading with its level, from 1.
  case heading(Int, String)
  /// A paragraph in one line.
  case paragraph(String)
  /// A point of a list in one line, with what stands before it.
  case item(mark: String, text: String)
  /// Lines that stay as they are.
  case code([String])
  /// The head of a table and its rows.
  case table(head: [String], rows: [[String]])

  /// The parts of a text; comments and pictures are no parts.
  static func read(_ markdown: String) -> [ManualBlock] {
    var reader = ManualReader()
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      reader.add(String(line))
    }
    return reader.end()
  }
}

/// Reads Markdown line by line.
private struct ManualReader {
  private var blocks: [ManualBlock] = []
  /// What a paragraph or a point has so far.
  private var words: [String] = []
  private var mark: String?
  private var code: [String]?
  private var rows: [[String]] = []

  mutating func add(_ line: String) {
    if let lines = code {
      if line.hasPrefix("```") {
        blocks.append(.code(lines))
        code = nil
      } else {
        code = lines + [line]
      }
      return
    }
    if line.hasPrefix("|") {
      flushText()
      rows.append(Self.cells(line))
      return
    }
    flushTable()
    let text = line.trimmingBlanks
    if line.hasPrefix("```") {
      flushText()
      code = []
    } else if text.isEmpty || text.hasPrefix("<!--") || text.hasPrefix("![") {
      flushText()
    } else if line.hasPrefix("#") {
      flushText()
      let level = line.prefix { $0 == "#" }.count
      blocks.append(.heading(level, Inline.plain(String(line.dropFirst(level)).trimmingBlanks)))
    } else if let (mark, rest) = Self.point(line) {
      flushText()
      self.mark = mark
      words = [rest]
    } else {
      words.append(text)
    }
  }

  mutating func end() -> [ManualBlock] {
    flushText()
    flushTable()
    return blocks
  }

  private mutating func flushText() {
    defer { (words, mark) = ([], nil) }
    guard !words.isEmpty else { return }
    let text = Inline.plain(words.joined(separator: " "))
    blocks.append(mark.map { .item(mark: $0, text: text) } ?? .paragraph(text))
  }

  private mutating func flushTable() {
    defer { rows = [] }
    guard let head = rows.first else { return }
    blocks.append(.table(head: head, rows: Array(rows.dropFirst(2))))
  }

  /// What stands before a point, `-` or a number, and the rest of its line.
  private static func point(_ line: String) -> (String, String)? {
    if line.hasPrefix("- ") { return ("-", String(line.dropFirst(2))) }
    let digits = line.prefix { ("0"..."9").contains($0) }
    guard !digits.isEmpty, line.dropFirst(digits.count).hasPrefix(". ") else { return nil }
    return ("\(digits).", String(line.dropFirst(digits.count + 2)))
  }

  private static func cells(_ line: String) -> [String] {
    let inner = line.trimmingBlanks.dropFirst().dropLast()
    return inner.split(separator: "|", omittingEmptySubsequences: false)
      .map { Inline.plain(String($0).trimmingBlanks) }
  }
}

/// Words with marks inside of a line.
private enum Inline {
  /// The words without marks of code and stress; a link to a site keeps its address.
  static func plain(_ text: String) -> String {
    var out = ""
    var rest = text[...]
    var isCode = false
    while let character = rest.first {
      if character == "`" {
        isCode.toggle()
        rest = rest.dropFirst()
      } else if !isCode, rest.hasPrefix("**") {
        rest = rest.dropFirst(2)
      } else if !isCode, character == "[", let link = link(at: rest) {
        out += link.text
        rest = link.rest
      } else {
        out.append(character)
        rest = rest.dropFirst()
      }
    }
    return out
  }

  private static func link(at text: Substring) -> (text: String, rest: Substring)? {
    guard let close = text.firstIndex(of: "]") else { return nil }
    let after = text[close...].dropFirst()
    guard after.hasPrefix("("), let end = after.firstIndex(of: ")") else { return nil }
    let words = plain(String(text[..<close].dropFirst()))
    let target = after[..<end].dropFirst()
    let isSite = target.hasPrefix("http") || target.hasPrefix("mailto:")
    return (isSite ? "\(words) (\(target))" : words, after[end...].dropFirst())
  }
}
