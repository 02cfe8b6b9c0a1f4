// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

extension DomainChecker {
  /// The labels of service records, with the standard that has them.
  static let serviceLabels = [
    ("_imaps._tcp", "RFC 8314 5.1"), ("_imap._tcp", "RFC 6186"), ("_pop3s._tcp", "RFC 8314 5.1"),
    ("_pop3._tcp", "RFC 6186"), ("_submissions._tcp", "RFC 8314 5.1"),
    ("_submission._tcp", "RFC 6186"), ("_caldavs._tcp", "RFC 6764"), ("_caldav._tcp", "RFC 6764"),
    ("_carddavs._tcp", "RFC 6764"), ("_carddav._tcp", "RFC 6764"), ("_jmap._tcp", "RFC 8620 2.2"),
    ("_sieve._tcp", "RFC 5804 1.8"), ("_autodiscover._tcp", "Microsoft MS-OXDISCO"),
  ]

  /// Service records: against the settings, and where they lead.
  func services() async -> [CheckItem] {
    await withTaskGroup(of: (Int, [CheckItem]).self) { group in
      for (index, label) in Self.serviceLabels.enumerated() {
        group.addTask { (index, await service(label.0, source: label.1)) }
      }
      var items: [Int: [CheckItem]] = [:]
      for await (index, found) in group { items[index] = found }
      let all = items.sorted { $0.key < $1.key }.flatMap(\.value)
      return all.isEmpty ? [noServices] : all
    }
  }

  private var noServices: CheckItem {
    CheckItem(
      .services, .advice, domain,
      "there are no service records: FairEmail and calendars ask for them",
      fix: "publish those of: mkprofile --format dns \(plan.domain.unicode)", source: "RFC 6186")
  }

  private func service(_ label: String, source: String) async -> [CheckItem] {
    let name = "\(label).\(domain)"
    let answer = await inquiry.ask(name, .srv)
    if let failed = failure(.services, name, .srv, answer) { return [failed] }
    let found = answer.records.compactMap { record -> String? in
      guard case .srv(let priority, let weight, let port, let host) = record.data else {
        return nil
      }
      return "\(priority) \(weight) \(port) \(host)."
    }
    var path: CheckItem?
    if let wanted = plan.expected(label, "TXT") {
      let texts = await inquiry.ask(name, .txt)
      path =
        failure(.services, name, .txt, texts)
        ?? comparison(
          .services, name, .txt, texts, expected: wanted, source: "RFC 6764 4",
          values: Self.plain)
    }
    let expected = plan.expected(label, "SRV")
    if let expected, let item = difference(label, answer, expected, found, source: source) {
      return [item] + [path].compactMap { $0 }
    }
    var items = [path].compactMap { $0 }
    for host in Set(answer.services.map(\.host)).sorted() where !host.isEmpty {
      if let item = await self.host(host, of: .services, record: "\(label) SRV") {
        items.append(item)
      }
    }
    if items.isEmpty, !found.isEmpty {
      let hosts = answer.services.filter { !$0.host.isEmpty }.map { "\($0.host):\($0.port)" }
      items.append(
        CheckItem(
          .services, .good, "\(name) SRV",
          hosts.isEmpty ? "says that it is not offered" : "leads to \(list(hosts))"))
    }
    return items
  }

  /// What differs from the settings for those who follow the records: the places, or their order.
  private func difference(
    _ label: String, _ answer: Answer, _ expected: [String], _ found: [String], source: String
  ) -> CheckItem? {
    let name = "\(label).\(domain)"
    let (wanted, there) = (ServiceChoice(expected), ServiceChoice(found))
    guard wanted.order != there.order || found.isEmpty != expected.isEmpty else { return nil }
    let isRefusal = wanted.places.isEmpty
    // Nothing breaks where a refusal alone is missing, or where the same places are tried in
    // another order.
    let grade: Grade =
      found.isEmpty && isRefusal || wanted.places == there.places ? .advice : .error
    return CheckItem(
      .services, grade, "\(name) SRV",
      found.isEmpty
        ? "the record is missing"
        : wanted.places == there.places
          ? "the order of the servers is not that of the settings"
          : "the record is not that of the settings",
      expected: expected, found: found, source: source,
      edits: [edit(name, .srv, answer, to: expected)])
  }

