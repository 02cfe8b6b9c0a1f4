// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

extension Field {
  /// Calendars, or one to subscribe to.
  func calendar(_ language: Language) -> CalendarService? {
    guard let fields = Fields<Keys.NamedService>(self) else { return nil }
    let kind = fields[.protocol]?.choice(of: CalendarService.Kind.self)
    let url = fields[.url]?.urlPattern(kind == .caldav ? [.https] : [.https, .webcal])
    let username = fields[.username]?.username()
    let name = fields[.name]?.localized(language)
    guard let kind, let url else { return nil }
    var calendar = CalendarService(kind, url: url)
    calendar.username = username ?? .address
    calendar.name = name
    return calendar
  }

  /// Address books.
  func contacts(_ language: Language) -> ContactService? {
    guard let fields = Fields<Keys.NamedService>(self) else { return nil }
    _ = fields[.protocol]?.choice(of: ContactService.Kind.self)
    let url = fields[.url]?.urlPattern()
    let username = fields[.username]?.username()
    let name = fields[.name]?.localized(language)
    guard let url else { return nil }
    var contacts = ContactService(url: url)
    contacts.username = username ?? .address
    contacts.name = name
    return contacts
  }

  /// A file share.
  func files() -> FileService? {
    guard let fields = Fields<Keys.File>(self) else { return nil }
    _ = fields[.protocol]?.choice(of: FileService.Kind.self)
    let url = fields[.url]?.urlPattern()
    let username = fields[.username]?.username()
    guard let url else { return nil }
    var files = FileService(url: url)
    files.username = username ?? .address
    return files
  }

  /// The host of an Exchange ActiveSync server, and how its user names look.
  func activeSync() -> (host: HostPattern, username: UsernameForm)? {
    guard let fields = Fields<Keys.ActiveSync>(self) else { return nil }
    let host = fields[.host]?.host()
    let username = fields[.username]?.username()
    return host.map { ($0, username ?? .address) }
  }

  /// Mail in a browser.
  func webmail() -> URLPattern? { Fields<Keys.URL>(self)?[.url]?.urlPattern() }

  /// Exchange Web Services.
  func ews() -> EWSService? {
    guard let fields = Fields<Keys.EWS>(self) else { return nil }
    let url = fields[.url]?.urlPattern()
    let authentication = fields[.authentication]?.authentication() ?? []
    let username = fields[.username]?.username()
    guard let url else { return nil }
    var ews = EWSService(url: url)
    if !authentication.isEmpty { ews.authentication = authentication }
    ews.username = username ?? .address
    return ews
  }

  /// A JMAP server.
  func jmap() -> JMAPService? {
    guard let fields = Fields<Keys.JMAP>(self) else { return nil }
    let url = fields[.url]?.urlPattern()
    let username = fields[.username]?.username()
    guard let url else { return nil }
    var jmap = JMAPService(url: url)
    jmap.username = username ?? .address
    return jmap
  }

  /// A server for mail filters.
  func manageSieve() -> SieveService? {
    guard let fields = Fields<Keys.ManageSieve>(self) else { return nil }
    let host = fields[.host]?.host()
    let port = fields[.port]?.port()
    let security = fields[.security]?.choice(of: Security.self)
    let username = fields[.username]?.username()
    guard let host else { return nil }
    var sieve = SieveService(host: host, port: port, security: security ?? .starttls)
    sieve.username = username ?? .address
    return sieve
  }

  /// The authorization server for OAuth 2.0.
  func oauth2() -> OAuth2? {
    guard let fields = Fields<Keys.OAuth2>(self) else { return nil }
    let issuer = fields[.issuer]?.issuer()
    let authorizationURL = fields[.authorizationURL]?.url()
    let tokenURL = fields[.tokenURL]?.url()
    let scopes = fields[.scopes]?.list { $0.displayText() } ?? []
    let clientID = fields[.clientID]?.displayText()
    guard let issuer, let authorizationURL, let tokenURL else { return nil }
    var oauth2 = OAuth2(issuer: issuer, authorizationURL: authorizationURL, tokenURL: tokenURL)
    oauth2.scopes = scopes
    oauth2.clientID = clientID
    return oauth2
  }

  /// A host name, or a URL (RFC 8414 section 2).
  private func issuer() -> DisplayText? {
    guard let text = text() else { return nil }
    let isURL = text.utf8.contains(UInt8(ascii: ":"))
    guard isURL ? url() != nil : domain() != nil else { return nil }
    return displayText()
  }
}
