// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// Reads the `domains:` of one provider into the catalog.
struct DomainsReader {
  let provider: Int
  let report: Report
  let limits: SettingsLimits
  /// What was found in lists of domains, which are files of their own.
  private(set) var listFindings: [Finding] = []

  init(provider: Int, report: Report, limits: SettingsLimits) {
    self.provider = provider
    self.report = report
    self.limits = limits
  }

  mutating func read(_ domains: Field, into catalog: inout CatalogBuilder) {
    let file = catalog.add(file: report.file)
    for item in domains.items() ?? [] {
      if case .scalar = item.node.value {
        entry(item, nil, file, &catalog)
        continue
      }
      guard let fields = Fields<Keys.Domain>(item) else { continue }
      switch (fields[.name], fields[.list]) {
      case (let name?, nil): entry(name, fields[.aliases], file, &catalog)
      case (nil, let list?):
        if fields[.aliases] != nil {
          fields.error(
            at: .aliases, "a list has its linked domains inside",
            fix: "write them into the list as 'LINKED-DOMAIN PRIMARY-DOMAIN'")
        }
        read(list: list, into: &catalog)
      case (_?, _?):
        fields.error(at: .list, "a name and a list are both given", fix: "make two entries of them")
      case (nil, nil):
        item.error("names no domain", fix: "add 'name:' or 'list:'")
      }
    }
  }

  private func entry(
    _ name: Field, _ aliases: Field?, _ file: UInt16, _ catalog: inout CatalogBuilder
  ) {
    guard let text = name.text() else { return }
    let claim = Claim(provider: provider, file: file, mark: name.mark)
    if text.utf8.contains(UInt8(ascii: "*")) {
      guard let wildcard = name.value(Wildcard.init) else { return }
      claimed(name, "\(wildcard)", catalog.claim(wildcard, claim), catalog)
      aliases?.error(
        "a wildcard has no linked domains", fix: "write them as domains of their own")
      return
    }
    guard let domain = name.domain() else { return }
    claimed(name, domain.ascii, catalog.claim(domain, claim), catalog)
    for alias in aliases?.items() ?? [] { link(alias, to: domain, file, &catalog) }
  }

  private func link(
    _ alias: Field, to domain: DomainName, _ file: UInt16, _ catalog: inout CatalogBuilder
  ) {
    var name: Field? = alias
    var keepsLogin = false
    if case .mapping = alias.node.value {
      guard let fields = Fields<Keys.Alias>(alias) else { return }
      name = fields[.name]
      keepsLogin = fields[.login]?.choice(of: Keys.Login.self) == .same
    }
    guard let name, let linked = name.domain() else { return }
    guard linked != domain else {
      name.error("\(linked) is linked to itself", fix: "remove it")
      return
    }
    let login = keepsLogin ? nil : catalog.login(at: domain)
    let claim = Claim(provider: provider, file: file, mark: name.mark, login: login)
    claimed(name, linked.ascii, catalog.claim(linked, claim), catalog)
  }

  private mutating func read(list: Field, into catalog: inout CatalogBuilder) {
    guard let path = list.filePath() else { return }
    guard catalog.fileCount < limits.files else {
      list.error("there are more than \(limits.files) files")
      return
    }
    var reader = DomainList(path: path, provider: provider, limits: limits)
    do throws(InputFault) {
      try reader.read(into: &catalog)
    } catch {
      list.error(error, of: path)
    }
    listFindings += reader.findings
  }

  private func claimed(
    _ field: Field, _ name: String, _ refusal: CatalogBuilder.Refusal?, _ catalog: CatalogBuilder
  ) {
    guard let refusal else { return }
    field.error(refusal.message(for: name, in: catalog), fix: refusal.fix)
  }
}
