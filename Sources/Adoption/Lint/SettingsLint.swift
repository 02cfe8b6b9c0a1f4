// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ClientRules
import Formats
import MailSettings
import Renderers
import SettingsFile
import System
import Trees

/// Settings are judged by the documents that are made from them.
extension Linter {
  /// Domains of settings that are looked at; more are counted.
  private static let mostDomains = 1_000

  static func lintSettings(_ source: SourceDocument, _ address: MailAddress?) -> [LintReport] {
    lintSettings(named: source.name, address) { () throws(SettingsFailure) in
      try SettingsLoader.read(source.bytes, name: source.name)
    }
  }

  /// Settings in the files of a folder.
  package static func lintFolder(_ path: String, address: MailAddress?) -> [LintReport] {
    lintSettings(named: path, address) { () throws(SettingsFailure) in
      try SettingsLoader.load(path: path)
    }
  }

  private static func lintSettings(
    named name: String, _ address: MailAddress?,
    _ load: () throws(SettingsFailure) -> LoadedSettings
  ) -> [LintReport] {
    let empty = LintReport(source: name, kind: "settings", address: "", outcomes: [], findings: [])
    let loaded: LoadedSettings
    do throws(SettingsFailure) { loaded = try load() } catch {
      var report = empty
      report.findings = error.findings
      return [report]
    }
    var reports: [LintReport] = []
    var seen: [String: Int] = [:]
    var more: [Int: Int] = [:]
    let source = SourceDocument(name: name, bytes: [])
    let (addresses, left) = addresses(loaded.catalog, address)
    for typed in addresses {
      let report = lint(typed, loaded.catalog, source)
      let provider = loaded.catalog.account(for: typed)?.provider.id.ascii ?? ""
      let key = provider + report.signature(but: typed)
      if let index = seen[key] {
        more[index, default: 0] += 1
      } else {
        seen[key] = reports.count
        reports.append(report)
      }
    }
    for (index, count) in more {
      reports[index].address += " and so at \(count) more domain\(count == 1 ? "" : "s")"
    }
    if reports.isEmpty { reports = [empty] }
    reports[0].findings = loaded.findings + reports[0].findings
    if left > 0 {
      reports[0].findings.append(
        Finding(
          .note, at: "", "\(left) more domains are not looked at: \(mostDomains) are",
          fix: "name one with --address"))
    }
    return reports
  }

  /// One address of each domain, and how many domains have none.
  private static func addresses(
    _ catalog: SettingsCatalog, _ address: MailAddress?
  ) -> (addresses: [MailAddress], left: Int) {
    if let address { return ([address], 0) }
    let all = catalog.domains
    var out = all.prefix(mostDomains).compactMap { try? MailAddress("anna@\($0)") }
    for wildcard in catalog.wildcards.prefix(mostDomains) {
      let example = wildcard == "*" ? "example.com" : "example\(wildcard.dropFirst())"
      if let typed = try? MailAddress("anna@\(example)") { out.append(typed) }
    }
    return (out, max(0, all.count - mostDomains))
  }

  private static func lint(
    _ address: MailAddress, _ catalog: SettingsCatalog, _ source: SourceDocument
  ) -> LintReport {
    var report = LintReport(
      source: source.name, kind: "settings", address: address.description, outcomes: [],
      findings: [])
    guard let account = catalog.account(for: address) else {
      report.findings = [
        Finding(.error, at: "", "the settings do not serve the domain \(address.domain)")
      ]
      return report
    }
    let formats: [(any Renderer, [any MailClient])] = [
      (Autoconfig(), MailClients.autoconfig), (Autodiscover(), [OutlookPOX()]),
    ]
    for (format, clients) in formats {
      guard let document = render(format, account, &report) else { continue }
      let source = SourceDocument(name: format.name, bytes: document)
      guard let xml = try? XMLReader.read(document, name: format.name) else { continue }
      let own = Linter.report(source, format.name, xml, clients, address.description)
      report.outcomes += own.outcomes
      let places = format.name == "autoconfig" ? AutoconfigPlaces.remarks(xml).map(\.finding) : []
      report.findings += (own.findings + places).compactMap(\.withoutPlace).filter {
        !report.findings.contains($0)
      }
    }
    if let document = render(MobileConfig(), account, &report),
      case .profile(let profile, _)? = try? DocumentReader.read(document, name: "mobileconfig")
    {
      let own = lint(profile, isSigned: true, source, address)
      report.outcomes += own.outcomes
      report.findings += own.outcomes.compactMap { $0.refusal?.withoutPlace }
    }
    return report
  }

  private static func render(
    _ format: any Renderer, _ account: AccountSettings, _ report: inout LintReport
  ) -> [UInt8]? {
    do throws(RenderFailure) {
      let document = try format.render(account, RenderOptions())
      report.findings += document.findings.filter { !report.findings.contains($0) }
      return document.bytes
    } catch {
      report.findings += error.findings.filter { !report.findings.contains($0) }
      return nil
    }
  }
}

extension Finding {
  /// The same about a document that is made here; nil for a note, since nobody can mend it there.
  fileprivate var withoutPlace: Finding? {
    guard severity >= .warning else { return nil }
    var finding = self
    finding.place = nil
    return finding
  }
}

extension Remark {
  /// A finding about a document that is made here, where a line would only mislead.
  fileprivate var withoutPlace: Finding {
    var finding = finding
    finding.place = nil
    return finding
  }
}

extension LintReport {
  /// What is the same for domains that are alike.
  fileprivate func signature(but address: MailAddress) -> String {
    let said = outcomes.map { outcome in
      let servers = (outcome.account?.incoming ?? []) + (outcome.account?.outgoing ?? [])
      return outcome.program.id + "\(servers)" + (outcome.refusal?.rule.id ?? "")
    }
    return (said + findings.map(\.description)).joined(separator: "\n")
      .replacing(address.domain.ascii, by: "@")
  }
}
