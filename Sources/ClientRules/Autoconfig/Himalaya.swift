// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// Himalaya on io-pim-discovery 5036dfa: a strict reader, for which one unknown word spoils the
/// file, and a wizard that takes the safest server.
package struct Himalaya: MailClient {
  /// Whose reader this is.
  package let program = ClientProgram.himalaya
  /// The rule about how the program logs in.
  package let logInRule = ClientRule.himalayaLogIn
  /// Its parser takes prefixes for a part of names.
  package let knowsNamespaces = false

  /// Himalaya.
  package init() {}

  /// The last of the IMAP servers with the best protection, and likewise for SMTP.
  package func read(
    _ document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    let root = document.root
    guard root.attributes["version"] != nil, let provider = root["emailProvider"],
      provider.attributes["id"] != nil
    else { throw Remark(.himalayaRoot, at: root.place) }
    try Self.refuseSplitRuns(root)
    try Self.refuseSplitRuns(provider)
    try Self.refuseShape(root)
    try Self.refuseShape(provider)
    let oauth2 = root["oAuth2"]
    if let oauth2,
      ["issuer", "scope", "authURL", "tokenURL"].contains(where: { oauth2[$0] == nil })
    {
      throw Remark(.himalayaOAuth2, at: oauth2.place)
    }
    for page in provider.all("documentation") where page.attributes["url"] == nil {
      throw Remark(.himalayaRoot, "documentation without url", at: page.place)
    }
    let fill = Placeholders(address: address)
    var servers: [ClientServer] = []
    for element in provider.children
    where element.name == "incomingServer" || element.name == "outgoingServer" {
      if let server = try server(in: element, fill, oauth2 != nil) { servers.append(server) }
    }
    for type in [MailProtocol.imap, .smtp] {
      let first = servers.first { $0.mailProtocol == type }
      if let best = Self.best(type, servers), best != first {
        remarks.append(Remark(.himalayaPreference, best.host, at: provider.place))
      }
    }
    guard let incoming = Self.best(.imap, servers) else {
      throw Remark(.himalayaServers, at: provider.place)
    }
    let outgoing = Self.best(.smtp, servers)
    if outgoing == nil { remarks.append(Remark(.himalayaNoSMTP, at: provider.place)) }
    for server in [incoming, outgoing].compactMap({ $0 })
    where server.offered == .oauth2 || server.logIns == .oauth2 {
      remarks.append(Remark(.himalayaToken, server.host, at: provider.place))
    }
    return account(incoming, outgoing, address, provider, &remarks)
  }

  /// The user name that it proposes for both is that of the IMAP server, if it is like an address.
  private func account(
    _ incoming: ClientServer, _ outgoing: ClientServer?, _ address: String,
    _ provider: XMLElement, _ remarks: inout [Remark]
  ) -> ClientAccount {
    var account = ClientAccount([incoming, outgoing].compactMap { $0 })
    let name = incoming.username.flatMap { $0.contains("@") ? $0 : nil } ?? address
    let others = [incoming.username, outgoing?.username].compactMap { $0 }.filter { $0 != name }
    if let own = others.first {
      remarks.append(Remark(.himalayaUsername, own.quoted, at: provider.place))
    }
    account.incoming[0].username = name
    if outgoing != nil { account.outgoing[0].username = name }
    return account
  }

  /// Elements of one name have to stand together (serde-xml-rs without overlapping sequences).
  private static func refuseSplitRuns(_ element: XMLElement) throws(Remark) {
    var seen: Set<String> = []
    var previous = ""
    for child in element.children {
      defer { previous = child.name }
      if child.name == previous { continue }
      guard seen.insert(child.name).inserted || !known.contains(child.name) else {
        throw Remark(.himalayaOrder, child.name.quoted, at: child.place)
      }
    }
  }

  /// A value has one element, with nothing but text inside.
  private static func refuseShape(_ element: XMLElement) throws(Remark) {
    for name in texts + ["emailProvider", "oAuth2", "pop3"] {
      let all = element.all(name)
      guard let last = all.last else { continue }
      if all.count > 1, name != "domain", name != "authentication" {
        throw Remark(.himalayaShape, name.quoted, at: last.place)
      }
      if texts.contains(name), !words.contains(name),
        let bad = all.first(where: { !$0.children.isEmpty })
      {
        throw Remark(.himalayaShape, name.quoted, at: bad.place)
      }
    }
  }

  private static let texts = [
    "domain", "displayName", "displayShortName", "hostname", "port", "socketType", "username",
    "authentication",
  ]

  /// Those of them that are structures to it, so that elements inside are passed over.
  private static let words: Set = ["socketType", "authentication"]

  private static let known: Set = [
    "emailProvider", "oAuth2", "domain", "displayName", "displayShortName", "incomingServer",
    "outgoingServer", "documentation", "hostname", "port", "socketType", "username",
    "authentication", "pop3",
  ]

  private func server(
    in element: XMLElement, _ fill: Placeholders, _ hasOAuth2: Bool
  ) throws(Remark) -> ClientServer? {
    guard let type = element.mailProtocol else {
      throw Remark(.himalayaValue, element.attributes["type"]?.quoted, at: element.place)
    }
    try Self.refuseSplitRuns(element)
    try Self.refuseShape(element)
    var logIns: LogIns = []
    for method in element.all("authentication") {
      switch method.firstText {
      case "password-cleartext", "passwordCleartext", "password-encrypted", "passwordEncrypted":
        logIns.insert(.password)
      case "OAuth2", "oAuth2": if hasOAuth2 { logIns.insert(.oauth2) }
      case "NTLM", "ntlm", "GSAPI", "gsApi", "client-IP-address", "clientIPAddress",
        "TLS-client-cert", "tlsClientCert", "none":
        continue
      default: throw Remark(.himalayaValue, method.text.quoted, at: method.place)
      }
    }
    let security: Security
    switch element["socketType"]?.firstText {
    case "SSL", "tls", nil: security = .tls
    case "STARTTLS", "starttls": security = .starttls
    case "plain": security = .none
    case .some(let word):
      throw Remark(.himalayaValue, word.quoted, at: (element["socketType"] ?? element).place)
    }
    if let port = element["port"], UInt16(port.text.withoutWhitespace) == nil {
      throw Remark(.himalayaValue, port.text.quoted, at: port.place)
    }
    guard let host = element["hostname"] else { return nil }
    let port = element["port"].flatMap { Int($0.text.withoutWhitespace) }
    return ClientServer(
      type, host: fill.fill(host.text.withoutASCIIBlanks),
      port: port ?? type.port(security), security: security,
      username: element["username"].map { fill.fill($0.text.withoutASCIIBlanks) },
      // It proposes every method where a document names none that it knows.
      logIns: logIns.isEmpty ? .password : logIns, offered: LogIns(offeredBy: element))
  }

  private static func best(_ type: MailProtocol, _ servers: [ClientServer]) -> ClientServer? {
    func rank(_ server: ClientServer) -> Int {
      switch server.security {
      case .tls: 2
      case .starttls: 1
      default: 0
      }
    }
    let all = servers.filter { $0.mailProtocol == type }
    let most = all.map(rank).max()
    return all.last { rank($0) == most }
  }
}

extension XMLElement {
  /// The first text that is not blank, without blanks at its ends, up to the next element inside.
  fileprivate var firstText: String {
    var out = ""
    pieces: for piece in pieces {
      switch piece {
      case .text(let text), .cdata(let text): out += text
      case .comment: continue
      case .element: if !out.isBlank { break pieces }
      }
    }
    return out.withoutASCIIBlanks
  }
}
