// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ClientRules
import Formats
import MailSettings
import Renderers
import SettingsFile
import Trees

/// Tells which clients would accept a document, and which account they would set up.
package enum Linter {
  /// Reports on one document; on several accounts where settings hold several providers.
  package static func lint(_ source: SourceDocument, address: MailAddress?) -> [LintReport] {
    do throws(UnreadableDocument) {
      switch try DocumentReader.read(source.bytes, name: source.name) {
      case .autoconfig(let document):
        var report = report(
          source, "autoconfig", document, MailClients.autoconfig,
          autoconfigAddress(document, address))
        report.findings += AutoconfigPlaces.remarks(document).map(\.finding)
        return [report]
      case .autodiscover(let document): return [autodiscover(document, source, address)]
      case .profile(let profile, let isSigned):
        var report = lint(profile, isSigned: isSigned, source, address)
        if isSigned {
          let begin = Place(file: source.name, line: 1, column: 1)
          report.findings += SignatureLint.findings(source.bytes, at: begin)
        }
        return [report]
      case .pacc(let root):
        let typed = address?.description ?? "anna@example.com"
        let check = PACCCheck(root, source, address: typed)
        return [
          LintReport(
            source: source.name, kind: "pacc", address: typed,
            outcomes: [outcome(.pacc, check.account, check.remarks)],
            findings: check.remarks.map(\.finding))
        ]
      case .settings: return lintSettings(source, address)
      case .own(let format): return [lintOwn(format, source)]
      }
    } catch {
      return [
        LintReport(
          source: source.name, kind: "unknown", address: "", outcomes: [], findings: error.findings)
      ]
    }
  }

  private static func autoconfigAddress(_ document: XMLDocument, _ address: MailAddress?) -> String
  {
    if let address { return address.description }
    let domain = document.root["emailProvider"]?.all("domain").lazy
      .compactMap { try? DomainName($0.text.trimmingLines) }.first
    return "anna@\(domain?.ascii ?? "example.com")"
  }

  static func autodiscoverAddress(
    _ document: XMLDocument, _ address: MailAddress?
  ) -> String {
    if let address { return address.description }
    let logins = document.root["Response"]?["Account"]?.all("Protocol").lazy
      .compactMap { $0["LoginName"]?.text }.first { $0.contains("@") }
    return logins ?? "anna@example.com"
  }

  static func report(
    _ source: SourceDocument, _ kind: String, _ document: XMLDocument,
    _ clients: [any MailClient], _ address: String
  ) -> LintReport {
    var outcomes: [LintOutcome] = []
    var findings: [Finding] = []
    for client in clients {
      var remarks: [Remark] = []
      do throws(Remark) {
        let account = try client.account(from: document, for: address, &remarks)
        outcomes.append(LintOutcome(client.program, account, refusal: nil))
      } catch {
        remarks.append(error)
        outcomes.append(LintOutcome(client.program, nil, refusal: error))
      }
      findings += remarks.map(\.finding)
    }
    return LintReport(
      source: source.name, kind: kind, address: address, outcomes: outcomes,
      findings: findings.uniqued)
  }

  private static func outcome(
    _ program: ClientProgram, _ account: ClientAccount, _ remarks: [Remark]
  ) -> LintOutcome {
    let refusal = remarks.first { $0.rule.effect == .refuses }
    return LintOutcome(program, refusal == nil ? account : nil, refusal: refusal)
  }

  static func lint(
    _ profile: PropertyListNode, isSigned: Bool, _ source: SourceDocument, _ address: MailAddress?
  ) -> LintReport {
    var remarks = AppleProfileCheck(profile).remarks
    if !isSigned { remarks.append(Remark(.appleUnsigned, at: profile.place)) }
    let own = profile["PayloadContent"]?.array?.lazy.compactMap { $0["EmailAddress"]?.string }.first
    return LintReport(
      source: source.name, kind: isSigned ? "signed mobileconfig" : "mobileconfig",
      address: own ?? address?.description ?? "whoever installs it",
      outcomes: [outcome(.appleMail, AppleProfileCheck.account(profile), remarks)],
      findings: remarks.map(\.finding).uniqued)
  }
}

extension [Finding] {
  /// Each finding once, in order.
  fileprivate var uniqued: [Finding] {
    var seen: Set<Finding> = []
    return filter { seen.insert($0).inserted }
  }
}
