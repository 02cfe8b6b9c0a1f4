// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console

/// Writes chapters of the manual for a terminal.
enum ManualText {
  /// A chapter.
  static func write(_ topic: ManualTopic) -> String {
    let parts = topic.blocks.map(write)
    return topic.title + "\n" + String(repeating: "=", count: topic.title.count) + "\n"
      + zip(parts, [nil] + topic.blocks.map(Optional.some)).map { part, before in
        // Points of one list stand together.
        if part.hasPrefix("  - "), case .item = before { return part }
        return "\n" + part
      }.joined()
  }

  private static func write(_ block: ManualBlock) -> String {
    switch block {
    case .heading(_, let title):
      return title + "\n" + String(repeating: "-", count: title.count) + "\n"
    case .paragraph(let text): return HelpLayout.paragraph(text)
    case .item(let mark, let text):
      let indent = mark.count + 3
      return "  \(mark) " + HelpLayout.paragraph(text, indent: indent).dropFirst(indent)
    case .code(let lines): return lines.map { $0.isEmpty ? "\n" : "    \($0)\n" }.joined()
    case .table(let head, let rows): return table(head, rows)
    }
  }

  /// As a table where it fits a terminal, else a list.
  private static func table(_ head: [String], _ rows: [[String]]) -> String {
    let all = [head] + rows
    let widths = head.indices.map { column in
      all.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
    }
    if widths.reduce(2 * head.count, +) <= HelpLayout.width {
      return all.map { row in
        var line = " "
        for (cell, width) in zip(row, widths) { line += " \(cell.padded(to: width + 1))" }
        while line.last == " " { line.removeLast() }
        return line + "\n"
      }.joined()
    }
    let entries = rows.map { (term: $0.first ?? "", text: details(head, $0)) }
    if entries.allSatisfy({ $0.term.count + 2 <= HelpLayout.width }) {
      return HelpLayout.list(entries)
    }
    return entries.map { term, text in
      HelpLayout.paragraph(term, indent: 2) + HelpLayout.paragraph(text, indent: 6)
    }.joined()
  }

  /// The cells after the first, with their heads where there are several.
  static func details(_ head: [String], _ row: [String]) -> String {
    let cells = zip(head, row).dropFirst().filter { !$0.1.isEmpty }
    if head.count == 2 { return cells.map(\.1).joined() }
    return cells.map { "\($0.0): \($0.1)" }.joined(separator: "; ")
  }
}
