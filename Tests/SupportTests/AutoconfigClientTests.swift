// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import TestSupport
import Testing

/// What becomes of an autoconfig document in each client when one thing in it is changed.
@Suite struct AutoconfigClientTests {
  /// One change and the clients that refuse the document, or show something in the account.
  struct Row: CustomTestStringConvertible, Sendable {
    var change: Spoiled
    var client: any MailClient
    var outcome: String
    var testDescription: String { "\(client.name): \(change.why)" }

    init(_ client: any MailClient, _ why: String, _ old: String, _ new: String, _ outcome: String) {
      self.client = client
      change = Spoiled(why, old, new, says: outcome)
      self.outcome = outcome
    }
  }

  @Test(arguments: MailClients.autoconfig.indices)
  func acceptsTheGoodDocument(_ index: Int) throws {
    let client = MailClients.autoconfig[index]
    let account = try client.account(
      from: Array(Samples.plainAutoconfig.utf8), for: "Anna@example.ch")
    let incoming = try #require(account.incoming.first)
    #expect(incoming.host == "imap.example.ch")
    #expect(incoming.port == 993)
    #expect(incoming.security == .tls)
    let name = client is SnappyMail ? "anna@example.ch" : "Anna@example.ch"
    #expect(incoming.username == name)
    let outgoing = try #require(account.outgoing.first)
    #expect(outgoing.host == "smtp.example.ch")
    #expect(outgoing.port == 587)
    #expect(outgoing.security == .starttls)
    #expect(outgoing.username == name)
  }

  private static let hostname = "imap.example.ch"
  private static let address = "%EMAILADDRESS%"
  private static let noUsername = "<username>%EMAILADDRESS%</username>"
  private static let end = "</authentication>"
  private static let cleartext = "<authentication>password-cleartext</authentication>"
  private static let desktop = ThunderbirdDesktop()
  private static let android = ThunderbirdAndroid()

