// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Keys and elements of documents whose values nobody is shown: messages end in logs and tickets.
enum SecretKeys {
  /// What stands in place of the value.
  static let hidden = "(not shown)"

  private static let endings = ["password", "passphrase", "passcode", "secret"]

  /// True for the name of a key, or of one value in its list, that holds a secret.
  static func contains(_ name: String) -> Bool {
    let key = name.prefix { $0 != "[" }.lowercased()
    return endings.contains(where: key.hasSuffix)
  }
}
