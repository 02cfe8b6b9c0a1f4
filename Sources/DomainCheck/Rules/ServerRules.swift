// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ClientRules
import MailSettings

/// A server that somebody is told to use.
struct AdvertisedServer: Sendable, Hashable {
  let probe: ServerProbe
  /// How people are told to log in; empty where nobody says.
  let authentication: [Authentication]
  /// Who says so, such as `incoming[0]`.
  let origin: String
}

extension DomainChecker {
  /// Every server that the settings name, or else the service records.
  func advertised() async -> [AdvertisedServer] {
    var servers: [AdvertisedServer] = []
    if let settings = plan.settings {
      servers = (settings.incoming + settings.outgoing).map { server in
        AdvertisedServer(
          probe: ServerProbe(
            server.mailProtocol.dialog, host: server.host.ascii, port: Int(server.port.number),
            security: server.security),
          authentication: server.authentication, origin: server.path)
      }
      if let sieve = settings.manageSieve {
        servers.append(
          AdvertisedServer(
            probe: ServerProbe(
              .sieve, host: sieve.host.ascii, port: Int(sieve.port.number),
              security: sieve.security),
            authentication: [], origin: "manageSieve"))
      }
      return servers + Self.others(settings)
    }
    let labels: [(name: String, dialog: ServerProbe.Dialog, security: Security)] = [
      ("_imaps._tcp", .imap, .tls), ("_imap._tcp", .imap, .starttls), ("_pop3s._tcp", .pop3, .tls),
      ("_pop3._tcp", .pop3, .starttls), ("_submissions._tcp", .smtp, .tls),
      ("_submission._tcp", .smtp, .starttls), ("_sieve._tcp", .sieve, .starttls),
    ]
    async let served = servedServers()
    let recorded = await each(labels) { label in
      await inquiry.ask("\(label.name).\(domain)", .srv).services.prefix(4)
        .filter { !$0.host.isEmpty }
        .map { service in
          AdvertisedServer(
            probe: ServerProbe(
              label.dialog, host: service.host, port: service.port, security: label.security),
            authentication: [], origin: "\(label.name).\(domain)")
        }
    }
    servers = recorded.flatMap { $0 }
    for server in await served
    where !servers.contains(where: { $0.probe == server.probe }) {
      servers.append(server)
    }
    return servers
  }

  /// The servers that documents for mail clients name.
  private func servedServers() async -> [AdvertisedServer] {
    let lookups = SetupLookups(domain: domain, address: plan.address)
    let clients = lookups.autoconfig.prefix(1) + lookups.autodiscover.prefix(1)
    let found = await each(Array(clients)) { client -> [AdvertisedServer] in
      var misses: [SetupMiss] = []
      guard let found = await search(client, &misses) else { return [] }
      return found.document.servers.map { server in
        let security = server.security ?? .tls
        return AdvertisedServer(
          probe: ServerProbe(
            server.mailProtocol.dialog, host: server.host.lowercased(),
            port: server.port ?? Int(server.mailProtocol.usualPort(security).number),
            security: security),
          authentication: Authentication.allCases.filter {
            server.offered.contains(LogIns($0)) && server.offered == LogIns($0)
          }, origin: String(found.url.prefix { $0 != "?" }))
      }
    }
    return found.flatMap { $0 }
  }

  /// Servers whose TLS alone is looked at.
  private static func others(_ settings: AccountSettings) -> [AdvertisedServer] {
    let directories = settings.directories.filter { $0.security == .tls }.map {
      (host: $0.host.ascii, port: Int($0.port.number), origin: $0.path)
    }
    let exchange = settings.activeSync.map { (host: $0.ascii, port: 443, origin: "activeSync") }
    return (directories + [exchange].compactMap { $0 }).map { place in
      AdvertisedServer(
        probe: ServerProbe(.tlsOnly, host: place.host, port: place.port, security: .tls),
        authentication: [], origin: place.origin)
    }
  }

  /// Talks to every advertised server.
  func servers() async -> [CheckItem] {
    let all = await advertised()
    if all.isEmpty {
      return [
        CheckItem(
          .servers, .advice, domain, "nothing says which servers there are",
          fix: "publish service records, or compare with settings: --settings PATH")
      ]
    }
    return await withTaskGroup(of: (Int, [CheckItem]).self) { group in
      for (index, server) in all.enumerated() {
        group.addTask { (index, await talk(to: server)) }
      }
      var items: [Int: [CheckItem]] = [:]
      for await (index, found) in group { items[index] = found }
      // A name that lacks its address is one cause, however many servers it has.
      var known: Set<CheckItem> = []
      return items.sorted { $0.key < $1.key }.flatMap(\.value)
        .filter { $0.grade == .good || known.insert($0).inserted }
    }
  }

