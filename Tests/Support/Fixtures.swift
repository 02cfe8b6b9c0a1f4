// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// A settings file of `Tests/Fixtures` with the people and domains that it is rendered for.
package struct Fixture: Sendable, CustomStringConvertible {
  /// The folder of its golden files.
  package let name: String
  /// The settings file, from the root of the repository.
  package let file: String
  /// The full name of the person behind each address, where it is known.
  package let person: String?
  /// That person's certificate and key, from the root of the repository, where there is one: made
  /// with `openssl pkcs12 -export -legacy`; the passphrase is "test".
  package let identity: String?
  /// Addresses and domains to render for.
  package let subjects: [String]

  /// A file of `Tests/Fixtures`, or any other by its path.
  package init(
    _ name: String, file: String? = nil, person: String? = nil, identity: String? = nil,
    _ subjects: String...
  ) {
    self.name = name
    self.file = file ?? "Tests/Fixtures/\(name).yaml"
    self.person = person
    self.identity = identity
    self.subjects = subjects
  }

  /// The name, for test reports.
  package var description: String { name }
}

/// Every fixture: each is rendered in every format.
package enum Fixtures {
  /// The list to which a new fixture adds its line.
  package static let all = [
    Fixture(
      "infomaniak", file: "Templates/providers/infomaniak.yaml", "anna@example.ch", "example.ch"),
    Fixture("starttls", "anna@starttls.example", "starttls.example"),
    Fixture("pop3", "anna@pop3.example", "pop3.example"),
    Fixture(
      "domains", "anna@hoster.example", "anna@hoster.test", "anna@hoster.invalid",
      "anna@shop.customers.example", "anna@elsewhere.example", "hoster.example", "hoster.test",
      "hoster.invalid", "shop.customers.example"),
    Fixture("windows-domain", "anna@windows.example", "windows.example"),
    Fixture("local-part", "anna@local.example", "anna+news@local.test", "local.example"),
    Fixture("mixed-usernames", "anna@mixed.example", "mixed.example"),
    Fixture(
      "idn", "anna@bücher.example", "jürgen@bücher.example", "bücher.example", "книга.example"),
    Fixture("oauth2", "anna@oauth.example", "oauth.example"),
    Fixture("oauth2-only", "anna@token.example", "token.example"),
    Fixture(
      "everything", person: "Anna Müller", identity: "Tests/FixtureFiles/anna.p12",
      "anna@everything.example",
      "Anna+news@everything.example", "everything.example"),
    Fixture("plaintext", "anna@plain.example", "plain.example"),
    Fixture("every-server", "anna@every.example", "every.example"),
    Fixture("no-tls", "anna@bare.example"),
    Fixture("odd-ports", "anna@ports.example", "ports.example"),
    Fixture(
      "hostile", person: "Ann \"<&>' ]]> O'Neil 👩‍🔬 שלום", "o'neil&sons@hostile.example",
      "hostile.example"),
    Fixture("long", String(repeating: "x", count: 64) + "@long.example", "long.example"),
    Fixture(
      "redirects", "anna+news@moved.example", "moved.example", "anna@new.moved.example",
      "anna@elsewhere.example", "elsewhere.example", "anna@personal.example", "personal.example"),
    Fixture("number-names", "07@number.example", "number.example"),
  ]
}
