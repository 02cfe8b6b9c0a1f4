// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

/// What is checked: a domain, with or without settings to compare it with.
package struct CheckPlan: Sendable {
  /// The domain.
  package let domain: DomainName
  /// The address that clients are asked about; made up where none is given.
  package let address: MailAddress
  /// The settings; nil where only what the domain tells the world counts.
  package var settings: AccountSettings?
  /// What the zone should say; nil without settings.
  package var records: DomainRecords?
  /// DKIM selectors to look at besides those of the settings.
  package var selectors: [String] = []
  /// The parts that are wanted.
  package var areas: Set<Area>
  /// The signer's certificate, read from the settings; its file and its bytes.
  package var signer: (file: String, pem: [UInt8])?
  /// A password to try.
  package var password: String?

  /// A check of these parts.
  package init(
    domain: DomainName, address: MailAddress, settings: AccountSettings?, areas: Set<Area>
  ) {
    self.domain = domain
    self.address = address
    self.settings = settings
    self.areas = areas
    records = settings.map(DomainRecords.init)
  }

  /// The records that a name should have, as zone files write them; nil where the settings do not
  /// speak of them.
  func expected(_ prefix: String, _ type: String) -> [String]? {
    guard let records else { return nil }
    let name = prefix.isEmpty ? domain.ascii : "\(prefix).\(domain)"
    let found = records.records.filter { $0.name == name && $0.data.type == type }
    return found.isEmpty ? nil : found.map(\.data.presentation)
  }

  /// The line of a zone file that publishes a record.
  func line(_ name: String, _ type: String, _ data: String) -> String {
    "\(name). \(records?.ttl ?? 3_600) IN \(type) \(data)"
  }
}

/// Runs a check.
package struct DomainChecker: Sendable {
  let plan: CheckPlan
  let inquiry: Inquiry

  /// A check over a network.
  package init(_ plan: CheckPlan, _ inquiry: Inquiry) {
    self.plan = plan
    self.inquiry = inquiry
  }

  /// Looks at every part that is wanted, all of them at the same time.
  package func run() async -> CheckReport {
    var found: [Area: [CheckItem]] = [:]
    await withTaskGroup(of: (Area, [CheckItem]).self) { group in
      for area in plan.areas { group.addTask { (area, await items(of: area)) } }
      for await (area, items) in group { found[area] = items }
    }
    return CheckReport(
      domain: plan.domain, items: found.sorted { $0.key < $1.key }.flatMap(\.value),
      reachedResolver: await inquiry.reachedResolver)
  }

  private func items(of area: Area) async -> [CheckItem] {
    switch area {
    case .zone: await zone()
    case .mx: await mailExchangers()
    case .spf: await senderPolicy()
    case .dkim: await signatures()
    case .dmarc: await dmarc()
    case .bimi: await logo()
    case .mtaSTS: await deliveryPolicy()
    case .tlsReports: await deliveryReports()
    case .dnssec: await signedZone()
    case .caa: await authorities()
    case .setup: await setup()
    case .services: await services()
    case .servers: await servers()
    case .wellKnown: await wellKnown()
    case .signing: signer()
    case .login: await login()
    }
  }

  var domain: String { plan.domain.ascii }

  /// The item that stands for a question without an answer; nil where there is one.
  func failure(_ area: Area, _ name: String, _ type: RecordType, _ answer: Answer) -> CheckItem? {
    answer.failure.map {
      CheckItem(
        area, .error, "\(name) \(type.name)", $0,
        fix: "ask the name servers of the zone, and try again")
    }
  }

  /// An item about a record that is missing or not as the settings want it; nil where it is.
  func comparison(
    _ area: Area, _ name: String, _ type: RecordType, found: [String], expected: [String]?,
    source: String
  ) -> CheckItem? {
    guard let expected, Set(expected.map(Self.comparable)) != Set(found.map(Self.comparable))
    else { return nil }
    return CheckItem(
      area, .error, "\(name) \(type.name)",
      found.isEmpty ? "the record is missing" : "the record is not that of the settings",
      expected: expected, found: found,
      fix: expected.map { "publish: \(plan.line(name, type.name, $0))" }.joined(separator: "; "),
      source: source)
  }

  /// Names do not care for case, texts not for how they are cut.
  private static func comparable(_ data: String) -> String {
    data.hasPrefix("\"") ? data.replacing("\" \"", with: "") : data.lowercased()
  }
}
