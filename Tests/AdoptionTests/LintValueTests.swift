// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Formats
import Foundation
import MailSettings
import Renderers
import SettingsFile
import TestSupport
import Testing

@testable import Adoption

/// Values are judged, not only their types; and everything that this program writes is known.
@Suite struct LintValueTests {
  struct Row: CustomTestStringConvertible, Sendable {
    var why: String
    var document: String
    var rule: String?
    var testDescription: String { why }

    init(_ why: String, _ document: String, _ rule: String?) {
      self.why = why
      self.document = document
      self.rule = rule
    }
  }

  private static func mail(host: String) -> String {
    SmallDocuments.profile([SmallDocuments.mail(host: host)])
  }

  private static func removed(_ moment: String) -> String {
    SmallDocuments.profile(
      [SmallDocuments.mail()], top: "<key>RemovalDate</key><date>\(moment)</date>")
  }

  private static func one(_ type: String, _ keys: [(String, String)]) -> String {
    SmallDocuments.profile([SmallDocuments.mail(), SmallDocuments.payload(type, keys)])
  }

  private static func dav(_ host: String, _ ssl: String = "<true/>") -> String {
    one(
      "com.apple.caldav.account",
      [("CalDAVHostName", "<string>\(host)</string>"), ("CalDAVUseSSL", ssl)])
  }

  private static func exchange(_ keys: [(String, String)]) -> String {
    one("com.apple.eas.account", [("Host", "<string>eas.bay.example</string>")] + keys)
  }

  private static func services(_ keys: [(String, String)]) -> String {
    one("com.apple.ews.account", keys)
  }

  private static func principal(_ path: String) -> String {
    one(
      "com.apple.caldav.account",
      [
        ("CalDAVHostName", "<string>dav.bay.example</string>"),
        ("CalDAVPrincipalURL", "<string>\(path)</string>"),
      ])
  }

  private static func directory(_ base: String) -> String {
    let setting =
      "<dict><key>LDAPSearchSettingSearchBase</key><string>\(base)</string>"
      + "<key>LDAPSearchSettingScope</key><string>LDAPSearchSettingScopeSubtree</string></dict>"
    return one(
      "com.apple.ldap.account",
      [
        ("LDAPAccountHostName", "<string>l.bay.example</string>"),
        ("LDAPSearchSettings", "<array>\(setting)</array>"),
      ])
  }

  private static func clip(_ url: String) -> String {
    one(
      "com.apple.webClip.managed",
      [("URL", "<string>\(url)</string>"), ("Label", "<string>Post</string>")])
  }

  private static let off = ["Mail", "Contacts", "Calendars", "Reminders", "Notes"].map {
    ("Enable\($0)", "<false/>")
  }

