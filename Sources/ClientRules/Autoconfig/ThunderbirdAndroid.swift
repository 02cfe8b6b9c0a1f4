// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// Thunderbird for Android, a59bd67: one bad IMAP or SMTP server and the whole file is refused.
package struct ThunderbirdAndroid: MailClient {
  /// Whose reader this is.
  package let program = ClientProgram.thunderbirdAndroid
  /// The rule about how the program logs in.
  package let logInRule = ClientRule.androidAuthentication
  /// Its parser knows no namespaces.
  package let knowsNamespaces = false
  /// The hosts, and no others, for which the released app has a client id
  /// (TbOAuthConfigurationFactory.kt).
  private static let hostsWithOAuth2: Set = [
    "imap.aol.com", "smtp.aol.com", "imap.fastmail.com", "smtp.fastmail.com", "imap.gmail.com",
    "imap.googlemail.com", "smtp.gmail.com", "smtp.googlemail.com", "outlook.office365.com",
    "smtp.office365.com", "smtp-mail.outlook.com", "imap.mail.yahoo.com", "smtp.mail.yahoo.com",
    "mail.tb.pro", "mail.thundermail.com", "mail.stage-thundermail.com",
  ]

  /// Thunderbird for Android.
  package init() {}

  /// The first IMAP and the first SMTP server are set up; of two providers, the last.
  package func read(
    _ document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    let root = document.root
    guard address.isPlainAddress else {
      throw Remark(.androidAddress, address.quoted, at: root.place)
    }
    guard !document.hasByteOrderMark else { throw Remark(.androidBOM, at: root.place) }
    let providers = root.all("emailProvider")
    guard root.name == "clientConfig", root.prefix == nil, !providers.isEmpty else {
      throw Remark(.androidRoot, at: root.place)
    }
    let fill = Placeholders(address: address)
    var account = ClientAccount(incoming: [], outgoing: [])
    // Each of them has to be right, and the last one counts.
    for provider in providers { account = try self.account(provider, fill) }
    return account
  }

  private func account(
    _ provider: XMLElement, _ fill: Placeholders
  ) throws(Remark) -> ClientAccount {
    guard provider.attributes["id"]?.withoutWhitespaceIsHost == true else {
      throw Remark(.androidID, at: provider.place)
    }
    let domains = provider.all("domain")
    if let nested = domains.first(where: { !$0.children.isEmpty }) {
      throw Remark(.androidNested, nested.name, at: nested.place)
    }
    guard domains.contains(where: { fill.fill($0.text).withoutWhitespaceIsHost }) else {
      throw Remark(.androidDomain, at: provider.place)
    }
    var servers: [ClientServer] = []
    for element in provider.all("incomingServer") where element.mailProtocol == .imap {
      servers.append(try server(.imap, element, fill))
    }
    for element in provider.all("outgoingServer") where element.mailProtocol == .smtp {
      servers.append(try server(.smtp, element, fill))
    }
    guard let incoming = servers.first(where: { $0.mailProtocol == .imap }) else {
      throw Remark(.androidIncoming, at: provider.place)
    }
    guard let outgoing = servers.first(where: { $0.mailProtocol == .smtp }) else {
      throw Remark(.androidOutgoing, at: provider.place)
    }
    guard incoming.authentication != nil, outgoing.authentication != nil else {
      throw Remark(.androidOAuth2, at: provider.place)
    }
    return ClientAccount(incoming: [incoming], outgoing: [outgoing])
  }

  private func server(
    _ type: MailProtocol, _ element: XMLElement, _ fill: Placeholders
  ) throws(Remark) -> ClientServer {
    let inside = element.descendants
    // Nested elements are walked as if they stood in the server.
    for child in inside.dropFirst() where Self.textual.contains(child.name) {
      guard child.children.isEmpty else {
        throw Remark(.androidNested, child.name, at: child.place)
      }
    }
    // Each of several elements has to be right, and the last of them counts.
    var (host, port): (String?, Int?)
    var security: Security?
    for child in inside {
      switch child.name {
      case "hostname": host = try Self.host(child, fill)
      case "port": port = try Self.port(child)
      case "socketType": security = try Self.security(child)
      default: continue
      }
    }
    // The one that counts is held to more than those before it.
    guard let host, host.isLegalHost else {
      throw Remark(.androidHost, host?.quoted, at: element.place)
    }
    guard let port else { throw Remark(.androidPort, at: element.place) }
    guard let username = inside.last(where: { $0.name == "username" }) else {
      throw Remark(.androidUsername, at: element.place)
    }
    guard let security else { throw Remark(.androidSocketType, at: element.place) }
    let known = inside.filter { $0.name == "authentication" }.map(\.text)
      .filter { ["OAuth2", "password-cleartext", "password-encrypted"].contains($0) }
    guard !known.isEmpty else {
      let own = element.all("authentication").last
      throw Remark(.androidAuthentication, own?.text.quoted, at: (own ?? element).place)
    }
    let usable = known.first { $0 != "OAuth2" || Self.hostsWithOAuth2.contains(host) }
    return ClientServer(
      type, host: host, port: port, security: security, username: fill.fill(username.text),
      authentication: usable, logIns: usable.map(LogIns.init(word:)) ?? [],
      offered: LogIns(offeredBy: element))
  }

  private static func host(_ element: XMLElement, _ fill: Placeholders) throws(Remark) -> String {
    let host = fill.fill(element.text)
    guard host.withoutWhitespaceIsHost else {
      throw Remark(.androidHost, element.text.quoted, at: element.place)
    }
    return host
  }

  private static func port(_ element: XMLElement) throws(Remark) -> Int {
    guard let port = element.text.javaInteger, (1...65_535).contains(port) else {
      throw Remark(.androidPort, element.text.quoted, at: element.place)
    }
    return port
  }

  private static func security(_ element: XMLElement) throws(Remark) -> Security {
    switch element.text {
    case "SSL": return .tls
    case "STARTTLS": return .starttls
    case "plain": throw Remark(.androidPlain, "plain".quoted, at: element.place)
    default: throw Remark(.androidSocketType, element.text.quoted, at: element.place)
    }
  }

  private static let textual = ["hostname", "port", "username", "authentication", "socketType"]
}

extension String {
  fileprivate var withoutWhitespaceIsHost: Bool { String(withoutWhitespace).isLegalHost }

  /// True for a local part of ASCII without quotes at a domain of letters, digits and hyphens:
  /// what EmailAddressParser.kt and EmailDomainParser.kt take.
  var isPlainAddress: Bool {
    let placeholders = Placeholders(address: self)
    let atoms = placeholders.local.utf8.split(
      separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return contains("@") && placeholders.domain.isLegalHost
      && atoms.allSatisfy { atom in
        !atom.isEmpty && atom.allSatisfy { $0 > 0x20 && $0 < 0x7F && !Self.special.contains($0) }
      }
  }

  private static let special = Array("()<>[]:;@\\,\"".utf8)
}
