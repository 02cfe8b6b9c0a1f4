// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The servers of an account that a mail program can use, and what it cannot be told of them.
struct ClientChoice {
  /// Something that a program has no field or no word for.
  enum Obstacle: Hashable {
    /// The kind of protection of a server.
    case security(AccountServer)
    /// The port of a server.
    case port(AccountServer)
    /// Every way in which a server lets people log in.
    case authentication(AccountServer)
    /// The incoming protocols of the account.
    case protocols
  }

  /// The server to read mail from; nil where there is none, or where it is not asked for.
  let incoming: AccountServer?
  /// The server to send mail through.
  let outgoing: AccountServer?
  /// What stands in the way, in the order of the servers.
  let obstacles: [Obstacle]

  init(_ client: ClientDefinition, _ account: AccountSettings) {
    let readable = client.protocols.flatMap { wanted in
      account.incoming.filter { $0.mailProtocol == wanted }
    }
    incoming = client.incoming.isEmpty ? nil : Self.best(readable, client, client.incomingPorts)
    outgoing =
      client.outgoing.isEmpty ? nil : Self.best(account.outgoing, client, client.outgoingPorts)
    var obstacles: [Obstacle] = []
    if !client.incoming.isEmpty, readable.isEmpty, !account.incoming.isEmpty {
      obstacles.append(.protocols)
    }
    for (server, ports, form) in [
      (incoming, client.incomingPorts, client.incoming),
      (outgoing, client.outgoingPorts, client.outgoing),
    ] {
      guard let server else { continue }
      if client.definition.security[server.security] == nil { obstacles.append(.security(server)) }
      if !Self.takes(server.port, ports) || !Self.asksForPort(form, server) {
        obstacles.append(.port(server))
      }
      if client.authentication(for: server) == nil { obstacles.append(.authentication(server)) }
    }
    self.obstacles = obstacles
  }

  /// The first server of which the program can be told everything; else the first one.
  private static func best(
    _ servers: [AccountServer], _ client: ClientDefinition, _ ports: [Port]
  ) -> AccountServer? {
    servers.first { server in
      server.mailProtocol == servers.first?.mailProtocol
        && client.definition.security[server.security] != nil && takes(server.port, ports)
        && client.authentication(for: server) != nil
    } ?? servers.first
  }

  private static func takes(_ port: Port, _ ports: [Port]) -> Bool {
    ports.isEmpty || ports.contains(port)
  }

  private static func asksForPort(_ form: [FormField], _ server: AccountServer) -> Bool {
    form.contains { $0.kind == .port || $0.kind == .hostPort }
      || server.port == server.mailProtocol.usualPort(server.security)
  }
}

extension ClientDefinition {
  /// The ways to log in to a server that the program has, the preferred one first; nil where it
  /// has none of them.
  func authentication(for server: AccountServer) -> [Authentication]? {
    guard let known = definition.authentication else { return server.authentication }
    if !server.needsLogin { return server.authentication }
    return server.authentication.first { known[$0] != nil }.map { [$0] }
  }
}
