// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// `*` for every domain, or `*.example.ch` for every domain below one.
struct Wildcard: Hashable, CustomStringConvertible {
  /// What the domains stand below; nil for `*`.
  let suffix: DomainName?

  init(_ text: String) throws(InvalidValue) {
    if text == "*" {
      suffix = nil
      return
    }
    guard text.hasPrefix("*."), !text.dropFirst(2).contains("*") else {
      throw InvalidValue(
        "\(text.quoted) is not a wildcard", fix: "write '*' or '*.example.ch', with nothing else")
    }
    suffix = try DomainName(String(text.dropFirst(2)))
  }

  var description: String { suffix.map { "*.\($0.ascii)" } ?? "*" }
}
