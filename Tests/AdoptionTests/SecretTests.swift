// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Testing

@testable import Adoption

/// Passwords of a document are in no message: what import, lint and diff say ends in logs.
@Suite struct SecretTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let document: String
    /// What stands in place of the secret, in a difference; nil where that is no key.
    let change: String?

    init(_ why: String, _ document: String, change: String? = nil) {
      testDescription = why
      self.document = document
      self.change = change
    }
  }

  private static func mail(_ more: String) -> String {
    SmallDocuments.profile([SmallDocuments.mail(more: more)])
  }

  private static func beside(_ type: String, _ keys: [(String, String)]) -> String {
    SmallDocuments.profile([SmallDocuments.mail(), SmallDocuments.payload(type, keys)])
  }

  @Test(arguments: [
    Row(
      "of a mailbox", mail("<key>IncomingPassword</key><string>geheim</string>"),
      change: "com.apple.mail.managed.IncomingPassword"),
    Row("a list", mail("<key>OutgoingPassword</key><array><string>geheim</string></array>")),
    Row(
      "of the profile",
      SmallDocuments.profile(
        [SmallDocuments.mail()], top: "<key>RemovalPassword</key><string>geheim</string>"),
      change: "RemovalPassword"),
    Row(
      "of a network",
      beside("com.apple.wifi.managed", [("Password", "<string>geheim</string>")])),
    Row(
      "of a VPN",
      beside(
        "com.apple.vpn.managed",
        [("IPSec", "<dict><key>SharedSecret</key><string>geheim</string></dict>")]),
      change: "com.apple.vpn.managed.IPSec.SharedSecret"),
    Row(
      "of a program", mail("<key>Access_Token</key><string>geheim</string>"),
      change: "com.apple.mail.managed.Access_Token"),
    Row("of a second server", mail("<key>Password2</key><string>geheim</string>")),
    Row("of a card", mail("<key>UnlockPIN</key><string>geheim</string>")),
    Row(
      "of a certificate",
      beside(
        "com.apple.security.scep",
        [("PayloadContent", "<dict><key>Challenge</key><string>geheim</string></dict>")]),
      change: "com.apple.security.scep.PayloadContent.Challenge"),
    Row(
      "in a URL of a web clip",
      beside(
        "com.apple.webClip.managed",
        [("URL", "<string>https://anna:geheim@w.bay.example/</string>")])),
    Row(
      "in a URL of a calendar",
      beside(
        "com.apple.subscribedcalendar.account",
        [("SubCalAccountHostName", "<string>webcal://anna:geheim@c.bay.example/a</string>")])),
    Row(
      "in a principal",
      beside(
        "com.apple.caldav.account",
        [
          ("CalDAVHostName", "<string>d.bay.example</string>"),
          ("CalDAVPrincipalURL", "<string>https://anna:geheim@d.bay.example/p/</string>"),
        ])),
    Row(
      "of a server in autoconfig",
      SmallDocuments.autoconfig(inServer: "<password>geheim</password>"),
      change: "imap incomingServer.password"),
    Row(
      "of a program in autoconfig",
      SmallDocuments.autoconfig(
        outside: "<oAuth2><issuer>a.example</issuer><clientSecret>geheim</clientSecret></oAuth2>"),
      change: "oAuth2.clientSecret"),
    Row(
      "in a page in autoconfig",
      SmallDocuments.autoconfig(
        inProvider: "<documentation url='https://a:geheim@bay.example/'/>")),
  ])
  func nobodyIsShownASecret(_ row: Row) throws {
    let source = SmallDocuments.source(row.document)
    let told = Importer.settings(from: source, ImportOptions()).findings.map(\.description)
    let reports = Linter.lint(source, address: nil)
    let judged = reports.flatMap { $0.findings.map(\.description) + ["\($0.outcomes)"] }
    let empty = row.document.contains("plist") ? Self.mail("") : SmallDocuments.autoconfig()
    let report = Differ.diff(
      .document(SmallDocuments.source(empty, "old")), .document(source), ImportOptions())
    let changes = report.changes.map { "\($0)" } + report.findings.map(\.description)
    #expect(!(told + judged + changes).contains { $0.contains("geheim") })
    #expect(!changes.isEmpty)
    guard let key = row.change else { return }
    let change = try #require(report.changes.map(\.change).first { $0.subject == key })
    #expect(change.new == "(not shown)")
  }

  @Test(arguments: [
    ("https://anna:geheim@h.example/p", "https://anna:…@h.example/p"),
    (
      "see https://a:b@h.example and http://c:d@i.example/",
      "see https://a:…@h.example and http://c:…@i.example/"
    ),
    ("https://anna@h.example/", "https://anna@h.example/"),
    ("https://h.example/a:b@c", "https://h.example/a:b@c"),
    ("anna@h.example", "anna@h.example"), ("a:b@c", "a:b@c"), ("://:@", "://:…@"), ("", ""),
  ])
  func passwordsInURLsAreLeftOut(_ text: String, _ shown: String) {
    #expect(text.withoutPassword == shown)
    #expect(text.quoted == "'\(shown)'")
  }

  /// What says only whether two passwords are the same is no secret.
  @Test func truthValuesAreShown() throws {
    let key = "<key>OutgoingPasswordSameAsIncomingPassword</key>"
    let report = Differ.diff(
      .document(SmallDocuments.source(Self.mail("\(key)<true/>"), "old")),
      .document(SmallDocuments.source(Self.mail("\(key)<false/>"), "new")), ImportOptions())
    let change = try #require(
      report.changes.map(\.change).first { $0.subject.hasSuffix("IncomingPassword") })
    #expect(change.old == "true" && change.new == "false")
  }
}
