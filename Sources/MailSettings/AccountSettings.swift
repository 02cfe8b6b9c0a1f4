// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// What is known of the person an account is for, beside the address.
public struct Person: Hashable, Sendable {
  /// The full name, which recipients see.
  public var name: DisplayText?
  /// A user name that no rule gives; it replaces every user name of the account.
  public var login: DisplayText?
  /// The language to write in.
  public var language: Language?
  /// The certificate and key with which the person signs and decrypts mail (S/MIME, RFC 8551).
  public var identity: PersonalIdentity?

  /// A person of whom any of these may be known.
  public init(
    name: DisplayText? = nil, login: DisplayText? = nil, language: Language? = nil,
    identity: PersonalIdentity? = nil
  ) {
    self.name = name
    self.login = login
    self.language = language
    self.identity = identity
  }
}

/// Everything a device needs, worked out for one address or for a whole domain.
///
/// This is the only place where host names, ports and user names are derived; a renderer only
/// spells them. Placeholders stand for the login address: a linked domain's login stays at its
/// primary domain, and the tag of a `+` address never enters it.
public struct AccountSettings: Hashable, Sendable {
  /// The provider behind the account.
  public let provider: Provider
  /// The domain that was asked for.
  public let domain: DomainName
  /// The domain that user names belong to: the primary one for a linked domain.
  public let loginDomain: DomainName
  /// The address as it was typed; nil for a whole domain.
  public let address: MailAddress?
  /// What is known of the person.
  public let person: Person
  /// Servers for reading mail, the preferred one first.
  public let incoming: [AccountServer]
  /// Servers for sending mail, the preferred one first.
  public let outgoing: [AccountServer]
  /// Calendars.
  public let calendars: [AccountService<CalendarService.Kind>]
  /// Address books.
  public let contacts: [AccountService<ContactService.Kind>]
  /// Directories of people.
  public let directories: [AccountDirectory]
  /// File shares.
  public let files: [AccountService<FileService.Kind>]
  /// The host for Exchange ActiveSync.
  public let activeSync: DomainName?
  /// The user name for Exchange ActiveSync; nil where there is none of it.
  public let activeSyncLogin: LoginName?
  /// Exchange Web Services, with the user name; `provider.ews` has the ways to log in.
  public let ews: AccountService<EWSKind>?
  /// JMAP, with its user name.
  public let jmap: AccountService<JMAPKind>?
  /// The server for mail filters.
  public let manageSieve: AccountSieve?
  /// Mail in a browser.
  public let webmail: WebURL?
  /// Where autodiscover sends clients on; nil where it answers with the servers.
  public let autodiscoverRedirect: AutodiscoverRedirect?
  /// True where everybody at the domain has the same hosts and URLs, and a user name that is the
  /// typed address or what stands before its `@`: a document that says it so is the same for all.
  public let isSameForEverybody: Bool
  /// What could not be worked out for this account.
  public let findings: [Finding]

  /// The settings of one address.
  public init(
    _ provider: Provider, address: MailAddress, loginDomain: DomainName? = nil,
    person: Person = Person()
  ) {
    self.init(
      provider, domain: address.domain, loginDomain: loginDomain ?? address.domain,
      address: address, person: person)
  }

  /// The settings of everybody at a domain, who may read one language.
  public init(
    _ provider: Provider, domain: DomainName, loginDomain: DomainName? = nil,
    language: Language? = nil
  ) {
    self.init(
      provider, domain: domain, loginDomain: loginDomain ?? domain, address: nil,
      person: Person(language: language))
  }

  private init(
    _ provider: Provider, domain: DomainName, loginDomain: DomainName, address: MailAddress?,
    person: Person
  ) {
    var derivation = Derivation(
      domain: domain, address: address, person: person,
      subject: LoginSubject(domain: loginDomain, address: address?.base.at(loginDomain)))
    self.provider = provider
    self.domain = domain
    self.loginDomain = loginDomain
    self.address = address
    self.person = person
    incoming = derivation.servers(provider.incoming, "incoming")
    outgoing = derivation.servers(provider.outgoing, "outgoing")
    calendars = derivation.services(provider.calendars, "calendars") {
      ($0.kind, $0.url, $0.username, $0.name)
    }
    contacts = derivation.services(provider.contacts, "contacts") {
      (.carddav, $0.url, $0.username, $0.name)
    }
    directories = derivation.directories(provider.directories)
    files = derivation.services(provider.files, "files") { (.webdav, $0.url, $0.username, nil) }
    activeSync = provider.activeSync.flatMap { derivation.host($0, "activeSync") }
    activeSyncLogin = activeSync == nil ? nil : derivation.login(provider.activeSyncUsername)
    ews = provider.ews.flatMap { derivation.service(.ews, $0.url, $0.username, nil, "ews") }
    jmap = provider.jmap.flatMap {
      derivation.service(.jmap, $0.url, $0.username, nil, "jmap")
    }
    manageSieve = provider.manageSieve.flatMap { derivation.sieve($0) }
    webmail = provider.webmail.flatMap { derivation.url($0, "webmail") }
    autodiscoverRedirect = provider.autodiscover.redirect?.resolved(
      for: derivation.subject, at: domain)
    isSameForEverybody = derivation.isSameForEverybody
    findings = derivation.findings
  }

