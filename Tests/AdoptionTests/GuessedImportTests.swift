// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Testing

@testable import Adoption

/// What a document does not say, or says of one person, is marked or asked about.
@Suite struct GuessedImportTests {
  private typealias Row = LosslessImportTests.Row

  private static func dav(_ login: String, _ keys: (String, String)...) -> (String, String) {
    SmallDocuments.payload(
      "com.apple.caldav.account",
      [("CalDAVUsername", "<string>\(login)</string>"), ("CalDAVUseSSL", "<true/>")] + keys)
  }

  private static let rows: [Row] = [
    Row(
      "a host that begins as the address does",
      SmallDocuments.profile([SmallDocuments.mail(host: "anna.bay.example")]),
      gives: ["host: anna.bay.example"],
      says: ["the host 'anna.bay.example' is written for everybody, but it begins with 'anna'"]),
    Row(
      "a short name, and one beyond ASCII",
      SmallDocuments.profile([
        SmallDocuments.mail("jo@bay.example", host: "jo.bay.example"),
        SmallDocuments.mail("jo@bay.example", host: "john.bay.example"),
      ]),
      says: ["the host 'jo.bay.example' is written"], never: ["'john.bay.example' is written"]),
    Row(
      "a tag",
      SmallDocuments.profile([
        SmallDocuments.mail("anna+shop@bay.example", host: "anna.bay.example", login: "anna")
      ]),
      gives: ["username: local-part"], says: ["it begins with 'anna', as the address does"]),
    Row(
      "a usual word in a path",
      SmallDocuments.profile([
        SmallDocuments.mail("info@bay.example"),
        dav(
          "info@bay.example", ("CalDAVHostName", "<string>d.bay.example</string>"),
          ("CalDAVPrincipalURL", "<string>/info/</string>")),
      ]),
      gives: ["https://d.bay.example/info/"], says: ["'info' is in it, as in the address"]),
    Row(
      "an address of a linked domain in a path",
      SmallDocuments.profile([
        SmallDocuments.mail(login: "anna@sea.example"),
        dav(
          "anna@sea.example", ("CalDAVHostName", "<string>d.bay.example</string>"),
          ("CalDAVPrincipalURL", "<string>/u/anna%40sea.example/</string>")),
      ]),
      gives: ["username: \"{local}@sea.example\"", "/u/{local}%40sea.example/"],
      never: ["providers:", "address of somebody else"]),
    Row(
      "no user name",
      SmallDocuments.profile([
        SmallDocuments.payload(
          "com.apple.carddav.account",
          [("CardDAVHostName", "<string>d.bay.example</string>"), ("CardDAVUseSSL", "<true/>")])
      ]),
      gives: ["username: address   # guessed"], says: ["a server has no user name"]),
    Row(
      "no log-in",
      SmallDocuments.profile([SmallDocuments.mail(authentication: "EmailAuthNone")]),
      never: ["a server has no user name"]),
    Row(
      "TLS on a port of its own",
      SmallDocuments.profile([SmallDocuments.mail(port: "<integer>10993</integer>")]),
      gives: ["security: tls   # guessed: UseSSL is true on a port of neither"]),
    Row(
      "a name that is the organization's",
      SmallDocuments.profile(
        [SmallDocuments.mail()],
        top: "<key>PayloadDisplayName</key><string>Mail</string>"
          + "<key>PayloadOrganization</key><string>Bay</string>"),
      gives: ["name: Bay   # guessed from PayloadOrganization"]),
    Row(
      "two mailboxes of one domain",
      SmallDocuments.profile([
        SmallDocuments.mail(), SmallDocuments.mail("bob@bay.example", host: "b.bay.example"),
      ]), says: ["the servers of bob@bay.example become alternatives for everybody"]),
    Row(
      "two accounts of one mailbox",
      SmallDocuments.profile([SmallDocuments.mail(), SmallDocuments.mail(host: "b.bay.example")]),
      never: ["become alternatives"]),
    Row(
      "a placeholder in an issuer",
      SmallDocuments.autoconfig(
        outside: "<oAuth2><issuer>login.%EMAILDOMAIN%</issuer><scope>a</scope>"
          + "<authURL>https://l.example/a</authURL><tokenURL>https://l.example/t</tokenURL>"
          + "</oAuth2>"), gives: ["issuer: login.bay.example\n"]),
    Row(
      "blanks in a name",
      SmallDocuments.autoconfig().replacing(
        "<displayShortName>Bay", with: "<displayShortName>A\u{A0}B  C\n  D"),
      gives: ["shortName: \"A\u{A0}B  C D\""]),
    Row(
      "on to another name",
      SmallDocuments.autodiscover(
        "<RedirectAddr>a.muster@moved.example</RedirectAddr>"
          + "<Protocol><Type>IMAP</Type><Server>m.bay.example</Server><Port>993</Port>"
          + "<LoginName>anna@bay.example</LoginName></Protocol>"),
      gives: ["redirectAddress: \"{local}@moved.example\""],
      says: ["has another name than the address"]),
  ]

  @Test(arguments: rows) private func guesses(_ row: Row) throws {
    try LosslessImportTests.check(row, domain: "bay.example")
    let findings = try SmallDocuments.imported(row.document, domain: "bay.example").findings
    for part in row.never { #expect(!findings.contains(part), "\(findings)") }
  }
}
