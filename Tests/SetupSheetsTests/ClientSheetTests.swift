// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import Testing

@testable import SetupSheets

@Suite struct ClientSheetTests {
  private func sheet(_ account: AccountSettings) -> Sheet {
    ClientSheet(.generic, account, .english).sheet
  }

  @Test func valuesComeFirstAndHelpLast() throws {
    let sheet = try sheet(Samples.account(Samples.everything(), name: "Anna Muster"))
    #expect(sheet.title.plainText == "Example Mail: set up your email")
    #expect(sheet.subject.plainText == "For Anna Muster, anna@example.org")
    #expect(
      sheet.sections.map(\.heading) == [
        "What to type", "Other ways to connect", "Steps", "Check afterwards",
        "Calendars, contacts and more", "Common mistakes", "If it does not work", "Help",
      ])
  }

  /// A field that has a value is not to be left empty.
  @Test func aFolderThatTheSettingsNameIsTyped() throws {
    var provider = try Samples.usual()
    let outlook = ClientDefinition.named("outlook-2016")
    func text() throws -> String {
      ClientSheet(outlook, try Samples.account(provider), .english).sheet.text
    }
    #expect(try text().contains("Leave the “Root folder path” empty."))
    provider.incoming[0].pathPrefix = try DisplayText("INBOX")
    #expect(try text().contains("Root folder path: INBOX"))
    #expect(try !text().contains("Leave the “Root folder path” empty."))
  }

  @Test func theServersAreTheFirstTables() throws {
    let tables = try sheet(Samples.account(Samples.usual())).tables
    #expect(
      tables[0].flat == [
        "Incoming server (IMAP)", "Server name: imap.example.net", "Port: 993",
        "Connection security: SSL/TLS (implicit TLS)", "Authentication: Normal password",
        "User name: anna@example.org", "Password: your mailbox password (not printed here)",
      ])
    #expect(
      tables[1].flat == [
        "Outgoing server (SMTP)", "Server name: smtp.example.net", "Port: 465",
        "Connection security: SSL/TLS (implicit TLS)", "Authentication: Normal password",
        "User name: anna@example.org", "Password: your mailbox password (not printed here)",
      ])
  }

  struct Connection: CustomTestStringConvertible {
    let security: Security
    let port: String
    let words: String
    var testDescription: String { security.rawValue }
  }

  @Test(arguments: [
    Connection(security: .tls, port: "993", words: "SSL/TLS (implicit TLS)"),
    Connection(security: .starttls, port: "143", words: "STARTTLS"),
    Connection(security: .none, port: "143", words: "None — not protected"),
  ])
  func protectionIsSpelledInWords(_ row: Connection) throws {
    var provider = try Samples.bare()
    provider.incoming = [try Samples.server(.imap, "mail.example.net", row.security)]
    let sheet = try sheet(Samples.account(provider))
    let table = try #require(sheet.tables.first)
    #expect(table.flat.contains("Connection security: \(row.words)"))
    #expect(table.flat.contains("Port: \(row.port)"))
    #expect(sheet.notices.contains { $0.contains("is not protected") } == (row.security == .none))
  }

  struct LogIn: CustomTestStringConvertible {
    let ways: [Authentication]
    let words: String
    let password: String?
    var testDescription: String { words }
  }

  @Test(arguments: [
    LogIn(ways: [.password], words: "Normal password", password: mailbox),
    LogIn(ways: [.encryptedPassword], words: "Encrypted password", password: mailbox),
    LogIn(ways: [.oauth2], words: "OAuth2 (sign in with the browser)", password: browser),
    LogIn(ways: [.kerberos], words: "Kerberos", password: "none to type"),
    LogIn(ways: [.ntlm], words: "NTLM", password: mailbox),
    LogIn(ways: [.clientCertificate], words: "Client certificate", password: "none to type"),
    LogIn(ways: [.none], words: "No login", password: nil),
    LogIn(
      ways: [.encryptedPassword, .password], words: "Encrypted password or Normal password",
      password: mailbox),
    LogIn(
      ways: [.oauth2, .password], words: "OAuth2 (sign in with the browser) or Normal password",
      password: "\(browser) or \(mailbox)"),
  ])
  func logInIsSpelledInWords(_ row: LogIn) throws {
    var provider = try Samples.bare()
    provider.outgoing = [try Samples.server(.smtp, "mail.example.net", .tls, row.ways)]
    let sheet = try sheet(Samples.account(provider))
    let table = try #require(sheet.tables.first?.flat)
    #expect(table.contains("Authentication: \(row.words)"))
    #expect(table.first { $0.hasPrefix("Password: ") } == row.password.map { "Password: \($0)" })
    #expect(table.contains { $0.hasPrefix("User name: ") } == (row.password != nil))
  }

  private static let mailbox = "your mailbox password (not printed here)"
  private static let browser = "none to type: you sign in with the browser"

  @Test func imapIsPreferredAndTheRestAreOtherWays() throws {
    var provider = try Samples.usual()
    provider.incoming.reverse()
    let sheet = try sheet(Samples.account(provider))
    #expect(sheet.tables[0].caption == "Incoming server (IMAP)")
    #expect(
      sheet.grids.first?.flat == [
        "Server | Server name | Port | Connection security",
        "Incoming (POP3) | pop.example.net | 995 | SSL/TLS (implicit TLS)",
        "Outgoing (SMTP) | smtp.example.net | 587 | STARTTLS",
      ])
  }

  @Test func otherWaysShowWhatDiffers() throws {
    var provider = try Samples.usual()
    provider.incoming[1].authentication = [.ntlm]
    provider.outgoing[1].username = .localPart
    let sheet = try sheet(Samples.account(provider))
    let grid = try #require(sheet.grids.first)
    #expect(grid.headers.suffix(2) == ["Authentication", "User name"])
    #expect(grid.flat[1].hasSuffix("NTLM | anna@example.org"))
    #expect(grid.flat[2].hasSuffix("Normal password | anna"))
  }

  @Test func pop3AloneIsTheIncomingServer() throws {
    var provider = try Samples.usual()
    provider.incoming.removeFirst()
    let sheet = try sheet(Samples.account(provider))
    #expect(sheet.tables[0].caption == "Incoming server (POP3)")
    #expect(sheet.text.contains("Choose POP3 as account type"))
    #expect(!sheet.text.contains("IMAP"))
  }

  @Test func checksNameTheFourValuesThatAreGuessedWrongly() throws {
    let sheet = try sheet(Samples.account(Samples.usual()))
    #expect(sheet.text.contains("Incoming server: port 993, SSL/TLS (implicit TLS)"))
    #expect(sheet.text.contains("Outgoing server: port 465, SSL/TLS (implicit TLS)"))
  }

  @Test func adviceOnPasswordsIsGivenOnlyWhereThereAreSome() throws {
    var provider = try Samples.usual()
    for index in provider.incoming.indices { provider.incoming[index].authentication = [.oauth2] }
    for index in provider.outgoing.indices { provider.outgoing[index].authentication = [.none] }
    let text = try sheet(Samples.account(provider)).text
    #expect(!text.contains("mailbox password"))
    #expect(!text.contains("app password"))
    #expect(text.contains("it takes no login"))
  }

  @Test func textsOfTheProviderAreInTheReadersLanguage() throws {
    let account = try Samples.account(Samples.usual(), language: "de")
    let hours = try #require(sheet(account).tables.last?.rows.last?.lines.first)
    #expect(hours == [.given(try DisplayText("Mo-Fr 8-18 Uhr"), try Language("de"))])
  }
}
