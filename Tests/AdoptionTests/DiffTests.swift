// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import TestSupport
import Testing

@testable import Adoption
@testable import Commands

/// What changes for devices that are set up.
@Suite struct DiffTests {
  private static let settings = """
    provider: {id: example.ch, name: Example}
    domains: [{name: example.ch}, {name: example.com}, {name: "*.customers.example"}]
    incoming: [{protocol: imap, host: mail.example.ch}]
    outgoing: [{protocol: smtp, host: mail.example.ch}]
    calendars: [{protocol: caldav, url: "https://dav.example.ch/"}]

    """

  private static func input(_ text: String, _ name: String = "settings.yaml") -> DiffInput {
    .document(SourceDocument(name: name, bytes: Array(text.utf8)))
  }

  private static func diff(_ old: String, _ new: String) -> DiffReport {
    Differ.diff(input(old), input(new), ImportOptions())
  }

  struct Row: CustomTestStringConvertible, Sendable {
    var old: String
    var new: String
    var subjects: [String]
    var testDescription: String { "\(old) → \(new)" }

    init(_ old: String, _ new: String, _ subjects: String...) {
      self.old = old
      self.new = new
      self.subjects = subjects
    }
  }

  @Test(arguments: [
    Row("imap, host: mail.", "imap, host: imap.", "imap host"),
    Row("imap, host: mail.example.ch", "imap, host: mail.example.ch, port: 1993", "imap port"),
    Row(
      "imap, host: mail.example.ch", "imap, host: mail.example.ch, security: starttls",
      "imap port", "imap security"),
    Row(
      "imap, host: mail.example.ch", "imap, host: mail.example.ch, username: local-part",
      "imap user name"),
    Row(
      "imap, host: mail.example.ch", "imap, host: mail.example.ch, authentication: [ntlm]",
      "imap authentication"),
    Row("protocol: imap", "protocol: pop3", "imap server", "pop3 server"),
    Row("https://dav.", "https://cal.", "calendar"),
    Row("name: Example}", "name: Other}", "name"),
    Row("id: example.ch", "id: other.example", "profile identifier"),
    Row("{name: example.com}, ", "", "domain"),
  ])
  func changeIsTold(_ row: Row) {
    let report = Self.diff(
      Self.settings, Self.settings.replacing(row.old, with: row.new, maxReplacements: 1))
    let subjects = report.changes.map(\.change.subject)
    #expect(row.subjects.allSatisfy(subjects.contains), "\(subjects)")
    #expect(report.findings.isEmpty)
    #expect(report.changes.allSatisfy { !$0.change.consequence.isEmpty && !$0.domains.isEmpty })
  }

  @Test func theSameIsTheSame() {
    #expect(Self.diff(Self.settings, Self.settings).changes.isEmpty)
    let comment = "# a comment\n" + Self.settings
    #expect(Self.diff(Self.settings, comment).changes.isEmpty)
  }

  @Test func oneChangeNamesAllItsDomains() {
    let report = Self.diff(
      Self.settings, Self.settings.replacing("host: mail.", with: "host: mx."))
    let change = report.changes.first { $0.change.subject == "imap host" }
    #expect(change?.domains == ["example.ch", "example.com", "*.customers.example"])
  }

  @Test func aDocumentIsComparedWithItsSettings() throws {
    let profile = try Repository.bytes(
      "Tests/Goldens/everything/anna@everything.example.mobileconfig")
    let text = String(decoding: profile, as: UTF8.self)
    let report = Differ.diff(
      Self.input(text, "a"), Self.input(text.replacing(">993<", with: ">1993<"), "b"),
      ImportOptions())
    #expect(report.changes.map(\.change.subject) == ["imap port"])
    let uuid = try #require(text.firstMatch(of: try Regex("[0-9A-F]{8}-[0-9A-F-]{27}")))
    let other = text.replacingOccurrences(
      of: String(text[uuid.range]), with: "00000000-0000-5000-8000-000000000000")
    let changed = Differ.diff(Self.input(text, "a"), Self.input(other, "b"), ImportOptions())
    #expect(changed.changes.allSatisfy { $0.change.subject.hasPrefix("payload ") })
    #expect(!changed.changes.isEmpty)
  }

  @Test func badSidesAreToldTogether() {
    let report = Differ.diff(
      Self.input("<html/>", "a"), Self.input("<clientConfig/>", "b"), ImportOptions())
    #expect(report.findings.count >= 2)
    #expect(report.changes.isEmpty)
  }
}

/// What can be said to which client.
@Suite struct ClientTableTests {
  private func verdict(
    _ client: String, _ format: String, _ security: Security = .tls,
    _ method: Authentication = .password, _ username: ClientTable.Username = .address
  ) -> ClientTable.Verdict? {
    ClientTable.rows.first { $0.client == client && $0.format == format }?
      .verdict(security, method, username)
  }

  @Test func everyClientTakesTLSWithAPassword() {
    for row in ClientTable.rows {
      #expect(row.verdict(.tls, .password, .address) == .works, "\(row.client) \(row.format)")
    }
  }

  @Test func knownGapsAreInTheTable() {
    #expect(verdict("Apple Mail", "mobileconfig", .tls, .oauth2) == .cannot)
    #expect(verdict("Apple Mail", "mobileconfig", .starttls) == .warning)
    #expect(verdict("PACC clients", "pacc", .starttls) == .cannot)
    #expect(verdict("Thunderbird for Android", "autoconfig", .none) == .cannot)
    #expect(
      verdict("GNOME Online Accounts", "autoconfig", .tls, .password, .pattern) == .warning)
    #expect(verdict("FairEmail", "autodiscover", .tls, .password, .localPart) == .cannot)
    #expect(verdict("Thunderbird", "autoconfig", .tls, .oauth2) == .cannot)
  }

  @Test func theManualHasTheTable() throws {
    let chapter = String(
      decoding: try Repository.bytes("Templates/manual/clients.md"), as: UTF8.self)
    #expect(chapter.contains(ClientTable.markdown), "print it with: mkprofile formats --clients")
  }
}
