// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ClientRules
import MailSettings

/// The `com.apple.mail.managed` payload: one incoming and one outgoing server.
struct MailPayload {
  private let context: PayloadContext
  private let incoming: AccountServer
  private let outgoing: AccountServer

  /// Nil, with errors, where the settings have no pair of servers that Apple Mail can use.
  init?(_ context: PayloadContext, _ gaps: inout Gaps) {
    let account = context.account
    if let address = account.address {
      if address.isQuoted {
        gaps.refuse(
          "", "Apple Mail takes no address like \(address), which needs quotes",
          fix: "give the person an address without blanks and special characters")
      } else if !address.isASCII {
        gaps.warn(
          "", "Apple Mail may not send from \(address), which has letters beyond ASCII",
          fix: "give the person an address of plain letters too")
      }
    }
    let incoming = Self.choose("incoming", from: account.incoming, &gaps)
    let outgoing = Self.choose("outgoing", from: account.outgoing, &gaps)
    guard let incoming, let outgoing else { return nil }
    self.context = context
    self.incoming = incoming
    self.outgoing = outgoing
  }

  /// The payload.
  var payload: Payload {
    let label = context.label()
    var keys: PropertyList.Entries = [
      "EmailAccountDescription": .string(label),
      "EmailAccountName": .optional(context.personName),
      "EmailAccountType": .string(incoming.mailProtocol.emailType),
      "EmailAddress": .optional(context.address),
      "IncomingMailServerAuthentication": .optional(incoming.appleAuthentication),
      "IncomingMailServerHostName": .string(incoming.host.ascii),
      "IncomingMailServerIMAPPathPrefix": .optional(incoming.pathPrefix?.text),
      "IncomingMailServerPortNumber": .integer(Int(incoming.port.number)),
      "IncomingMailServerUseSSL": .boolean(incoming.security.usesSSL),
      "IncomingMailServerUsername": .optional(username(incoming)),
      "OutgoingMailServerAuthentication": .optional(outgoing.appleAuthentication),
      "OutgoingMailServerHostName": .string(outgoing.host.ascii),
      "OutgoingMailServerPortNumber": .integer(Int(outgoing.port.number)),
      "OutgoingMailServerUseSSL": .boolean(outgoing.security.usesSSL),
      "OutgoingMailServerUsername": .optional(username(outgoing)),
    ]
    if incoming.needsLogin, let password = context.password?.text(for: .mail) {
      keys.append("IncomingPassword", .string(password))
    }
    if outgoing.needsLogin, incoming.needsLogin, outgoing.username == incoming.username {
      keys.append("OutgoingPasswordSameAsIncomingPassword", .boolean(true))
    } else if outgoing.needsLogin, let password = context.password?.text(for: .mail) {
      keys.append("OutgoingPassword", .string(password))
    }
    keys.append(PreventMove.entries(context))
    return Payload(
      .mail, incoming.path, context, index: "0", name: "\(context.words.mail) (\(label))", keys,
      SMIMEKeys.entries(context, for: .mail))
  }

  private func username(_ server: AccountServer) -> String? {
    server.needsLogin ? context.login(server.username) : nil
  }

  /// IMAP before POP3, implicit TLS before STARTTLS, the settings' own order otherwise.
  private static func choose(
    _ group: String, from servers: [AccountServer], _ gaps: inout Gaps
  ) -> AccountServer? {
    let usable = servers.filter { $0.appleAuthentication != nil }
    guard let chosen = usable.min(by: { $0.applePreference < $1.applePreference }) else {
      if let first = servers.first {
        gaps.refuse(
          "\(first.path).authentication",
          "Apple profiles know no \(first.authentication.map(\.rawValue).joined(separator: ", "))",
          fix: "add password, encrypted-password or ntlm, or leave mail out of --parts")
      } else {
        gaps.refuse(
          group, "there is no \(group) server", fix: "add one, or leave mail out of --parts")
      }
      return nil
    }
    warn(of: chosen, &gaps)
    if let said = chosen.authentication.first(where: { $0.appleName != nil }) {
      gaps.noteOtherWays(chosen, said: said)
    }
    for other in servers where other.index != chosen.index {
      gaps.note(other.path, "is left out: a profile has one \(group) server, \(chosen.path)")
    }
    return chosen
  }

  private static func warn(of server: AccountServer, _ gaps: inout Gaps) {
    let usual = server.mailProtocol.usualPort(.tls)
    if server.pop3 != nil {
      gaps.note(
        "\(server.path).pop3", "is left out: profiles say nothing about mail that was fetched")
    }
    switch server.security {
    case .tls where [25, 110, 143, 587].contains(server.port.number):
      gaps.warn(
        "\(server.path).port", "\(server.port) is a port for STARTTLS", .appleSTARTTLS,
        fix: "offer implicit TLS on port \(usual)")
    case .tls: break
    case .starttls:
      gaps.warn(
        "\(server.path).security", .appleSTARTTLS,
        fix: "offer implicit TLS on port \(usual)")
    case .none:
      gaps.warn(
        "\(server.path).security", "the password goes over the network unprotected",
        fix: "offer implicit TLS on port \(usual)")
    }
  }
}

extension AccountServer {
  /// The first way to log in that Apple Mail has a word for; nil where there is none.
  fileprivate var appleAuthentication: String? {
    authentication.lazy.compactMap(\.appleName).first
  }

  fileprivate var applePreference: (Int, Int, Int) {
    (mailProtocol == .pop3 ? 1 : 0, security.applePreference, index)
  }
}

extension MailProtocol {
  fileprivate var emailType: String {
    switch self {
    case .imap, .smtp: "EmailTypeIMAP"
    case .pop3: "EmailTypePOP"
    }
  }
}

extension Security {
  /// Always written: absent means false, which permits plain text.
  fileprivate var usesSSL: Bool {
    switch self {
    case .tls, .starttls: true
    case .none: false
    }
  }

  fileprivate var applePreference: Int {
    switch self {
    case .tls: 0
    case .starttls: 1
    case .none: 2
    }
  }
}

extension Authentication {
  fileprivate var appleName: String? {
    switch self {
    case .password: "EmailAuthPassword"
    case .encryptedPassword: "EmailAuthCRAMMD5"
    case .ntlm: "EmailAuthNTLM"
    case .none: "EmailAuthNone"
    case .oauth2, .kerberos, .clientCertificate: nil
    }
  }
}
