// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// A YAML 1.2 text with comments. Every text is written so that it is read as that text.
struct YAMLWriter {
  private(set) var text = ""

  /// A comment on lines of its own.
  mutating func comment(_ comment: String, depth: Int = 0) {
    line("# \(Self.oneLine(comment))", depth)
  }

  /// An empty line.
  mutating func emptyLine() { text += "\n" }

  /// A key whose values follow one level deeper.
  mutating func key(_ key: String, depth: Int = 0) { line("\(key):", depth) }

  /// A key with a text, and a comment behind it.
  mutating func pair(_ key: String, _ value: String, comment: String? = nil, depth: Int) {
    let end = comment.map { "   # \(Self.oneLine($0))" } ?? ""
    line("\(key): \(Self.scalar(value))\(end)", depth)
  }

  /// A key with a number or truth value.
  mutating func plain(_ key: String, _ value: String, comment: String? = nil, depth: Int) {
    let end = comment.map { "   # \(Self.oneLine($0))" } ?? ""
    line("\(key): \(value)\(end)", depth)
  }

  /// A key with a list of texts in one line.
  mutating func list(_ key: String, _ values: [String], comment: String? = nil, depth: Int) {
    plain(
      key, "[\(values.map(Self.scalar).joined(separator: ", "))]", comment: comment, depth: depth)
  }

  /// The first key of an item of a list.
  mutating func item(_ key: String, _ value: String, comment: String? = nil, depth: Int) {
    pair("- \(key)", value, comment: comment, depth: depth)
  }

  /// An item of a list that was written by itself, two levels deeper than the list.
  mutating func add(item: String, depth: Int) {
    let margin = String(repeating: "  ", count: depth)
    text += "\(margin)- \(item.dropFirst(margin.utf8.count + 2))"
  }

  private mutating func line(_ line: String, _ depth: Int) {
    text += String(repeating: "  ", count: depth) + line + "\n"
  }

  /// Comments end with their line; what would end it is left out.
  private static func oneLine(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { !$0.isUnprintable }))
  }

  /// A plain scalar where it can be nothing but text, else one in double quotes.
  static func scalar(_ text: String) -> String {
    let isPlain =
      text.utf8.first.map { 0x61...0x7A ~= $0 || 0x41...0x5A ~= $0 } == true
      && text.utf8.allSatisfy(isPlain)
      && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
        .contains(text.lowercased())
    return isPlain ? text : quoted(text)
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x2D, 0x2E, 0x5F: true
    default: false
    }
  }

  private static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\t": out += "\\t"
      case _ where !scalar.isUnprintable: out.unicodeScalars.append(scalar)
      default: continue
      }
    }
    return out + "\""
  }
}
