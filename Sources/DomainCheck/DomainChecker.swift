// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import System

/// Runs a check.
package struct DomainChecker: Sendable {
  let plan: CheckPlan
  let inquiry: Inquiry
  /// True where the domain takes no mail and sends none, by intention.
  private(set) var isParked = false

  /// A check over a network.
  package init(_ plan: CheckPlan, _ inquiry: Inquiry) {
    self.plan = plan
    self.inquiry = inquiry
  }

  /// Looks at every part that is wanted, all of them at the same time.
  package func run() async -> CheckReport {
    var checker = self
    checker.isParked = await checker.parkedByIntention()
    var found = await checker.lookAtParts()
    if plan.areas.contains(.dnssec) { found[.dnssec] = await checker.signedZone() }
    var items = found.sorted { $0.key < $1.key }.flatMap(\.value)
    items = Self.withoutConsequences(items)
    if checker.isParked { items.insert(checker.parked, at: 0) }
    return CheckReport(
      domain: plan.domain, items: items, reachedResolver: await inquiry.reachedResolver,
      zone: await zoneName())
  }

  private func lookAtParts() async -> [Area: [CheckItem]] {
    await withTaskGroup(of: (Area, [CheckItem]).self) { group in
      for area in plan.areas where !isParked || area.isOfParkedDomains {
        group.addTask { (area, await items(of: area)) }
      }
      var found: [Area: [CheckItem]] = [:]
      for await (area, items) in group { found[area] = items }
      return found
    }
  }

  private func items(of area: Area) async -> [CheckItem] {
    switch area {
    case .zone: return await zone()
    case .mx: return await mailExchangers()
    case .spf: return await senderPolicy()
    case .dkim: return await signatures()
    case .dmarc: return await dmarc()
    case .bimi: return await logo()
    case .mtaSTS: return await deliveryPolicy()
    case .tlsReports: return await deliveryReports()
    case .dane: return await pinnedKeys()
    case .dnssec:
      // What it says depends on what the others find: they come first.
      await askForSignatures()
      return []
    case .caa: return await authorities()
    case .setup: return await setup()
    case .services: return await services()
    case .servers: return await servers()
    case .wellKnown: return await wellKnown()
    case .signing: return signer()
    case .login: return await login()
    }
  }

  var domain: String { plan.domain.ascii }

  /// The zone that the domain's records are in; nil where that was not asked or not found out.
  func zoneName() async -> String? {
    let answer = await inquiry.ask(domain, .soa)
    guard answer.failure == nil else { return nil }
    let own = answer.records.contains { $0.data.type == .soa && $0.name == domain }
    return own ? domain : answer.zone
  }

  /// The item that stands for a question without an answer; nil where there is one.
  func failure(_ area: Area, _ name: String, _ type: RecordType, _ answer: Answer) -> CheckItem? {
    answer.failure.map {
      var item = CheckItem(
        area, .error, "\(name) \(type.name)", $0,
        fix: "ask the name servers of the zone, and try again")
      item.cause = answer.status
      return item
    }
  }

  /// One cause is told once: look-ups that end the same way become one item, and what wrong
  /// signatures hide is left to the part that says so.
  private static func withoutConsequences(_ items: [CheckItem]) -> [CheckItem] {
    let saysBogus = items.contains { $0.area == .dnssec && $0.grade == .error && $0.cause == nil }
    var out: [CheckItem] = []
    var first: [Answer.Status: Int] = [:]
    for item in items {
      guard let cause = item.cause else {
        out.append(item)
        continue
      }
      if cause == .bogus, saysBogus { continue }
      if let index = first[cause] {
        out[index].found.append(item.place)
      } else {
        first[cause] = out.count
        out.append(item)
      }
    }
    return out
  }
}

extension DomainChecker {
  /// The change of a record set from what an answer has. `isOurs` tells the records that are
  /// replaced from those that stay.
  func edit(
    _ name: String, _ type: RecordType, _ answer: Answer, to new: [String],
    caution: String? = nil, of isOurs: (FoundData) -> Bool = { _ in true }
  ) -> RecordEdit {
    let own = answer.records.filter { $0.name == name.lowercased() && $0.data.type == type }
    let old = own.filter { isOurs($0.data) }
    return RecordEdit(
      name: name, type: type.name, ttl: plan.ttl, old: old.compactMap(\.data.presentation),
      new: new, keepsOthers: old.count < own.count,
      displaced: type != .cname && answer.isAlias(name) ? ["CNAME"] : [], caution: caution)
  }

  /// An item about records that are missing or not as the settings want them; nil where they are.
  /// `found` is what is there, in the form of `expected`; `values` is what of either is compared.
  func comparison(
    _ area: Area, _ name: String, _ type: RecordType, _ answer: Answer, expected: [String]?,
    source: String, values: ([String]) -> Set<String>,
    of isOurs: (FoundData) -> Bool = { _ in true }
  ) -> CheckItem? {
    let found = answer.records.map(\.data).filter { $0.type == type && isOurs($0) }
      .compactMap(\.presentation)
    guard let expected, values(expected) != values(found) || found.count > expected.count
    else { return nil }
    return CheckItem(
      area, .error, "\(name) \(type.name)",
      found.isEmpty ? "the record is missing" : "the record is not that of the settings",
      expected: expected, found: found, source: source,
      edits: [edit(name, type, answer, to: expected, of: isOurs)])
  }

  /// Texts are the same however they are cut; names do not care for case.
  static func plain(_ data: [String]) -> Set<String> {
    Set(data.map { $0.hasPrefix("\"") ? joined($0) : $0.lowercased() })
  }

  /// Lists of tags are the same in any order of the tags and with any blanks.
  static func tagged(_ data: [String]) -> Set<String> {
    Set(
      data.map { text in
        let tags = TagList(joined(text).trimmingQuotes).tags
        return tags.map { "\($0.name)=\($0.value)" }.sorted().joined(separator: ";")
      })
  }

  private static func joined(_ text: String) -> String { text.replacing("\" \"", by: "") }
}

extension String {
  fileprivate var trimmingQuotes: String {
    hasPrefix("\"") && hasSuffix("\"") && count > 1 ? String(dropFirst().dropLast()) : self
  }
}

extension Area {
  /// False for what a domain without mail does not have.
  fileprivate var isOfParkedDomains: Bool {
    switch self {
    case .zone, .spf, .dkim, .dmarc, .bimi, .dnssec, .caa, .signing: true
    case .mx, .mtaSTS, .tlsReports, .dane, .setup, .services, .servers, .wellKnown, .login: false
    }
  }
}
