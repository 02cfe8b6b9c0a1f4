// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Every key of the settings file, mapping by mapping.
enum Keys {
  enum Service: String, MappingKey {
    case provider, domains, incoming, outgoing, calendars, contacts, directories, files
    case activeSync, ews, jmap, manageSieve, webmail, oauth2, apple, autoconfig, autodiscover
    case signing, delivery, dns, directory
    /// `domains` too, unless the directory has them.
    static let required: [Self] = [.provider]
  }
  enum Services: String, MappingKey {
    case providers
    static let required = allCases
  }
  enum Provider: String, MappingKey {
    case id, name, shortName, languages, documentation, support, logo, color, publicURL
    static let required: [Self] = [.id, .name]
  }
  enum Documentation: String, MappingKey {
    case url, text
    static let required: [Self] = [.url]
  }
  enum Support: String, MappingKey {
    case email, phone, url, hours, passwordURL, statusURL, appPasswordURL, migrationURL
    static let required: [Self] = []
  }
  enum Domain: String, MappingKey {
    case name, aliases, list
    static let required: [Self] = []
  }
  enum Alias: String, MappingKey {
    case name, login
    static let required: [Self] = [.name]
  }
  enum IncomingServer: String, ServerKey {
    case `protocol`, host, port, security, authentication, username, pop3, pathPrefix
    static let required: [Self] = [.protocol, .host]
  }
  enum OutgoingServer: String, ServerKey {
    case `protocol`, host, port, security, authentication, username
    static let required: [Self] = [.protocol, .host]
  }
  enum POP3: String, MappingKey {
    case leaveOnServer, days
    static let required: [Self] = [.leaveOnServer]
  }
  enum NamedService: String, MappingKey {
    case `protocol`, url, username, name
    static let required: [Self] = [.protocol, .url]
  }
  enum Directory: String, MappingKey {
    case `protocol`, host, port, security, username, searchBases
    static let required: [Self] = [.protocol, .host]
  }
  enum SearchBase: String, MappingKey {
    case base, scope, name
    static let required: [Self] = [.base]
  }
  enum File: String, MappingKey {
    case `protocol`, url, username
    static let required: [Self] = [.protocol, .url]
  }
  enum ActiveSync: String, MappingKey {
    case host, username
    static let required: [Self] = [.host]
  }
  enum EWS: String, MappingKey {
    case url, authentication, username
    static let required: [Self] = [.url]
  }
  enum JMAP: String, MappingKey {
    case url, username
    static let required: [Self] = [.url]
  }
  enum ManageSieve: String, MappingKey {
    case host, port, security, username
    static let required: [Self] = [.host]
  }
  enum URL: String, MappingKey {
    case url
    static let required = allCases
  }
  enum OAuth2: String, MappingKey {
    case issuer, authorizationURL, tokenURL, scopes, clientID
    static let required: [Self] = [.issuer, .authorizationURL, .tokenURL]
  }
  enum Apple: String, MappingKey {
    case organization, consentText, removalDisallowed, removalDate, removeAfterDays
    case preventMove, certificates, webClip
    static let required: [Self] = []
  }
  enum WebClip: String, MappingKey {
    case label, icon, fullScreen
    static let required: [Self] = []
  }
  enum Autoconfig: String, MappingKey {
    case everyServer
    static let required: [Self] = []
  }
  enum Autodiscover: String, MappingKey {
    case redirectAddress, redirectURL
    static let required: [Self] = []
  }
  enum Delivery: String, MappingKey {
    case linkKey, passwordCommand, passwordTimeout, singleUse, usedLinks
    static let required: [Self] = [.linkKey]
  }
  enum DomainDirectory: String, MappingKey {
    case source, passwordFile, caFile, domains, person, refresh, notify, timeout
    static let required: [Self] = [.source]
  }
  enum DirectoryCommand: String, MappingKey {
    case command
    static let required = allCases
  }
  enum DomainFilter: String, MappingKey {
    case base, filter, scope, name, primary, provider
    static let required: [Self] = [.base, .filter, .name]
  }
  enum PersonFilter: String, MappingKey {
    case base, filter, scope, login, name, language
    static let required: [Self] = [.base, .filter, .login]
  }
  enum Signing: String, MappingKey {
    case certificate, key, passphraseFile, chain, command, timeout
    static let required: [Self] = []
  }
  enum DNS: String, MappingKey {
    case mx, spf, dkim, dmarc, bimi, mtaSTS, tlsReports, tlsa, caa, setup, ttl
    static let required: [Self] = []
  }
  enum MTASTS: String, MappingKey {
    case mode, id, host, maxAge
    static let required: [Self] = []
  }
  enum Setup: String, MappingKey {
    case host, addresses
    static let required: [Self] = []
  }
  enum MX: String, MappingKey {
    case host, preference
    static let required: [Self] = [.host]
  }
  enum SPF: String, MappingKey {
    case mx, a, ip4, ip6, include, all
    static let required: [Self] = []
  }
  enum TLSA: String, MappingKey {
    case host, port, certificate
    static let required: [Self] = [.host, .certificate]
  }
  enum DKIM: String, MappingKey {
    case selector, target, publicKey
    static let required: [Self] = [.selector]
  }
  enum DMARC: String, MappingKey {
    case policy, rua
    static let required: [Self] = [.policy]
  }
  enum BIMI: String, MappingKey {
    case logo, certificate
    static let required: [Self] = [.logo]
  }
}

