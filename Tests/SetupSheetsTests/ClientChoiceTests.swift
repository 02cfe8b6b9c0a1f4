// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import Testing

@testable import SetupSheets

@Suite struct ClientChoiceTests {
  private func render(
    _ client: String, _ provider: Provider
  ) throws -> (text: String, findings: [String]) {
    var options = RenderOptions()
    try options.choose(Samples.choices.client, client)
    let document = try SheetText().render(Samples.account(provider), options)
    return (document.flat, document.findings.map { "\($0.path): \($0.message)" })
  }

  @Test func theFirstServerThatAProgramCanUseIsChosen() throws {
    var provider = try Samples.usual()
    provider.incoming = [
      try Samples.server(.imap, "sso.example.net", .tls, [.oauth2]),
      try Samples.server(.imap, "imap.example.net"),
    ]
    let sheet = try render("gmail-app", provider)
    #expect(sheet.text.contains("imap.example.net") && !sheet.text.contains("sso.example.net"))
    #expect(sheet.findings == [])
  }

  struct Obstacle: CustomTestStringConvertible {
    let client: String
    var incoming: (MailProtocol, Int?, Security, [Authentication]) = (.imap, nil, .tls, [.password])
    var outgoing: (Int?, Security, [Authentication]) = (nil, .tls, [.password])
    let finding: String
    let notice: String
    var testDescription: String { finding }
  }

  @Test(arguments: [
    Obstacle(
      client: "outlook-mobile", incoming: (.imap, nil, .tls, [.kerberos]),
      finding: "incoming[0].authentication: Outlook for iPhone and Android has none of the ways to"
        + " log in to in.example.net",
      notice: "has none of the ways to log in to in.example.net"),
    Obstacle(
      client: "apple-mail-ios", outgoing: (2525, .tls, [.password]), finding: "", notice: "2525"),
    Obstacle(
      client: "gmail-send-as", outgoing: (2465, .tls, [.password]),
      finding: "outgoing[0].port: Gmail on the web (send as) cannot be told the port 2465 of"
        + " out.example.net",
      notice: "cannot be told the port 2465"),
    Obstacle(
      client: "gmail-send-as", outgoing: (25, .none, [.password]),
      finding: "outgoing[0].security: Gmail on the web (send as) has no word for 'none'",
      notice: "has no setting None"),
    Obstacle(
      client: "outlook-new", incoming: (.pop3, nil, .tls, [.password]),
      finding: "incoming: New Outlook for Windows reads mail over IMAP only",
      notice: "New Outlook for Windows reads mail over IMAP only"),
  ])
  func whatAProgramCannotBeToldIsSaid(_ row: Obstacle) throws {
    var provider = try Samples.bare()
    provider.support = try Samples.help()
    let (mailProtocol, port, security, ways) = row.incoming
    provider.incoming = [
      try Samples.server(mailProtocol, "in.example.net", port: port, security, ways)
    ]
    provider.outgoing = [
      try Samples.server(
        .smtp, "out.example.net", port: row.outgoing.0, row.outgoing.1, row.outgoing.2)
    ]
    let sheet = try render(row.client, provider)
    #expect(row.finding.isEmpty || sheet.findings.contains(row.finding), "\(sheet.findings)")
    #expect(sheet.text.contains(row.notice))
  }

  @Test func importByPOP3NeedsPOP3() throws {
    var provider = try Samples.usual()
    #expect(try render("gmail-import", provider).text.contains("995"))
    provider.incoming.removeLast()
    #expect(throws: RenderFailure.self) { try render("gmail-import", provider) }
  }

  @Test func retiredProgramsAreStillRenderedAndWarnedOf() throws {
    let sheet = try render("windows10-mail", Samples.usual())
    #expect(sheet.findings == [": Mail in Windows 10 is no longer supported (2024-12-31)"])
    #expect(sheet.text.contains("WARNING: Mail in Windows 10 is no longer supported by its maker"))
    #expect(sheet.text.contains("Use instead: Thunderbird, New Outlook for Windows."))
    #expect(sheet.text.contains("imap.example.net:993"))
  }

  @Test func unconfirmedFactsAreHedged() throws {
    #expect(try render("samsung-email", Samples.usual()).text.contains("are not confirmed"))
    #expect(try render("forward-from", Samples.usual()).text.contains("(Not confirmed"))
    #expect(try !render("thunderbird", Samples.usual()).text.contains("onfirmed"))
  }

  @Test func optionalFieldsAreToBeFilledIn() throws {
    let text = try render("apple-mail-ios", Samples.usual()).text
    #expect(text.contains("may be called optional: fill it in all the same"))
    #expect(text.contains("iOS 18, iOS 26: “Settings › Apps › Mail › Mail Accounts"))
  }

  @Test func theProfileSheetLinksToTheProfile() throws {
    var provider = try Samples.usual()
    #expect(try render("apple-profile", provider).text.contains("that your help desk has given"))
    provider.publicURL = try WebURL("https://setup.example.net")
    let text = try render("apple-profile", provider).text
    #expect(text.contains("https://setup.example.net/mail/profile.mobileconfig"))
    #expect(!text.contains("imap.example.net"))
  }

  @Test func theEditionNamesDayTemplateAndSettings() throws {
    var options = RenderOptions()
    try options.choose(SheetOptions.date, "2026-11-23")
    let account = try Samples.account(Samples.usual())
    let text = try SheetText().render(account, options).flat
    #expect(
      text.contains("Issued on 23 November 2026 · Template generic 2026-11 · Settings version "))
    #expect(try !SheetText().render(account, RenderOptions()).flat.contains("Issued on"))
  }
}
