// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The host names under which the domains of the settings are asked about: each needs a place in
/// the DNS and in a certificate.
package struct ServedHosts: Sendable {
  private let catalog: SettingsCatalog

  /// The hosts of these settings.
  package init(_ catalog: SettingsCatalog) { self.catalog = catalog }

  /// How many domains are served by name.
  package var count: Int { catalog.domainCount }

  /// Where people are led: the host of every `publicURL`, in alphabetical order.
  package var pages: [DomainName] {
    Set(catalog.providers.compactMap { $0.publicURL?.host }).sorted()
  }

  /// The hosts of one domain: the labels of mail clients, and that of mail servers where there is
  /// a policy for them here; none where nobody serves it.
  package func hosts(of domain: DomainName) -> [DomainName] {
    guard let provider = catalog.account(forDomain: domain)?.provider else { return [] }
    let labels = LookupLabel.setup + (Self.servesPolicy(provider, of: domain) ? [.mtaSTS] : [])
    return labels.compactMap { try? DomainName($0.host(of: domain.ascii)) }
  }

  /// Every host that is known by name, by domain in alphabetical order; the pages come first, in
  /// an entry of their own, where no domain has them.
  package var all: [[DomainName]] {
    let byDomain = catalog.domains.map { hosts(of: $0) }
    let known = Set(byDomain.joined())
    let others = pages.filter { !known.contains($0) }
    return (others.isEmpty ? [] : [others]) + byDomain.filter { !$0.isEmpty }
  }

  /// True for a host under which somebody is answered: one of these, the same of a domain that a
  /// wildcard takes, and a domain itself.
  package func contains(_ host: DomainName) -> Bool {
    if pages.contains(host) || catalog.match(host) != nil { return true }
    guard
      let label = LookupLabel.allCases.first(where: { host.ascii.hasPrefix("\($0.rawValue).") }),
      let domain = host.parent, let account = catalog.account(forDomain: domain)
    else { return false }
    return label != .mtaSTS || account.provider.dns?.hasPolicy ?? false
  }

  /// True for a name in a certificate under which something is served: a host, or a wildcard such
  /// as `*.example.ch`, which stands for one label (RFC 9525 section 6.3).
  package func covers(_ name: String) -> Bool {
    guard name.hasPrefix("*.") else { return (try? DomainName(name)).map(contains) ?? false }
    guard let parent = try? DomainName(String(name.dropFirst(2))) else { return false }
    return pages.contains { $0.parent == parent }
      || LookupLabel.setup.contains { label in
        (try? DomainName(label.host(of: parent.ascii))).map(contains) ?? false
      }
  }

  /// A policy is served here unless the settings lead its name to another host.
  private static func servesPolicy(_ provider: Provider, of domain: DomainName) -> Bool {
    guard let dns = provider.dns, dns.hasPolicy else { return false }
    guard let host = dns.mtaSTS?.host else { return true }
    var own = [LookupLabel.mtaSTS.host(of: domain.ascii)]
    if let page = provider.publicURL?.host { own.append(page.ascii) }
    if case .host(let setup)? = dns.setup { own.append(setup.ascii) }
    return own.contains(host.ascii)
  }
}
