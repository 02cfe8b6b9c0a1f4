// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ClientRules
import Formats
import MailSettings
import Renderers
import SettingsFile
import Trees

/// Settings are judged by the documents that are made from them.
extension Linter {
  /// Providers of one file that are looked at; more would say the same over and over.
  private static let mostProviders = 100

  static func lintSettings(_ source: SourceDocument, _ address: MailAddress?) -> [LintReport] {
    let loaded: LoadedSettings
    do throws(SettingsFailure) {
      loaded = try SettingsLoader.read(source.bytes, name: source.name)
    } catch {
      return [
        LintReport(
          source: source.name, kind: "settings", address: "", outcomes: [],
          findings: error.findings)
      ]
    }
    var reports = addresses(loaded.catalog, address).map { typed in
      lint(typed, loaded.catalog, source)
    }
    if reports.isEmpty {
      reports = [
        LintReport(source: source.name, kind: "settings", address: "", outcomes: [], findings: [])
      ]
    }
    reports[0].findings = loaded.findings + reports[0].findings
    return reports
  }

  /// One address of each provider.
  private static func addresses(
    _ catalog: SettingsCatalog, _ address: MailAddress?
  ) -> [MailAddress] {
    if let address { return [address] }
    var seen: Set<DomainName> = []
    var out: [MailAddress] = []
    for domain in catalog.domains where out.count < mostProviders {
      guard let provider = catalog.account(forDomain: domain)?.provider,
        seen.insert(provider.id).inserted, let typed = try? MailAddress("anna@\(domain)")
      else { continue }
      out.append(typed)
    }
    if out.isEmpty, !catalog.wildcards.isEmpty {
      out = [try? MailAddress("anna@example.com")].compactMap { $0 }
    }
    return out
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
      report.findings += own.outcomes.compactMap { $0.refusal?.withoutPlace }
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

extension Remark {
  /// A finding about a document that is made here, where a line would only mislead.
  fileprivate var withoutPlace: Finding {
    var finding = finding
    finding.place = nil
    return finding
  }
}
