// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Values of INI files, which no two programs read alike.
enum INIText {
  /// Python's `RawConfigParser`, as getmail uses it: the rest of the line without blanks at its ends,
  /// and nothing escapes.
  static func python(_ text: String) -> String? {
    text.isOneLine && !text.isEmpty && text == text.trimmingBlanks ? text : nil
  }

  /// The parser of aerc (go-ini): `#` and `;` begin a comment anywhere, quotes and backslashes count, unless
  /// the value is in backquotes or three double quotes; `%(name)s` is replaced everywhere.
  static func go(_ text: String) -> String? {
    guard text.isOneLine, !text.isEmpty, !hasReference(text) else { return nil }
    let special = "#;\"'\\`"
    let isPlain = !text.unicodeScalars.contains { special.unicodeScalars.contains($0) }
    if isPlain, text == text.trimmingBlanks { return text }
    if !text.utf8.contains(0x60) { return "`\(text)`" }
    // Nothing can hold both kinds of quotes.
    if !text.utf8.contains(0x22) { return "\"\"\"\(text)\"\"\"" }
    return nil
  }

  private static func hasReference(_ text: String) -> Bool {
    zip(text.utf8, text.utf8.dropFirst()).contains { $0 == 0x25 && $1 == 0x28 }
  }
}
