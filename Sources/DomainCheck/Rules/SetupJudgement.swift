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
    let wanted = settings.incoming + settings.outgoing
    guard !document.servers.allSatisfy({ server in wanted.contains(where: server.isSame) }) else {
      return CheckItem(.setup, .good, place, "sets up \(list(found))", found: [url])
    }
    let expected = wanted.map {
      "\($0.mailProtocol.displayName) \($0.host):\($0.port) \($0.security.rawValue)"
    }
    // What the client makes of the right document, too, is no mistake of the one that is served.
    if let own = ownDocument(settings, client), own.servers == document.servers {
      let rules = own.remarks.map(\.rule).filter { $0.effect == .misreads }
      return CheckItem(
        .setup, .warning, place,
        rules.first?.sentence ?? "sets up other servers than those of the settings",
        expected: expected, found: found + [url],
        fix: rules.first?.fix ?? "tell its users what to type", source: rules.first?.source)
    }
    return CheckItem(
      .setup, .error, place, "sets up other servers than those of the settings",
      expected: expected, found: found + [url], fix: "serve the settings of today at \(url)")
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
