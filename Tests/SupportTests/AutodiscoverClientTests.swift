// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import TestSupport
import Testing

/// What becomes of an autodiscover document in each client when one thing in it is changed.
@Suite struct AutodiscoverClientTests {
  @Test(arguments: MailClients.autodiscover.indices)
  func acceptsTheGoodDocument(_ index: Int) throws {
    let client = MailClients.autodiscover[index]
    let account = try client.account(
      from: Array(Samples.autodiscover.utf8), for: "anna@example.ch")
    let incoming = try #require(account.incoming.first)
    let outgoing = try #require(account.outgoing.first)
    #expect(incoming.host == "imap.example.ch")
    #expect(incoming.port == 993)
    #expect(incoming.username == "anna@example.ch")
    #expect(outgoing.host == "smtp.example.ch")
    #expect(outgoing.port == 587)
    #expect(incoming.security ?? .tls == .tls)
    #expect(outgoing.security ?? .starttls == .starttls)
  }

  typealias Row = AutoconfigClientTests.Row

  @Test(arguments: [
    Row(ThunderbirdPOX(), "SSL off", "<SSL>on", "<SSL>off", "993 none"),
    Row(ThunderbirdPOX(), "None", "<Encryption>SSL", "<Encryption>None", "993 none"),
    Row(ThunderbirdPOX(), "odd port", ">587<", ">2525<", "outgoing 2525 tls"),
    Row(ThunderbirdPOX(), "TLS on 143", ">993<", ">143<", "143 starttls"),
    Row(ThunderbirdPOX(), "POP", ">IMAP<", ">POP<", "refused: thunderbird/pox-incoming"),
    Row(ThunderbirdPOX(), "empty login", "anna@example.ch", "", "user true"),
    Row(ThunderbirdPOX(), "no login", "<LoginName>anna@example.ch</LoginName>", "", "user anna@"),
    Row(ThunderbirdPOX(), "numeric login", "anna@example.ch", "0123", "user 123"),
    Row(ThunderbirdPOX(), "prefix", "<Autodiscover", "<a:Autodiscover xmlns:a='b'", "refused"),
    Row(FairEmailPOX(), "no SMTP", ">SMTP<", ">POP3<", "refused: fairemail/pox-servers"),
    Row(FairEmailPOX(), "no IMAP", ">IMAP<", ">POP3<", "refused: fairemail/pox-servers"),
    Row(
      FairEmailPOX(), "no action", "<Action>settings</Action>", "", "refused: fairemail/pox-order"),
    Row(FairEmailPOX(), "other login", ">anna@example.ch<", ">anna<", "user anna@example.ch"),
    Row(DeltaChatPOX(), "SSL off", "<SSL>on", "<SSL>off", "993 none"),
    Row(DeltaChatPOX(), "other login", ">anna@example.ch<", ">anna<", "user anna@example.ch"),
  ])
  func reads(_ row: Row) throws {
    let document = try #require(row.change.document(Samples.autodiscover), "nothing to change")
    let outcome: String
    do {
      outcome = try row.client.account(from: document, for: "anna@example.ch").summary
    } catch {
      outcome = "refused: \(error)"
    }
    #expect(outcome.contains(row.outcome), "\(outcome)")
  }

  @Test func fairEmailTakesTheLastOfTwo() throws {
    let second = """
      <Protocol><Type>IMAP</Type><Server>old.example.ch</Server><Port>143</Port></Protocol>
      </Account>
      """
    let text = Samples.autodiscover.replacing("</Account>", with: second)
    let account = try FairEmailPOX().account(from: Array(text.utf8), for: "anna@example.ch")
    #expect(account.incoming.map(\.host) == ["old.example.ch"])
    #expect(account.incoming.map(\.security) == [.starttls])
  }

  @Test func windowsLogInIsForThunderbird() throws {
    let text = Samples.autodiscover.replacing("<SPA>off", with: "<SPA>on")
    let account = try ThunderbirdPOX().account(from: Array(text.utf8), for: "anna@example.ch")
    #expect(account.incoming.map(\.authentication) == ["secure"])
  }
}