/// The keys that every mail server has.
protocol ServerKey: MappingKey {
  static var `protocol`: Self { get }
  static var host: Self { get }
  static var port: Self { get }
  static var security: Self { get }
  static var authentication: Self { get }
  static var username: Self { get }
}

/// The words that the model has no type for.
extension Keys {
  enum Username: String, CaseIterable {
    case address
    case localPart = "local-part"
  }
  /// `same`: the server takes the linked address as user name too.
  enum Login: String, CaseIterable { case same }
  enum SPFAll: String, CaseIterable {
    case fail = "-all"
    case softFail = "~all"
    case neutral = "?all"
  }
  enum Incoming: String, CaseIterable { case imap, pop3 }
  enum Outgoing: String, CaseIterable { case smtp }
}

/// The whole vocabulary under the names that `Schemas/settings.schema.json` has for it.
enum SettingsKeys {
  /// What one mapping may hold and must hold.
  struct Mapping {
    let name: String
    let keys: [String]
    let required: [String]

    init<Key: MappingKey>(_ name: String, _ type: Key.Type) {
      self.name = name
      keys = Key.allCases.map(\.rawValue)
      required = Key.required.map(\.rawValue)
    }
  }

  /// What one text may be.
  struct Words {
    let name: String
    let values: [String]

    init<Word: RawRepresentable<String> & CaseIterable>(_ name: String, _ type: Word.Type) {
      self.name = name
      values = Word.allCases.map(\.rawValue)
    }
  }

  static var mappings: [Mapping] {
    [
      Mapping("service", Keys.Service.self), Mapping("services", Keys.Services.self),
      Mapping("provider", Keys.Provider.self), Mapping("documentation", Keys.Documentation.self),
      Mapping("support", Keys.Support.self), Mapping("domain", Keys.Domain.self),
      Mapping("alias", Keys.Alias.self), Mapping("incomingServer", Keys.IncomingServer.self),
      Mapping("outgoingServer", Keys.OutgoingServer.self), Mapping("pop3", Keys.POP3.self),
      Mapping("ews", Keys.EWS.self), Mapping("calendar", Keys.NamedService.self),
      Mapping("contacts", Keys.NamedService.self), Mapping("directory", Keys.Directory.self),
      Mapping("searchBase", Keys.SearchBase.self), Mapping("files", Keys.File.self),
      Mapping("activeSync", Keys.ActiveSync.self), Mapping("jmap", Keys.JMAP.self),
      Mapping("manageSieve", Keys.ManageSieve.self), Mapping("webmail", Keys.URL.self),
      Mapping("oauth2", Keys.OAuth2.self), Mapping("apple", Keys.Apple.self),
      Mapping("webClip", Keys.WebClip.self),
      Mapping("autoconfig", Keys.Autoconfig.self),
      Mapping("autodiscover", Keys.Autodiscover.self),
      Mapping("signing", Keys.Signing.self), Mapping("delivery", Keys.Delivery.self),
      Mapping("dns", Keys.DNS.self),
      Mapping("domainDirectory", Keys.DomainDirectory.self),
      Mapping("directoryCommand", Keys.DirectoryCommand.self),
      Mapping("domainFilter", Keys.DomainFilter.self),
      Mapping("personFilter", Keys.PersonFilter.self),
      Mapping("mx", Keys.MX.self), Mapping("spf", Keys.SPF.self),
      Mapping("dkim", Keys.DKIM.self), Mapping("tlsa", Keys.TLSA.self),
      Mapping("dmarc", Keys.DMARC.self),
      Mapping("bimi", Keys.BIMI.self), Mapping("mtaSTS", Keys.MTASTS.self),
      Mapping("setup", Keys.Setup.self),
    ]
  }

  static var words: [Words] {
    [
      Words("incomingProtocol", Keys.Incoming.self),
      Words("outgoingProtocol", Keys.Outgoing.self),
      Words("calendarProtocol", CalendarService.Kind.self),
      Words("contactsProtocol", ContactService.Kind.self),
      Words("directoryProtocol", DirectoryService.Kind.self),
      Words("filesProtocol", FileService.Kind.self),
      Words("security", Security.self), Words("authentication", Authentication.self),
      Words("usernameWord", Keys.Username.self), Words("scope", DirectoryService.Scope.self),
      Words("login", Keys.Login.self), Words("spfAll", Keys.SPFAll.self),
      Words("dmarcPolicy", DNSOptions.DMARC.Policy.self),
      Words("directoryScope", DirectoryOptions.Search.Scope.self),
      Words("mtaSTSMode", DNSOptions.MTASTS.Mode.self),
    ]
  }
}
