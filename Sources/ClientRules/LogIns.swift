// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// A set of ways to log in: what a server takes, or what a program can do.
package struct LogIns: OptionSet, Hashable, Sendable {
  /// One bit for each way.
  package let rawValue: UInt8

  /// A set of these bits.
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// One way.
  package init(_ method: Authentication) {
    switch method {
    case .password: self = .password
    case .encryptedPassword: self = .encryptedPassword
    case .oauth2: self = .oauth2
    case .kerberos: self = .kerberos
    case .ntlm: self = .ntlm
    case .clientCertificate: self = .clientCertificate
    case .none: self = .nothing
    }
  }

  /// The password itself: SASL PLAIN or LOGIN, the commands LOGIN and USER.
  package static let password = LogIns(rawValue: 1)
  /// CRAM-MD5.
  package static let encryptedPassword = LogIns(rawValue: 2)
  /// A token: XOAUTH2 or OAUTHBEARER.
  package static let oauth2 = LogIns(rawValue: 4)
  /// GSSAPI.
  package static let kerberos = LogIns(rawValue: 8)
  /// NTLM.
  package static let ntlm = LogIns(rawValue: 16)
  /// A certificate in the TLS handshake.
  package static let clientCertificate = LogIns(rawValue: 32)
  /// No log-in at all.
  package static let nothing = LogIns(rawValue: 64)

  /// What the word of an autoconfig document means; empty for an unknown word.
  package init(word: String) {
    switch word {
    case "password-cleartext", "plain", "basic": self = .password
    case "password-encrypted", "secure": self = .encryptedPassword
    case "OAuth2": self = .oauth2
    case "GSSAPI": self = .kerberos
    case "NTLM": self = .ntlm
    case "TLS-client-cert": self = .clientCertificate
    case "none", "client-IP-address", "smtp-after-pop": self = .nothing
    default: self = []
    }
  }

  /// What an autoconfig server says that it takes; empty where nothing is known.
  init(offeredBy server: XMLElement) {
    var all: LogIns = []
    for case .element(let child) in server.pieces where child.name == "authentication" {
      all.formUnion(LogIns(word: child.text))
    }
    self = all
  }

  /// The ways in the words of settings, such as `password`.
  package var names: [String] {
    Authentication.allCases.filter { contains(LogIns($0)) }.map(\.rawValue)
  }
}
