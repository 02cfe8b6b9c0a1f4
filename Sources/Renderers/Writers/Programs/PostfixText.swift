// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Values of Postfix's `main.cf` (postconf(5)) and lines of its lookup tables (texthash in
/// DATABASE_README).
enum PostfixText {
  /// The value of a parameter, in which `$` stands for itself; nil for what no line can hold.
  static func value(_ text: String) -> String? {
    guard text.isOneLine else { return nil }
    return text.escaping("$", with: "$")
  }

  /// An address in a list of inline tables, where blanks, commas and braces separate; nil for one of
  /// them.
  static func element(_ text: String) -> String? {
    guard !text.unicodeScalars.contains(where: { " \t,{}=".unicodeScalars.contains($0) }) else {
      return nil
    }
    return value(text)
  }

  /// A user name before the colon and the password; nil with a colon inside.
  static func user(_ text: String) -> String? {
    guard text.isOneLine, !text.utf8.contains(0x3A) else { return nil }
    return text
  }
}
