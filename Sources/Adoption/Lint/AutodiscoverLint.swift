// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ClientRules
import MailSettings
import Trees

/// The answers of autodiscover that are no list of servers, and documents of this program that set
/// nothing up by themselves.
extension Linter {
  /// Whatever a server of autodiscover answers.
  static func autodiscover(
    _ document: XMLDocument, _ source: SourceDocument, _ address: MailAddress?
  ) -> LintReport {
    let form = AutodiscoverForm(document.root)
    let typed = address?.description ?? ""
    var report = LintReport(
      source: source.name, kind: form.name, address: typed, outcomes: [], findings: [])
    func note(_ severity: Severity, _ message: String, _ fix: String?, _ place: Place) {
      report.findings.append(
        Finding(severity, at: "autodiscover", message, fix: fix, place: place))
    }
    switch form {
    case .account(let account):
      return self.account(account, document, source, address)
    case .unknown:
      return self.report(
        source, "autodiscover", document, MailClients.autodiscover,
        autodiscoverAddress(document, address))
    case .request(let isMobile):
      note(
        .error,
        "this is what a client asks\(isMobile ? " about ActiveSync" : ""), not what a server"
          + " answers: no client sets anything up with it", "judge the answer to it",
        document.root.place)
    case .error(let code, let message):
      let said = [code, message?.quoted].compactMap { $0 }.joined(separator: " ")
      report.summary =
        "an error (\(said)): clients take it for an address that is not served, and go on"
    case .mobilesync(let response):
      let target = response["Action"]?["Redirect"]?.text.trimmingLines
      let what = target.map { "devices are sent on to \($0) for" } ?? "for"
      report.summary =
        "\(what) Exchange ActiveSync: iPhone, iPad, Android and Outlook for phones follow it;"
        + " Outlook for Windows, Thunderbird, FairEmail and Delta Chat do not ask for it"
      mobilesync(response, note)
    }
    return report
  }

  private static func mobilesync(
    _ response: XMLElement, _ note: (Severity, String, String?, Place) -> Void
  ) {
    let action = response["Action"]
    let servers = action?["Settings"]?.all("Server") ?? []
    if let redirect = action?["Redirect"] {
      if (try? MailAddress(redirect.text.trimmingLines)) == nil {
        note(
          .error, "\(redirect) \(redirect.text.trimmingLines.quoted) is no address",
          "write the address to ask with", redirect.place)
      }
    } else if servers.isEmpty {
      note(
        .error, "there is no Server in Action and Settings: devices set nothing up",
        "name the server of ActiveSync", response.place)
    }
    for server in servers where server["Type"]?.text.trimmingLines == "MobileSync" {
      let url = server["Url"]?.text.trimmingLines ?? ""
      guard let read = try? WebURL(url), read.scheme == .https else {
        note(
          .error, "Url \(url.quoted) is not https",
          "write https://HOST/Microsoft-Server-ActiveSync",
          server.place)
        continue
      }
    }
  }

  /// Servers for Outlook and its like, or where they are to be asked for.
  private static func account(
    _ account: XMLElement, _ document: XMLDocument, _ source: SourceDocument,
    _ address: MailAddress?
  ) -> LintReport {
    let typed = autodiscoverAddress(document, address)
    if let element = account["RedirectAddr"] ?? account["RedirectUrl"] {
      return redirect(element, source, address?.description ?? "")
    }
    let types = Set(account.all("Protocol").compactMap { $0["Type"]?.text.trimmingLines })
    let exchange: Set = ["EXCH", "EXPR", "EXHTTP", "WEB", "MAPIHTTP"]
    guard !types.isEmpty, types.isSubset(of: exchange) else {
      return report(source, "autodiscover", document, MailClients.autodiscover, typed)
    }
    var report = LintReport(
      source: source.name, kind: "autodiscover of Exchange", address: typed, outcomes: [],
      findings: [])
    report.summary =
      "Exchange alone: Outlook sets it up, and Thunderbird 153.8.0esr offers it where a protocol"
      + " WEB, EXCH or EXHTTP has an address; FairEmail and Delta Chat set nothing up"
    return report
  }

  private static func redirect(
    _ element: XMLElement, _ source: SourceDocument, _ typed: String
  ) -> LintReport {
    let said = element.text.trimmingLines
    let isAddress = element.name == "RedirectAddr"
    var report = LintReport(
      source: source.name, kind: "autodiscover redirect", address: typed, outcomes: [],
      findings: [])
    report.summary =
      isAddress
      ? "clients are sent on to \(said): Outlook and Thunderbird 153.7.0esr ask there; comm-central"
        + " cf9726f, FairEmail and Delta Chat do not"
      : "clients are sent on to \(said): Outlook and Delta Chat ask there; Thunderbird and"
        + " FairEmail do not"
    let isGood =
      isAddress
      ? (try? MailAddress(said)) != nil : (try? WebURL(said)).map { $0.scheme == .https } ?? false
    if !isGood {
      report.findings.append(
        Finding(
          .error, at: "autodiscover",
          "\(element) \(said.quoted) is \(isAddress ? "no address" : "not https")",
          fix: "write where clients are to ask", place: element.place))
    }
    return report
  }

  /// What this program writes for people, zones and one program alone.
  static func lintOwn(_ format: OwnFormat, _ source: SourceDocument) -> LintReport {
    let what =
      switch format {
      case .thunderbirdCode: "Thunderbird for Android alone reads it, from a QR code"
      case .autodiscoverJSON: "it names the address of another answer: judge that one"
      case .autodiscoverJSONError: "it is an error: programs ask elsewhere"
      case .resolvedSettings: "it is for other programs: judge the settings it was made from"
      case .sheet: "it is for people"
      case .program: "the program that it is for reads it"
      case .declarations: "a system that manages devices sends it to them"
      case .records: "it is for a zone: look at the domain with mkprofile check"
      }
    var report = LintReport(
      source: source.name, kind: format.rawValue, address: "", outcomes: [], findings: [])
    report.summary = "lint does not judge this one: \(what)"
    return report
  }
}
