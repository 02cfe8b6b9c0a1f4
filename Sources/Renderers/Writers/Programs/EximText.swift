// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Values of Exim's configuration that are expanded (Exim 4.96 specification, chapters 6 and 11).
enum EximText {
  /// Text that expansion leaves as it is; nil for what no line can hold.
  static func literal(_ text: String) -> String? {
    guard text.isOneLine, text == text.trimmingBlanks else { return nil }
    return text.escaping("\\$")
  }

  /// A piece of `client_send` with `;` between its pieces: `^` would stand for NUL, and a doubled
  /// separator for one.
  static func sent(_ text: String) -> String? {
    literal(text)?.escaping("^", with: "^").escaping(";", with: ";")
  }

  /// An address in a rewriting rule, where blanks separate; in double quotes, backslashes count once
  /// more.
  static func address(_ text: String) -> String? {
    guard let literal = literal(text) else { return nil }
    return "\"\(literal.escaping("\\\""))\""
  }

  /// An address in a rule of `headers_rewrite`, where colons separate rules.
  static func rule(_ text: String) -> String? { field(text) == nil ? nil : address(text) }

  /// Text between braces.
  static func braced(_ text: String) -> String? {
    literal(text)?.escaping("{}")
  }

  /// An address that mail is redirected to: a pipe, a file or an instruction begins with these.
  static func recipient(_ text: String) -> String? {
    guard let first = text.utf8.first, ![0x23, 0x2F, 0x3A, 0x5C, 0x7C].contains(first) else {
      return nil
    }
    return field(text)
  }

  /// The same where it is expanded.
  static func redirection(_ text: String) -> String? {
    recipient(text) == nil ? nil : literal(text)
  }

  /// A field of Debian's `passwd.client`, where colons separate.
  static func field(_ text: String) -> String? {
    guard text.isOneLine, !text.utf8.contains(0x3A), text == text.trimmingBlanks else { return nil }
    return text
  }
}
