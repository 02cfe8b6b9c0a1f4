// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import Renderers
import SettingsFile
import SetupSheets
import System

extension CLI {
  /// A web root for hosts that only serve files.
  var exportCommand: Command {
    Command(
      name: "export",
      synopsis: [
        "--output FOLDER [--settings PATH | --provider NAME]\n[--dry-run] [DOMAIN ...]",
        "--isp FOLDER [--settings PATH | --provider NAME]\n[--dry-run] [DOMAIN ...]",
      ],
      summary: "Write a web root that mail clients look up, for static hosting.",
      details: [
        "For every domain of the settings, or for those that are named, FOLDER/DOMAIN/ gets the"
          + " documents at the paths where mail clients ask for them. Serve it for DOMAIN,"
          + " autoconfig.DOMAIN and autodiscover.DOMAIN, and where the settings have dns.mtaSTS for"
          + " mta-sts.DOMAIN. Files that would not change are left alone. An empty .nojekyll has"
          + " hosts such as GitHub Pages publish the folder .well-known, too.",
        "Outlook, Thunderbird and FairEmail ask for autodiscover by POST, which web servers refuse"
          + " for files (405): 'mkprofile deploy static-nginx', static-apache and static-caddy print"
          + " files that answer it. A host that only answers GET, such as a page of GitHub, leaves"
          + " classic Outlook without an answer; the others go on with autoconfig.",
        "FOLDER/DOMAIN/setup/ gets the set-up page in every language, with the domain's Apple"
          + " profile, signed where the settings say how: a script fills addresses in without"
          + " sending them anywhere. What needs a server is missing: profiles for one person,"
          + " sheets to choose from.",
        "With --isp, FOLDER/isp/ gets DOMAIN.xml for each domain: copied into the folder of"
          + " Thunderbird's program on managed computers, it finds the settings there without asking"
          + " anybody.",
      ],
      options: [
        .settings, .provider(providers.map(\.name)),
        CommandOption(
          name: "output", placeholder: "FOLDER", summary: "The folder to write to.",
          completion: .folders), .isp, .dryRun, .allowUnsigned,
      ] + CommandOption.reporting,
      examples: [
        ("mkprofile export --output www/", "Every domain of the settings."),
        (
          "mkprofile export --provider infomaniak --output www/ example.ch",
          "One domain of a provider that serves any."
        ),
      ],
      run: { invocation throws(Failure) in try invocation.export() })
  }
}

extension Invocation {
  fileprivate func export() throws(Failure) -> ExitCode {
    guard let folder = arguments[.output] ?? arguments[.isp] else {
      throw .usage("--output is missing", fix: "add --output FOLDER, or --isp FOLDER")
    }
    if arguments.has(.output), arguments.has(.isp) {
      throw .usage("--output and --isp exclude each other", fix: "give one of them")
    }
    let named = try namedDomains()
    let catalog = try settings(drawsLogos: true)
    let domains = named.isEmpty ? catalog.domains : named
    if named.isEmpty {
      for wildcard in catalog.wildcards {
        reporter.report([.notExportable(wildcard, else: domains.isEmpty)])
      }
    }
    guard !domains.isEmpty else { throw Failure(.badInput, "there is no domain to export") }
    var export = WebRootExport(folder, catalog, self)
    var isGood = true
    for domain in domains { isGood = try export.add(domain) && isGood }
    try export.finish()
    return isGood ? .done : .errorsFound
  }

  /// The domains that were typed, each once.
  func namedDomains() throws(Failure) -> [DomainName] {
    var domains: [DomainName] = []
    for text in arguments.operands {
      do throws(InvalidValue) {
        let domain = try DomainName(text)
        if !domains.contains(domain) { domains.append(domain) }
      } catch { throw Failure(.badInput, error.message, fix: error.fix) }
    }
    return domains
  }
}

extension CommandOption {
  /// Where Thunderbird's own files go.
  fileprivate static let isp = CommandOption(
    name: "isp", placeholder: "FOLDER",
    summary: "Write the files that Thunderbird reads from its own folder, instead of a web root.",
    completion: .folders)
}

extension Finding {
  /// A note, unless nothing else is left to export.
  fileprivate static func notExportable(_ wildcard: String, else isError: Bool) -> Finding {
    Finding(
      isError ? .error : .note, at: "",
      "the wildcard \(wildcard.quoted) stands for domains that are not named here",
      fix: "name those to export: mkprofile export --output FOLDER DOMAIN ...")
  }
}

/// Writes the documents of one domain after the other.
private struct WebRootExport {
  private let folder: String
  private let catalog: SettingsCatalog
  private let reporter: Reporter
  private let batch: FileBatch
  private let isDryRun: Bool
  private let documents: [(format: any Renderer, paths: [String])]
  private let advice: DomainAdvice
  private let page: SetupPage?
  /// True for Thunderbird's own folder instead of a web root.
  private let isLocal: Bool
  private let signer: DocumentSigner
  private var domains = 0
  private var changed = 0
  private var unchanged = 0

