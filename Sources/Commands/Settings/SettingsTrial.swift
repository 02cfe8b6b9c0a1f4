// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import ProfileSigning
import Renderers
import SettingsFile
import SetupSheets
import System

/// Makes every document that settings can make, to say what is wrong before somebody asks.
struct SettingsTrial {
  /// What became of one format.
  private struct Row {
    let format: any Renderer
    var made = 0
    var all = 0
    var reason: String?
  }

  private let catalog: SettingsCatalog
  private let reporter: Reporter
  private let tools: any SigningTools
  private let isInterrupted: () -> Bool
  private var rows: [Row]
  /// False once a document that clients rely on could not be made.
  private(set) var isGood = true

  /// Formats that settings may well have nothing for: those of a service, of one program, or with
  /// options that only whoever uses them knows.
  private static let optional: Set<String> = [
    "mobilesync", "pacc", "thunderbird-qr", "declaration", "msmtp", "postfix-relay",
    "exim-smarthost", "s-nail", "dotenv", "mbsync", "fetchmail", "getmail", "neomutt", "aerc",
    "himalaya",
  ]
  /// Domains that sheets are made for: they say the same for all domains of a provider.
  private static let mostSheets = 1_000

  init(_ catalog: SettingsCatalog, _ invocation: Invocation) {
    self.catalog = catalog
    reporter = invocation.reporter
    tools = invocation.cli.signing
    isInterrupted = invocation.io.isInterrupted
    rows = invocation.cli.formats.map { Row(format: $0) }
  }

  /// Loads what signs profiles and links; false where an error was reported.
  func loadSecrets(_ environment: [String: String]) -> Bool {
    var isGood = true
    let hasFolder = environment[CredentialPath.environment] != nil
    for provider in catalog.providers {
      if let signing = provider.signing {
        isGood = load(signing, hasFolder, provider) && isGood
      }
      if let key = provider.delivery.linkKey {
        isGood = load(key: key, hasFolder, provider) && isGood
      }
    }
    return isGood
  }

  private func load(_ options: SigningOptions, _ hasFolder: Bool, _ provider: Provider) -> Bool {
    let paths = [options.certificate, options.key, options.chain, options.passphraseFile]
    if let secret = paths.lazy.compactMap({ $0 }).first(where: Self.isCredential), !hasFolder {
      return reporter.report([Self.unseen(secret, at: "signing")], for: provider.id.ascii)
    }
    do throws(SigningFailure) {
      let loaded = try tools.signer(for: options, named: .settings, at: Clock.seconds())
      return reporter.report(loaded.findings, for: provider.id.ascii)
    } catch { return reporter.report(error.findings, for: provider.id.ascii) }
  }

  private func load(key path: String, _ hasFolder: Bool, _ provider: Provider) -> Bool {
    let field = "delivery.linkKey"
    if Self.isCredential(path), !hasFolder {
      return reporter.report([Self.unseen(path, at: field)], for: provider.id.ascii)
    }
    let file = LinkKeyFile(path)
    do throws(InvalidValue) { _ = try file.read() } catch {
      return reporter.report(
        [
          Finding(
            .error, at: field, error.message, fix: error.fix, isAboutMissingFile: file.isMissing)
        ], for: provider.id.ascii)
    }
    return true
  }

  private static func isCredential(_ path: String) -> Bool {
    CredentialPath(path).credential != nil
  }

  private static func unseen(_ path: String, at field: String) -> Finding {
    let missing = CredentialPath(path).missing
    return Finding(
      .warning, at: field, "is not looked at: \(missing.message)", fix: missing.fix)
  }

  /// Makes each format for each domain and reports what is found.
  mutating func makeDocuments() throws(Failure) {
    let domains = catalog.domains + catalog.wildcardExamples
    for (number, domain) in domains.enumerated() {
      if isInterrupted() { throw Failure(.cannotWrite, "stopped") }
      for index in rows.indices {
        if number >= Self.mostSheets, rows[index].format.isSheet { continue }
        make(index, for: domain)
      }
      reporter.showProgress(
        done: number + 1, total: domains.count, "\(number + 1) of \(domains.count) domains")
    }
  }

  private mutating func make(_ index: Int, for domain: DomainName) {
    let format = rows[index].format
    if let printed = format as? PrintedSheet, !printed.canPrint {
      rows[index].reason = "not tried: mkprofile-pdf is not installed"
      return
    }
    guard let account = catalog.account(forDomain: domain) else { return }
    rows[index].all += 1
    var refusal: RenderFailure
    do throws(RenderFailure) {
      let document = try format.render(account, RenderOptions())
      if !report(document.findings, format, domain) { return }
      rows[index].made += 1
      return
    } catch { refusal = error }
    // Some documents are for one person only.
    if let address = try? MailAddress("anna@\(domain)"), let person = catalog.account(for: address)
    {
      do throws(RenderFailure) {
        let document = try format.render(person, RenderOptions())
        if report(document.findings, format, domain) { rows[index].made += 1 }
        return
      } catch { refusal = error }
    }
    let first = refusal.findings.first { $0.severity == .error }
    rows[index].reason =
      rows[index].reason
      ?? first.map { $0.path.isEmpty ? $0.message : "\($0.path): \($0.message)" }
    _ = report(refusal.findings, format, domain)
  }

  /// Says what was found, with the format's name before it; false where it holds an error.
  private mutating func report(
    _ findings: [Finding], _ format: any Renderer, _ domain: DomainName
  ) -> Bool {
    let isOptional = Self.optional.contains(format.name)
    let named = findings.map { finding in
      var finding = finding
      if finding.path != format.name { finding.message = "\(format.name): \(finding.message)" }
      if isOptional { finding.severity = .note }
      return finding
    }
    let isFine = reporter.report(named, for: domain.ascii)
    if !isFine { isGood = false }
    return isFine && !findings.contains { $0.severity == .error }
  }

  /// A line for each format: how many documents could be made, and why not the others.
  var table: String {
    let cells = rows.map { row in
      [row.format.name, row.all == 0 ? "-" : "\(row.made) of \(row.all)", row.reason ?? ""]
    }
    let lines = [["FORMAT", "MADE", ""]] + cells
    let widths = (0..<2).map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { line in
      var text = zip(line, widths).map { $0.padded(to: $1 + 2) }.joined() + (line.last ?? "")
      while text.last == " " { text.removeLast() }
      return "\(text.printable)\n"
    }.joined()
  }
}

extension SettingsCatalog {
  /// A domain for each wildcard, which stands for any.
  var wildcardExamples: [DomainName] {
    wildcards.compactMap { wildcard in
      try? DomainName(wildcard == "*" ? "example.com" : "example\(wildcard.dropFirst())")
    }
  }
}

extension Renderer {
  /// True for sheets, which take longer than all other formats together.
  fileprivate var isSheet: Bool { name.hasPrefix("sheet-") }
}