  /// Where CalDAV, CardDAV and JMAP clients are sent on (RFC 6764 section 5, RFC 8620 section 2.2).
  func wellKnown() async -> [CheckItem] {
    var wanted: [(path: LookupPath, host: String, target: String?)] = []
    let settings = plan.settings
    for (path, label, url) in [
      (LookupPath.caldav, "_caldavs._tcp", settings?.calendars.first { $0.kind == .caldav }?.url),
      (.carddav, "_carddavs._tcp", settings?.contacts.first?.url),
      (.jmap, "_jmap._tcp", settings?.jmap?.url),
    ] {
      let records = await inquiry.ask("\(label).\(domain)", .srv)
      let hosts = records.services.filter { !$0.host.isEmpty }.map {
        Self.authority($0.host, $0.port)
      }
      let own = url.map { Self.authority($0.host.ascii, Int($0.port.number)) }
      for host in Set(hosts + (own.map { [$0] } ?? [])).sorted() {
        wanted.append((path, host, url?.description))
      }
    }
    return await withTaskGroup(of: CheckItem.self) { group in
      for entry in wanted {
        group.addTask { await wellKnown(entry.path, entry.host, entry.target) }
      }
      var items: [CheckItem] = []
      for await item in group { items.append(item) }
      return items.sorted { $0.place < $1.place }
    }
  }

  private static func authority(_ host: String, _ port: Int) -> String {
    port == 443 ? host : "\(host):\(port)"
  }

  private func wellKnown(_ path: LookupPath, _ host: String, _ target: String?) async -> CheckItem {
    var request = WebRequest("https://\(host)\(path)")
    request.redirects = .none
    if path != .jmap {
      request.method = "PROPFIND"
      request.headers = ["Depth: 0", "Content-Type: application/xml; charset=utf-8"]
      request.body =
        "<?xml version=\"1.0\"?><propfind xmlns=\"DAV:\"><prop><current-user-principal/></prop>"
        + "</propfind>"
    }
    let answer = await inquiry.fetch(request)
    let source = path == .jmap ? "RFC 8620 2.2" : "RFC 6764 5"
    let fix =
      "redirect it to \(target ?? "the context path of the server"); iPhones ask nothing else"
    if let location = answer.location, (301...308).contains(answer.status) {
      if !location.lowercased().hasPrefix("https://") {
        return CheckItem(
          .wellKnown, .error, request.url, "clients are sent on to a place without TLS",
          expected: [target].compactMap { $0 }, found: [location], fix: fix, source: source)
      }
      return CheckItem(
        .wellKnown, .good, request.url, "sends clients on to \(location)", source: source)
    }
    if answer.failure == nil, answer.status == 207 || answer.status == 401 {
      return CheckItem(.wellKnown, .good, request.url, "is answered by the server itself")
    }
    if path == .jmap, answer.status == 200 {
      return CheckItem(.wellKnown, .good, request.url, "is answered by the server itself")
    }
    return CheckItem(
      .wellKnown, .error, request.url, "clients are not sent on: \(answer.summary)", fix: fix,
      source: source)
  }

  /// The certificate that signs profiles, where the settings name its file.
  func signer() -> [CheckItem] {
    guard let signer = plan.signer else {
      guard plan.settings != nil else { return [] }
      return [
        CheckItem(
          .signing, .advice, "signing.certificate",
          "profiles are not signed: iPhones show them as not verified",
          fix: "set signing: {certificate: ..., key: ...}")
      ]
    }
    guard let facts = inquiry.tools.certificate(signer.pem) else {
      return [
        CheckItem(
          .signing, .error, signer.file, "there is no certificate in PEM",
          fix: "name the file of the signer's certificate")
      ]
    }
    let problems = expiry(of: facts, .signing, signer.file)
    return problems.isEmpty
      ? [CheckItem(.signing, .good, signer.file, "the certificate that signs profiles is valid")]
      : problems
  }
}