  @Test(arguments: [
    Row("a scheme", mail(host: "https://mail.bay.example"), "host"),
    Row("a port", mail(host: "mail.bay.example:993"), "host"),
    Row("a blank", mail(host: "mail bay.example"), "host"),
    Row("an umlaut", mail(host: "mäil.bay.example"), "host"),
    Row("the device", mail(host: "127.0.0.1"), "local-host"),
    Row("the device by name", mail(host: "localhost"), "local-host"),
    Row("the device by another name", mail(host: "localhost.localdomain"), "local-host"),
    Row("every address of the device", mail(host: "0.0.0.0"), "local-host"),
    Row("a host with an underscore", mail(host: "mail_1.bay.example"), "underscore"),
    Row("an address of IPv4", mail(host: "192.0.2.1"), "ip-address"),
    Row("an address of IPv6", mail(host: "[2001:db8::1]"), "ip-address"),
    Row("a good host", mail(host: "mail.bay.example"), nil),
    Row("no host", mail(host: ""), "missing-key"),
    Row("a host without a domain", mail(host: "mail"), "short-host"),
    Row(
      "an address without a top-level domain",
      one(
        "com.apple.eas.account",
        [
          ("Host", "<string>eas.bay.example</string>"), ("SSL", "<true/>"),
          ("EmailAddress", "<string>anna@bay</string>"),
        ]), "address"),
    Row("a blank in a path", principal("/dav/a b/"), "path"),
    Row("a path without TLS", principal("http://dav.bay.example/a/"), "plain-url"),
    Row("a search base", directory("ou=people,dc=bay"), nil),
    Row("a word as a search base", directory("people"), "search-base"),
    Row("a blank before a URL", clip(" https://w.bay.example/"), "url"),
    Row("no URL", clip(""), "missing-key"),
    Row("a URL for CalDAV", dav("https://dav.bay.example/"), "host"),
    Row("CalDAV without TLS", dav("dav.bay.example", "<false/>"), "service-tls"),
    Row("CalDAV", dav("dav.bay.example"), nil),
    Row(
      "LDAP without TLS",
      one(
        "com.apple.ldap.account",
        [
          ("LDAPAccountHostName", "<string>l.bay.example</string>"),
          ("LDAPAccountUserName", "<string>cn=anna</string>"), ("LDAPAccountUseSSL", "<false/>"),
        ]), "service-tls"),
    Row(
      "LDAP without TLS for everybody",
      one(
        "com.apple.ldap.account",
        [
          ("LDAPAccountHostName", "<string>l.bay.example</string>"),
          ("LDAPAccountUseSSL", "<false/>"),
        ]), "plain-url"),
    Row("Exchange without TLS", exchange([("SSL", "<false/>")]), "service-tls"),
    Row("Exchange that does not say it", exchange([]), "service-tls"),
    Row("Exchange with nothing on", exchange([("SSL", "<true/>")] + off), "nothing-on"),
    Row("Exchange", exchange([("SSL", "<true/>")]), nil),
    Row("no address", SmallDocuments.profile([SmallDocuments.mail("anna")]), "address"),
    Row("a day without a time", removed("2099-01-01"), "type"),
    Row("a time of another place", removed("2099-01-01T00:00:00+02:00"), "type"),
    Row("a time in UTC", removed("2099-01-01T00:00:00Z"), nil),
    Row(
      "a port as a real", SmallDocuments.profile([SmallDocuments.mail(port: "<real>993</real>")]),
      "real"),
    Row(
      "a reference to itself",
      SmallDocuments.profile([
        SmallDocuments.mail(
          more: "<key>SMIMESigningCertificateUUID</key><string>\(SmallDocuments.uuid(1))</string>")
      ]), "reference-kind"),
    Row(
      "a root of text",
      one("com.apple.security.root", [("PayloadContent", "<data>aGVsbG8=</data>")]), "certificate"),
    Row(
      "a key file of text",
      one("com.apple.security.pkcs12", [("PayloadContent", "<data>aGVsbG8=</data>")]), "identity"),
    Row(
      "an icon of text",
      one(
        "com.apple.webClip.managed",
        [
          ("URL", "<string>https://w.bay.example/</string>"), ("Label", "<string>W</string>"),
          ("Icon", "<data>aGVsbG8=</data>"),
        ]), "icon"),
    Row(
      "over before it begins",
      SmallDocuments.profile(
        [SmallDocuments.mail()], top: "<key>DurationUntilRemoval</key><real>-60</real>"), "duration"
    ),
    Row(
      "a day that is over",
      SmallDocuments.profile(
        [SmallDocuments.mail()], top: "<key>RemovalDate</key><date>2020-01-01T00:00:00Z</date>"),
      "duration"),
    Row(
      "a day to come",
      SmallDocuments.profile(
        [SmallDocuments.mail()], top: "<key>RemovalDate</key><date>2999-01-01T00:00:00Z</date>"),
      nil),
    Row("a payload of another kind", one("com.apple.wifi.managed", []), "unknown-payload"),
    Row("EWS", services([("Host", "<string>x.bay.example</string>")]), nil),
    Row("EWS with a path", services([("Host", "<string>x.bay.example/EWS</string>")]), "host"),
    Row("EWS without TLS", services([("SSL", "<false/>")]), "service-tls"),
    Row("EWS outside without TLS", services([("ExternalSSL", "<false/>")]), "service-tls"),
    Row("EWS on no port", services([("ExternalPort", "<integer>0</integer>")]), "port"),
    Row("EWS for no address", services([("EmailAddress", "<string>anna</string>")]), "address"),
    Row(
      "Google for no address",
      one("com.apple.google-oauth", [("EmailAddress", "<string>anna@bay</string>")]), "address"),
    Row(
      "a calendar without TLS",
      one(
        "com.apple.subscribedcalendar.account",
        [("SubCalAccountHostName", "<string>http://c.bay.example/a.ics</string>")]), "plain-url"),
    Row(
      "an empty text that nobody is asked for",
      SmallDocuments.profile([
        SmallDocuments.mail(more: "<key>EmailAccountDescription</key><string></string>")
      ]), nil),
    Row(
      "an empty text that people are asked for",
      SmallDocuments.profile([
        SmallDocuments.mail(more: "<key>EmailAccountName</key><string></string>")
      ]), "empty"),
  ])
  func valuesOfProfilesAreJudged(_ row: Row) throws {
    let reports = Linter.lint(SmallDocuments.source(row.document), address: nil)
    let found = reports.flatMap(\.findings).filter {
      !["apple-mail/unsigned", "apple-mail/unknown-key"].contains($0.path)
    }
    guard let rule = row.rule else { return #expect(found == []) }
    #expect(found.contains { $0.path == "apple-mail/\(rule)" }, "\(found)")
    #expect(found.allSatisfy { $0.place != nil })
  }

  @Test(arguments: [
    Row("a page", "<documentation url='http://bay.example/%EMAILLOCALPART%'/>", nil),
    Row("a page elsewhere", "<documentation url='ftp://bay.example/'/>", "url"),
    Row("no page", "<documentation url=''/>", "url"),
    Row("a path", "<enable visiturl='/imap'/>", "url"),
  ])
  func pagesOfAutoconfigAreJudged(_ row: Row) {
    let document = SmallDocuments.autoconfig(inProvider: row.document)
    Self.expect(row.rule, in: document)
  }

  @Test(arguments: [
    Row("webmail", "<webMail><loginPage url='https://%EMAILDOMAIN%/mail'/></webMail>", nil),
    Row(
      "webmail without TLS", "<webMail><loginPage url='http://b.example/'/></webMail>", "plain-url"),
    Row(
      "a calendar", "<calendar><serverURL>https://d.example/%EMAILADDRESS%</serverURL></calendar>",
      nil),
    Row(
      "a calendar without TLS", "<calendar><serverURL>http://d.example/</serverURL></calendar>",
      "plain-url"),
    Row("a calendar nowhere", "<calendar><serverURL>d.example</serverURL></calendar>", "url"),
    Row(
      "tokens without TLS", "<oAuth2><tokenURL>http://a.example/</tokenURL></oAuth2>", "plain-url"),
  ])
  func placesToLogInAreJudged(_ row: Row) {
    Self.expect(row.rule, in: SmallDocuments.autoconfig(outside: row.document))
  }

  @Test(arguments: [
    ("localhost", "local-host"), ("LOCALHOST", "local-host"), ("127.0.0.1", "local-host"),
    ("[::1]", "local-host"), ("192.0.2.1", "ip-address"), ("[2001:db8::1]", "ip-address"),
    ("mail.%EMAILDOMAIN%", nil),
  ])
  func hostsOfAutoconfigAreJudged(_ host: String, _ rule: String?) {
    let document = SmallDocuments.autoconfig().replacing("mail.bay.example", with: host)
    let found = Linter.lint(SmallDocuments.source(document), address: nil).flatMap(\.findings)
    let own = found.filter { $0.path.hasPrefix("autoconfig/") }
    #expect(Set(own.map(\.path)) == Set(rule.map { ["autoconfig/\($0)"] } ?? []), "\(own)")
  }

  @Test func settingsWithTheDeviceItselfAreJudged() {
    let text = """
      provider: {id: bay.example, name: Bay}
      domains: [{name: bay.example}]
      incoming: [{protocol: imap, host: localhost}]
      outgoing: [{protocol: smtp, host: mail.bay.example}]
      """
    let found = Linter.lint(SmallDocuments.source(text, "s.yaml"), address: nil)
      .flatMap(\.findings)
    #expect(found.filter { $0.path == "autoconfig/local-host" }.count == 1, "\(found)")
  }

  private static func expect(_ rule: String?, in document: String) {
    let found = Linter.lint(SmallDocuments.source(document), address: nil).flatMap(\.findings)
    let own = found.filter { $0.path.hasPrefix("autoconfig/") }
    #expect(own.map(\.path) == (rule.map { ["autoconfig/\($0)"] } ?? []), "\(own)")
  }

  @Test(arguments: [
    Row("a request", SmallDocuments.request, "this is what a client asks"),
    Row(
      "a redirect without an address",
      SmallDocuments.autodiscover("<RedirectAddr>x</RedirectAddr>"),
      "'x' is no address"),
    Row(
      "a redirect without TLS",
      SmallDocuments.autodiscover("<RedirectUrl>http://x.example/</RedirectUrl>"), "is not https"),
    Row("MobileSync", SmallDocuments.mobilesync, nil),
    Row("an error as JSON", #"{"ErrorCode":"a","ErrorMessage":"b"}"#, nil),
    Row(
      "MobileSync without TLS",
      SmallDocuments.mobilesync.replacing("https://eas", with: "http://eas"),
      "is not https"),
    Row(
      "a redirect", SmallDocuments.autodiscover("<RedirectAddr>a@b.example</RedirectAddr>"), nil),
    Row(
      "an error",
      "<Autodiscover><Response><Error><ErrorCode>600</ErrorCode></Error></Response></Autodiscover>",
      nil),
    Row(
      "Exchange",
      SmallDocuments.autodiscover(
        "<Protocol><Type>EXCH</Type><EwsUrl>https://x.example/ews</EwsUrl></Protocol>"), nil),
  ])
  func answersOfAutodiscoverAreKnown(_ row: Row) throws {
    let report = try #require(
      Linter.lint(SmallDocuments.source(row.document), address: nil).first)
    let errors = report.findings.filter { $0.severity == .error }
    if let message = row.rule {
      #expect(errors.contains { $0.message.contains(message) }, "\(report)")
    } else {
      #expect(errors == [])
      #expect(report.summary != nil)
    }
  }

  /// Nothing that this program writes is called wrong.
  @Test(arguments: Formats.all.map(\.name))
  func ownDocumentsAreNeverRefused(_ name: String) throws {
    let format = try #require(Formats.all.first { $0.name == name })
    let catalog = try SettingsLoader.load(
      path: Repository.url("Tests/Fixtures/everything.yaml").path
    ).catalog
    let address = try MailAddress("anna@everything.example")
    let account = try #require(catalog.account(for: address))
    // PDF is made by a program of its own.
    guard let document = try? format.render(account, RenderOptions()) else {
      // Declarations need to know where passwords are.
      return #expect(name == "sheet-pdf" || name == "declaration")
    }
    let reports = Linter.lint(
      SourceDocument(name: name, bytes: document.bytes), address: address)
    #expect(reports.flatMap(\.findings).filter { $0.severity == .error } == [])
    let refusals = reports.flatMap(\.outcomes).compactMap(\.refusal)
    #expect(refusals == [])
    #expect(reports.allSatisfy { $0.kind != "unknown" })
  }

  @Test func everyDomainIsLookedAt() throws {
    let text = """
      provider: {id: bay.example, name: Bay}
      domains: [{name: bay.example}, {name: sea.example, aliases: [lake.example]}]
      incoming: [{protocol: imap, host: "mail.{domain}"}]
      outgoing: [{protocol: smtp, host: "mail.{domain}"}]
      """
    let reports = Linter.lint(SmallDocuments.source(text, "s.yaml"), address: nil)
    #expect(reports.count == 1 || reports.count == 2, "\(reports.map(\.address))")
    #expect(reports.map(\.address).joined().contains("more domain"), "\(reports.map(\.address))")
  }

  @Test func aFolderOfSettingsIsRead() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["bay", "sea"] {
      let text = """
        provider: {id: \(name).example, name: \(name)}
        domains: [{name: \(name).example}]
        incoming: [{protocol: imap, host: mail.\(name).example}]
        outgoing: [{protocol: smtp, host: mail.\(name).example}]
        """
      try Data(text.utf8).write(to: folder.appending(path: "\(name).yaml"))
    }
    let reports = Linter.lintFolder(folder.path, address: nil)
    #expect(reports.map(\.address).sorted() == ["anna@bay.example", "anna@sea.example"])
    #expect(Linter.lintFolder("\(folder.path)/none", address: nil).first?.findings.isEmpty == false)
  }
}