  @Test(arguments: [
    Row(desktop, "number", address, "007", "user 7"),
    Row(desktop, "hexadecimal", address, "0x1F", "user 0"),
    Row(desktop, "exponent", address, "1e3", "user 1000"),
    Row(desktop, "many digits", address, "576460752303423488", "user 576460752303423500"),
    Row(desktop, "more digits", address, "12345678901234567890", "user 12345678901234567000"),
    Row(desktop, "large exponent", address, "1.5e21", "user 1.5e+21"),
    Row(desktop, "small fraction", address, "0.0000015", "user 0.0000015"),
    Row(desktop, "smaller fraction", address, "0.00000012", "user 1.2e-7"),
    Row(desktop, "negative fraction", address, "-1.50", "user -1.5"),
    Row(desktop, "truth", address, "TRUE", "user true"),
    Row(desktop, "empty user name", address, "", "user true"),
    Row(desktop, "no user name", noUsername, "", "user undefined"),
    Row(desktop, "attribute", "<username>", "<username a=\"b\">", "user [object Object]"),
    Row(desktop, "domain put together", address, "X\\%EMAILLOCALPART%", "user X\\anna"),
    Row(desktop, "plain first", ">SSL<", ">plain<", "imap.example.ch:993 none"),
    Row(desktop, "lower case", ">SSL<", ">ssl<", "refused: thunderbird/incoming"),
    Row(desktop, "none", "password-cleartext", "none", "refused: thunderbird/incoming"),
    Row(desktop, "OAuth2 alone", "password-cleartext", "OAuth2", "refused: thunderbird/incoming"),
    Row(desktop, "underscore", hostname, "my_imap.example.ch", "pop.example.ch:995 tls"),
    Row(desktop, "capitals in a host", hostname, "IMAP.Example.CH", "imap.example.ch:993"),
    Row(desktop, "host put together", hostname, "imap.%EMAILDOMAIN%", "imap.example.ch:993"),
    Row(desktop, "only domain has an attribute", "<domain>", "<domain purpose=\"mx\">", "refused"),
    Row(desktop, "id to fill in", "id=\"example.ch\"", "id=\"%EMAILDOMAIN%\"", "imap.example.ch"),
    Row(desktop, "domain to fill in", ">example.ch<", ">%EMAILDOMAIN%<", "imap.example.ch"),
    Row(desktop, "id 0", "id=\"example.ch\"", "id=\"0\"", "refused: thunderbird/provider-id"),
    Row(desktop, "empty id", "id=\"example.ch\"", "id=\"\"", "refused: thunderbird/provider-id"),
    Row(desktop, "hyphen first", hostname, "-imap.example.ch", "pop.example.ch:995"),
    Row(desktop, "any placeholder", hostname, "%FOO%.example.ch", "%FOO%.example.ch:993"),
    Row(desktop, "fraction", ">993<", ">993.7<", "imap.example.ch:993"),
    Row(desktop, "text after the port", ">993<", ">993x<", "imap.example.ch:993"),
    Row(desktop, "two socket types", ">SSL<", ">TLS13</socketType><socketType>plain<", "993 none"),
    Row(desktop, "no id", "id=\"example.ch\"", "", "refused: thunderbird/provider-id"),
    Row(desktop, "other root", "clientConfig", "config", "refused: thunderbird/root"),
    Row(desktop, "blanks around a port", ">993<", "> 993 <", "imap.example.ch:993"),
    Row(desktop, "port 0", ">993<", ">0<", "pop.example.ch:995"),
    Row(desktop, "no SMTP", "\"smtp\"", "\"SMTP\"", "refused: thunderbird/outgoing"),
    Row(desktop, "name in a language", "<displayName>", "<displayName lang=\"en\">", "[object"),

    Row(android, "plain anywhere", ">STARTTLS<", ">plain<", "refused: thunderbird-android/plain"),
    Row(
      android, "none", "password-cleartext", "none", "refused: thunderbird-android/authentication"),
    Row(
      android, "OAuth2 alone", "password-cleartext", "OAuth2", "refused: thunderbird-android/oauth2"
    ),
    Row(android, "blanks around a port", ">993<", "> 993 <", "refused: thunderbird-android/port"),
    Row(android, "no user name", noUsername, "", "refused: thunderbird-android/username"),
    Row(
      android, "underscore", hostname, "my_imap.example.ch", "refused: thunderbird-android/hostname"
    ),
    Row(android, "POP3 only", "\"imap\"", "\"pop3\"", "refused: thunderbird-android/incoming"),
    Row(
      android, "byte order mark", "<?xml", "\u{FEFF}<?xml",
      "refused: thunderbird-android/byte-order-mark"),
    Row(
      android, "byte order mark before the root", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
      "\u{FEFF}", "refused: thunderbird-android/byte-order-mark"),
    Row(android, "digits of another script", ">993<", ">٩٩٣<", "imap.example.ch:993"),
    Row(android, "more than 32 bits", ">993<", ">4294968289<", "thunderbird-android/port"),
    Row(
      android, "a first provider without an id", "<emailProvider",
      "<emailProvider><domain>a.example</domain></emailProvider>\n  <emailProvider",
      "refused: thunderbird-android/provider-id"),
    Row(android, "prefix", "<clientConfig", "<a:clientConfig xmlns:a=\"b\"", "refused: not well"),
    Row(android, "number", address, "007", "user 007"),

    Row(FairEmail(), "POP3 first", "\"imap\"", "\"pop3\"", "refused: fairemail/"),
    Row(FairEmail(), "JMAP first", "\"imap\"", "\"jmap\"", "refused: fairemail/"),
    Row(
      FairEmail(), "another user name in the address book",
      "<addressbook type=\"carddav\">\n    <username>%EMAILADDRESS%",
      "<addressbook type=\"carddav\">\n    <username>%EMAILLOCALPART%", "user anna"),
    Row(FairEmail(), "domain put together", address, "X\\%EMAILLOCALPART%", "X\\%EMAILLOCALPART%"),
    Row(FairEmail(), "host put together", hostname, "%EMAILDOMAIN%", "%EMAILDOMAIN%:993"),
    Row(FairEmail(), "blanks around a port", ">993<", "> 993 <", "refused: fairemail/server"),
    Row(FairEmail(), "digits of another script", ">993<", ">٩٩٣<", "imap.example.ch:993"),
    Row(FairEmail(), "more than 32 bits", ">993<", ">4294968289<", "refused: fairemail/server"),
    Row(FairEmail(), "plain is TLS", ">SSL<", ">plain<", "993 tls"),
    Row(
      FairEmail(), "socket type before the port",
      "<port>587</port>\n      <socketType>STARTTLS</socketType>",
      "<socketType>SSL</socketType>\n      <port>587</port>", "587 starttls"),

    Row(
      DeltaChat(), "CDATA", ">\(hostname)<", "><![CDATA[in.example.ch]]><", " \(hostname):993 tls"),
    Row(DeltaChat(), "comment", hostname, "imap.<!-- x -->example.ch", " example.ch:993"),
    Row(DeltaChat(), "entity", address, "a&amp;b", "user b"),
    Row(DeltaChat(), "unknown socket type", ">SSL<", ">TLS<", "993 automatic"),
    Row(DeltaChat(), "POP3 alone: a guess", "\"imap\"", "\"pop3\"", " \(hostname):993 tls"),
    Row(DeltaChat(), "no number as port", ">993<", ">x<", " \(hostname):993 tls"),
    Row(DeltaChat(), "blanks", hostname, " imap.example.ch\n", " imap.example.ch:993"),

    Row(GNOME(), "domain put together", address, "X\\%EMAILLOCALPART%", "user asked"),
    Row(GNOME(), "literal", address, "anna", "user asked"),
    Row(GNOME(), "host put together", hostname, "%EMAILDOMAIN%", "%EMAILDOMAIN%:993"),
    Row(GNOME(), "no IMAP", "\"imap\"", "\"pop3\"", "refused: gnome/servers"),

    Row(Evolution(), "host put together", hostname, "imap.%EMAILDOMAIN%", " imap.:993"),
    Row(Evolution(), "the domain as host", hostname, "%EMAILDOMAIN%", " pop.example.ch:995"),
    Row(Evolution(), "sign before a number", ">993<", ">+993<", "imap.example.ch:993"),
    Row(Evolution(), "byte order mark", "<?xml", "\u{FEFF}<?xml", "evolution/byte-order-mark"),

    Row(Himalaya(), "another kind of server", "\"pop3\"", "\"jmap\"", "himalaya/value"),
    Row(Himalaya(), "a way to log in", "password-cleartext", "GSSAPI", "himalaya/value"),
    Row(Himalaya(), "two ports", "<port>993</port>", "<port>993</port><port>1</port>", "a/shape"),
    Row(Himalaya(), "element in a text", address, "<b>anna</b>", "himalaya/shape"),

    Row(KDE(), "unknown socket type", ">SSL<", ">TLS<", "imap.example.ch:993 tls"),
    Row(KDE(), "domain put together", address, "X\\%EMAILLOCALPART%", "user X\\anna"),
    Row(KDE(), "more than 32 bits", ">993<", ">4294968289<", "imap.example.ch:0 tls"),
    Row(NextcloudMail(), "zeros", ">993<", ">0000000000000000000000993<", ":993 tls"),
    Row(NextcloudMail(), "more than 64 bits", ">993<", ">99999999999999999999<", ":\(Int.max) tls"),
    Row(Geary(), "blanks around a port", ">993<", "> 993 <", "imap.example.ch:? tls"),
    Row(SnappyMail(), "blanks around a port", ">993<", "> 993 <", "imap.example.ch:993 tls"),
    Row(SnappyMail(), "no number as port", ">993<", ">x<", "refused: snappymail/value"),
    Row(SnappyMail(), "no port", "<port>993</port>", "", "refused: snappymail/value"),
    Row(Mustang(), "blank port", ">993<", "> <", "imap.example.ch:? tls"),
    Row(Mailspring(), "exponent", ">993<", ">1e3<", "imap.example.ch:1000 tls"),
    Row(Mailspring(), "hexadecimal", ">993<", ">0x3E1<", "imap.example.ch:993 tls"),
    Row(Mailspring(), "no number as port", ">993<", ">x<", "imap.example.ch:? tls"),
    Row(
      Mailspring(), "two socket types", ">SSL<", ">SSL</socketType><socketType>SSL<", "993 starttls"
    ),
    Row(KDE(), "no port", "<port>993</port>", "", " pop.example.ch:995 starttls"),
    Row(
      KDE(), "OAuth2 as well", cleartext, "\(cleartext)\n<authentication>OAuth2\(end)", "kde/log-in"
    ),
  ])
  func reads(_ row: Row) throws {
    let document = try #require(row.change.document(Samples.plainAutoconfig), "nothing to change")
    let outcome: String
    do {
      outcome = try row.client.account(from: document, for: "anna@example.ch").summary
    } catch {
      outcome = "refused: \(error)"
    }
    #expect(outcome.contains(row.outcome), "\(outcome)")
  }

  @Test func desktopKnowsSomeOAuth2Hosts() throws {
    let text = Samples.autoconfig.replacing("imap.example.ch", with: "imap.gmail.com")
    let account = try ThunderbirdDesktop().account(from: Array(text.utf8), for: "anna@example.ch")
    #expect(account.incoming.first?.authentication == "OAuth2")
  }
}

extension ClientAccount {
  /// The first servers in words.
  var summary: String {
    let server = incoming.first.map { server in
      let security = server.security?.rawValue ?? "automatic"
      let port = server.port.map(String.init) ?? "?"
      return " \(server.host):\(port) \(security), user \(server.username ?? "asked")"
    }
    let port = outgoing.first?.port.map(String.init) ?? "?"
    let security = outgoing.first?.security?.rawValue ?? "automatic"
    return "\(provider ?? ""):\(server ?? "nothing incoming"), outgoing \(port) \(security)"
  }
}
