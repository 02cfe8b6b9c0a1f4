// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import Testing

@testable import SetupSheets

@Suite struct FindingTests {
  private func findings(
    _ account: AccountSettings, _ options: RenderOptions = RenderOptions()
  ) throws -> [String] {
    try SheetText().render(account, options).findings.map {
      "\($0.severity.rawValue) \($0.path): \($0.message)"
    }
  }

  @Test func theUsualAccountHasNone() throws {
    #expect(try findings(Samples.account(Samples.usual())).isEmpty)
    #expect(try findings(Samples.account(Samples.usual()), Samples.device()).isEmpty)
  }

  @Test func serversWithoutProtectionAreWarnings() throws {
    var provider = try Samples.everything()
    provider.incoming[1] = try Samples.server(.pop3, "pop.example.net", .none)
    provider.directories[0].security = .none
    provider.manageSieve?.security = .none
    #expect(
      try findings(Samples.account(provider)).map { $0.prefix { $0 != ":" } } == [
        "warning incoming[1].security", "warning directories[0].security",
        "warning manageSieve.security",
      ])
  }

  @Test func whatIsNotOnTheSheetIsANote() throws {
    var provider = try Samples.bare()
    provider.incoming = [try Samples.server(.imap, "mail.example.net", .tls, [.oauth2])]
    provider.outgoing = [try Samples.server(.smtp, "mail.example.net")]
    provider.languages = [try Language("sv")]
    #expect(
      try findings(Samples.account(provider)).map { $0.prefix { $0 != ":" } } == [
        "note provider.languages", "note provider.support",
        "note incoming[0].authentication",
      ])
  }

  @Test func languageThatSomebodyAskedForIsAWarning() throws {
    let account = try Samples.account(Samples.usual(), language: "sv")
    #expect(
      try findings(account).first
        == "warning : the sheet is written in 'en': there are no sheets in 'sv'")
  }

  @Test func calendarKeepsNobodyFromScanning() throws {
    var provider = try Samples.everything()
    provider.calendars[0].url = try URLPattern("https://{local}.example.net/")
    let account = try Samples.account(provider, "a_b@example.org")
    for format in Samples.formats {
      let document = try format.render(account, Samples.device())
      #expect(!document.findings.contains { $0.path.hasPrefix("calendars") })
      #expect(throws: RenderFailure.self) { try format.render(account, RenderOptions()) }
    }
  }

  @Test func aMissingSideIsAWarning() throws {
    var provider = try Samples.usual()
    provider.outgoing = []
    #expect(
      try findings(Samples.account(provider)) == [
        "warning outgoing: the sheet has no outgoing server"
      ])
    provider = try Samples.usual()
    provider.incoming = []
    #expect(
      try findings(Samples.account(provider)) == [
        "warning incoming: the sheet has no incoming server"
      ])
  }

  @Test(arguments: [true, false])
  func withoutServersThereIsNoSheet(_ isForDevice: Bool) throws {
    let account = try Samples.account(Samples.bare())
    let options = isForDevice ? try Samples.device() : RenderOptions()
    for format in Samples.formats {
      let failure = #expect(throws: RenderFailure.self) { try format.render(account, options) }
      #expect(failure?.findings.contains { $0.severity == .error && $0.fix != nil } == true)
    }
  }

  @Test func aHostThatCannotBeWorkedOutIsAFailure() throws {
    var provider = try Samples.usual()
    provider.incoming.append(try Samples.server(.imap, "{local}.example.net"))
    let account = try Samples.account(provider, "anna_b@example.org")
    let failure = #expect(throws: RenderFailure.self) {
      try SheetHTML().render(account, RenderOptions())
    }
    #expect(failure?.findings.contains { $0.path == "incoming[2].host" } == true)
  }

  struct Device: CustomTestStringConvertible {
    var address = "scan@example.org"
    var login: String?
    var loginDomain: String?
    var port: Int?
    var security = Security.tls
    var ways = [Authentication.password]
    let found: [String]
    let why: String
    var testDescription: String { why }
  }

  @Test(arguments: [
    Device(login: "scan+1", found: ["outgoing[0].username"], why: "a + in the user name"),
    Device(address: "scan+1@example.org", found: ["", "outgoing[0].username"], why: "a tag"),
    Device(
      login: String(repeating: "s", count: 64), found: ["outgoing[0].username"],
      why: "64 characters"),
    Device(login: String(repeating: "s", count: 63), found: [], why: "63 characters"),
    Device(loginDomain: "primary.example", found: ["outgoing[0].username"], why: "a linked domain"),
    Device(port: 2465, found: ["outgoing[0].port"], why: "an unusual port"),
    Device(security: .none, found: ["outgoing", "outgoing[0].security"], why: "no protection"),
    Device(ways: [.oauth2], found: ["outgoing"], why: "no password"),
    Device(
      address: "+@example.org", found: ["outgoing[0].username"],
      why: "a + that starts no tag is warned of once"),
  ])
  func limitsOfDevicesAreWarnings(_ row: Device) throws {
    var provider = try Samples.bare()
    provider.support = try Samples.help()
    provider.outgoing = [
      try Samples.server(.smtp, "smtp.example.net", port: row.port, row.security, row.ways)
    ]
    let account = try Samples.account(
      provider, row.address, loginDomain: row.loginDomain, login: row.login)
    let found = try SheetText().render(account, Samples.device()).findings
    #expect(found.map(\.path) == row.found)
    #expect(found.allSatisfy { $0.severity == .warning && $0.fix != nil })
  }

  @Test func serversThatAreNotForDevicesAreNotes() throws {
    var provider = try Samples.usual()
    provider.outgoing.append(try Samples.server(.smtp, "old.example.net", port: 25, .none))
    #expect(
      try findings(Samples.account(provider), Samples.device()) == [
        "note outgoing[2]: old.example.net, port 25, is not on a sheet for devices"
      ])
  }
}
