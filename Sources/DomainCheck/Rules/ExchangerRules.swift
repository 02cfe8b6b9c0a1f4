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
    if answer.exchangers.isEmpty { return [await noExchanger(answer, expected)] }
    if answer.exchangers.contains(where: \.host.isEmpty) {
      return [nullExchanger(answer, expected, found)]
    }
    if let expected, Set(expected.map { $0.lowercased() }) != Set(found) {
      let item = elsewhere(answer, expected: expected, found: found)
      // What is wrong with hosts that are replaced follows from that.
      if item.grade == .error { return [item] }
      return [item] + (await hosts(answer))
    }
    let items = await hosts(answer)
    guard items.isEmpty else { return items }
    return [CheckItem(.mx, .good, place, "mail goes to \(list(answer.exchangers.map(\.host)))")]
  }

  /// Without MX records the address of the domain takes the mail (RFC 5321 section 5.1).
  private func noExchanger(_ answer: Answer, _ expected: [String]?) async -> CheckItem {
    let host = await inquiry.addresses(of: domain)
    let isImplicit = !host.addresses.isEmpty
    let wanted = expected ?? (isImplicit ? ["10 \(domain)."] : [])
    let isElsewhere = expected.map { !$0.contains { $0.hasSuffix(" \(domain).") } } ?? false
    let message =
      isImplicit
      ? "there is no mail exchanger: mail goes to the address of the domain itself"
      : host.failure.map { "there is no mail exchanger, and the address is not known: \($0)" }
        ?? "there is no mail exchanger: the domain cannot get mail"
    return CheckItem(
      .mx, isImplicit && !isElsewhere ? .warning : .error, "\(domain) MX", message,
      expected: expected ?? [],
      fix: wanted.isEmpty ? "publish an MX record for the mail server" : nil,
      source: "RFC 5321 5.1",
      edits: wanted.isEmpty ? [] : [edit(domain, .mx, answer, to: wanted)])
  }

  /// `MX 0 .` says that the domain takes no mail (RFC 7505).
  private func nullExchanger(
    _ answer: Answer, _ expected: [String]?, _ found: [String]
  ) -> CheckItem {
    let others = found.filter { !$0.hasSuffix(" .") }
    if let expected {
      return CheckItem(
        .mx, .error, "\(domain) MX", "the domain says that it takes no mail (null MX)",
        expected: expected, found: found, source: "RFC 7505",
        edits: [edit(domain, .mx, answer, to: expected)])
    }
    guard others.isEmpty else {
      return CheckItem(
        .mx, .error, "\(domain) MX", "a null MX stands beside other mail exchangers", found: found,
        source: "RFC 7505 3", edits: [edit(domain, .mx, answer, to: others)])
    }
    return CheckItem(
      .mx, .warning, "\(domain) MX",
      "the domain takes no mail (null MX), and may send it: receivers refuse such mail",
      found: found, fix: "name the mail servers, or publish the SPF record \"v=spf1 -all\"",
      source: "RFC 7505 4.2")
  }

  private func elsewhere(_ answer: Answer, expected: [String], found: [String]) -> CheckItem {
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
      .mx, isMinor ? .warning : .error, "\(domain) MX", message, expected: expected, found: found,
      source: "RFC 5321 5.1", edits: [edit(domain, .mx, answer, to: expected)])
  }

  private static func host(_ data: String) -> Substring {
    data.split(separator: " ").last ?? ""
  }

  private func hosts(_ answer: Answer) async -> [CheckItem] {
    let names = Set(answer.exchangers.map(\.host)).sorted().prefix(20)
    return await withTaskGroup(of: CheckItem?.self) { group in
      for name in names {
        group.addTask {
          guard var item = await host(name, of: .mx, record: "an MX record") else { return nil }
          if let real = await canonical(name), real != name {
            let new = answer.exchangers.map {
              "\($0.preference) \($0.host == name ? real : $0.host)."
            }
            item = CheckItem(
              .mx, item.grade, item.place, item.message, found: item.found, source: item.source,
              edits: [edit(domain, .mx, answer, to: new)])
          }
          return item
        }
      }
      var items: [CheckItem] = []
      for await item in group { if let item { items.append(item) } }
      return items.sorted { $0.place < $1.place }
    }
  }

  /// The host that an alias leads to in the end; nil for a host that is no alias, or none at all.
  func canonical(_ name: String) async -> String? {
    let answer = await inquiry.ask(name, .a)
    guard answer.isAlias(name) else { return nil }
    var owner = name
    var seen: Set<String> = []
    while seen.insert(owner).inserted {
      let next = answer.records.lazy.compactMap { record in
        if case .cname(let target) = record.data, record.name == owner { target } else { nil }
      }.first
      guard let next else { return answer.addresses.isEmpty ? nil : owner }
      owner = next
    }
    return nil
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
    if host.failure != nil {
      let (four, six) = (await inquiry.ask(name, .a), await inquiry.ask(name, .aaaa))
      return failure(area, name, .a, four) ?? failure(area, name, .aaaa, six)
    }
    return CheckItem(
      area, .error, "\(name) A", "\(record) leads to a host without an address",
      fix: "publish an A or AAAA record for \(name)")
  }
}
