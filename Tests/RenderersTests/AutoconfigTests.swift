// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ClientRules
import MailSettings
import Testing

@testable import Renderers

@Suite struct AutoconfigTests {
  @Test func imapStandsFirstAndKeepsTheOrderOfItsKind() throws {
    let provider = try Sample.provider(incoming: [
      Sample.server(.pop3), Sample.server(.imap, .starttls), Sample.server(.imap),
    ])
    let text = try Autoconfig().document(Sample.account(provider)).text
    #expect(
      text.components(between: "<incomingServer type=\"", and: "\"") == ["imap", "imap", "pop3"])
    #expect(text.texts(of: "port") == ["143", "993", "995", "465"])
  }

  @Test func elementsOfAServerKeepTheOrderThatFairEmailNeeds() throws {
    let text = try Autoconfig().document(Sample.account()).text
    let expected = """
          <incomingServer type="imap">
            <hostname>mail.example.ch</hostname>
            <port>993</port>
            <socketType>SSL</socketType>
            <authentication>password-cleartext</authentication>
            <username>%EMAILADDRESS%</username>
          </incomingServer>
      """
    #expect(text.contains(expected))
  }

  struct UserName: CustomTestStringConvertible {
    let form: UsernameForm
    let address: String
    var login: String?
    let written: String
    let warns: Bool
    let why: String
    var testDescription: String { why }
  }

  @Test(arguments: [
    UserName(
      form: .address, address: "anna@example.ch", written: "%EMAILADDRESS%", warns: false,
      why: "the address is a placeholder for every client"),
    UserName(
      form: .localPart, address: "anna@example.ch", written: "%EMAILLOCALPART%", warns: false,
      why: "so is the local part"),
    UserName(
      form: .address, address: "anna+shop@example.ch", written: "anna@example.ch", warns: true,
      why: "the tag never enters the login"),
    UserName(
      form: .address, address: "anna@example.com", login: "example.ch", written: "anna@example.ch",
      warns: true, why: "a linked domain's login stays at the primary domain"),
  ])
  func spellsUserNamesOfAddresses(_ row: UserName) throws {
    let provider = try Sample.provider(
      incoming: [Sample.server(.imap, username: row.form)],
      outgoing: [Sample.server(.smtp, username: row.form)])
    let document = try Autoconfig().document(
      Sample.account(provider, row.address, login: row.login))
    #expect(document.text.texts(of: "username") == [row.written, row.written])
    #expect(document.findings.paths(.warning) == (row.warns ? ["incoming[0].username"] : []))
  }

  @Test func spellsUserNamesOfADomain() throws {
    let linked = try Autoconfig().document(Sample.domain(nil, "example.com", login: "example.ch"))
    #expect(
      linked.text.texts(of: "username")
        == ["%EMAILLOCALPART%@example.ch", "%EMAILLOCALPART%@example.ch"])
    #expect(linked.findings.paths(.warning) == ["incoming[0].username"])
    let own = try Autoconfig().document(Sample.domain())
    #expect(own.findings.isEmpty)
  }

  @Test func aServerThatPhonesRefuseIsLeftOutUnlessAskedFor() throws {
    let servers = try [
      Sample.server(.imap), Sample.server(.imap, .none), Sample.server(.imap, with: [.kerberos]),
    ]
    var provider = try Sample.provider(incoming: servers)
    let careful = try Autoconfig().document(Sample.account(provider))
    #expect(!careful.text.contains("plain") && !careful.text.contains("GSSAPI"))
    #expect(
      careful.findings.paths(.warning) == ["incoming[1].security", "incoming[2].authentication"])

    provider.autoconfig.everyServer = true
    let everything = try Autoconfig().document(Sample.account(provider))
    #expect(everything.text.texts(of: "socketType").prefix(3) == ["SSL", "plain", "SSL"])
    #expect(everything.text.contains("<authentication>GSSAPI</authentication>"))
    #expect(
      everything.findings.paths(.warning) == [
        "incoming[1].security", "incoming[2].authentication", "incoming[2].authentication",
      ])
  }

  @Test func noPairOfServersIsRefused() throws {
    let plainOnly = try Sample.provider(outgoing: [Sample.server(.smtp, .none)])
    #expect(try Autoconfig().refusals(Sample.account(plainOnly)).paths(.error) == ["outgoing"])
    let nothing = try Sample.provider(incoming: [], outgoing: [])
    #expect(
      try Autoconfig().refusals(Sample.account(nothing)).paths(.error) == ["incoming", "outgoing"])
  }

  @Test func extrasNeedTheUserNameOfTheServers() throws {
    let provider = try Sample.provider { provider in
      provider.calendars = [CalendarService(.caldav, url: try URLPattern("https://dav.example.ch"))]
      var contacts = ContactService(url: try URLPattern("https://dav.example.ch"))
      contacts.username = .localPart
      provider.contacts = [contacts]
      provider.jmap = JMAPService(url: try URLPattern("https://jmap.example.ch/session"))
    }
    let document = try Autoconfig().document(Sample.account(provider))
    #expect(document.text.contains("<calendar type=\"caldav\">"))
    #expect(!document.text.contains("addressbook"))
    #expect(document.findings.paths(.warning) == ["contacts[0]", "jmap"])
  }

  /// Himalaya refuses the IMAP server with it; where there is none, nobody loses anything.
  @Test(arguments: [
    ("beside IMAP", MailProtocol.imap, false, false), ("asked for", .imap, true, true),
    ("beside POP3 alone", .pop3, false, true),
  ])
  func otherKindsOfServersSpoilNoMail(
    _ name: String, _ type: MailProtocol, _ everyServer: Bool, _ isThere: Bool
  ) throws {
    let provider = try Sample.provider(incoming: [Sample.server(type)]) { provider in
      provider.jmap = JMAPService(url: try URLPattern("https://jmap.example.ch/session"))
      provider.ews = EWSService(url: try URLPattern("https://ews.example.ch/ews"))
      provider.autoconfig.everyServer = everyServer
    }
    let document = try Autoconfig().document(Sample.account(provider))
    for other in ["jmap", "ews"] {
      #expect(document.text.contains("<incomingServer type=\"\(other)\">") == isThere, "\(name)")
      #expect(document.findings.paths(.warning).contains(other) == (type == .imap), "\(name)")
    }
  }

  @Test func oauth2WithoutScopesIsLeftOut() throws {
    let provider = try Sample.provider { provider in
      provider.oauth2 = OAuth2(
        issuer: try DisplayText("login.example.ch"),
        authorizationURL: try WebURL("https://login.example.ch/a"),
        tokenURL: try WebURL("https://login.example.ch/t"))
    }
    let document = try Autoconfig().document(Sample.account(provider))
    #expect(!document.text.contains("<oAuth2>"))
    #expect(document.findings.paths(.warning) == ["oauth2"])
  }

  @Test(arguments: [
    ("007", true), ("0x1F", true), ("TRUE", true), ("1e3", true), ("Infinity", true),
    ("%EMAILADDRESS%", true), ("50% off", false), ("Example 1", false), ("1.2.3", false),
    ("anna", false), ("0xyz", false), ("%", false),
  ])
  func knowsWhatThunderbirdChanges(_ name: String, _ changes: Bool) throws {
    #expect(name.isMisreadByThunderbird == changes)
    let provider = try Sample.provider { $0.name = try DisplayText(name) }
    let findings = try Autoconfig().document(Sample.account(provider)).findings
    #expect(findings.paths(.warning) == (changes ? ["provider.name"] : []))
  }
}
