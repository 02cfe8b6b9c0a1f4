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
  /// The directories of the providers that have one.
  package private(set) var directories: [ServedDirectory]
  /// The places of the providers by their ids; empty where no directory names any.
  private let places: [DomainName: Int]

  init(_ providers: [Provider], _ builder: CatalogBuilder, _ directories: [ServedDirectory] = []) {
    self.providers = providers
    self.directories = directories
    places =
      directories.isEmpty
      ? [:]
      : Dictionary(
        providers.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
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
    guard let served = find(domain), served.login == nil,
      isSameForEverybody.indices.contains(served.provider)
    else { return false }
    return isSameForEverybody[served.provider] && people(of: served) == nil
  }

  /// What holds for a domain that no setting names holds for every domain.
  private static func isSameForEverybody(_ provider: Provider) -> Bool {
    guard let domain = try? DomainName("mail.invalid") else { return false }
    return AccountSettings(provider, domain: domain).isSameForEverybody
  }

  /// Every domain and linked domain that is named or in a directory, in alphabetical order.
  public var domains: [DomainName] {
    var all = Array(exact.keys)
    for directory in directories {
      directory.domains.snapshot.forEach { name, _ in if exact[name] == nil { all.append(name) } }
    }
    let sorted = all.sorted()
    guard directories.count > 1 else { return sorted }
    return sorted.indices.filter { $0 == 0 || sorted[$0] != sorted[$0 - 1] }.map { sorted[$0] }
  }

  /// How many domains and linked domains are named or in a directory.
  public var domainCount: Int {
    directories.reduce(exact.count) { $0 + $1.domains.count }
  }

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
    guard let served = find(domain), served.provider < providers.count else { return nil }
    return (providers[served.provider], served.login)
  }

  /// Who serves a domain.
  private struct Served {
    let provider: Int
    /// The domain that user names belong to; nil for the domain itself.
    let login: DomainName?
    let match: Match
    /// The directory that named it, by its place.
    var directory: Int?
  }

  private func find(_ domain: DomainName) -> Served? {
    if let claim = exact[domain] { return served(by: claim, .named) }
    if !directories.isEmpty, let found = inDirectories(domain) { return found }
    var parent = below.isEmpty ? nil : domain.parent
    while let suffix = parent {
      if let claim = below[suffix] { return served(by: claim, .wildcard) }
      parent = suffix.parent
    }
    return everyOther.map { served(by: $0, .everyOther) }
  }

  private func served(by claim: Claim, _ match: Match) -> Served {
    let login = claim.login.flatMap { $0 < loginDomains.count ? loginDomains[$0] : nil }
    return Served(provider: claim.provider, login: login, match: match)
  }

  private func inDirectories(_ domain: DomainName) -> Served? {
    // By its place: a directory that is copied costs more than the look-up.
    for index in directories.indices {
      guard let entry = directories[index].domains[domain],
        let provider = entry.provider.map({ places[$0] }) ?? directories[index].provider
      else { continue }
      return Served(provider: provider, login: entry.login, match: .named, directory: index)
    }
    return nil
  }

  // MARK: Directories

  /// True where the settings name a domain themselves, so that no directory can.
  package func namesItself(_ domain: DomainName) -> Bool { exact[domain] != nil }

  /// True where the settings name no domain at all.
  package var namesNone: Bool { exact.isEmpty }

  /// True for the id of a provider.
  package func hasProvider(_ id: DomainName) -> Bool { places[id] != nil }

  /// The same with domains that are known already, by the places of their directories.
  package func withDomains(_ domains: [Int: LiveDomains]) -> SettingsCatalog {
    var catalog = self
    for (index, domains) in domains where catalog.directories.indices.contains(index) {
      catalog.directories[index].domains = domains
    }
    return catalog
  }

  /// Where somebody is asked about, and under which address: without a tag, at the domain that
  /// logins belong to, in lower case. Nil where the rules of the settings say everything.
  package func people(of address: MailAddress) -> (directory: Int, address: MailAddress)? {
    guard !directories.isEmpty, let served = find(address.domain), let index = people(of: served)
    else { return nil }
    let mailbox = address.base.at(served.login ?? address.domain)
    // Most addresses are in lower case: they are not read again.
    let isLower = mailbox.local.utf8.allSatisfy { $0 < 0x80 && !(0x41...0x5A).contains($0) }
    if isLower { return (index, mailbox) }
    return (index, (try? MailAddress(mailbox.description.lowercased())) ?? mailbox)
  }

  private func people(of served: Served) -> Int? {
    guard !directories.isEmpty else { return nil }
    let own = directories.firstIndex { $0.provider == served.provider && $0.options.person != nil }
    return own
      ?? served.directory.flatMap { directories[$0].options.person == nil ? nil : $0 }
  }
}
