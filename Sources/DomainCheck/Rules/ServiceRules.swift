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
}
