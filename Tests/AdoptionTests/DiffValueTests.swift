// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import SettingsFile
import Testing

@testable import Adoption

/// Two documents are the same only where every key and every program says so.
@Suite struct DiffValueTests {
  private static func changes(_ old: String, _ new: String) -> DiffReport {
    Differ.diff(
      .document(SmallDocuments.source(old, "old")), .document(SmallDocuments.source(new, "new")),
      ImportOptions())
  }

  struct Row: CustomTestStringConvertible, Sendable {
    var why: String
    var old: String
    var new: String
    var subject: String
    var values: [String?]
    var testDescription: String { why }

    init(
      _ why: String, _ old: String, _ new: String, _ subject: String, _ before: String?,
      _ after: String?
    ) {
      self.why = why
      self.old = old
      self.new = new
      self.subject = subject
      values = [before, after]
    }
  }

  private static func profile(_ more: String = "", top: String = "", digest: String? = nil)
    -> String
  {
    SmallDocuments.profile(
      [SmallDocuments.mail(authentication: digest ?? "EmailAuthPassword", more: more)], top: top)
  }

  private static func pop3(_ inServer: String) -> String {
    SmallDocuments.autoconfig(
      type: "pop3", socket: "<port>995</port><socketType>SSL</socketType>", inServer: inServer)
  }

  private static let stays = "<pop3><leaveMessagesOnServer>true</leaveMessagesOnServer></pop3>"
  private static let goes = "<pop3><leaveMessagesOnServer>false</leaveMessagesOnServer></pop3>"

  private static func sieve(_ keys: String) -> String {
    settings("preventMove: false") + "\nmanageSieve: {host: s.bay.example, \(keys)}\n"
  }

  private static func directory(_ name: String) -> String {
    settings("preventMove: false")
      + "\ndirectories: [{protocol: ldap, host: l.bay.example, username: address, searchBases:"
      + " [{base: dc=x, name: {en: \(name)}}]}]\n"
  }

  private static func settings(_ apple: String) -> String {
    """
    provider: {id: bay.example, name: Bay}
    domains: [{name: bay.example}]
    incoming: [{protocol: imap, host: mail.bay.example}]
    outgoing: [{protocol: smtp, host: mail.bay.example}]
    apple: {organization: Bay, \(apple)}
    """
  }

  private static let mail = "com.apple.mail.managed"

  @Test(arguments: [
    Row(
      "fetched mail", pop3(stays), pop3(goes), "pop3 fetched mail", "stays", "removed"),
    Row(
      "prevent move", profile("<key>PreventMove</key><false/>"),
      profile("<key>PreventMove</key><true/>"), "\(mail).PreventMove", "false", "true"),
    Row(
      "kinds of digest", profile(digest: "EmailAuthCRAMMD5"), profile(digest: "EmailAuthHTTPMD5"),
      "\(mail).IncomingMailServerAuthentication", "EmailAuthCRAMMD5", "EmailAuthHTTPMD5"),
    Row(
      "path prefix", profile("<key>IncomingMailServerIMAPPathPrefix</key><string>INBOX</string>"),
      profile(), "imap path prefix", "INBOX", nil),
    Row(
      "a key that nobody knows", profile("<key>allowMailDrop</key><false/>"), profile(),
      "\(mail).allowMailDrop", "false", nil),
    Row(
      "the day on which it goes",
      profile(top: "<key>RemovalDate</key><date>2030-01-01T00:00:00Z</date>"),
      profile(top: "<key>RemovalDate</key><date>2031-01-01T00:00:00Z</date>"), "RemovalDate",
      "2030-01-01T00:00:00Z", "2031-01-01T00:00:00Z"),
    Row(
      "how long it stays", profile(top: "<key>DurationUntilRemoval</key><real>86400</real>"),
      profile(top: "<key>DurationUntilRemoval</key><real>86401</real>"), "DurationUntilRemoval",
      "86400", "86401"),
    Row(
      "a name of a device's list",
      profile("<key>PayloadDisplayName</key><string>Mail</string>"),
      profile("<key>PayloadDisplayName</key><string>Post</string>"), "\(mail).PayloadDisplayName",
      "Mail", "Post"),
    Row(
      "an element that settings do not know",
      SmallDocuments.autoconfig(inServer: "<checkInterval minutes=\"15\"/>"),
      SmallDocuments.autoconfig(inServer: "<checkInterval minutes=\"5\"/>"),
      "imap incomingServer.checkInterval@minutes", "15", "5"),
    Row(
      "days of a settings file", settings("removeAfterDays: 30"), settings("removeAfterDays: 60"),
      "apple.removeAfterDays", "30", "60"),
    Row(
      "prevent move of a settings file", settings("preventMove: false"),
      settings("preventMove: true"), "apple.preventMove", "false", "true"),
    Row(
      "the name of a search base", directory("Staff"), directory("People"), "directory",
      "l.bay.example:636 tls as anna@bay.example dc=x (subtree) named en 'Staff'",
      "l.bay.example:636 tls as anna@bay.example dc=x (subtree) named en 'People'"),
    Row(
      "the port of filters", sieve("port: 4190"), sieve("port: 2000"), "ManageSieve port", "4190",
      "2000"),
    Row(
      "the security of filters", sieve("security: starttls"), sieve("security: tls"),
      "ManageSieve security", "starttls", "tls"),
    Row(
      "the user name of filters", sieve("username: address"), sieve("username: local-part"),
      "ManageSieve user name", "anna@bay.example", "anna"),
  ])
  func eachKeyIsCompared(_ row: Row) {
    let report = Self.changes(row.old, row.new)
    let change = report.changes.map(\.change).first { $0.subject == row.subject }
    #expect([change?.old, change?.new] == row.values, "\(report.changes)")
    #expect(Self.changes(row.old, row.old).changes.isEmpty)
  }

  /// A text element with an attribute is an object for Thunderbird, and its account the same.
  @Test func programsAreCompared() {
    let old = SmallDocuments.autoconfig()
    let new = old.replacing("<hostname>mail", with: "<hostname >mail")
      .replacing("<socketType>SSL", with: "<socketType> SSL")
    let subjects = Self.changes(old, new).changes.map(\.change.subject)
    #expect(subjects.contains("Thunderbird"), "\(subjects)")
    #expect(!subjects.contains("imap security"), "\(subjects)")
  }

  @Test func whatEitherSideLosesIsSaid() {
    let report = Self.changes(
      SmallDocuments.autoconfig(inServer: "<x>1</x>"), SmallDocuments.autoconfig())
    #expect(report.findings.contains { $0.message.contains("<x> '1' is left out") })
    #expect(report.changes.map(\.change.subject) == ["imap incomingServer.x"])
  }

  @Test func settingsAreHeldAgainstADocumentInItsFormat() throws {
    let profile = Self.profile("<key>PreventAppSheet</key><true/>")
    let settings = try SmallDocuments.imported(profile).settings
    let report = Self.changes(profile, settings)
    #expect(report.changes.contains { $0.change.subject == "\(Self.mail).PreventAppSheet" })
    #expect(!report.changes.contains { $0.change.subject.hasPrefix("imap ") })
  }
}