  private func talk(to server: AdvertisedServer) async -> [CheckItem] {
    let (probe, host) = (server.probe, server.probe.host)
    let place = "\(probe.dialog.title) \(probe.place)"
    let reached = await reach(probe)
    var items: [CheckItem] = []
    var known: Set<String> = []
    for one in reached where !one.isDead || reached.allSatisfy(\.isDead) {
      for var item in judge(one, server, place) where known.insert(item.message).inserted {
        if let address = one.address, one.address != reached.first(where: { !$0.isDead })?.address,
          !one.isDead
        {
          item.place = "\(place) [\(address)]"
        }
        items.append(item)
      }
    }
    items += await deadAddresses(reached, of: host, .servers, place)
    let unnamed = await missingAddress(of: host, probe.port, .servers).map { [$0] } ?? []
    guard items.allSatisfy({ $0.grade == .advice || $0.grade == .good }),
      let answer = reached.first(where: { !$0.isDead })?.answer
    else { return items + unnamed }
    let days = answer.certificate.map { ($0.expires - inquiry.tools.now) / 86_400 }
    let facts = [answer.version, days.map { "certificate for \($0) more days" }].compactMap { $0 }
    var good = CheckItem(
      .servers, .good, place,
      "answers" + (facts.isEmpty ? "" : ", \(facts.joined(separator: ", "))"))
    good.daysLeft = days
    return [good] + items + unnamed
  }

  /// What is wrong with a server at one address.
  private func judge(
    _ reached: Reached, _ server: AdvertisedServer, _ place: String
  ) -> [CheckItem] {
    let answer = reached.answer
    if let failure = answer.failure {
      if reached.isRefusingTLS, let version = reached.old?.version {
        return [oldTLS(version, .servers, place)]
      }
      return [
        CheckItem(
          .servers, .error, place, failure.text, fix: Self.fix(for: failure, server),
          source: "RFC 8314")
      ]
    }
    var items = certificateItems(answer, of: server.probe.host, .servers, place)
    let days = answer.certificate.map { ($0.expires - inquiry.tools.now) / 86_400 }
    for index in items.indices { items[index].daysLeft = days }
    if let old = reached.old, old.failure == nil, let version = old.version {
      items.append(
        CheckItem(
          .servers, .warning, place, "the server still speaks \(version)",
          fix: "allow TLS 1.2 and later only", source: "RFC 8996"))
    }
    return items + logins(answer, server, place)
  }

  private static func fix(for failure: ServerAnswer.Failure, _ server: AdvertisedServer) -> String {
    switch failure {
    case .noStartTLS, .startTLSRefused: "offer STARTTLS, or advertise TLS on another port"
    case .noAddress:
      "publish an A or AAAA record for \(server.probe.host), or correct \(server.origin)"
    case .noRoute: "check from a machine that has such addresses"
    case .closed: "let the server take connections from here; its log says why it does not"
    case .handshake: "set the server to TLS from the first byte, or advertise STARTTLS"
    default: "start the server, open the port, or correct \(server.origin)"
    }
  }

  /// The ways to log in against those that people are told of.
  private func logins(
    _ answer: ServerAnswer, _ server: AdvertisedServer, _ place: String
  ) -> [CheckItem] {
    var items: [CheckItem] = []
    let dialog = server.probe.dialog
    let offered = LogInOffer(dialog, answer.after)
    let missing = server.authentication.filter { !offered.allows($0) }
    if answer.saysAbilities, offered.isNothing, dialog != .tlsOnly, server.authentication != [.none]
    {
      items.append(
        CheckItem(
          .servers, .error, place, "the server offers no way to log in",
          fix: "switch on PLAIN there, over TLS alone", source: dialog.source))
    } else if answer.saysAbilities, !missing.isEmpty {
      items.append(
        CheckItem(
          .servers, .error, place,
          "it does not offer \(missing.map(\.rawValue).joined(separator: ", "))",
          found: offered.names.isEmpty ? [] : [offered.names.sorted().joined(separator: " ")],
          fix: "switch it on there, or correct \(server.origin).authentication",
          source: "RFC 4422"))
    }
    if server.probe.security == .starttls, LogInOffer(dialog, answer.before).takesPasswords {
      items.append(
        CheckItem(
          .servers, .warning, place,
          "it takes passwords before STARTTLS: they can be read on the way",
          fix: "refuse log-ins without TLS", source: "RFC 8314 3"))
    }
    if server.probe.security == .none {
      items.append(
        CheckItem(
          .servers, .error, place, "it is advertised without TLS",
          fix: "advertise TLS or STARTTLS", source: "RFC 8314 3"))
    }
    return items
  }
}

extension MailProtocol {
  /// What the check speaks with its servers.
  var dialog: ServerProbe.Dialog {
    switch self {
    case .imap: .imap
    case .pop3: .pop3
    case .smtp: .smtp
    }
  }
}

extension ServerProbe.Dialog {
  /// The name as people write it.
  var title: String {
    switch self {
    case .imap: "IMAP"
    case .pop3: "POP3"
    case .smtp: "SMTP"
    case .sieve: "ManageSieve"
    case .tlsOnly: "TLS"
    }
  }

  /// Where it is written down how people log in.
  fileprivate var source: String {
    switch self {
    case .imap: "RFC 9051 6.2"
    case .pop3: "RFC 2449 6.2, 6.3"
    case .smtp: "RFC 4954"
    case .sieve: "RFC 5804 1.7"
    case .tlsOnly: "RFC 8446"
    }
  }
}
