// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SettingsFile

/// The host names that a proxy answers for.
struct DeployNames {
  /// Those that are known by name.
  let named: [String]
  /// Such as `*.customers.example` and `*`.
  let wildcards: [String]

  /// The names of clients at domains of which no settings are known.
  init(_ domains: [DomainName]) {
    named = domains.flatMap { domain in
      LookupLabel.setup.map { $0.host(of: domain.ascii) }
    }
    wildcards = []
  }

  /// The hosts of settings.
  init(_ catalog: SettingsCatalog) {
    let hosts = ServedHosts(catalog)
    named = catalog.domains.flatMap { hosts.hosts(of: $0).map(\.ascii) }
    wildcards = catalog.wildcards
  }

  /// A regular expression for what is asked for at the web sites of the mail domains.
  static var pathsOfSites: String {
    let paths = LookupPath.allCases.filter(\.isOfSite).map {
      $0.rawValue.split(separator: ".", omittingEmptySubsequences: false).joined(separator: "\\.")
    }
    return "^(\(paths.joined(separator: "|")))(/v1\\.0/|$)"
  }

  /// A template with the names, each once with every site prefix; without `wildcards`, those are
  /// left to a comment.
  func fill(
    _ template: [UInt8], separator: String, sites: [String], wildcards showsWildcards: Bool = true
  ) -> [UInt8] {
    let below = wildcards.filter { $0 != "*" }
    let hosts = named + (showsWildcards ? below : [])
    let names = hosts.flatMap { host in sites.map { $0 + host } }
    var notes: [String] = []
    if !showsWildcards, !below.isEmpty {
      notes.append("# Not in here, since names have a label more: \(below.joined(separator: " "))")
    } else if !below.isEmpty {
      notes.append("# A certificate's wildcard stands for one label: names below need their own.")
    }
    if wildcards.contains("*") {
      notes.append("# The settings serve every other domain, too: add names for those that ask.")
    }
    return template.replacing("@SITE@", by: Self.pathsOfSites)
      .replacing("@NOTES@\n", by: notes.map { "\($0)\n" }.joined() + "\n")
      .replacing("@NAMES@", by: names.joined(separator: separator))
      .replacing(
        "@FIRST@", by: hosts.first.map { $0.hasPrefix("*.") ? String($0.dropFirst(2)) : $0 } ?? "")
  }
}
