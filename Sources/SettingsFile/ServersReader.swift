// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// The two lists of mail servers.
enum ServerGroup: String {
  case incoming, outgoing

  var key: Keys.Service {
    switch self {
    case .incoming: .incoming
    case .outgoing: .outgoing
    }
  }

  var protocols: [String] {
    switch self {
    case .incoming: Keys.Incoming.allCases.map(\.rawValue)
    case .outgoing: Keys.Outgoing.allCases.map(\.rawValue)
    }
  }

  var other: ServerGroup { self == .incoming ? .outgoing : .incoming }
}

extension Field {
  /// A list of mail servers in order of preference.
  func servers(_ group: ServerGroup) -> [Server] {
    struct Endpoint: Hashable {
      let mailProtocol: MailProtocol
      let host: HostPattern
      let port: Port
    }
    var seen: Set<Endpoint> = []
    return (items() ?? []).compactMap { item in
      let before = report.count
      guard let server = item.server(group) else { return nil }
      // A server with mistakes of its own has values that nobody wrote.
      guard report.count == before else { return server }
      let endpoint = Endpoint(
        mailProtocol: server.mailProtocol, host: server.host, port: server.port)
      if !seen.insert(endpoint).inserted {
        item.warning("is the same server and port as one above", fix: "remove one of the two")
      }
      return server
    }
  }

  /// Where a way to log in is named first in a list of servers.
  func firstUse(of method: Authentication) -> Field? {
    guard case .sequence(let servers) = node.value else { return nil }
    for (index, server) in servers.enumerated() {
      guard case .mapping(let pairs) = server.value,
        let pair = pairs.first(where: { $0.key == Keys.IncomingServer.authentication.rawValue }),
        case .sequence(let methods) = pair.value.value,
        let found = methods.firstIndex(where: { $0.text == method.rawValue })
      else { continue }
      let list = Path.key(.item(path, index), pair.key)
      return Field(node: methods[found], path: .item(list, found), report: report)
    }
    return nil
  }

  private func server(_ group: ServerGroup) -> Server? {
    guard group == .incoming else {
      return Fields<Keys.OutgoingServer>(self).flatMap { common(group, $0) }
    }
    guard let fields = Fields<Keys.IncomingServer>(self) else { return nil }
    let read = common(group, fields)
    let pop3 = fields[.pop3]?.pop3()
    let pathPrefix = fields[.pathPrefix]?.displayText(limit: 255)
    guard var server = read else { return nil }
    let strange = server.mailProtocol == .imap ? Keys.IncomingServer.pop3 : .pathPrefix
    if fields[strange] != nil {
      let owner: MailProtocol = server.mailProtocol == .imap ? .pop3 : .imap
      fields.error(
        at: strange,
        "is for \(owner.displayName) servers; this one is \(server.mailProtocol.rawValue)",
        fix: "remove it, or write protocol: \(owner.rawValue)")
    }
    server.pop3 = pop3
    server.pathPrefix = pathPrefix
    return server
  }

  /// What becomes of mail once it was fetched.
  private func pop3() -> POP3Options? {
    guard let fields = Fields<Keys.POP3>(self) else { return nil }
    let leaves = fields[.leaveOnServer]?.boolean()
    let days = fields[.days]?.integer(POP3Options.dayRange)
    if leaves == false, fields[.days] != nil {
      fields.error(
        at: .days, "says how long mail stays, but it does not: leaveOnServer is false",
        fix: "remove 'days:', or write leaveOnServer: true")
    }
    return leaves.map { POP3Options(leaveOnServer: $0, days: days) }
  }

  private func common<Key: ServerKey>(_ group: ServerGroup, _ fields: Fields<Key>) -> Server? {
    let mailProtocol = fields[.protocol]?.mailProtocol(group)
    let host = fields[.host]?.host()
    let port = fields[.port]?.port()
    let security = fields[.security]?.choice(of: Security.self)
    let authentication = fields[.authentication]?.authentication()
    let username = fields[.username]?.username()
    ConnectionCheck(
      service: mailProtocol.map { .mail($0) }, port: fields[.port], security: fields[.security]
    ).run(port, security)
    if security == Security.none, let field = fields[.security] {
      field.reportClearText(authentication ?? [.password])
    }
    guard let mailProtocol, let host else { return nil }
    return Server(
      mailProtocol, host: host, port: port, security: security ?? .tls,
      authentication: authentication ?? [.password], username: username ?? .address)
  }

  private func mailProtocol(_ group: ServerGroup) -> MailProtocol? {
    guard let text = text() else { return nil }
    if group.protocols.contains(text) { return MailProtocol(rawValue: text) }
    if group.other.protocols.contains(text) {
      error(
        "\(text) servers are not \(group.rawValue) ones",
        fix: "move this server to '\(group.other.rawValue):'")
    } else {
      let all = group.protocols
      error(
        "\(text.quoted) is not known\(text.suggestion(from: all))", fix: Self.accepted(all))
    }
    return nil
  }

  func authentication() -> [Authentication] {
    let methods = list { $0.choice(of: Authentication.self) }
    if methods.count > 1, methods.contains(.none) {
      error("'none' cannot stand beside other ways to log in", fix: "remove it, or the others")
    }
    return methods
  }

  private func reportClearText(_ authentication: [Authentication]) {
    guard authentication.contains(where: { $0 == .password || $0 == .oauth2 }) else { return }
    warning(
      "the password crosses the network in the clear", fix: "use security: tls or starttls")
  }
}
