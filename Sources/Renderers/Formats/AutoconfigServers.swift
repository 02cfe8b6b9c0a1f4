// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ClientRules
import MailSettings

/// The mail servers of an autoconfig document: which ones, in which order, with which findings.
struct AutoconfigServers {
  let incoming: [AutoconfigServer]
  let outgoing: [AutoconfigServer]
  private let everyServer: Bool

  init(_ account: AccountSettings, _ gaps: inout Gaps) {
    let everyServer = account.provider.autoconfig.everyServer
    self.everyServer = everyServer
    let kept = { (servers: [AccountServer], gaps: inout Gaps) in
      servers.compactMap { AutoconfigServer($0, everyServer: everyServer, &gaps) }
    }
    let imapFirst =
      account.incoming.filter { $0.mailProtocol == .imap }
      + account.incoming.filter { $0.mailProtocol != .imap }
    var incoming = kept(imapFirst, &gaps)
    Self.tellOrder(incoming.map(\.server), &gaps)
    var outgoing = kept(account.outgoing, &gaps)
    // Nobody types the user name of a server without log-in, but FairEmail takes the last one.
    if let name = (incoming + outgoing).first(where: \.server.needsLogin)?.server.username {
      for index in incoming.indices { incoming[index].takeUnlessNeeded(name) }
      for index in outgoing.indices { outgoing[index].takeUnlessNeeded(name) }
    }
    self.incoming = incoming
    self.outgoing = outgoing
    requireBoth(account, &gaps)
    warnOfUsernames(&gaps)
  }

  /// Tells of a server that IMAP stands before though the settings prefer it.
  private static func tellOrder(_ servers: [AccountServer], _ gaps: inout Gaps) {
    let wanted = servers.sorted { $0.index < $1.index }
    guard let place = servers.indices.first(where: { servers[$0] != wanted[$0] }) else { return }
    let reason = "FairEmail reads no IMAP server after one of another kind"
    if place == 0 {
      gaps.warn(
        wanted[place].path, "stands behind IMAP, which new devices then use: \(reason)",
        fix: "put the IMAP server first")
    } else {
      gaps.note(wanted[place].path, "stands behind all IMAP servers: \(reason)")
    }
  }

  /// The user names of all servers.
  var usernames: [LoginName] { (incoming + outgoing).map(\.username) }

  /// False, with a finding, for a server of another kind than mail that would make a program refuse
  /// the IMAP server as well.
  func admitsOther(_ path: String, _ gaps: inout Gaps) -> Bool {
    guard incoming.contains(where: { $0.server.mailProtocol == .imap }) else { return true }
    return AutoconfigServer.admit(path, .himalayaValue, everyServer, &gaps)
  }

  private func requireBoth(_ account: AccountSettings, _ gaps: inout Gaps) {
    for (group, servers, all) in [
      ("incoming", incoming, account.incoming), ("outgoing", outgoing, account.outgoing),
    ] where servers.isEmpty {
      let reason =
        all.isEmpty ? "there is no \(group) server" : "no \(group) server can be in the file"
      gaps.refuse(
        group, "\(reason); no mail client but Delta Chat and KMail takes a file without one",
        fix: all.isEmpty
          ? "add one under \(group)" : "offer TLS with a password, or set autoconfig.everyServer")
    }
    if let first = incoming.first, first.server.mailProtocol != .imap {
      gaps.warn("incoming", .androidIncoming, .fairEmailNoIMAP)
    }
  }

  private func warnOfUsernames(_ gaps: inout Gaps) {
    guard let first = (incoming + outgoing).first else { return }
    if let other = (incoming + outgoing).first(where: {
      $0.username.parts != first.username.parts
    }) {
      gaps.warn(
        "\(other.server.path).username", "differs from \(first.server.path).username",
        .fairEmailLastUsername)
    }
    let username = first.username
    if username.isPlaceholder { return }
    if username.autoconfigText.utf8.contains(where: { "&<>\"".utf8.contains($0) }) {
      gaps.warn(
        "\(first.server.path).username", .deltaChatPieces,
        fix: "use a user name of letters and digits, or the address")
    }
    if let name = username.value {
      gaps.warn(
        "\(first.server.path).username", name.quoted, .gnomeUsername,
        fix: "tell GNOME users to type it, or use the address as user name")
      warnOfMisread(name, first.server, &gaps)
    } else {
      gaps.warn(
        "\(first.server.path).username", .fairEmailUsername, .gnomeUsername,
        fix: "ask with an address, so that the name is written out, or use the address")
    }
  }

  private func warnOfMisread(_ name: String, _ server: AccountServer, _ gaps: inout Gaps) {
    guard name.isMisreadByThunderbird else { return }
    gaps.warn("\(server.path).username", name.quoted, .thunderbirdValue)
  }
}

