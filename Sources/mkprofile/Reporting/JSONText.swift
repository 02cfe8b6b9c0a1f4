// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Spells JSON (RFC 8259).
enum JSONText {
  /// A text in quotes; line and paragraph separators are escaped, too, for readers of lines.
  static func string(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }

  /// An object on one line; a member without a value is null.
  static func object(_ members: [(String, String?)]) -> String {
    "{" + members.map { "\(string($0)):\($1 ?? "null")" }.joined(separator: ",") + "}"
  }
}
