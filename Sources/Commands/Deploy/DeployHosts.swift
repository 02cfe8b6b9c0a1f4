// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SettingsFile

/// The host names that a proxy answers for, each of which needs a certificate.
struct DeployHosts {
  /// Names that share a certificate: those of one mail domain, or the host of a public URL.
  struct Group: Hashable {
    /// The mail domain, where it is one.
    let domain: DomainName?
    /// Host names in ASCII, at least one; a wildcard begins with `*.`.
    var names: [String]

    /// What the certificate is called: its first name, without the wildcard.
    var certificate: String {
      let first = names.first ?? ""
      return first.hasPrefix("*.") ? String(first.dropFirst(2)) : first
    }
    /// True where the names stand for others.
    var isWildcard: Bool { names.first?.hasPrefix("*.") ?? false }
  }

  /// A group for each public URL that is no host of a mail domain, then one for each mail domain.
  let groups: [Group]
  /// Such as `*.customers.example`.
  let wildcards: [String]
  /// True where the settings serve every other domain, too.
  let servesEveryOther: Bool

  /// A regular expression for what is asked for at the web sites of the mail domains.
  static var pathsOfSites: String {
    let paths = LookupPath.allCases.filter(\.isOfSite).map {
      $0.rawValue.split(separator: ".", omittingEmptySubsequences: false).joined(separator: "\\.")
    }
    return "^(\(paths.joined(separator: "|")))(/v1\\.0/|$)"
  }

  /// The names for everything that settings serve.
  init(_ catalog: SettingsCatalog) {
    self.init(
      catalog.domains, wildcards: catalog.wildcards, catalog,
      publicHosts: catalog.providers.compactMap { $0.publicURL?.host })
  }

  /// The names for some domains; what the settings do not serve is left out.
  init(_ domains: [DomainName], in catalog: SettingsCatalog) {
    self.init(domains, wildcards: [], catalog, publicHosts: [])
  }

  /// The public hosts are those of the domains' providers and some more.
  private init(
    _ domains: [DomainName], wildcards: [String], _ catalog: SettingsCatalog,
    publicHosts more: [DomainName]
  ) {
    let served = ServedHosts(catalog)
    var groups: [Group] = []
    var taken: Set<String> = []
    var places: [String: Int] = [:]
    var publicHosts: [DomainName] = []
    for domain in domains {
      guard let provider = catalog.account(forDomain: domain)?.provider else { continue }
      places[domain.ascii] = groups.count
      let names = served.hosts(of: domain).map(\.ascii).filter { taken.insert($0).inserted }
      groups.append(Group(domain: domain, names: names))
      if let host = provider.publicURL?.host { publicHosts.append(host) }
    }
    var others: [Group] = []
    for host in publicHosts + more where taken.insert(host.ascii).inserted {
      if let place = host.parent.flatMap({ places[$0.ascii] }) ?? places[host.ascii] {
        groups[place].names.append(host.ascii)
      } else {
        others.append(Group(domain: nil, names: [host.ascii]))
      }
    }
    self.groups = others + groups.filter { !$0.names.isEmpty }
    self.wildcards = wildcards.filter { $0 != "*" }
    servesEveryOther = wildcards.contains("*")
  }

  /// Every name once, the wildcards not among them.
  var names: [String] { groups.flatMap(\.names) }

  /// The wildcards as groups.
  var wildcardGroups: [Group] { wildcards.map { Group(domain: nil, names: [$0]) } }

  /// So many mail domains may stand in a file for Caddy; with more it asks for each of them.
  static let mostListed = 30

  /// True where a list of names would leave some out, or be long.
  var areTooMany: Bool {
    servesEveryOther || !wildcards.isEmpty || groups.count > Self.mostListed
  }
}
