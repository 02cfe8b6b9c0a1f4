// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Values of msmtp's file: the rest of a line, of which blanks and a pair of double quotes at the
/// ends are taken off (`conf.c` of 1.8.23). Nothing is escaped.
enum MSMTPText {
  /// A value; nil for what no line can hold.
  static func value(_ text: String) -> String? {
    guard text.isOneLine else { return nil }
    let needsQuotes = text.isEmpty || text.hasPrefix("\"") || text != text.trimmingBlanks
    return needsQuotes ? "\"\(text)\"" : text
  }

  /// The sender's address, in which `%H`, `%U`, `%C` and `%M` would be replaced; nil for one of them,
  /// since nothing escapes the sign.
  static func from(_ text: String) -> String? {
    let scalars = Array(text.unicodeScalars)
    for (sign, letter) in zip(scalars, scalars.dropFirst())
    where sign == "%" && "HUCM".unicodeScalars.contains(letter) { return nil }
    return value(text)
  }
}
