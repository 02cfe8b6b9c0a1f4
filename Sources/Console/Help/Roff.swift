// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Writes a man page with the macros of man(7); the only place that escapes roff.
package struct Roff {
  /// The page so far.
  package private(set) var text: String

  /// A page of a section, with its head.
  package init(title: String, section: Int, version: String, date: String) {
    text =
      ".TH \(Self.escaped(title.uppercased())) \(section) \"\(date)\" \"mkprofile \(version)\"\n"
  }

  /// Begins a section.
  package mutating func heading(_ title: String) { text += ".SH \(Self.escaped(title))\n" }

  /// Begins a part of a section.
  package mutating func subheading(_ title: String) { text += ".SS \(Self.escaped(title))\n" }

  /// Adds a paragraph.
  package mutating func paragraph(_ body: String) { text += "\(separator)\(Self.filled(body))\n" }

  /// A line to type, in bold, on a line of its own.
  package mutating func usage(_ line: String) {
    text += "\(separator).B \(Self.argument(line.split(separator: "\n").joined(separator: " ")))\n"
  }

  /// Something in bold with its explanation.
  package mutating func term(_ term: String, _ body: String) {
    text += ".TP\n.B \(Self.argument(term))\n\(Self.filled(body))\n"
  }

  /// A point of a list, with what stands before it.
  package mutating func item(_ mark: String, _ body: String) {
    text += ".IP \(Self.argument(mark)) 4\n\(Self.filled(body))\n"
  }

  /// Lines that stay as they are.
  package mutating func example(_ lines: [String]) {
    text += "\(separator).RS 4\n.nf\n"
    text += lines.map { $0.isEmpty ? "\\&\n" : "\(Self.escaped($0))\n" }.joined()
    text += ".fi\n.RE\n"
  }

  /// Between paragraphs; a heading separates by itself.
  private var separator: String {
    let last = text.split(separator: "\n").last ?? ""
    return last.hasPrefix(".SH") || last.hasPrefix(".SS") ? "" : ".PP\n"
  }

  private static func argument(_ text: String) -> String { "\"\(escaped(text))\"" }

  /// Text that formatters fill lines with, itself in lines of at most 78 bytes where it has blanks.
  private static func filled(_ text: String) -> String {
    var lines: [String] = []
    var line = ""
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      let word = escaped(String(word))
      if !line.isEmpty, line.utf8.count + 1 + word.utf8.count > 78 {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? word : " \(word)"
    }
    return (lines + [line]).joined(separator: "\n")
  }

  private static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": out += "\\e"
      case "-": out += "\\-"
      case "\"": out += "\\(dq"
      case "'": out += "\\(aq"
      case "^": out += "\\(ha"
      case "~": out += "\\(ti"
      case "`": out += "\\(ga"
      case "." where out.isEmpty: out += "\\&."
      case "\n": out += " "
      case "\u{20}"..."\u{7E}": out.unicodeScalars.append(scalar)
      default: out += "\\[u\(hexadecimal(scalar.value))]"
      }
    }
    return out
  }

  private static func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
