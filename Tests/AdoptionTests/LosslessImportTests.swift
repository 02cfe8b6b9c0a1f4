// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Testing

@testable import Adoption

/// Import loses nothing in silence, and nothing of one person becomes everybody's.
@Suite struct LosslessImportTests {
  struct Row: CustomTestStringConvertible, Sendable {
    var why: String
    var document: String
    /// What the settings have.
    var gives: [String]
    /// What the findings say.
    var says: [String]
    /// What the settings must not have.
    var never: [String]
    var testDescription: String { why }

    init(
      _ why: String, _ document: String, gives: [String] = [], says: [String] = [],
      never: [String] = []
    ) {
      self.why = why
      self.document = document
      self.gives = gives
      self.says = says
      self.never = never
    }
  }

  static func check(_ row: Row, domain: String? = nil) throws {
    let (settings, findings, _) = try SmallDocuments.imported(row.document, domain: domain)
    for part in row.gives { #expect(settings.contains(part), "\(settings)\n\(findings)") }
    for part in row.says { #expect(findings.contains(part), "\(findings)\n\(settings)") }
    for part in row.never { #expect(!settings.contains(part), "\(settings)") }
  }

  private static let pop3 = "<port>995</port><socketType>SSL</socketType>"

  @Test(arguments: [
    Row(
      "mail that stays",
      SmallDocuments.autoconfig(
        type: "pop3", socket: pop3,
        inServer: "<pop3><leaveMessagesOnServer>true</leaveMessagesOnServer>"
          + "<daysToLeaveMessagesOnServer>7</daysToLeaveMessagesOnServer></pop3>"),
      gives: ["pop3: {leaveOnServer: true, days: 7}"]),
    Row(
      "mail that goes",
      SmallDocuments.autoconfig(
        type: "pop3", socket: pop3,
        inServer: "<pop3><leaveMessagesOnServer>false</leaveMessagesOnServer>"
          + "<downloadOnBiff>false</downloadOnBiff></pop3>"),
      gives: ["pop3: {leaveOnServer: false}"], says: ["<downloadOnBiff> 'false' is left out"]),
    Row(
      "POP3 in an IMAP server",
      SmallDocuments.autoconfig(
        inServer: "<pop3><leaveMessagesOnServer>true</leaveMessagesOnServer></pop3>"),
      says: ["<pop3> is left out: it is no POP3 server"]),
    Row(
      "elements of servers",
      SmallDocuments.autoconfig(
        inServer: "<useGlobalPreferredServer>true</useGlobalPreferredServer>"
          + "<restriction>client-IP-address</restriction><checkInterval minutes=\"15\"/>"
          + "<x a=\"b\"/>"
      ),
      says: [
        "<useGlobalPreferredServer> 'true' is left out: Thunderbird sends",
        "<restriction> 'client-IP-address' is left out", "<checkInterval> is left out",
        "<x> is left out",
      ]),
    Row(
      "attributes",
      SmallDocuments.autoconfig(
        domains: ["bay.example</domain><domain purpose=\"mx\">mx.bay.example"],
        inProvider: "<documentation url=\"https://h.example/\" rank=\"2\"/>"),
      gives: ["- name: mx.bay.example"],
      says: ["purpose='mx' of <domain> is left out", "rank='2' of <documentation> is left out"]),
    Row(
      "a second socket type",
      SmallDocuments.autoconfig(
        socket: "<port>993</port><socketType>TLS13</socketType><socketType>plain</socketType>"),
      gives: ["security: none"], says: ["<socketType> 'TLS13' is left out"]),
    Row(
      "TLS on a port of STARTTLS",
      SmallDocuments.autoconfig(socket: "<port>143</port><socketType>SSL</socketType>"),
      gives: ["security: tls"], says: ["143 is a port for STARTTLS"]),
    Row(
      "STARTTLS on a port of TLS",
      SmallDocuments.autoconfig(socket: "<port>993</port><socketType>STARTTLS</socketType>"),
      gives: ["security: starttls"], says: ["993 is a port for implicit TLS"]),
    Row(
      "documentation outside",
      SmallDocuments.autoconfig(
        outside: "<documentation url=\"https://help.bay.example/\"><descr lang=\"en\">Help</descr>"
          + "</documentation>"),
      gives: ["url: \"https://help.bay.example/\"", "en: Help"],
      says: ["<documentation> stands outside of emailProvider"]),
    Row(
      "two texts of one page",
      SmallDocuments.autoconfig(
        inProvider: "<documentation url=\"https://h.example/\"><descr lang=\"en\">One</descr>"
          + "<descr lang=\"de\">Eins</descr></documentation>"
          + "<documentation url=\"https://h.example/\"><descr lang=\"en\">Two</descr>"
          + "<descr lang=\"fr\">Un</descr></documentation>"),
      gives: ["en: One", "de: Eins", "fr: Un", "languages: [en, de, fr]"],
      says: ["a second text about https://h.example/ ('Two') is left out"]),
    Row(
      "what to do first",
      SmallDocuments.autoconfig(
        inProvider: "<enable visiturl=\"https://on.example/\"><instruction>Switch on</instruction>"
          + "</enable><instruction>Call us</instruction>"),
      gives: ["url: \"https://on.example/\"", "en: \"Switch on\""],
      says: ["<enable> becomes a page", "<instruction> 'Call us' is left out"]),
    Row(
      "a log-in page",
      SmallDocuments.autoconfig(
        outside: "<webMail><loginPage url=\"https://w.example/\"/><loginPageInfo "
          + "url=\"https://w.example/l\"/></webMail>"),
      gives: ["url: \"https://w.example/\""], says: ["<loginPageInfo> is left out"]),
    Row(
      "Exchange in the older form",
      SmallDocuments.autoconfig(
        inProvider: "<incomingServer type=\"exchange\"><hostname>x.example</hostname>"
          + "<username>%EMAILADDRESS%</username><authentication>OAuth2</authentication>"
          + "<ewsURL>https://x.example/ews</ewsURL></incomingServer>"),
      gives: ["ews:", "url: \"https://x.example/ews\""], says: ["'exchange' becomes 'ews'"]),
    Row(
      "Exchange in either form",
      SmallDocuments.autoconfig(
        inProvider: "<incomingServer type=\"ews\"><username>%EMAILADDRESS%</username>"
          + "<authentication>OAuth2</authentication><url>https://x.example/ews</url>"
          + "</incomingServer><incomingServer type=\"graph\"><url>https://g.example/</url>"
          + "</incomingServer>"),
      gives: ["ews:", "url: \"https://x.example/ews\"", "authentication: [oauth2]"],
      says: ["a server of the type 'graph' is left out"]),
    Row(
      "a placeholder in a page",
      SmallDocuments.autoconfig(
        inProvider: "<documentation url=\"https://help.%EMAILDOMAIN%/\"/>"),
      gives: ["https://help.bay.example/"], says: ["is taken as 'https://help.bay.example/'"]),
    Row(
      "a placeholder in a page for several domains",
      SmallDocuments.autoconfig(
        domains: ["bay.example", "sea.example"],
        inProvider: "<documentation url=\"https://help.%EMAILDOMAIN%/\"/>"),
      says: ["<documentation> is left out"], never: ["EMAILDOMAIN"]),
    Row(
      "a placeholder in a name", SmallDocuments.autoconfig(name: "Post of %EMAILDOMAIN%"),
      gives: ["name: \"Post of bay.example\""]),
    Row(
      "a placeholder in a name for several domains",
      SmallDocuments.autoconfig(
        name: "Post of %EMAILDOMAIN%", domains: ["bay.example", "sea.example"]),
      gives: ["name: Bay   # guessed"], says: ["displayName 'Post of %EMAILDOMAIN%' is left out"],
      never: ["EMAILDOMAIN"]),
    Row(
      "a literal user name", SmallDocuments.autoconfig(username: "anna@bay.example"),
      gives: ["username: address"], says: ["the user name 'anna@bay.example' is one person's"],
      never: ["username: anna"]),
  ])
  func autoconfig(_ row: Row) throws { try Self.check(row) }

  private static func dav(_ path: String) -> String {
    SmallDocuments.profile([
      SmallDocuments.mail(),
      SmallDocuments.payload(
        "com.apple.caldav.account",
        [
          ("CalDAVHostName", "<string>dav.bay.example</string>"),
          ("CalDAVPrincipalURL", "<string>\(path)</string>"),
          ("CalDAVUsername", "<string>anna@bay.example</string>"),
        ]),
    ])
  }

  @Test(arguments: [
    Row("a folder", dav("/dav/users/anna/"), gives: ["/dav/users/{local}/"], never: ["anna/\"\n"]),
    Row("an address", dav("/p/anna@bay.example/"), gives: ["/p/{address}/"]),
    Row("an encoded address", dav("/p/anna%40bay.example/"), gives: ["/p/{address}/"]),
    Row("in capitals", dav("/p/Anna%40Bay.Example/"), gives: ["/p/{address}/"]),
    Row("a query", dav("/p?user=anna"), gives: ["/p?user={local}"]),
    Row("domain and name", dav("/p/bay.example/anna/"), gives: ["/p/{domain}/{local}/"]),
    Row("no whole word", dav("/annalen/"), gives: ["dav.bay.example/annalen/"], never: ["{local}"]),
    Row(
      "somebody else", dav("/dav/users/bob/"), gives: ["# is this for everybody?"],
      says: ["'bob' may be one person's"]),
    Row(
      "another address", dav("/p/bob@sea.example/"),
      says: ["it has the address of somebody else"]),
    Row("a token", dav("/c.ics?token=x7"), says: ["'x7' may be the secret address"]),
    Row("a random name", dav("/c/QgpNfR9Bwm3Xz8Lk"), says: ["may be the secret address"]),
    Row(
      "a secret address", dav("/cal/private-0123456789abcdef/"),
      says: ["may be the secret address of one person"]),
  ])
  func personalPaths(_ row: Row) throws { try Self.check(row) }

  struct Login: CustomTestStringConvertible, Sendable {
    var address: String
    var login: String
    var gives: String
    var testDescription: String { "\(login) of \(address)" }
    init(_ address: String, _ login: String, _ gives: String) {
      self.address = address
      self.login = login
      self.gives = gives
    }
  }

  @Test(arguments: [
    Login("anna@bay.example", "anna@bay.example", "address"),
    Login("Anna@bay.example", "anna@bay.example", "address"),
    Login("anna@bay.example", "anna", "local-part"),
    Login("anna@bay.example", "BAY\\anna", "BAY\\{local}"),
    Login("anna@bay.example", "anna@intern.example", "{local}@intern.example"),
    Login("anna@bay.example", "anna.bay.example", "{local}.{domain}"),
    Login("anna@bay.example", "bay.example_anna", "{domain}_{local}"),
    Login("anna@bay.example", "uid=anna,ou=x", "uid={local},ou=x"),
    Login("anna@bay.example", "joanna", "address"),
    Login("anna@bay.example", "anna.muster", "address"),
    Login("anna@bay.example", "anna2", "address"),
    Login("a@bay.example", "max.mustermann", "address"),
    Login("a@bay.example", "m-a-x", "address"),
  ])
  func loginsAreGuessedByWholeWords(_ row: Login) throws {
    let sample = SampleValues(address: try MailAddress(row.address))
    #expect(sample.username(row.login).text == row.gives)
  }

  @Test(arguments: [
    Row(
      "keys without a place",
      SmallDocuments.profile(
        [
          SmallDocuments.mail(
            more: "<key>PreventAppSheet</key><true/><key>allowMailDrop</key><false/>"
              + "<key>PreventMove</key><true/>"
              + "<key>IncomingMailServerIMAPPathPrefix</key><string>INBOX</string>")
        ],
        top: "<key>DurationUntilRemoval</key><real>2592000</real>"
          + "<key>RemovalDate</key><date>2031-01-31T00:00:00Z</date>"
          + "<key>TargetDeviceType</key><integer>1</integer>"),
      gives: [
        "pathPrefix: INBOX", "preventMove: true", "removeAfterDays: 30", "removalDate: 2031-01-31",
      ],
      says: ["PreventAppSheet (true)", "allowMailDrop (false)", "TargetDeviceType (1)"]),
    Row(
      "no whole days",
      SmallDocuments.profile(
        [SmallDocuments.mail()], top: "<key>DurationUntilRemoval</key><integer>90000</integer>"),
      gives: ["removeAfterDays: 1   # was 90000 seconds"], says: ["becomes days: 1"]),
    Row(
      "a port as a real",
      SmallDocuments.profile([SmallDocuments.mail(port: "<real>993</real>")]),
      gives: ["port: 993"], never: ["guessed: the usual port"]),
    Row(
      "TLS by the port",
      SmallDocuments.profile([SmallDocuments.mail(port: "<integer>143</integer>")]),
      gives: ["security: starttls   # guessed from the port"]),
    Row(
      "no TLS on a port of STARTTLS",
      SmallDocuments.profile([SmallDocuments.mail(port: "<integer>143</integer>", ssl: false)]),
      gives: ["security: none   # guessed"], says: ["IncomingMailServerUseSSL is not true"]),
    Row(
      "HTTP digest",
      SmallDocuments.profile([
        SmallDocuments.mail(authentication: "EmailAuthHTTPMD5")
      ]), gives: ["encrypted-password"], says: ["EmailAuthHTTPMD5 becomes"]),
    Row(
      "two mailboxes",
      SmallDocuments.profile([
        SmallDocuments.mail(),
        SmallDocuments.mail("bob@sea.example", host: "mail.sea.example"),
        SmallDocuments.payload(
          "com.apple.carddav.account",
          [
            ("CardDAVHostName", "<string>dav.sea.example</string>"),
            ("CardDAVUsername", "<string>bob@sea.example</string>"),
          ]),
      ]),
      gives: [
        "providers:", "  - provider:\n      id: bay.example",
        "  - provider:\n      id: sea.example",
      ]),
    Row(
      "two domains of one server",
      SmallDocuments.profile([
        SmallDocuments.mail(), SmallDocuments.mail("bob@sea.example", host: "mail.bay.example"),
      ]), gives: ["domains:\n  - name: bay.example\n  - name: sea.example"], never: ["providers:"]),
    Row(
      "what is one person's",
      SmallDocuments.profile(
        [
          SmallDocuments.mail(
            login: "max",
            more: "<key>EmailAccountName</key><string>Anna</string>"
              + "<key>IncomingPassword</key><string>geheim</string>")
        ], top: "<key>PayloadOrganization</key><string>Mail of anna@bay.example</string>"),
      gives: ["username: address   # guessed; was 'max'"],
      says: [
        "EmailAccountName ('Anna')", "IncomingPassword", "the user name 'max' has nothing of",
        "PayloadOrganization 'Mail of anna@bay.example' is left out",
      ], never: ["geheim", "Anna", "of anna"]),
    Row(
      "a web clip",
      SmallDocuments.profile([
        SmallDocuments.mail(),
        SmallDocuments.payload(
          "com.apple.webClip.managed",
          [
            ("URL", "<string>https://w.bay.example/anna@bay.example</string>"),
            ("Label", "<string>Post</string>"), ("FullScreen", "<true/>"),
            ("Precomposed", "<true/>"), ("Icon", "<data>aGVsbG8=</data>"),
          ]),
      ]),
      gives: ["https://w.bay.example/{address}", "label: Post", "fullScreen: true"],
      says: ["Precomposed (true)", "the icon of the web clip is left out"]),
  ])
  func profiles(_ row: Row) throws { try Self.check(row) }

  @Test(arguments: [
    Row(
      "ActiveSync alone",
      SmallDocuments.profile([
        SmallDocuments.payload(
          "com.apple.eas.account",
          [
            ("Host", "<string>eas.bay.example</string>"), ("SSL", "<true/>"),
            ("EmailAddress", "<string>anna@bay.example</string>"),
            ("UserName", "<string>BAY\\anna</string>"),
          ])
      ]), gives: ["activeSync:", "host: eas.bay.example", "username: \"BAY\\\\{local}\""]),
    Row(
      "a directory alone",
      SmallDocuments.profile([
        SmallDocuments.payload(
          "com.apple.ldap.account", [("LDAPAccountHostName", "<string>ldap.bay.example</string>")])
      ]), gives: ["directories:", "host: ldap.bay.example"]),
    Row(
      "EWS alone",
      SmallDocuments.profile([
        SmallDocuments.payload(
          "com.apple.ews.account",
          [
            ("Host", "<string>x.bay.example</string>"), ("SSL", "<true/>"),
            ("UserName", "<string>anna@bay.example</string>"),
          ])
      ]), gives: ["ews:", "https://x.bay.example/EWS/Exchange.asmx"]),
    Row("MobileSync", SmallDocuments.mobilesync, gives: ["activeSync:", "host: eas.bay.example"]),
    Row(
      "CalDAV in autodiscover",
      SmallDocuments.autodiscover(
        "<Protocol><Type>CalDAV</Type><Server>https://d.bay.example/SOGo/dav/anna@bay.example/"
          + "</Server><LoginName>anna@bay.example</LoginName></Protocol>"
          + "<Protocol><Type>CardDAV</Type><Server>https://d.bay.example/</Server></Protocol>"),
      gives: ["calendars:", "https://d.bay.example/SOGo/dav/{address}/", "contacts:"]),
    Row(
      "CalDAV by its host, and MobileSync, in autodiscover",
      SmallDocuments.autodiscover(
        "<Protocol><Type>CALDAV</Type><Server>d.bay.example</Server><Port>8443</Port>"
          + "<LoginName>anna@bay.example</LoginName></Protocol><Protocol><Type>MobileSync</Type>"
          + "<Server>https://e.bay.example/Microsoft-Server-ActiveSync</Server></Protocol>"),
      gives: ["https://d.bay.example:8443", "activeSync:", "host: e.bay.example"]),
    Row(
      "Exchange in autodiscover",
      SmallDocuments.autodiscover(
        "<Protocol><Type>EXCH</Type><Server>x</Server><EwsUrl>https://x.bay.example/ews</EwsUrl>"
          + "<OOFUrl>https://x.bay.example/oof</OOFUrl></Protocol>"
          + "<Protocol><Type>WEB</Type><External><OWAUrl>https://x.bay.example/owa</OWAUrl>"
          + "</External></Protocol>"),
      gives: ["ews:", "https://x.bay.example/ews", "webmail:", "https://x.bay.example/owa"],
      says: ["Server, OOFUrl of the protocol EXCH is left out"]),
    Row(
      "a redirect",
      SmallDocuments.autodiscover(
        "<RedirectAddr>anna@moved.example</RedirectAddr>"),
      gives: ["redirectAddress: \"{local}@moved.example\""],
      says: ["sends clients on to 'anna@moved.example'"]),
  ])
  func servicesAlone(_ row: Row) throws { try Self.check(row, domain: "bay.example") }

  @Test(arguments: [
    Row("a request", SmallDocuments.request, says: ["this is the request of a client"]),
    Row("a sheet", "Title\n\nTemplate generic 2026-11 \u{B7} Settings 5df26bfc\n", says: ["sheet"]),
    Row("a code", "[1,[1,1],[0,\"h\",143,2,1,\"a\"],[]]", says: ["thunderbird-qr"]),
  ])
  func whatGivesNoSettingsIsNamed(_ row: Row) throws {
    let (_, findings, result) = try SmallDocuments.imported(row.document)
    #expect(result.settings == nil)
    #expect(row.says.allSatisfy(findings.contains), "\(findings)")
    #expect(result.findings.filter { $0.severity == .error }.count == 1, "\(findings)")
  }
}
