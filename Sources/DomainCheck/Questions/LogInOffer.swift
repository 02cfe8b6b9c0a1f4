// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The ways to log in that a server offers.
package struct LogInOffer: Sendable, Hashable {
  /// Names of SASL mechanisms (RFC 4422), and `USER` for the commands of POP3.
  package let names: Set<String>
  /// True where the command LOGIN of IMAP is allowed (RFC 9051 section 6.2.3).
  package let takesLogin: Bool

  /// What the abilities of a server say, each in upper case.
  package init(_ dialog: ServerProbe.Dialog, _ abilities: [String]) {
    var names: Set<String> = []
    for line in abilities {
      let words = line.split { " =".contains($0) }.map(String.init)
      if dialog == .imap, words.count == 2, words[0] == "AUTH" { names.insert(words[1]) }
      if ["AUTH", "SASL"].contains(words.first), dialog != .imap {
        names.formUnion(words.dropFirst())
      }
      if dialog == .pop3, words.first == "USER" { names.insert("USER") }
    }
    self.names = names
    takesLogin = dialog == .imap && !abilities.isEmpty && !abilities.contains("LOGINDISABLED")
  }

  /// True where a password can be sent as it is.
  package var takesPasswords: Bool {
    takesLogin || !names.isDisjoint(with: ["PLAIN", "LOGIN", "USER"])
  }

  /// True where nobody can log in at all.
  package var isNothing: Bool { names.isEmpty && !takesLogin }

  /// True where tokens are taken (RFC 7628).
  package var takesTokens: Bool { !names.isDisjoint(with: ["XOAUTH2", "OAUTHBEARER"]) }

  /// True for a way that is offered.
  package func allows(_ method: Authentication) -> Bool {
    switch method {
    case .password: takesPasswords
    case .encryptedPassword:
      names.contains { $0 == "CRAM-MD5" || $0 == "DIGEST-MD5" || $0.hasPrefix("SCRAM-") }
    case .oauth2: takesTokens
    case .kerberos: !names.isDisjoint(with: ["GSSAPI", "GSS-SPNEGO"])
    case .ntlm: names.contains("NTLM")
    case .clientCertificate, .none: true
    }
  }
}