  /// The settings of everybody at the account's domain.
  public var wholeDomain: AccountSettings {
    address == nil
      ? self : AccountSettings(provider, domain: domain, loginDomain: loginDomain)
  }

  /// The part of a URL that is the same for everybody at the domain, up to a slash; nil where not
  /// even the host is.
  public func fixedURL(_ pattern: URLPattern) -> WebURL? {
    pattern.fixedPart(for: LoginSubject(domain: loginDomain, address: nil))
  }

  /// What could not be worked out of these parts of the settings, such as `incoming`.
  public func findings(about parts: [String]) -> [Finding] {
    findings.filter { finding in parts.contains { finding.path.hasPrefix($0) } }
  }

  /// The languages to write in, the most wanted first.
  public var languages: [Language] { [person.language].compactMap { $0 } + provider.languages }
}

/// Works values out for one account and collects what it could not.
private struct Derivation {
  let domain: DomainName
  let address: MailAddress?
  let person: Person
  let subject: LoginSubject
  var findings: [Finding] = []
  private(set) var isSameForEverybody = true
  /// Most providers have one form of user name for everything: it is worked out once.
  private var lastLogin: (form: UsernameForm, name: LoginName)?

  init(domain: DomainName, address: MailAddress?, person: Person, subject: LoginSubject) {
    self.domain = domain
    self.address = address
    self.person = person
    self.subject = subject
  }

  mutating func servers(_ servers: [Server], _ name: String) -> [AccountServer] {
    var out: [AccountServer] = []
    out.reserveCapacity(servers.count)
    for (index, server) in servers.enumerated() {
      guard let host = host(server.host, name, index) else { continue }
      out.append(
        AccountServer(
          group: name, index: index, mailProtocol: server.mailProtocol, host: host,
          port: server.port, security: server.security, authentication: server.authentication,
          username: login(server.username), pop3: server.pop3, pathPrefix: server.pathPrefix))
    }
    return out
  }

  mutating func services<Source, Kind>(
    _ sources: [Source], _ name: String,
    _ fields: (Source) -> (Kind, URLPattern, UsernameForm, LocalizedText?)
  ) -> [AccountService<Kind>] {
    sources.enumerated().compactMap { index, source in
      let (kind, url, username, label) = fields(source)
      return service(kind, url, username, label, "\(name)[\(index)]", index: index)
    }
  }

  mutating func service<Kind>(
    _ kind: Kind, _ pattern: URLPattern, _ username: UsernameForm, _ label: LocalizedText?,
    _ path: String, index: Int = 0
  ) -> AccountService<Kind>? {
    guard let url = url(pattern, path) else { return nil }
    return AccountService(
      path: path, index: index, kind: kind, url: url, username: login(username), name: label)
  }

  mutating func directories(_ sources: [DirectoryService]) -> [AccountDirectory] {
    sources.enumerated().compactMap { index, source in
      guard let host = host(source.host, "directories", index) else { return nil }
      return AccountDirectory(
        path: "directories[\(index)]", index: index, host: host, port: source.port,
        security: source.security, username: source.username.map { login($0) },
        searchBases: source.searchBases)
    }
  }

  mutating func sieve(_ source: SieveService) -> AccountSieve? {
    guard let host = host(source.host, "manageSieve") else { return nil }
    return AccountSieve(
      host: host, port: source.port, security: source.security, username: login(source.username))
  }

  mutating func host(_ pattern: HostPattern, _ name: String, _ index: Int? = nil) -> DomainName? {
    if pattern.dependsOnAddress { isSameForEverybody = false }
    if let host = pattern.resolved(for: subject) { return host }
    let path = index.map { "\(name)[\($0)].host" } ?? "\(name).host"
    findings.append(
      address == nil ? unknownAddress(path) : unusable("host name", path))
    return nil
  }

  mutating func url(_ pattern: URLPattern, _ path: String) -> WebURL? {
    if pattern.dependsOnAddress { isSameForEverybody = false }
    if let url = pattern.resolved(for: subject) { return url }
    findings.append(
      address == nil ? unknownAddress("\(path).url") : unusable("URL", "\(path).url"))
    return nil
  }

  private func unusable(_ kind: String, _ path: String) -> Finding {
    Finding(
      .error, at: path,
      "the pattern gives no legal \(kind) for \(address?.description ?? domain.ascii)",
      fix: "use {domain} alone, or a fixed name")
  }

  private func unknownAddress(_ path: String) -> Finding {
    Finding(
      .warning, at: path, "is left out: it depends on the address, which is not known here",
      fix: "ask for an address, or use {domain} alone")
  }

  mutating func login(_ form: UsernameForm) -> LoginName {
    if let lastLogin, lastLogin.form == form { return lastLogin.name }
    let name =
      if let login = person.login {
        LoginName(literal: login.text)
      } else if let address {
        LoginName(form, address: address, subject: subject)
      } else {
        LoginName(form, domain: domain, subject: subject)
      }
    if !name.isPlaceholder { isSameForEverybody = false }
    lastLogin = (form, name)
    return name
  }
}
