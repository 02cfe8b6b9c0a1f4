// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Testing

@testable import SetupSheets

@Suite struct DeviceSheetTests {
  private func sheet(_ account: AccountSettings) -> Sheet {
    DeviceSheet(.generic, account, .english).sheet
  }

  @Test func theRulesComeFirst() throws {
    let sheet = try sheet(Samples.account(Samples.usual()))
    #expect(
      sheet.sections.map(\.heading) == [
        "Before you begin", "What to type", "Steps", "Limits", "If it does not work", "Error codes",
        "Help",
      ])
    for rule in ["SMTP AUTH", "never as an IP address", "not suitable", "mailbox of its own"] {
      #expect(sheet.text.contains(rule))
    }
  }

  @Test func bothPortsStandBesideTheWordsOfTheMenu() throws {
    let sheet = try sheet(Samples.account(Samples.usual()))
    #expect(
      sheet.tables[0].flat.dropFirst() == [
        "Sender address (From): anna@example.org", "SMTP server: smtp.example.net",
        "SMTP authentication: on (SMTP AUTH)", "User name: anna@example.org",
        "Password: your mailbox password (not printed here)",
      ])
    #expect(
      sheet.grids[0].flat == [
        "If the menu says | Port", "SSL or SSL/TLS | 465", "STARTTLS or TLS | 587",
      ])
    #expect(sheet.notices.contains { $0.contains("TLS if available") })
    #expect(!sheet.text.contains("imap.example.net"))
  }

  @Test func formsWithOneLineForHostAndPortGetBothTogether() throws {
    let account = try Samples.account(Samples.usual())
    let grafana = DeviceSheet(DeviceDefinition.named("grafana"), account, .english).sheet
    #expect(
      grafana.grids[0].flat == [
        "startTLS_policy | host", "NoStartTLS | smtp.example.net:465",
        "MandatoryStartTLS | smtp.example.net:587",
      ])
    #expect(grafana.grids[0].caption == "Choose one line: security and port belong together")
    #expect(!grafana.tables[0].flat.contains { $0.contains("smtp.example.net") })
    let curl = DeviceSheet(DeviceDefinition.named("powershell"), account, .english).sheet
    #expect(
      curl.tables[0].flat.dropFirst() == [
        "--url: smtp://smtp.example.net:587", "--mail-from: anna@example.org",
        "--user: anna@example.org", "Password: your mailbox password (not printed here)",
        "Connection security: --ssl-reqd",
      ])
  }

  @Test func aLabelThatIsTheUsualWordStandsOnce() throws {
    let german = try #require(SheetLibrary.builtIn.wording(try Language("de")))
    let account = try Samples.account(Samples.usual())
    let sheet = DeviceSheet(DeviceDefinition.named("nextcloud"), account, german).sheet
    #expect(sheet.grids[0].headers == ["Verbindungssicherheit (Encryption)", "Port"])
  }

  /// What is typed into a file or a console keeps its quotation marks in every language.
  @Test(arguments: SheetLibrary.builtIn.languages)
  func codeKeepsItsQuotationMarks(_ language: Language) throws {
    let wording = try #require(SheetLibrary.builtIn.wording(language))
    let account = try Samples.account(Samples.usual())
    let sheet = DeviceSheet(DeviceDefinition.named("gitlab"), account, wording).sheet
    for code in ["test_email(\"you@example.com\", \"Test\"", "gitlab_rails[\"smtp_port\"]"] {
      #expect(sheet.text.contains(code))
    }
  }

  @Test func hostsAndUserNamesThatDifferStandInTheirRows() throws {
    var provider = try Samples.bare()
    provider.outgoing = [
      try Samples.server(.smtp, "tls.example.net"),
      try Samples.server(.smtp, "starttls.example.net", .starttls, username: .localPart),
    ]
    let sheet = try sheet(Samples.account(provider))
    #expect(
      sheet.grids[0].flat == [
        "If the menu says | Port | SMTP server | User name",
        "SSL or SSL/TLS | 465 | tls.example.net | anna@example.org",
        "STARTTLS or TLS | 587 | starttls.example.net | anna",
      ])
    #expect(!sheet.tables[0].flat.contains { $0.hasPrefix("SMTP server") })
  }

  struct Choice: CustomTestStringConvertible {
    /// Port, protection and ways to log in of each server.
    let servers: [(Int, Security, [Authentication])]
    let ports: [String]
    var notice: String?
    let why: String
    var testDescription: String { why }
  }

  @Test(arguments: [
    Choice(
      servers: [(465, .tls, [.password])], ports: ["465"],
      notice: "whose menu has only STARTTLS", why: "implicit TLS alone"),
    Choice(
      servers: [(587, .starttls, [.password])], ports: ["587"],
      notice: "whose menu has only SSL", why: "STARTTLS alone"),
    Choice(
      servers: [(2465, .tls, [.password]), (465, .tls, [.password])], ports: ["465"],
      why: "the port that devices know, though it is not the preferred one"),
    Choice(
      servers: [(587, .starttls, [.oauth2]), (465, .tls, [.oauth2, .password])], ports: ["465"],
      why: "devices have no OAuth2"),
    Choice(
      servers: [(25, .none, [.none]), (587, .starttls, [.encryptedPassword])], ports: ["587"],
      why: "never without protection where there is a choice"),
    Choice(
      servers: [(25, .none, [.password])], ports: ["25"], notice: "is not protected",
      why: "without protection where there is no choice"),
  ])
  func theServersThatDevicesCanUseAreChosen(_ row: Choice) throws {
    var provider = try Samples.bare()
    provider.outgoing = try row.servers.map {
      try Samples.server(.smtp, "mail.example.net", port: $0.0, $0.1, $0.2)
    }
    let sheet = try sheet(Samples.account(provider))
    let table = sheet.tables[0].rows.filter { $0.label == "Port" }
    #expect(table.map { $0.lines[0].plainText } == row.ports)
    if let notice = row.notice { #expect(sheet.notices.contains { $0.contains(notice) }) }
  }

  @Test func aServerWithoutLogInHasNoUserName() throws {
    var provider = try Samples.bare()
    provider.outgoing = [try Samples.server(.smtp, "relay.example.net", port: 25, .none, [.none])]
    let sheet = try sheet(Samples.account(provider))
    #expect(sheet.tables[0].flat.contains("SMTP authentication: No login"))
    #expect(!sheet.text.contains("User name:"))
    #expect(!sheet.text.contains("must be able to log in"))
  }

  @Test func aWholeDomainHasWordsForTheAddress() throws {
    let table = try sheet(Samples.everybody(Samples.usual())).tables[0].flat
    #expect(table.contains("Sender address (From): the device’s own full email address"))
    #expect(table.contains("User name: your full email address"))
  }

  @Test func aSenderThatIsNotTheUserNameIsPointedOut() throws {
    let linked = try Samples.account(
      Samples.usual(), "scan@linked.example", loginDomain: "example.org")
    #expect(
      sheet(linked).notices.contains { $0.contains("use scan@example.org as the sender address") })
    let plain = try Samples.account(Samples.usual(), "scan@example.org")
    #expect(!sheet(plain).notices.contains { $0.contains("as the sender address") })
  }

  @Test(arguments: [
    "20 characters", "63 characters", "a +", "200–300 dpi", "535", "530", "421", "550",
  ])
  func limitsAndCodesAreNamed(_ words: String) throws {
    #expect(try sheet(Samples.account(Samples.usual())).text.contains(words))
  }
}
