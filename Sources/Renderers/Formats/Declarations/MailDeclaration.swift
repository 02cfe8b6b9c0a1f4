// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// `com.apple.configuration.account.mail`.
enum MailDeclaration {
  /// Adds it; refused where no pair of servers can be declared.
  static func add(
    _ context: DeclarationContext, _ list: inout DeclarationList, _ gaps: inout Gaps
  ) {
    let account = context.account
    if account.incoming.isEmpty, account.outgoing.isEmpty { return }
    guard let incoming = choose("incoming", account.incoming, &gaps),
      let outgoing = choose("outgoing", account.outgoing, &gaps)
    else { return }
    var reading: JSON.Members = [
      "ServerType": .string(incoming.server.mailProtocol == .pop3 ? "POP" : "IMAP")
    ]
    reading.append("HostName", .string(incoming.server.host.ascii))
    fill(&reading, incoming, &list, &gaps)
    reading.append("IMAPPathPrefix", .optional(incoming.server.pathPrefix?.text))
    if incoming.server.pop3 != nil {
      gaps.note("\(incoming.server.path).pop3", "is left out: declarations say nothing of it")
    }
    var sending: JSON.Members = ["HostName": .string(outgoing.server.host.ascii)]
    fill(&sending, outgoing, &list, &gaps)
    list.add(
      "mail", "0",
      [
        "VisibleName": .string(context.label()),
        "UserIdentityAssetReference": .string(list.person()),
        "IncomingServer": .object(reading), "OutgoingServer": .object(sending),
        "SMIME": smime(&list, &gaps),
      ])
  }

  private typealias Chosen = (server: AccountServer, word: String)

  /// IMAP before POP3 and implicit TLS first: there is no word for SSL, and devices go by the port.
  private static func choose(
    _ group: String, _ servers: [AccountServer], _ gaps: inout Gaps
  ) -> Chosen? {
    let usable = servers.compactMap { server in
      server.authentication.lazy.compactMap(\.declarationWord).first.map { (server, $0) }
    }
    guard let chosen = usable.min(by: { rank($0.0) < rank($1.0) }) else {
      gaps.refuse(
        group, "there is no \(group) server that a declaration can name",
        fix: "add one with password, encrypted-password or ntlm, or leave mail out of --parts")
      return nil
    }
    let server = chosen.0
    gaps.note(
      "\(server.path).security",
      "declarations have no word for \(server.security.rawValue): devices go by port \(server.port)"
    )
    if server.security == .none || server.port != server.mailProtocol.usualPort(server.security) {
      gaps.warn(
        "\(server.path).port",
        "a device may try another protection than"
          + " \(server.security.rawValue) on port \(server.port)",
        fix: "offer implicit TLS on port \(server.mailProtocol.usualPort(.tls))")
    }
    if let said = server.authentication.first(where: { $0.declarationWord != nil }) {
      gaps.noteOtherWays(server, said: said)
    }
    for other in servers where other.index != server.index {
      gaps.note(other.path, "is left out: a declaration has one \(group) server, \(server.path)")
    }
    return chosen
  }

  private static func rank(_ server: AccountServer) -> (Int, Int, Int) {
    let protection = [Security.tls: 0, .starttls: 1, .none: 2][server.security] ?? 2
    return (server.mailProtocol == .pop3 ? 1 : 0, protection, server.index)
  }

  /// Apple's schema: credentials must be there unless the method is None.
  private static func fill(
    _ keys: inout JSON.Members, _ chosen: Chosen, _ list: inout DeclarationList,
    _ gaps: inout Gaps
  ) {
    keys.append("Port", .integer(Int(chosen.server.port.number)))
    keys.append("AuthenticationMethod", .string(chosen.word))
    guard chosen.word != "None" else { return }
    let name = list.credentials(chosen.server.username, &gaps)
    keys.append("AuthenticationCredentialsAssetReference", .optional(name))
    if name == nil, !gaps.hasErrors {
      gaps.refuse(
        "\(chosen.server.path).username",
        "a declaration has no user name: it refers to where the device fetches it",
        fix: "add --credential-url https://HOST/{login}.json, or leave mail out of --parts")
    }
  }

  /// Signing and encryption that the person can turn on (iOS 17).
  private static func smime(_ list: inout DeclarationList, _ gaps: inout Gaps) -> JSON? {
    guard let name = list.certificate(&gaps) else { return nil }
    gaps.note("", "S/MIME is for iPhone and iPad: declarations for Macs know none")
    return .object([
      "Signing": .object([
        "Enabled": .boolean(true), "IdentityAssetReference": .string(name),
        "UserOverrideable": .boolean(true),
      ]),
      "Encryption": .object([
        "Enabled": .boolean(false), "IdentityAssetReference": .string(name),
        "UserOverrideable": .boolean(true), "PerMessageSwitchEnabled": .boolean(true),
      ]),
    ])
  }
}

extension Authentication {
  fileprivate var declarationWord: String? {
    switch self {
    case .password: "Password"
    case .encryptedPassword: "CRAMMD5"
    case .ntlm: "NTLM"
    case .none: "None"
    case .oauth2, .kerberos, .clientCertificate: nil
    }
  }
}
