// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

extension DomainChecker {
  /// Where mail for the domain goes.
  func mailExchangers() async -> [CheckItem] {
    let answer = await inquiry.ask(domain, .mx)
    if let failed = failure(.mx, domain, .mx, answer) { return [failed] }
    let place = "\(domain) MX"
    let expected = plan.expected("", "MX")
    let found = answer.exchangers.map { "\($0.preference) \($0.host)." }
    if answer.exchangers.contains(where: { $0.host.isEmpty }) {
      return [
        CheckItem(
          .mx, .error, place, "the domain says that it takes no mail (null MX)",
          expected: expected ?? [], found: found, fix: "name the mail servers instead",
          source: "RFC 7505")
      ]
    }
    if answer.exchangers.isEmpty {
      return [
        CheckItem(
          .mx, .error, place, "there is no mail exchanger", expected: expected ?? [],
          fix: expected.map { $0.map { "publish: \(plan.line(domain, "MX", $0))" } }?
            .joined(separator: "; ") ?? "publish an MX record for the mail server",
          source: "RFC 5321 5.1")
      ]
    }
    var items: [CheckItem] = []
    if let expected, Set(expected.map { $0.lowercased() }) != Set(found) {
      items.append(elsewhere(place, expected: expected, found: found))
    }
    items += await hosts(answer.exchangers.map(\.host))
    if items.isEmpty {
      items.append(
        CheckItem(.mx, .good, place, "mail goes to \(list(answer.exchangers.map(\.host)))"))
    }
    return items
  }

  private func elsewhere(_ place: String, expected: [String], found: [String]) -> CheckItem {
    let wanted = Set(expected.map(Self.host))
    let there = Set(found.map(Self.host))
    let message =
      wanted.isDisjoint(with: there)
      ? "mail goes elsewhere"
      : there.isSubset(of: wanted) && wanted.isSubset(of: there)
        ? "the preferences are not those of the settings"
        : "mail goes to other hosts, too, or not to all of them"
    let isMinor = wanted == there
    return CheckItem(
      .mx, isMinor ? .warning : .error, place, message, expected: expected, found: found,
      fix: "replace by: "
        + expected.map { plan.line(domain, "MX", $0) }.joined(separator: "; "),
      source: "RFC 5321 5.1")
  }

  private static func host(_ data: String) -> Substring {
    data.split(separator: " ").last ?? ""
  }

  private func hosts(_ names: [String]) async -> [CheckItem] {
    await withTaskGroup(of: CheckItem?.self) { group in
      for name in Set(names).sorted().prefix(20) {
        group.addTask { await host(name, of: .mx, record: "an MX record") }
      }
      var items: [CheckItem] = []
      for await item in group { if let item { items.append(item) } }
      return items.sorted { $0.place < $1.place }
    }
  }

  /// What is wrong with a host that a record names; nil for a good one.
  func host(_ name: String, of area: Area, record: String) async -> CheckItem? {
    if (try? IPAddress(name)) != nil {
      return CheckItem(
        area, .error, name, "\(record) leads to an IP address", fix: "name a host instead",
        source: "RFC 2181 10.3")
    }
    let host = await inquiry.addresses(of: name)
    if host.isAlias {
      return CheckItem(
        area, .error, "\(name) CNAME", "\(record) leads to an alias",
        fix: "name the host that the alias leads to", source: "RFC 2181 10.3")
    }
    guard host.addresses.isEmpty else { return nil }
    return CheckItem(
      area, .error, "\(name) A", host.failure ?? "\(record) leads to a host without an address",
      fix: "publish an A or AAAA record for \(name)")
  }

