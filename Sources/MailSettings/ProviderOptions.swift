// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// What is particular to autoconfig documents.
public struct AutoconfigOptions: Hashable, Sendable {
  /// True keeps servers in the file that make a program refuse all of it, such as one without TLS
  /// (Thunderbird for Android, a59bd67), or for JMAP (Himalaya, ca88bee).
  public var everyServer = false

  /// Nothing particular.
  public init() {}
}

/// How profiles are signed: with a key file, or by a program that holds the key.
public struct SigningOptions: Hashable, Sendable {
  /// The signer's certificate, as a path; `$CREDENTIALS_DIRECTORY/` may begin any of these.
  public var certificate: String?
  /// Its private key, as a path.
  public var key: String?
  /// A file whose first line opens the key, as a path.
  public var passphraseFile: String?
  /// The intermediate certificates, as a path.
  public var chain: String?
  /// A program and its arguments: the document on standard input, CMS in DER on standard output.
  public var command: [String] = []
  /// Seconds that the program is given.
  public var timeout = 10

  /// Where each of these stands in the settings.
  public var places = Places()

  /// The seconds that a program may be given.
  public static let timeouts = 1...300

  /// Nothing yet.
  public init() {}
}
