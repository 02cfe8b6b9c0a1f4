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
    Row(ThunderbirdPOX(), "false as login", ">anna@example.ch<", ">false<", "refused"),
    Row(ThunderbirdPOX(), "SSL empty", "<SSL>on", "<SSL>", "refused: thunderbird/pox-incoming"),
    Row(ThunderbirdPOX(), "SPA as a truth value", "<SPA>off", "<SPA>true", "pox-incoming"),
    Row(ThunderbirdPOX(), "port 0", ">993<", ">0<", "refused: thunderbird/pox-incoming"),
    Row(ThunderbirdPOX(), "SMTP port 0", ">587<", ">0<", "refused: thunderbird/pox-incoming"),
    Row(ThunderbirdPOX(), "a large port", ">993<", ">70000<", " imap.example.ch:70000 tls"),
    Row(
      ThunderbirdPOX(), "a prefix inside", "<Port>993</Port>",
      "<p:Port xmlns:p=\"q\">993</p:Port>", "refused: thunderbird/pox-incoming"),
    Row(ThunderbirdPOX(), "prefix", "<Autodiscover", "<a:Autodiscover xmlns:a='b'", "refused"),
    Row(FairEmailPOX(), "no SMTP", ">SMTP<", ">POP3<", "refused: fairemail/pox-servers"),
    Row(FairEmailPOX(), "no IMAP", ">IMAP<", ">POP3<", "refused: fairemail/pox-servers"),
    Row(
      FairEmailPOX(), "no action", "<Action>settings</Action>", "", "refused: fairemail/pox-order"),
    Row(FairEmailPOX(), "other login", ">anna@example.ch<", ">anna<", "user anna@example.ch"),
    Row(
      FairEmailPOX(), "another root", "Autodiscover", "Other", " imap.example.ch:993 tls"),
    Row(FairEmailPOX(), "empty server", ">smtp.example.ch<", "><", "refused: fairemail/pox-s"),
    Row(FairEmailPOX(), "many digits", ">993<", ">99999999999<", "refused: fairemail/pox-s"),
    Row(FairEmailPOX(), "sign", ">993<", ">+993<", "refused: fairemail/pox-servers"),
    Row(
      DeltaChatPOX(), "names in other letters", "Protocol>", "PROTOCOL>",
      " imap.example.ch:993 automatic"),
    Row(DeltaChatPOX(), "no number as port", ">993<", ">x<", " imap.example.ch:993 tls"),
    Row(
      DeltaChatPOX(), "SSL off twice", "<SSL>on</SSL>", "<SSL>on</SSL><SSL>off</SSL>", "993 none"),
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

  /// What stands before or behind IMAP and SMTP, and what Thunderbird 153.8.0esr makes of it all.
  @Test(arguments: [
    ("<Type>EXCH</Type><EwsUrl>https://ex.example.ch/</EwsUrl>", true, 1, "exchange ex.example.ch"),
    (
      "<Type>EXCH</Type><EwsUrl>https://ex.example.ch/</EwsUrl>", false, 0, "exchange ex.example.ch"
    ),
    (
      "<Type>EXCH</Type><EwsUrl>https://my_ex.example.ch/</EwsUrl>", false, 0,
      "exchange imap.example.ch"
    ),
    ("<Type>EXCH</Type><ASUrl>https://ex.example.ch/</ASUrl>", false, 1, nil),
    (
      "<Type>WEB</Type><External><OWAUrl a=\"b\">https://web.example.ch/</OWAUrl></External>", true,
      1, "exchange web.example.ch"
    ),
    ("<Type>WEB</Type><External><OWAUrl>https://web.example.ch/</OWAUrl></External>", true, 1, nil),
    (
      "<Type>WEB</Type><Internal><OWAUrl a=\"b\">https://in.example.ch/</OWAUrl></Internal>", true,
      1, "exchange in.example.ch"
    ),
    ("<Type>WEB</Type>", true, 1, nil),
  ])
  func exchangeTakesTheFirstPlace(
    _ protocolOfExchange: String, _ isFirst: Bool, _ count: Int, _ other: String?
  ) throws {
    let element = "<Protocol>\(protocolOfExchange)</Protocol>"
    let text =
      isFirst
      ? Samples.autodiscover.replacing("</Action>", with: "</Action>\(element)")
      : Samples.autodiscover.replacing("</Account>", with: "\(element)</Account>")
    let account = try ThunderbirdPOX().account(from: Array(text.utf8), for: "anna@example.ch")
    #expect(account.incoming.count == count)
    #expect(account.others == [other].compactMap { $0 })
  }

  @Test func deltaChatEndsAProtocolWithTheOneInside() throws {
    let text = Samples.autodiscover.replacing(
      "<Port>993</Port>", with: "<Internal><Protocol/></Internal><Port>993</Port>")
    let account = try DeltaChatPOX().account(from: Array(text.utf8), for: "anna@example.ch")
    #expect(account.incoming.count == 1)
    let cut = Samples.autodiscover.replacing(
      "<Port>993</Port>", with: "<Internal><Protocol></Protocol></Internal><Port>993</Port>")
    let guessed = try DeltaChatPOX().account(from: Array(cut.utf8), for: "anna@example.ch")
    #expect(guessed.incoming.count == 6)
  }

  @Test func windowsLogInIsForThunderbird() throws {
    let text = Samples.autodiscover.replacing("<SPA>off", with: "<SPA>on")
    let account = try ThunderbirdPOX().account(from: Array(text.utf8), for: "anna@example.ch")
    #expect(account.incoming.map(\.authentication) == ["secure"])
  }
}
