// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Every provider of the settings, and which domain each one serves.
public struct SettingsCatalog: Sendable {
  /// The providers in the order in which they were read.
  public private(set) var providers: [Provider]
  private let exact: [DomainName: Claim]
  private let below: [DomainName: Claim]
  private let everyOther: Claim?
  private let loginDomains: [DomainName]
  /// By provider: true where everybody at a domain that is not linked gets the same settings.
  private let isSameForEverybody: [Bool]

  init(_ providers: [Provider], _ builder: CatalogBuilder) {
    self.providers = providers
    isSameForEverybody = providers.map(Self.isSameForEverybody)
    exact = builder.exact
    loginDomains = builder.loginDomains
    everyOther = builder.wildcards.first { $0.key.suffix == nil }?.value
    var below: [DomainName: Claim] = [:]
    for (wildcard, claim) in builder.wildcards {
      if let suffix = wildcard.suffix { below[suffix] = claim }
    }
    self.below = below
  }

  /// The same with other logos: those that are named have become the values; nil is none.
  package func withLogos(_ logos: [LogoImage: LogoImage?]) -> SettingsCatalog {
    var catalog = self
    for index in providers.indices {
      guard let logo = providers[index].logo, let other = logos[logo] else { continue }
      catalog.providers[index].logo = other
    }
    return catalog
  }

  /// The settings of one address; nil where nobody serves its domain.
  ///
  /// A domain that is named wins over a wildcard, a longer wildcard over a shorter one, and `*`
  /// takes what is left.
  public func account(for address: MailAddress, person: Person = Person()) -> AccountSettings? {
    guard let (provider, login) = provider(of: address.domain) else { return nil }
    return AccountSettings(provider, address: address, loginDomain: login, person: person)
  }

  /// The settings of everybody at a domain; nil where nobody serves it.
  public func account(
    forDomain domain: DomainName, language: Language? = nil
  ) -> AccountSettings? {
    guard let (provider, login) = provider(of: domain) else { return nil }
    return AccountSettings(provider, domain: domain, loginDomain: login, language: language)
  }

  /// True where every address of a domain without a tag gets the same hosts, URLs and user names
  /// in terms of the address; false also where that cannot be told from the settings alone.
  public func isSameForEverybody(at domain: DomainName) -> Bool {
    guard let claim = find(domain)?.claim, claim.login == nil,
      isSameForEverybody.indices.contains(claim.provider)
    else { return false }
    return isSameForEverybody[claim.provider]
  }

  /// What holds for a domain that no setting names holds for every domain.
  private static func isSameForEverybody(_ provider: Provider) -> Bool {
    guard let domain = try? DomainName("mail.invalid") else { return false }
    return AccountSettings(provider, domain: domain).isSameForEverybody
  }

  /// Every domain and linked domain that is named, in alphabetical order.
  public var domains: [DomainName] { exact.keys.sorted() }

  /// How many domains and linked domains are named.
  public var domainCount: Int { exact.count }

  /// Every wildcard, such as `*.customers.example` and `*`, in alphabetical order.
  public var wildcards: [String] {
    (below.keys.map { "*.\($0.ascii)" } + (everyOther == nil ? [] : ["*"])).sorted()
  }

  /// What a domain was found by, the surest first.
  public enum Match: Int, Sendable, Hashable, Comparable {
    /// It is named, or linked.
    case named
    /// A wildcard such as `*.customers.example` takes it.
    case wildcard
    /// The default `*` takes it.
    case everyOther

    /// The surer one is less.
    public static func < (left: Match, right: Match) -> Bool { left.rawValue < right.rawValue }
  }

  /// How a domain is served; nil where nobody serves it.
  public func match(_ domain: DomainName) -> Match? { find(domain)?.match }

  private func provider(of domain: DomainName) -> (Provider, login: DomainName?)? {
    guard let claim = find(domain)?.claim, claim.provider < providers.count else { return nil }
    let login = claim.login.flatMap { $0 < loginDomains.count ? loginDomains[$0] : nil }
    return (providers[claim.provider], login)
  }

  private func find(_ domain: DomainName) -> (claim: Claim, match: Match)? {
    if let claim = exact[domain] { return (claim, .named) }
    var parent = below.isEmpty ? nil : domain.parent
    while let suffix = parent {
      if let claim = below[suffix] { return (claim, .wildcard) }
      parent = suffix.parent
    }
    return everyOther.map { ($0, .everyOther) }
  }
}
