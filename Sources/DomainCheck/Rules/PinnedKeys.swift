// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

extension DomainChecker {
  /// DANE (RFC 6698, RFC 7672): certificates that the DNS pins, of the mail exchangers and of the
  /// servers that the settings name.
  func pinnedKeys() async -> [CheckItem] {
    let mx = await inquiry.ask(domain, .mx)
    let wanted = plan.settings?.provider.dns?.tlsa ?? []
    var servers: [(host: String, port: Int)] = []
    for entry in wanted { servers.append((entry.host.ascii, Int(entry.port.number))) }
    for host in mx.exchangers.map(\.host).prefix(5)
    where !host.isEmpty && !servers.contains(where: { $0.host == host && $0.port == 25 }) {
      servers.append((host, 25))
    }
    return await withTaskGroup(of: (Int, [CheckItem]).self) { group in
      for (index, server) in servers.enumerated() {
        let pins = wanted.filter {
          $0.host.ascii == server.host && Int($0.port.number) == server.port
        }.map(\.data)
        group.addTask { (index, await pinned(server.host, server.port, pins)) }
      }
      var items: [Int: [CheckItem]] = [:]
      for await (index, found) in group { items[index] = found }
      return items.sorted { $0.key < $1.key }.flatMap(\.value)
    }
  }

  private func pinned(_ host: String, _ port: Int, _ wanted: [String]) async -> [CheckItem] {
    let name = "_\(port)._tcp.\(host)"
    let place = "\(name) TLSA"
    let answer = await inquiry.ask(name, .tlsa)
    if let failed = failure(.dane, name, .tlsa, answer) { return [failed] }
    let pins = answer.records.compactMap(TLSAPin.init)
    let found = answer.records.filter { $0.data.type == .tlsa }.compactMap(\.data.presentation)
    if !Set(wanted).isSubset(of: found.map { $0.lowercased() }) {
      return [
        CheckItem(
          .dane, .error, place,
          found.isEmpty
            ? "the record is missing" : "the record does not pin the certificate of the settings",
          expected: wanted, found: found, source: "RFC 7672 3.1",
          edits: [edit(name, .tlsa, answer, to: wanted)])
      ]
    }
    guard !pins.isEmpty else { return [] }
    var items: [CheckItem] = []
    if !answer.isAuthenticated {
      items.append(
        CheckItem(
          .dane, .advice, place,
          "the record is not verified: without DNSSEC, senders take no notice of it",
          fix: "sign the zone, or ask a resolver that verifies with --resolver",
          source: "RFC 7672 2.1.1"))
    }
    if port == 25, !pins.contains(where: { $0.usage == 2 || $0.usage == 3 }) {
      items.append(
        CheckItem(
          .dane, .warning, place, "no record has usage 2 or 3, the only ones for mail exchangers",
          found: found, fix: "publish one with '3 1 1'", source: "RFC 7672 3.1.3"))
    }
    items += await compared(pins, host, port, place, found, answer)
    if items.allSatisfy({ $0.grade == .advice }) {
      items.insert(CheckItem(.dane, .good, place, "the certificate is pinned"), at: 0)
    }
    return items
  }

  /// The pins against the certificate that the server has today.
  private func compared(
    _ pins: [TLSAPin], _ host: String, _ port: Int, _ place: String, _ found: [String],
    _ answer: Answer
  ) async -> [CheckItem] {
    let isSMTP = port == 25 || port == 587
    var probe = ServerProbe(
      isSMTP ? .smtp : .tlsOnly, host: host, port: port, security: isSMTP ? .starttls : .tls)
    if port == 25 { probe.milliseconds = 3_000 }
    let server = await inquiry.probe(probe)
    guard let certificate = server.certificate, !certificate.keyDigest.isEmpty else {
      return [
        CheckItem(
          .dane, .advice, place,
          "whether it pins the certificate of \(host):\(port) is not known: "
            + (server.failure?.text ?? "it shows none"),
          fix: "check from a network that may connect there", source: "RFC 7672 2.2")
      ]
    }
    // Senders of mail take no notice of the other usages (RFC 7672 section 3.1.3).
    let usable = port == 25 ? pins.filter { $0.usage == 2 || $0.usage == 3 } : pins
    guard !usable.isEmpty, !usable.contains(where: { $0.fits(server.chain) }) else { return [] }
    let new = "3 1 1 \(certificate.keyDigest)"
    return [
      CheckItem(
        .dane, .error, place,
        "the certificate of \(host):\(port) is not pinned: mail from senders that verify does not"
          + " arrive", expected: [new], found: found, source: "RFC 7672 3.1",
        edits: [edit("_\(port)._tcp.\(host)", .tlsa, answer, to: [new])])
    ]
  }
}

/// A TLSA record.
private struct TLSAPin {
  let usage: Int
  let selector: Int
  let matching: Int
  let data: String

  init?(_ record: FoundRecord) {
    guard case .tlsa(let usage, let selector, let matching, let data) = record.data else {
      return nil
    }
    self.usage = usage
    self.selector = selector
    self.matching = matching
    self.data = data
  }

  /// True where one of the certificates that a server shows is pinned: with usage 1 and 3 the
  /// first, with 0 and 2 one of those that signed it (RFC 6698 section 2.1.1).
  func fits(_ chain: [CertificateFacts]) -> Bool {
    let certificates = usage == 1 || usage == 3 ? chain.prefix(1) : chain.dropFirst()
    // A chain of one certificate, signed by itself, is its own authority.
    let isAlone = chain.count == 1 && chain.first.map { $0.issuer == $0.subject } == true
    return (isAlone ? chain[...] : certificates).contains { data.lowercased() == pinned($0) }
  }

  /// What would be pinned of a certificate; nil for numbers that nobody has given a meaning.
  private func pinned(_ certificate: CertificateFacts) -> String? {
    switch (selector, matching) {
    case (0, 0): certificate.data
    case (0, 1): certificate.digest
    case (0, 2): certificate.longDigest
    case (1, 0): certificate.key
    case (1, 1): certificate.keyDigest
    case (1, 2): certificate.longKeyDigest
    default: nil
    }
  }
}
