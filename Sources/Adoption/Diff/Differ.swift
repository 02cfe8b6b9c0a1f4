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
    guard sides.count == 2 else { return report }
    compare(sides[0], sides[1], &report)
    return report
  }

  private static func compare(_ old: DiffSide, _ new: DiffSide, _ report: inout DiffReport) {
    var domains = old.catalog.domains
    let known = Set(domains)
    domains += new.catalog.domains.filter { !known.contains($0) }
    for domain in domains { compare(old, new, domain, &report) }
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
          || old.identity != nil || new.identity != nil
      else { return }
      var comparison = AccountComparison(before, after)
      if let first = old.identity(before), let second = new.identity(after) {
        comparison.compare(first, second)
      }
      for change in comparison.changes { report.add(change, shown) }
    }
  }
}
