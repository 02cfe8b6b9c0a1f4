// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Keys and elements of documents whose values nobody is shown: messages end in logs and tickets.
enum SecretKeys {
  /// What stands in place of the value.
  static let hidden = "(not shown)"

  private static let endings = [
    "password", "passphrase", "passcode", "passwd", "pwd", "secret", "token", "challenge",
    "credential", "credentials", "apikey", "privatekey", "presharedkey", "psk",
  ]

  /// True for the name of a key, or of one value in its list, that holds a secret.
  static func contains(_ name: String) -> Bool {
    var key = name.prefix { $0 != "[" }
    while key.last?.isNumber == true { key.removeLast() }
    let words = key.lowercased().filter { $0 != "_" && $0 != "-" }
    return endings.contains(where: words.hasSuffix) || key.hasSuffix("PIN")
  }
}
