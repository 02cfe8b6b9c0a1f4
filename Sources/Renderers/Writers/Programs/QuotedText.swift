// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Strings in double quotes, as several programs read them: each says what a backslash comes before.
enum QuotedText {
  /// mbsync's arguments (mbsync(1), 1.4.4): quotes and backslashes are escaped.
  static func mbsync(_ text: String) -> String? { quoted(text, "\\\"") }

  /// fetchmail's strings (fetchmail(1), 6.4.37), in which a backslash begins an escape as in C.
  static func fetchmail(_ text: String) -> String? { quoted(text, "\\\"") }

  /// NeoMutt's strings (its manual, "Syntax of Configuration Files"), in which variables and
  /// commands in backquotes are expanded, too.
  static func neomutt(_ text: String) -> String? { quoted(text, "\\\"$`") }

  /// A command of a shell whose output is the string. Between backquotes NeoMutt (20220429,
  /// `parse_extract_token`) ends the command at a backquote; a backslash escapes it.
  static func neomuttOutput(of command: String) -> String? {
    guard command.isOneLine, !command.utf8.contains(0x60) else { return nil }
    return "\"`\(command.escaping("\\"))`\""
  }

  /// Strings of Python, as in the tuples of getmail's file.
  static func python(_ text: String) -> String? { quoted(text, "\\\"") }

  /// Basic strings of TOML 1.0.
  static func toml(_ text: String) -> String? { quoted(text, "\\\"") }

  /// A basic string of TOML whose value Himalaya expands as a shell would (pimalaya-config 0.1.4,
  /// `shell_expanded_string`): `$$` is a dollar sign, and nothing writes a home folder's `~`.
  static func expandedTOML(_ text: String) -> String? {
    guard text != "~", !text.hasPrefix("~/") else { return nil }
    return quoted(text.escaping("$", with: "$"), "\\\"")
  }

  /// A name and an address as a header has them (RFC 5322 section 3.4).
  static func mailbox(_ name: String?, _ address: String) -> String {
    guard let name else { return address }
    return "\"\(name.escaping("\\\""))\" <\(address)>"
  }

  private static func quoted(_ text: String, _ escaped: String) -> String? {
    text.isOneLine ? "\"\(text.escaping(escaped))\"" : nil
  }
}