  /// MTA-STS: the record, then the policy.
  func deliveryPolicy() async -> [CheckItem] {
    let name = "_mta-sts.\(domain)"
    let answer = await inquiry.ask(name, .txt)
    if let failed = failure(.mtaSTS, name, .txt, answer) { return [failed] }
    let found = answer.texts.filter { $0.hasPrefix("v=STSv1") }
    let source = "RFC 8461"
    if let item = comparison(
      .mtaSTS, name, .txt, found: found.map(DNSData.quoted),
      expected: plan.expected("_mta-sts", "TXT"), source: source)
    {
      return [item]
    }
    guard !found.isEmpty else {
      return [
        CheckItem(
          .mtaSTS, .advice, "\(name) TXT", "nothing asks other servers to encrypt delivery",
          fix: "publish a policy, and: \(plan.line(name, "TXT", "\"v=STSv1; id=1;\""))",
          source: source)
      ]
    }
    guard found.count == 1, let id = TagList(found[0])["id"], !id.isEmpty else {
      return [
        CheckItem(
          .mtaSTS, .error, "\(name) TXT", "there must be one record, with an id", found: found,
          fix: "keep one: \(plan.line(name, "TXT", "\"v=STSv1; id=1;\""))", source: "RFC 8461 3.1")
      ]
    }
    return await policy()
  }

  private func policy() async -> [CheckItem] {
    let request = WebRequest(
      "https://mta-sts.\(domain)/.well-known/mta-sts.txt", redirects: .none)
    async let document = inquiry.fetch(request)
    async let exchangers = inquiry.ask(domain, .mx)
    let (answer, mx) = await (document, exchangers)
    guard answer.status == 200, answer.failure == nil else {
      return [
        CheckItem(
          .mtaSTS, .error, request.url, "the policy cannot be fetched: \(answer.summary)",
          fix: "serve it there with status 200, a valid certificate and no redirect",
          source: "RFC 8461 3.3")
      ]
    }
    let policy = DeliveryPolicy(answer.body)
    let problems = policy.problems(hosts: mx.exchangers.map(\.host))
    guard problems.isEmpty else {
      return problems.map {
        CheckItem(.mtaSTS, .error, request.url, $0.message, fix: $0.fix, source: "RFC 8461 3.2")
      }
    }
    guard answer.contentType.lowercased().hasPrefix("text/plain") else {
      return [
        CheckItem(
          .mtaSTS, .warning, request.url, "the policy is sent as \(answer.contentType)",
          fix: "send it as text/plain", source: "RFC 8461 3.2")
      ]
    }
    if let remark = policy.remark {
      return [
        CheckItem(
          .mtaSTS, .advice, request.url, remark.message, fix: remark.fix, source: "RFC 8461 3.2")
      ]
    }
    return [CheckItem(.mtaSTS, .good, request.url, "other servers encrypt delivery")]
  }

  /// Reports about failures of encryption.
  func deliveryReports() async -> [CheckItem] {
    let name = "_smtp._tls.\(domain)"
    let answer = await inquiry.ask(name, .txt)
    if let failed = failure(.tlsReports, name, .txt, answer) { return [failed] }
    let found = answer.texts.filter { $0.hasPrefix("v=TLSRPTv1") }
    if let item = comparison(
      .tlsReports, name, .txt, found: found.map(DNSData.quoted),
      expected: plan.expected("_smtp._tls", "TXT"), source: "RFC 8460")
    {
      return [item]
    }
    let place = "\(name) TXT"
    let sample = plan.line(name, "TXT", "\"v=TLSRPTv1; rua=mailto:tls@\(domain)\"")
    if found.isEmpty {
      return [
        CheckItem(
          .tlsReports, .advice, place, "nobody reports failures of encryption", fix: sample,
          source: "RFC 8460")
      ]
    }
    let receivers = found.count == 1 ? TagList(found[0])["rua"] ?? "" : ""
    guard receivers.hasPrefix("mailto:") || receivers.hasPrefix("https:") else {
      return [
        CheckItem(
          .tlsReports, .error, place, "there must be one record, with rua=", found: found,
          fix: sample, source: "RFC 8460 3")
      ]
    }
    return [CheckItem(.tlsReports, .good, place, "failures of encryption are reported")]
  }
}

extension DNSData {
  /// A text as zone files write it.
  static func quoted(_ text: String) -> String { DNSData.txt(text).presentation }
}
