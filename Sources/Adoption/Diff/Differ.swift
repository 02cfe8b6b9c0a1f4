// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SettingsFile
import Trees

/// Compares accounts as a device sees them that is already set up.
package enum Differ {
  /// Everything that differs, domain by domain.
  package static func diff(
    _ old: DiffInput, _ new: DiffInput, _ options: ImportOptions
  ) -> DiffReport {
    var report = DiffReport()
    var sides: [DiffSide] = []
    for input in [old, new] {
      do throws(UnreadableDocument) { sides.append(try DiffSide(input, options)) } catch {
        report.findings += error.findings
      }
    }
    report.findings += sides.flatMap(\.findings).filter { finding in
      finding.message != FrameImport.otherIdentifiers
    }
    guard sides.count == 2 else { return report }
    compare(sides[0], sides[1], &report)
    return report
  }

  private static func compare(_ old: DiffSide, _ new: DiffSide, _ report: inout DiffReport) {
    var domains = old.catalog.domains
    let known = Set(domains)
    domains += new.catalog.domains.filter { !known.contains($0) }
    let directories = DirectoryComparison(old, new)
    var uncertain: [String] = []
    for domain in domains {
      if directories.isUncertain(
        isServedByOld: old.catalog.match(domain) != nil,
        isServedByNew: new.catalog.match(domain) != nil)
      {
        uncertain.append(domain.unicode)
        directories.assume(domain, old, new)
        guard old.account(domain) != nil, new.account(domain) != nil else { continue }
      }
      compare(old, new, domain, &report)
    }
    for example in directories.examples {
      compare(old, new, example.domain, as: example.name, &report)
    }
    for (change, name) in directories.changes { report.add(change, name) }
    report.findings += directories.findings
    if let finding = DirectoryComparison.finding(uncertain) { report.findings.append(finding) }
    for wildcard in Set(old.catalog.wildcards + new.catalog.wildcards).sorted() {
      // What a wildcard stands for is shown by one domain below it.
      let example =
        wildcard == "*" ? "mkprofile-diff.example" : "mkprofile-diff\(wildcard.dropFirst())"
      if let domain = try? DomainName(example) {
        compare(old, new, domain, as: wildcard, &report)
      }
    }
  }

  private static func compare(
    _ old: DiffSide, _ new: DiffSide, _ domain: DomainName, as name: String? = nil,
    _ report: inout DiffReport
  ) {
    let shown = name ?? domain.unicode
    switch (old.account(domain), new.account(domain)) {
    case (nil, nil): return
    case (.some, nil):
      report.add(
        DiffChange(
          "domain", "served", nil,
          "new devices are no longer set up; those that are set up go on as they are"), shown)
    case (nil, .some):
      report.add(DiffChange("domain", nil, "served", "devices can be set up"), shown)
    case (let before?, let after?):
      guard
        before.provider != after.provider || before.loginDomain != after.loginDomain
          || old.document != nil || new.document != nil
      else { return }
      var comparison = AccountComparison(before, after)
      if let first = old.identity(before), let second = new.identity(after) {
        comparison.compare(first, second)
      }
      var changes = comparison.changes
      if old.isSettings, new.isSettings {
        changes += ModelKeys.changes(before.provider, after.provider)
      }
      // A document says the same for each of its domains.
      if !report.hasComparedDocuments {
        changes += documents(old, before, new, after, changes)
        report.hasComparedDocuments = old.document != nil || new.document != nil
      }
      for change in changes { report.add(change, shown) }
    }
  }

  /// What documents say beyond the account: every key, and every program that reads them.
  private static func documents(
    _ old: DiffSide, _ before: AccountSettings, _ new: DiffSide, _ after: AccountSettings,
    _ known: [DiffChange]
  ) -> [DiffChange] {
    guard let address = before.address else { return [] }
    if old.isSettings, new.isSettings { return programs(old, before, after, address, known) }
    guard let first = old.document(before, like: new), let second = new.document(after, like: old)
    else { return [] }
    let raw = RawComparison.changes(first, second, for: address, besides: known)
    return raw + ClientComparison.changes(first, second, for: address, besides: known + raw)
  }

  /// What programs make of the documents of two settings.
  private static func programs(
    _ side: DiffSide, _ before: AccountSettings, _ after: AccountSettings,
    _ address: MailAddress, _ known: [DiffChange]
  ) -> [DiffChange] {
    let empty = XMLDocument(
      root: XMLElement(name: "", pieces: [], place: Place(file: "", line: 1, column: 1)),
      interruptedRoot: XMLElement(name: "", pieces: [], place: Place(file: "", line: 1, column: 1)),
      hasByteOrderMark: false, hasDocumentType: false)
    return [AccountDocument.autoconfig(empty), .autodiscover(empty)].flatMap { kind in
      guard let first = side.rendered(before, kind), let second = side.rendered(after, kind) else {
        return [DiffChange]()
      }
      return ClientComparison.changes(first, second, for: address, besides: known)
    }
  }
}
