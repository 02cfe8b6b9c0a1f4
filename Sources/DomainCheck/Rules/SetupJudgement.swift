// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ClientRules
import MailSettings
import Renderers

extension DomainChecker {
  /// What a client would set up, against the settings.
  func judge(
    _ document: SetupDocument, _ client: ClientLookup, _ place: String, _ url: String
  ) -> CheckItem {
    if let rule = document.obstacle {
      return CheckItem(
        .setup, .warning, place, "reads the settings, but cannot log in: \(rule.sentence)",
        found: [url], fix: rule.fix, source: rule.source)
    }
    let found = document.servers.map(\.summary)
    guard let settings = plan.settings else {
      return CheckItem(.setup, .good, place, "sets up \(list(found))", found: [url])
    }
    let wanted = person(settings)
    let servers = wanted.incoming + wanted.outgoing
    guard let difference = Self.difference(document.servers, servers) else {
      return CheckItem(.setup, .good, place, "sets up \(list(found))", found: [url])
    }
    let expected = servers.map {
      "\($0.mailProtocol.displayName) \($0.host):\($0.port) \($0.security.rawValue)"
    }
    // What the client makes of the right document, too, is no mistake of the one that is served.
    if let own = ownDocument(wanted, client), own.servers == document.servers {
      let rules = own.remarks.map(\.rule).filter { $0.effect == .misreads }
      return CheckItem(
        .setup, .warning, place, rules.first?.sentence ?? difference,
        expected: expected, found: found + [url],
        fix: rules.first?.fix ?? "tell its users what to type", source: rules.first?.source)
    }
    return CheckItem(
      .setup, .error, place, difference,
      expected: expected, found: found + [url], fix: "serve the settings of today at \(url)")
  }

  /// The settings of the person that clients are asked about.
  private func person(_ settings: AccountSettings) -> AccountSettings {
    settings.address != nil
      ? settings
      : AccountSettings(
        settings.provider, address: plan.address, loginDomain: settings.loginDomain)
  }

  /// How what a client sets up differs from the settings; nil where it does not.
  private static func difference(
    _ found: [ClientServer], _ wanted: [AccountServer]
  ) -> String? {
    for server in found {
      let same = wanted.filter(server.isSame)
      guard !same.isEmpty else { return "sets up other servers than those of the settings" }
      let names = same.compactMap(\.username.value)
      if let name = server.username, !names.isEmpty,
        !names.contains(where: { $0.lowercased() == name.lowercased() })
      {
        return "logs people in as \(name.quoted), the settings as \(names[0].quoted)"
      }
      let ways = same.reduce(into: LogIns()) { ways, server in
        for method in server.authentication { ways.formUnion(LogIns(method)) }
      }
      if !server.offered.isEmpty, server.offered.isDisjoint(with: ways) {
        return "logs people in by \(server.offered.names.joined(separator: ", ")), the settings by"
          + " \(ways.names.joined(separator: ", "))"
      }
    }
    return nil
  }

  /// What the client makes of the document that belongs to the settings.
  private func ownDocument(
    _ settings: AccountSettings, _ client: ClientLookup
  ) -> SetupDocument? {
    let format: any Renderer = client.isAutodiscover ? Autodiscover() : Autoconfig()
    guard let document = try? format.render(settings, RenderOptions()) else { return nil }
    return SetupDocument(document.bytes, client, for: plan.address)
  }

  /// What FairEmail makes of service records, which it prefers to any document; nil where there are
  /// none for one of the directions (`fromDNS` of EmailProvider.java).
  func serviceRecords() async -> SetupDocument? {
    guard
      let incoming = await best(.imap, "_imaps._tcp", "_imap._tcp"),
      let outgoing = await best(.smtp, "_submissions._tcp", "_submission._tcp")
    else { return nil }
    return SetupDocument([incoming, outgoing])
  }

  private func best(
    _ type: MailProtocol, _ tls: String, _ starttls: String
  ) async -> ClientServer? {
    var all: [(priority: Int, rank: Int, server: ClientServer)] = []
    for (rank, label) in [type == .imap ? tls : starttls, type == .imap ? starttls : tls]
      .enumerated()
    {
      for service in await inquiry.ask("\(label).\(domain)", .srv).services
      where !service.host.isEmpty {
        let isSTARTTLS = label == starttls && service.port == type.usualPort(.starttls).number
        let server = ClientServer(
          type, host: service.host, port: service.port, security: isSTARTTLS ? .starttls : .tls,
          username: plan.address.description)
        all.append((service.priority, rank, server))
      }
    }
    return all.min { ($0.priority, $0.rank) < ($1.priority, $1.rank) }?.server
  }
}
