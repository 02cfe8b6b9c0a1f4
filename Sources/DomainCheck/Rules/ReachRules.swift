// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// What a server says at one of its addresses.
struct Reached: Sendable {
  /// The address; nil where connections go to a place that the user gave, or nowhere.
  let address: IPAddress?
  let answer: ServerAnswer
  /// What it says to a client that knows TLS 1.0 and 1.1 alone; nil where that was not asked.
  let old: ServerAnswer?

  /// True where nobody answers there at all.
  var isDead: Bool {
    switch answer.failure {
    case .refused, .timeout, .noRoute: true
    default: false
    }
  }

  /// True where TLS of today is refused.
  var isRefusingTLS: Bool {
    switch answer.failure {
    case .handshake, .closed: true
    default: false
    }
  }

  /// True where this machine has no way to the address.
  var isUntried: Bool { answer.failure == .noRoute }
}

extension DomainChecker {
  /// Talks to a server at each address of its host: clients take any of them (RFC 8305).
  func reach(_ probe: ServerProbe) async -> [Reached] {
    var addresses: [IPAddress?] = [nil]
    if !inquiry.tools.isRerouted(probe.host, probe.port) {
      let known = await inquiry.addresses(of: probe.host).addresses.prefix(8)
      if !known.isEmpty { addresses = known.map { $0 } }
    }
    return await each(addresses) { address in
      var probe = probe
      probe.address = address
      var old = probe
      old.isOldTLS = true
      async let first = inquiry.probe(probe)
      async let second = probe.security == .none ? nil : inquiry.probe(old)
      return await Reached(address: address, answer: first, old: second)
    }
  }

  /// The addresses where nobody answers, while somebody does at others; nothing for those that this
  /// machine cannot reach at all.
  func deadAddresses(
    _ reached: [Reached], of host: String, _ area: Area, _ place: String
  ) async -> [CheckItem] {
    guard reached.contains(where: { !$0.isDead }) else { return [] }
    let hasDeadIPv4 = reached.allSatisfy { $0.isDead || $0.address?.version == .v6 }
    var items: [CheckItem] = []
    for one in reached where one.isDead && !one.isUntried {
      guard let address = one.address else { continue }
      let type: RecordType = address.version == .v4 ? .a : .aaaa
      let answer = await inquiry.ask(host, type)
      let isNeeded = hasDeadIPv4 && type == .a
      items.append(
        CheckItem(
          area, isNeeded ? .error : .warning, place,
          "\(address) does not answer: \(one.answer.failure?.text ?? "")",
          fix: "start the server at that address, too, or take the address out",
          source: type == .aaaa ? "RFC 8305" : "RFC 1034 3.6",
          edits: answer.isAlias(host)
            ? []
            : [
              edit(
                host, type, answer, to: [],
                caution: "only where no server is meant to be at \(address)"
              ) { $0 == .address(address) }
            ]))
    }
    return items
  }

  /// A host that has no address yet, while the user gave the place where it is.
  func missingAddress(of host: String, _ port: Int, _ area: Area) async -> CheckItem? {
    guard inquiry.tools.isRerouted(host, port) else { return nil }
    let found = await inquiry.addresses(of: host)
    guard found.addresses.isEmpty else { return nil }
    if let reason = found.failure {
      return CheckItem(
        area, .error, "\(host) A", "the address of \(host) is not known: \(reason)",
        fix: "ask the name servers of the zone, and try again")
    }
    return CheckItem(
      area, .error, "\(host) A",
      "the name has no address: clients do not find the way that --connect-to gave",
      fix: "publish an A or AAAA record for \(host)", source: "RFC 1034 3.6")
  }

  /// What clients have against a certificate, and how many days it has left.
  func certificateItems(_ answer: ServerAnswer, of host: String, _ area: Area, _ place: String)
    -> [CheckItem]
  {
    var items = answer.certificateFaults.map {
      CheckItem(
        area, $0.grade, place, $0.text(host), found: Self.names(in: $0, answer),
        fix: $0.fix(host), source: $0.source)
    }
    if let certificate = answer.certificate, !items.contains(where: { $0.grade == .error }) {
      items += expiry(of: certificate, area, place)
    }
    return items
  }

  private static func names(in fault: CertificateFault, _ answer: ServerAnswer) -> [String] {
    guard case .otherHost(let names) = fault, !names.isEmpty else { return [] }
    return [names.prefix(8).joined(separator: ", ")]
  }

  /// The web servers of a host: each address, and the certificate at each.
  func webHost(_ host: String, _ port: Int, _ area: Area) async -> [CheckItem] {
    let place = "https://\(host)\(port == 443 ? "" : ":\(port)")"
    let reached = await reach(ServerProbe(.tlsOnly, host: host, port: port, security: .tls))
    var items = await deadAddresses(reached, of: host, area, place)
    if let item = await missingAddress(of: host, port, area) { items.append(item) }
    var known: Set<String> = []
    for one in reached where one.answer.failure == nil {
      var found = certificateItems(one.answer, of: host, area, place)
      let days = one.answer.certificate.map { ($0.expires - inquiry.tools.now) / 86_400 }
      for index in found.indices { found[index].daysLeft = days }
      items += found.filter { known.insert($0.message).inserted }
    }
    for one in reached {
      guard one.isRefusingTLS, let version = one.old?.version else { continue }
      items.append(oldTLS(version, area, place))
      break
    }
    return items
  }

  /// A server that no client of today can talk to (RFC 8996).
  func oldTLS(_ version: String, _ area: Area, _ place: String) -> CheckItem {
    CheckItem(
      area, .error, place, "the server speaks \(version) at most: no client of today connects",
      fix: "allow TLS 1.2 and 1.3", source: "RFC 8996")
  }
}
