// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Lays words out in lines for a terminal.
package enum HelpLayout {
  /// The usual width of a terminal.
  package static let width = 80

  /// The words in lines, each with an indentation.
  package static func paragraph(_ text: String, indent: Int = 0) -> String {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, indent + line.count + 1 + word.count > width {
        lines.append(margin + line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    lines.append(margin + line)
    return lines.joined(separator: "\n") + "\n"
  }

  /// Terms with their explanations beside them, or below a term that is too long.
  package static func list(_ entries: [(term: String, text: String)]) -> String {
    let column = min(24, (entries.map(\.term.count).max() ?? 0) + 4)
    return entries.map { term, text in
      let body = paragraph(text, indent: column)
      if term.count + 4 > column { return "  \(term)\n" + body }
      return "  \(term)".padded(to: column) + body.dropFirst(column)
    }.joined()
  }

  /// A title and what is below it; empty where there is nothing.
  package static func section(_ title: String, _ body: String) -> String {
    body.isEmpty ? "" : "\n\(title):\n\(body)"
  }
}

extension String {
  /// The text with blanks after it, up to a width in characters.
  package func padded(to width: Int) -> String {
    // Counting characters takes long, and most texts have one byte for each.
    let columns = utf8.allSatisfy { (0x20...0x7E).contains($0) } ? utf8.count : count
    return self + String(repeating: " ", count: max(0, width - columns))
  }
}
