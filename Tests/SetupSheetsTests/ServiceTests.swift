// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Testing

@testable import SetupSheets

@Suite struct ServiceTests {
  private func tables() throws -> [ValueTable] {
    ClientSheet(.generic, try Samples.account(Samples.everything()), .english).sheet.tables
  }

  @Test func servicesHaveTheirAddresses() throws {
    let table = try #require(try tables().first { $0.caption.hasPrefix("Addresses") })
    #expect(
      table.flat.dropFirst() == [
        "Calendars (CalDAV): https://dav.example.net/cal",
        "Calendar to subscribe to: Public holidays / webcal://example.net/holidays.ics",
        "Address books (CardDAV): https://dav.example.net/card",
        "Files (WebDAV): https://files.example.net/anna%40example.org / User name: EXAMPLE\\anna",
        "Mail over JMAP: https://jmap.example.net/session",
        "Exchange ActiveSync: eas.example.net",
      ])
  }

  @Test func calendarsToSubscribeToOpenInTheProgramForThem() throws {
    var provider = try Samples.everything()
    provider.calendars[1].url = try URLPattern("https://example.net/holidays.ics")
    let account = try Samples.account(provider)
    let table = try #require(
      ClientSheet(.generic, account, .english).sheet.tables.first {
        $0.caption.hasPrefix("Addresses")
      })
    let links = table.rows.flatMap(\.lines).joined().compactMap { run -> String? in
      if case .link(let text, let target) = run { "\(text) \(target)" } else { nil }
    }
    #expect(links == ["https://example.net/holidays.ics webcal://example.net/holidays.ics"])
  }

  @Test func theSheetOfDAVx5HasItsLinkAndCode() throws {
    let davx5 = ClientDefinition.named("davx5")
    func codes(_ provider: Provider) throws -> [SheetCode] {
      SheetCodes(SheetCodes.kinds(for: davx5), try Samples.account(provider), .english)
        .section.blocks.flatMap { block -> [SheetCode] in
          if case .codes(let codes) = block { codes } else { [] }
        }
    }
    let code = try #require(try codes(Samples.everything()).first)
    #expect(code.content == "davx5://anna%40example.org@dav.example.net/cal")
    #expect(code.lines.last == [.link(code.content, target: code.content)])
    // Its password is typed, never scanned; and where there is nothing to set up, there is no code.
    #expect(!code.content.contains(":anna"))
    #expect(try codes(Samples.usual()).isEmpty)
    var open = try Samples.everything()
    open.calendars[0].url = try URLPattern("http://dav.example.net/cal", schemes: [.http])
    open.contacts = []
    #expect(try codes(open).isEmpty)
  }

  @Test func directoriesAndFiltersHaveTheirServers() throws {
    #expect(
      try #require(try tables().first { $0.caption.contains("LDAP") }).flat == [
        "Directory (LDAP)", "Server name: ldap.example.net", "Port: 636",
        "Connection security: SSL/TLS (implicit TLS)", "User name: anna",
        "Search base: Staff / dc=example,dc=net (everything below)",
      ])
    #expect(
      try #require(try tables().first { $0.caption.contains("ManageSieve") }).flat == [
        "Mail filters (ManageSieve)", "Server name: sieve.example.net", "Port: 4190",
        "Connection security: STARTTLS", "User name: anna@example.org",
      ])
  }

  /// A directory does not wait for a calendar, nor a calendar for a directory.
  @Test(arguments: ["apple-mail-ios", "apple-mail-macos"])
  func theStepsForADirectoryStandWhereThereIsOne(_ client: String) throws {
    var provider = try Samples.everything()
    func text() throws -> String {
      ClientSheet(.named(client), try Samples.account(provider), .english).sheet.text
    }
    #expect(try text().contains("LDAP account") || text().contains("Add LDAP Account"))
    provider.calendars = []
    provider.contacts = []
    #expect(try text().contains("LDAP account") || text().contains("Add LDAP Account"))
    provider.directories = []
    #expect(try !text().contains("LDAP"))
  }

  @Test(arguments: [
    (DirectoryService.Scope.base, "this entry only"), (.oneLevel, "one level below"),
    (.subtree, "everything below"),
  ])
  func searchScopesAreSpelledInWords(_ scope: DirectoryService.Scope, _ words: String) throws {
    var provider = try Samples.everything()
    provider.directories[0].username = nil
    provider.directories[0].searchBases = [
      DirectoryService.SearchBase(base: try DisplayText("o=x"), scope: scope)
    ]
    let sheet = ClientSheet(.generic, try Samples.account(provider), .english).sheet
    #expect(sheet.text.contains("Search base: o=x (\(words))"))
    #expect(sheet.text.contains("User name: none: everybody may read"))
  }

  @Test func helpNamesEverybodyWhoHelps() throws {
    #expect(
      try #require(try tables().last).flat.dropFirst() == [
        "Webmail: https://webmail.example.net", "Email: help@example.net",
        "Telephone: +41 31 555 01 00", "Web page: https://example.net/help",
        "Hours: Mon-Fri 8-18", "Guide: Guide for everybody / https://example.net/guide",
      ])
  }

  @Test func theAddressOfTheHelpDeskIsALink() throws {
    var provider = try Samples.usual()
    provider.support?.email = try MailAddress("\"help & more\"@example.net")
    let sheet = ClientSheet(.generic, try Samples.account(provider), .english).sheet
    #expect(
      sheet.tables.last?.rows[1].lines == [
        [
          .link(
            "\"help & more\"@example.net", target: "mailto:%22help%20%26%20more%22@example.net")
        ]
      ])
  }
}
