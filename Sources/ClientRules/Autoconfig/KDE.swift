// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// KDE's account wizard, 8163b65. Of several outgoing servers it takes the best encrypted one, and
/// it stores something else than it reads.
package struct KDE: MailClient {
  /// Whose reader this is.
  package let program = ClientProgram.kde
  /// The rule about how the program logs in.
  package let logInRule = ClientRule.kdeLogIn
  /// Its parser knows no namespaces.
  package let knowsNamespaces = false

  /// KDE's account wizard.
  package init() {}

  /// IMAP servers, then POP3 servers; one outgoing server where there is any.
  package func read(
    _ document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    let root = document.root
    guard document.declared.version ?? "1.0" == "1.0" else {
      throw Remark(.kdeVersion, at: root.place)
    }
    let provider = root.descendants.dropFirst().first {
      $0.name == "emailProvider" && $0.prefix == nil
    }
    guard let provider else { throw Remark(.kdeRoot, at: root.place) }
    let fill = Placeholders(address: address)
    let shortName = provider.all("displayShortName").last?.qtText
    if shortName == nil { remarks.append(Remark(.kdeShortName, at: provider.place)) }
    var all: [KDEServer] = []
    for element in provider.children {
      if let server = KDEServer(element, fill, &remarks) { all.append(server) }
    }
    let incoming = all.filter { $0.type == .imap } + all.filter { $0.type == .pop3 }
    guard !incoming.isEmpty else { throw Remark(.kdeServers, at: provider.place) }
    let outgoing = all.filter { $0.type == .smtp }.reduce(nil) { (best: KDEServer?, next) in
      guard let best else { return next }
      return best.security.rank < next.security.rank ? next : best
    }
    if let outgoing, let first = all.first(where: { $0.type == .smtp }),
      first.element.place != outgoing.element.place
    {
      remarks.append(
        Remark(.kdePreference, "\(outgoing.host):\(outgoing.port)", at: outgoing.element.place))
    }
    if outgoing == nil { remarks.append(Remark(.kdeNoSMTP, at: provider.place)) }
    return ClientAccount(
      incoming: incoming.map { $0.stored(address, &remarks) },
      outgoing: outgoing.map { [$0.stored(address, &remarks)] } ?? [], provider: shortName)
  }
}

/// A server as the wizard reads it.
private struct KDEServer {
  let element: XMLElement
  let type: MailProtocol
  let host: String
  let port: Int
  let security: Security
  let username: String
  private let method: String?

  init?(_ element: XMLElement, _ fill: Placeholders, _ remarks: inout [Remark]) {
    guard let type = element.mailProtocol,
      element.name == (type == .smtp ? "outgoingServer" : "incomingServer")
    else { return nil }
    guard let port = element.all("port").last, port.qtText.withoutWhitespace != "-1" else {
      remarks.append(Remark(.kdePort, at: element.place))
      return nil
    }
    self.element = element
    self.type = type
    self.port = Int32(port.qtText.withoutWhitespace).map(Int.init) ?? 0
    host = fill.fill(element.all("hostname").last?.qtText ?? "")
    username = fill.fill(element.all("username").last?.qtText ?? "")
    // A word that it does not know leaves what it had, which is SSL at first.
    security =
      element.all("socketType").lazy.compactMap { Security(kde: $0.qtText) }.last ?? .tls
    let known = element.all("authentication").map(\.qtText).filter {
      !LogIns(word: $0).isEmpty && !["TLS-client-cert", "basic", "smtp-after-pop"].contains($0)
        && $0 != "client-IP-address"
    }
    // The password is what it begins with, so that anything else after it takes its place.
    method = known.first { LogIns(word: $0) != .password } ?? known.first
  }

  /// What goes into the settings of the resource or the transport.
  func stored(_ address: String, _ remarks: inout [Remark]) -> ClientServer {
    var server = ClientServer(
      type, host: host, port: port, security: security,
      username: username.isEmpty && type == .smtp ? address : username, authentication: method,
      logIns: method.map(LogIns.init(word:)) ?? .password, offered: LogIns(offeredBy: element))
    switch type {
    case .smtp:
      // Without a user name it is told not to log in.
      if username.isEmpty { server.logIns = .nothing }
      if port <= 0 { server.port = 587 }
    case .imap: if security != .tls { server.port = 143 }
    case .pop3:
      if security != .tls { server.port = 110 }
      server.security = .starttls
      server.logIns = .password
      server.authentication = "password-cleartext"
      if security == .tls { remarks.append(Remark(.kdePOP3, at: element.place)) }
    }
    if type != .smtp, server.port != port {
      remarks.append(
        Remark(.kdePortReset, "\(server.port ?? 0) instead of \(port)", at: element.place))
    }
    if method == "OAuth2", type != .pop3 { remarkOAuth2(&server, &remarks) }
    return server
  }

  /// A token comes from Google and Microsoft alone; elsewhere the password is sent in its place.
  private func remarkOAuth2(_ server: inout ClientServer, _ remarks: inout [Remark]) {
    if host.isHost(below: ["gmail.com", "googlemail.com", "outlook.com", "office365.com"]) {
      return
    }
    server.logIns = []
    if server.offered != .oauth2 {
      remarks.append(Remark(.kdeOAuth2, at: (element["authentication"] ?? element).place))
    }
  }
}

extension XMLElement {
  /// The text of the element and of those inside; QDomDocument drops text that is blank.
  fileprivate var qtText: String {
    pieces.map { piece in
      switch piece {
      case .element(let child): child.qtText
      case .text(let text): text.isBlank ? "" : text
      case .cdata(let text): text
      case .comment: ""
      }
    }.joined()
  }
}

extension Security {
  fileprivate init?(kde word: String) {
    switch word {
    case "SSL": self = .tls
    case "STARTTLS": self = .starttls
    case "plain": self = Security.none
    default: return nil
    }
  }

  /// The order of its enumeration: None, SSL, TLS, where the last is STARTTLS.
  fileprivate var rank: Int {
    switch self {
    case .none: 0
    case .tls: 1
    case .starttls: 2
    }
  }
}
