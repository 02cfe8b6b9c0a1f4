// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import MailSettings
import SettingsFile
import TestSupport
import Testing
import Trees

@testable import Adoption

/// Settings made from single documents.
@Suite struct ImportTests {
  static func settings(
    _ document: String, _ options: ImportOptions = ImportOptions()
  ) -> ImportResult {
    Importer.settings(
      from: SourceDocument(name: "document", bytes: Array(document.utf8)), options)
  }

  static func account(_ document: [UInt8], address: String) throws -> AccountSettings {
    var options = ImportOptions()
    options.address = try MailAddress(address)
    let result = Importer.settings(
      from: SourceDocument(name: "document", bytes: document), options)
    let settings = try #require(result.settings, "\(result.findings)")
    let catalog = try SettingsLoader.read(settings, name: "settings").catalog
    return try #require(catalog.account(for: try MailAddress(address)))
  }

  private static func golden(_ name: String) throws -> [UInt8] {
    try Repository.bytes("Tests/Goldens/everything/anna@everything.example.\(name)")
  }

  private static func lines(_ servers: [AccountServer]) -> [String] {
    servers.map {
      "\($0.mailProtocol) \($0.host):\($0.port) \($0.security) \($0.username.value ?? "?")"
    }
  }

  @Test(arguments: ["autoconfig.xml", "autodiscover.xml", "mobileconfig", "pacc.json"])
  func ownDocumentsComeBack(_ name: String) throws {
    let document = try Self.golden(name)
    let account = try Self.account(document, address: "anna@everything.example")
    let original = try SettingsLoader.load(
      path: Repository.url("Tests/Fixtures/everything.yaml").path
    ).catalog.account(for: try MailAddress("anna@everything.example"))
    let all = Self.lines((original?.incoming ?? []) + (original?.outgoing ?? []))
    let read = Self.lines(account.incoming + account.outgoing)
    #expect(!read.isEmpty)
    #expect(read.allSatisfy(all.contains), "\(read) of \(all)")
  }

  @Test func binaryProfilesSayTheSame() throws {
    let xml = try Self.golden("mobileconfig")
    let list = try PropertyListSerialization.propertyList(from: Data(xml), format: nil)
    let binary = try PropertyListSerialization.data(
      fromPropertyList: list, format: .binary, options: 0)
    let address = "anna@everything.example"
    let (first, second) = (
      try Self.account(xml, address: address), try Self.account([UInt8](binary), address: address)
    )
    #expect(Self.lines(first.incoming) == Self.lines(second.incoming))
    #expect(first.calendars.map(\.url) == second.calendars.map(\.url))
    #expect(first.directories.map(\.host) == second.directories.map(\.host))
  }

  struct Oddity: CustomTestStringConvertible, Sendable {
    var why: String
    var server: String
    var gives: String
    var testDescription: String { why }

    init(_ why: String, _ server: String, _ gives: String) {
      self.why = why
      self.server = server
      self.gives = gives
    }
  }

  @Test(arguments: [
    Oddity("blanks", "<port> 993 </port><socketType> ssl </socketType>", "993 tls"),
    Oddity("no port", "<socketType>STARTTLS</socketType>", "143 starttls"),
    Oddity("no socket type", "<port>143</port>", "143 starttls"),
    Oddity("nothing", "", "993 tls"),
    Oddity("contradiction", "<port>993</port><socketType>STARTTLS</socketType>", "993 starttls"),
    Oddity("plain", "<port>143</port><socketType>plain</socketType>", "143 none"),
  ])
  func odditiesAreMended(_ row: Oddity) throws {
    let document = """
      <clientConfig><emailProvider id="example.ch"><domain> Example.CH </domain>
      <incomingServer type="IMAP"><hostname> MAIL.%EMAILDOMAIN% </hostname>\(row.server)
      <username>X\\%EMAILLOCALPART%</username></incomingServer></emailProvider></clientConfig>
      """
    let account = try Self.account(Array(document.utf8), address: "anna@example.ch")
    let server = try #require(account.incoming.first)
    #expect("\(server.port) \(server.security)" == row.gives)
    #expect(server.host.ascii == "mail.example.ch")
    #expect(server.username.value == "X\\anna")
  }

  struct Bad: CustomTestStringConvertible, Sendable {
    var why: String
    var document: String
    var says: String
    var testDescription: String { why }

    init(_ why: String, _ document: String, says: String) {
      self.why = why
      self.document = document
      self.says = says
    }
  }

  private static let bomb =
    "<!DOCTYPE a [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>"

  @Test(arguments: [
    Bad("nothing", "", says: "empty"),
    Bad("blanks", " \n ", says: "empty"),
    Bad("a web page", "<html><body>Hello</body></html>", says: "web page"),
    Bad("cut off", "<clientConfig><emailProvider>", says: "not well-formed"),
    Bad("a NUL byte", "<clientConfig/>\0", says: "not well-formed"),
    Bad("an entity bomb", "\(bomb)<clientConfig>&b;</clientConfig>", says: "declares entities"),
    Bad("an unknown entity", "<clientConfig>&b;</clientConfig>", says: "not well-formed"),
    Bad("another root", "<config/>", says: "<config>"),
    Bad("an encoding", "<?xml version='1.0' encoding='Shift_JIS'?><a/>", says: "encoding"),
    Bad(
      "deep nesting", String(repeating: "<a>", count: 100_000),
      says: "not well-formed"),
    Bad("no server", "<clientConfig><emailProvider/></clientConfig>", says: "no server"),
    Bad("a cut binary list", "bplist00", says: "cut off"),
    Bad("settings", "provider: {}", says: "settings file already"),
    Bad("an error answer", "<Autodiscover><Response/></Autodiscover>", says: "no Account"),
    Bad("broken JSON", "{\"protocols\": ", says: "this is no value of JSON"),
  ])
  func badInputIsRefused(_ row: Bad) {
    let result = Self.settings(row.document)
    #expect(result.settings == nil)
    #expect(
      result.findings.contains { $0.severity == .error && $0.message.contains(row.says) },
      "\(result.findings)")
  }

  @Test func hostileTextStaysText() throws {
    let name = "a: b # c \"d\\ 'e' [f] {g} &h *i !j |k >l %m @n `o\u{2028}\u{85}\u{7}"
    let escaped = "a: b # c \"d\\ 'e' [f] {g} &amp;h *i !j |k &gt;l %m @n `o"
    let document = """
      <clientConfig><emailProvider id="example.ch"><domain>example.ch</domain>
      <displayName>\(escaped)</displayName>
      <incomingServer type="imap"><hostname>mail.example.ch</hostname><port>993</port>
      <socketType>SSL</socketType><username>%EMAILADDRESS%</username></incomingServer>
      </emailProvider></clientConfig>
      """
    let account = try Self.account(Array(document.utf8), address: "anna@example.ch")
    #expect(account.provider.name.text == "a: b # c \"d\\ 'e' [f] {g} &h *i !j |k >l %m @n `o")
    #expect(!YAMLWriter.scalar(name).unicodeScalars.contains("\u{2028}"))
  }
}