/// One server as autoconfig spells it.
struct AutoconfigServer {
  let server: AccountServer
  private(set) var username: LoginName

  /// Nil, with a finding, for a server that would make a phone refuse the whole file.
  init?(_ server: AccountServer, everyServer: Bool, _ gaps: inout Gaps) {
    self.server = server
    username = server.username
    if server.pathPrefix != nil {
      gaps.note(
        "\(server.path).pathPrefix",
        "is left out: no mail client reads it from autoconfig, and most ask the server")
    }
    if server.pop3?.leaveOnServer == true, server.pop3?.days == nil {
      gaps.note(
        "\(server.path).pop3", "Thunderbird leaves mail on the server for 14 days unless told")
    }
    if server.security == .none {
      guard
        Self.admit(
          "\(server.path).security", .androidPlain, everyServer, &gaps)
      else { return nil }
    } else if !server.authentication.contains(where: \.isKnownToPhones) {
      guard
        Self.admit(
          "\(server.path).authentication", .androidAuthentication, everyServer, &gaps)
      else { return nil }
    } else if !server.authentication.contains(where: \.usesPassword) {
      gaps.warn(
        "\(server.path).authentication",
        "mail clients use OAuth2 only for providers that they know by name",
        fix: "add password where the server takes app passwords")
    }
    if server.authentication.contains(.kerberos) {
      gaps.warn(
        "\(server.path).authentication", "GSSAPI", .himalayaValue,
        fix: "tell its users to type the settings, or leave kerberos out")
    }
  }

  /// True, with a finding, where such servers are to stay.
  static func admit(
    _ path: String, _ rule: ClientRule, _ everyServer: Bool, _ gaps: inout Gaps
  ) -> Bool {
    if everyServer {
      gaps.warn(path, rule, fix: "remove autoconfig.everyServer, or the server")
    } else {
      gaps.warn(
        path, "is left out", rule,
        fix: rule == .himalayaValue
          ? "set autoconfig.everyServer to true where other programs need it"
          : "offer TLS with a password, or set autoconfig.everyServer to true")
    }
    return everyServer
  }

  /// The name of another server for one where nobody logs in.
  mutating func takeUnlessNeeded(_ name: LoginName) {
    if !server.needsLogin { username = name }
  }

  func write(_ element: StaticString, _ xml: inout XMLWriter) {
    xml.element(element, [("type", server.mailProtocol.rawValue)]) { xml in
      xml.element("hostname", text: server.host.ascii)
      xml.element("port", text: server.port.description)
      xml.element("socketType", text: server.security.socketType)
      for method in server.authentication {
        xml.element("authentication", text: method.autoconfigName)
      }
      xml.element("username", text: username.autoconfigText)
      server.pop3?.write(&xml)
    }
  }
}

extension POP3Options {
  /// What becomes of fetched mail, as Thunderbird reads it.
  func write(_ xml: inout XMLWriter) {
    xml.element("pop3") { xml in
      xml.element("leaveMessagesOnServer", text: leaveOnServer ? "true" : "false")
      xml.element("daysToLeaveMessagesOnServer", text: days?.description)
    }
  }
}

extension Security {
  var socketType: String {
    switch self {
    case .tls: "SSL"
    case .starttls: "STARTTLS"
    case .none: "plain"
    }
  }
}

extension Authentication {
  var autoconfigName: String {
    switch self {
    case .password: "password-cleartext"
    case .encryptedPassword: "password-encrypted"
    case .oauth2: "OAuth2"
    case .kerberos: "GSSAPI"
    case .ntlm: "NTLM"
    case .clientCertificate: "TLS-client-cert"
    case .none: "none"
    }
  }

  /// What Thunderbird for Android (a59bd67) takes; a server with nothing of it is fatal there.
  fileprivate var isKnownToPhones: Bool {
    switch self {
    case .password, .encryptedPassword, .oauth2: true
    case .kerberos, .ntlm, .clientCertificate, .none: false
    }
  }

  fileprivate var usesPassword: Bool {
    switch self {
    case .password, .encryptedPassword: true
    case .oauth2, .kerberos, .ntlm, .clientCertificate, .none: false
    }
  }
}

extension LoginName {
  /// The name with placeholders, which clients replace by parts of the typed address.
  var autoconfigText: String {
    parts.count == 1 ? parts[0].autoconfigText : parts.map(\.autoconfigText).joined()
  }
}

extension LoginName.Part {
  fileprivate var autoconfigText: String {
    switch self {
    case .literal(let text): text
    case .address: "%EMAILADDRESS%"
    case .localPart: "%EMAILLOCALPART%"
    }
  }
}
