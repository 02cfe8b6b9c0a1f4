// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Words of a POSIX shell (POSIX.1-2017, Shell Command Language, section 2.2).
enum ShellText {
  /// A word that the shell takes as it is; nil for what no line can hold.
  static func word(_ text: String) -> String? {
    guard text.isOneLine else { return nil }
    if !text.isEmpty, text.utf8.allSatisfy(isPlain) { return text }
    var out = "'"
    for scalar in text.unicodeScalars {
      // Nothing can be escaped between apostrophes: the quotes end, one is escaped, they begin again.
      if scalar == "'" { out += #"'\'"# }
      out.unicodeScalars.append(scalar)
    }
    return out + "'"
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case 0x2B, 0x2C, 0x2D, 0x2E, 0x2F, 0x3A, 0x40, 0x5F: true
    default: false
    }
  }
}

extension String {
  /// True where no file of lines breaks at it: no line break, no NUL, no other control character.
  var isOneLine: Bool {
    unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && !$0.isLineBreak }
  }

  /// The text with a backslash before each of some characters.
  func escaping(_ characters: String, with escape: String = "\\") -> String {
    var out = ""
    for scalar in unicodeScalars {
      if characters.unicodeScalars.contains(scalar) { out += escape }
      out.unicodeScalars.append(scalar)
    }
    return out
  }
}

extension Unicode.Scalar {
  /// What programs in Python take for the end of a line, too.
  fileprivate var isLineBreak: Bool { [0x85, 0x2028, 0x2029].contains(value) }
}
