// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System
import Trees

/// Reads one settings file after another into one catalog.
struct SettingsReader {
  let limits: SettingsLimits
  private(set) var findings: [Finding] = []
  /// The files and folders that were read, without the lists of domains.
  private var paths: [String] = []
  private var claims: CatalogBuilder
  private var providers: [Provider] = []
  private var providerCount = 0
  private var directories: [ServedDirectory] = []
  private var ids: [DomainName: Place] = [:]

  init(limits: SettingsLimits) {
    self.limits = limits
    claims = CatalogBuilder(limits: limits)
  }

  /// Reads the text of one file; a name that ends in `.json` says that it is JSON.
  mutating func read(_ bytes: [UInt8], name: String) {
    note(path: name)
    let report = Report(file: name, limit: limits.findings, limits: limits)
    do throws(SyntaxFault) {
      let text = try SourceText(bytes)
      let root =
        name.hasSuffix(".json")
        ? try JSONParser.parse(text, limits: limits.file)
        : try YAMLParser.parse(text, limits: limits.file)
      read(Field(node: root, path: .root, report: report))
    } catch {
      report.error(error.mark, .root, error.message, fix: error.fix)
    }
    findings += report.findings
    paths += report.files
  }

  /// Remembers a file or folder as part of the settings.
  mutating func note(path: String) { paths.append(path) }

  /// Adds what was found before a file could be read.
  mutating func add(_ finding: Finding) { findings.append(finding) }

  /// The catalog with every warning, or everything found where there is an error.
  func result(_ cause: SettingsFailure.Cause = .invalid) throws(SettingsFailure) -> LoadedSettings {
    let catalog = SettingsCatalog(providers, claims, directories)
    let findings = findings + LinkCheck.findings(catalog, claims, limit: limits.listFindings)
    let placed = findings.filter { $0.place != nil }.enumerated().sorted { left, right in
      guard let first = left.element.place, let second = right.element.place, first != second
      else { return left.offset < right.offset }
      return first < second
    }
    let sorted = findings.filter { $0.place == nil } + placed.map(\.element)
    guard !sorted.contains(where: { $0.severity == .error }) else {
      throw SettingsFailure(cause: cause, findings: sorted, files: paths + claims.files)
    }
    return LoadedSettings(catalog: catalog, findings: sorted, files: paths + claims.files)
  }

  private mutating func read(_ root: Field) {
    guard case .mapping(let pairs) = root.node.value,
      pairs.contains(where: { $0.key == Keys.Services.providers.rawValue })
    else {
      readService(root)
      return
    }
    if let other = pairs.first(where: { Keys.Service(rawValue: $0.key) != nil }) {
      root.report.error(
        other.mark, .key(root.path, other.key), "stands beside 'providers:'",
        fix: "move it into one of the providers")
      return
    }
    for service in Fields<Keys.Services>(root)?[.providers]?.items() ?? [] {
      guard providerCount < limits.providers else {
        service.error("there are more than \(limits.providers) providers")
        return
      }
      readService(service)
    }
  }

  private mutating func readService(_ service: Field) {
    guard let fields = Fields<Keys.Service>(service) else { return }
    readDirectory(of: fields)
    let reader = ProviderReader(fields)
    if let provider = reader.provider() {
      providers.append(provider)
      if let id = reader.id { claim(provider.id, at: id) }
    }
    if let domains = fields[.domains] {
      var reader = DomainsReader(
        provider: providerCount, report: service.report, limits: limits)
      reader.read(domains, into: &claims)
      findings += reader.listFindings
    }
    providerCount += 1
  }

  /// Where domains and people are, too; without it `domains` has to be there.
  private mutating func readDirectory(of fields: Fields<Keys.Service>) {
    let options = fields[.directory]?.domainDirectory()
    if let options {
      directories.append(ServedDirectory(provider: providerCount, options: options))
    }
    guard fields[.domains] == nil, options?.domains == nil else { return }
    // What is wrong with the directory was said.
    guard options != nil || fields[.directory] == nil else { return }
    fields.report.error(
      fields.mark, .key(fields.path, Keys.Service.domains.rawValue), "is missing",
      fix: "add 'domains:'")
  }

  private mutating func claim(_ id: DomainName, at field: Field) {
    if let first = ids[id] {
      field.error("\(id) is already the id of the provider at \(first)", fix: "choose another")
    } else {
      ids[id] = field.report.place(field.mark)
    }
  }
}
