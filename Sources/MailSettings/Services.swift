// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Calendars on a server, or one that a device subscribes to.
public struct CalendarService: Hashable, Sendable {
  /// How calendars are reached.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// CalDAV (RFC 4791).
    case caldav
    /// An iCalendar file that a device fetches from time to time, read only.
    case webcal
  }

  /// How they are reached.
  public var kind: Kind
  /// Where they are.
  public var url: URLPattern
  /// How user names look.
  public var username: UsernameForm = .address
  /// What people see, such as "Public holidays".
  public var name: LocalizedText?

  /// Calendars of a kind at a URL.
  public init(_ kind: Kind, url: URLPattern) {
    self.kind = kind
    self.url = url
  }
}

/// Address books on a CardDAV server (RFC 6352).
public struct ContactService: Hashable, Sendable {
  /// How address books are reached.
  public enum Kind: String, Sendable, Hashable, CaseIterable { case carddav }

  /// Where they are.
  public var url: URLPattern
  /// How user names look.
  public var username: UsernameForm = .address
  /// What people see.
  public var name: LocalizedText?

  /// Address books at a URL.
  public init(url: URLPattern) { self.url = url }
}

/// A directory of people (LDAP, RFC 4511).
public struct DirectoryService: Hashable, Sendable {
  /// How a directory is reached.
  public enum Kind: String, Sendable, Hashable, CaseIterable { case ldap }

  /// How deep a search goes (RFC 4511 section 4.5.1.2).
  public enum Scope: String, Sendable, Hashable, CaseIterable {
    /// The entry itself.
    case base
    /// Its direct children.
    case oneLevel = "one-level"
    /// Everything below it.
    case subtree
  }

  /// Where a search begins.
  public struct SearchBase: Hashable, Sendable {
    /// The distinguished name, such as `dc=example,dc=ch`.
    public var base: DisplayText
    /// How deep it goes.
    public var scope: Scope
    /// What people see.
    public var name: LocalizedText?

    /// A search base.
    public init(base: DisplayText, scope: Scope = .subtree, name: LocalizedText? = nil) {
      self.base = base
      self.scope = scope
      self.name = name
    }
  }

  /// Its host.
  public var host: HostPattern
  /// Its port; 636 for TLS and 389 else by default.
  public var port: Port
  /// How the connection is protected.
  public var security: Security
  /// How user names look; nil for a directory that everybody may read.
  public var username: UsernameForm?
  /// Where searches begin.
  public var searchBases: [SearchBase] = []

  /// A directory; the port is the usual one unless given.
  public init(host: HostPattern, port: Port? = nil, security: Security = .tls) {
    self.host = host
    self.port = port ?? Self.usualPort(security)
    self.security = security
  }

  /// 636 for implicit TLS, 389 otherwise (IANA).
  public static func usualPort(_ security: Security) -> Port {
    switch security {
    case .tls: Port(known: 636)
    case .starttls, .none: Port(known: 389)
    }
  }
}

/// Files on a WebDAV server (RFC 4918).
public struct FileService: Hashable, Sendable {
  /// How files are reached.
  public enum Kind: String, Sendable, Hashable, CaseIterable { case webdav }

  /// Where they are.
  public var url: URLPattern
  /// How user names look.
  public var username: UsernameForm = .address

  /// Files at a URL.
  public init(url: URLPattern) { self.url = url }
}

/// A JMAP server (RFC 8620).
public struct JMAPService: Hashable, Sendable {
  /// Its session resource.
  public var url: URLPattern
  /// How user names look.
  public var username: UsernameForm = .address

  /// JMAP at a URL.
  public init(url: URLPattern) { self.url = url }
}

/// Exchange Web Services, by which Exchange and Microsoft 365 give out mail.
public struct EWSService: Hashable, Sendable {
  /// Where it is, such as `https://mail.example.ch/ews/exchange.asmx`.
  public var url: URLPattern
  /// The ways to log in, the preferred one first; never empty.
  public var authentication: [Authentication] = [.password]
  /// How user names look.
  public var username: UsernameForm = .address

  /// Exchange Web Services at a URL.
  public init(url: URLPattern) { self.url = url }
}

/// A ManageSieve server (RFC 5804), which keeps mail filters.
public struct SieveService: Hashable, Sendable {
  /// Its host.
  public var host: HostPattern
  /// Its port, usually 4190.
  public var port: Port
  /// How the connection is protected.
  public var security: Security
  /// How user names look.
  public var username: UsernameForm = .address

  /// A server; 4190 with STARTTLS is what RFC 5804 knows.
  public init(host: HostPattern, port: Port? = nil, security: Security = .starttls) {
    self.host = host
    self.port = port ?? Port(known: 4190)
    self.security = security
  }
}

/// The authorization server for `oauth2` log-ins (RFC 6749, RFC 8414).
public struct OAuth2: Hashable, Sendable {
  /// The issuer, a host name such as `accounts.example.ch`, or a URL (RFC 8414 section 2).
  public var issuer: DisplayText
  /// Where a person agrees.
  public var authorizationURL: WebURL
  /// Where a client fetches its token.
  public var tokenURL: WebURL
  /// What a client asks for; may be empty.
  public var scopes: [DisplayText] = []
  /// A public client's identifier, where the provider has one for everybody.
  public var clientID: DisplayText?

  /// An authorization server.
  public init(issuer: DisplayText, authorizationURL: WebURL, tokenURL: WebURL) {
    self.issuer = issuer
    self.authorizationURL = authorizationURL
    self.tokenURL = tokenURL
  }
}