  init(_ folder: String, _ catalog: SettingsCatalog, _ invocation: Invocation) {
    self.folder = folder
    self.catalog = catalog
    reporter = invocation.reporter
    batch = FileBatch(isInterrupted: invocation.io.isInterrupted)
    isDryRun = invocation.arguments.has(.dryRun)
    isLocal = invocation.arguments.has(.isp)
    signer = DocumentSigner(
      invocation.cli.signing, invocation.reporter,
      mayLeaveUnsigned: invocation.arguments.has(.allowUnsigned))
    advice = DomainAdvice(catalog)
    let documents: [(format: any Renderer, paths: [String])] = WebRoot.paths.compactMap {
      name, paths in
      invocation.cli.formats.first { $0.name == name }.map { ($0, paths) }
    }
    // Its button leads to the profile.
    let hasProfile = documents.contains { $0.format.name == MobileConfig().name }
    self.documents = documents
    page = hasProfile ? SetupPage() : nil
  }

  /// Writes what there is for a domain; false where an error was reported.
  mutating func add(_ domain: DomainName) throws(Failure) -> Bool {
    guard let account = catalog.account(forDomain: domain) else {
      return reporter.report([advice.finding(domain)], for: domain.ascii)
    }
    domains += 1
    if isLocal {
      let (bytes, isFine) = render(account, as: Autoconfig())
      if let bytes { try write(bytes, "isp/\(domain.ascii).xml") }
      return isFine
    }
    var isGood = true
    // GitHub's pages leave out folders such as .well-known unless this file is there.
    try write([], "\(domain.ascii)/.nojekyll")
    for (format, paths) in documents {
      let (bytes, isFine) = render(account, as: format)
      isGood = isFine && isGood
      guard let bytes else { continue }
      for path in paths { try write(bytes, "\(domain.ascii)/\(path)") }
    }
    if let policy = MTASTSPolicy(account.provider.dns) {
      try write(Array(policy.text.utf8), "\(domain.ascii)\(LookupPath.deliveryPolicy)")
    }
    if let page {
      for file in page.files(domain, catalog) {
        try write(file.bytes, "\(domain.ascii)/\(WebRoot.page)/\(file.name)")
      }
    }
    return isGood
  }

  /// The document, unless there is none, and whether all is well.
  private func render(
    _ account: AccountSettings, as format: any Renderer
  ) -> (bytes: [UInt8]?, isFine: Bool) {
    do throws(RenderFailure) {
      let document = try format.render(account, RenderOptions())
      let isFine = reporter.report(document.findings.about(format), for: account.domain.ascii)
      guard isFine else { return (nil, false) }
      guard format.isSigned else { return (document.bytes, true) }
      let signed = signer.sign(document.bytes, for: account, account.domain.ascii)
      return (signed, signed != nil)
    } catch {
      var findings = error.findings.about(format)
      if WebRoot.experimental.contains(format.name) {
        for index in findings.indices where findings[index].severity == .error {
          findings[index].severity = .warning
        }
      }
      return (nil, reporter.report(findings, for: account.domain.ascii))
    }
  }

  /// Puts the last files in their places and says how many there are.
  func finish() throws(Failure) {
    try batch.commit()
    let files = "\(changed) \(changed == 1 ? "file" : "files")"
    let served = "\(domains) \(domains == 1 ? "domain" : "domains")"
    let verb = isDryRun ? "would write" : "wrote"
    let were = isDryRun ? "are" : "were"
    reporter.inform(
      "\(verb) \(files) for \(served) to \(FileSystem.join(folder, "")),"
        + " \(unchanged) \(were) up to date")
    if isLocal {
      reporter.inform(
        "copy \(FileSystem.join(folder, "isp")) into the folder of Thunderbird's program, such as"
          + " C:\\Program Files\\Mozilla Thunderbird or /usr/lib/thunderbird")
      return
    }
    reporter.inform(
      "Outlook, Thunderbird and FairEmail send POST, which a host of files alone refuses (405);"
        + " a file that answers it is printed by",
      next: "mkprofile deploy static-nginx|static-apache|static-caddy")
  }

  private mutating func write(_ bytes: [UInt8], _ name: String) throws(Failure) {
    let path = FileSystem.join(folder, name)
    if (try? FileSystem.contents(of: path, limit: bytes.count)) == bytes {
      unchanged += 1
      return
    }
    changed += 1
    guard !isDryRun else { return }
    do throws(SystemError) {
      try FileSystem.makeFolder(FileSystem.parent(of: path) ?? ".")
    } catch {
      throw .cannotWrite(path, error)
    }
    try batch.add(bytes, to: path)
  }
}

extension [Finding] {
  /// The findings with the format's name before each sentence: several formats report here.
  fileprivate func about(_ format: any Renderer) -> [Finding] {
    map { finding in
      var finding = finding
      finding.message = "\(format.name): \(finding.message)"
      return finding
    }
  }
}
