// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@Suite struct AutoconfigGrammarTests {
  @Test func acceptsAGoodDocument() {
    let problems = XMLSchemas.validate(Array(Samples.autoconfig.utf8), relaxNG: "autoconfig.rng")
    #expect(problems == [])
  }

  @Test(arguments: [
    Spoiled("version", "\"1.2\"", "\"1.1\"", says: "clientConfig failed to validate attributes"),
    Spoiled(
      "no version", " version=\"1.2\"", "", says: "clientConfig failed to validate attributes"),
    Spoiled("upper-case id", "id=\"example.ch\"", "id=\"Example.ch\"", says: "id"),
    Spoiled("id with an underscore", "id=\"example.ch\"", "id=\"my_example.ch\"", says: "id"),
    Spoiled("no domain", "<domain>example.ch</domain>", "", says: "domain"),
    Spoiled("domain with an attribute", "<domain>", "<domain purpose=\"mx\">", says: "purpose"),
    Spoiled("domain with a wildcard", "<domain>", "<domain>*.", says: "domain"),
    Spoiled("domain in letters of its own", "<domain>", "<domain>bü", says: "domain"),
    Spoiled("no display name", "<displayName>Example &amp; Co</displayName>", "", says: "display"),
    Spoiled("empty name", "Example &amp; Co", "", says: "displayName"),
    Spoiled("name in a language", "<displayName>", "<displayName lang=\"en\">", says: "lang"),
    Spoiled("blank before the text", "<displayName>", "<displayName> ", says: "displayName"),
    Spoiled("line break in the text", "imap.example.ch<", "imap.example.ch\n<", says: "hostname"),
    Spoiled(
      "a short name of 21 characters", "<displayShortName>", "<displayShortName>12345678901234",
      says: "displayShortName"),
    Spoiled(
      "IMAP after POP3", "<incomingServer type=\"imap\">",
      """
      <incomingServer type="pop3">
        <hostname>pop.example.ch</hostname>
        <port>995</port>
        <socketType>SSL</socketType>
        <authentication>password-cleartext</authentication>
        <username>%EMAILADDRESS%</username>
      </incomingServer>
      <incomingServer type="imap">
      """, says: "Expecting element outgoingServer, got incomingServer"),
    Spoiled("unknown type", "type=\"imap\"", "type=\"IMAP\"", says: "incomingServer"),
    Spoiled("port 0", "<port>993<", "<port>0<", says: "port"),
    Spoiled("port above 16 bits", "<port>993<", "<port>65536<", says: "port"),
    Spoiled("blanks around the port", "<port>993<", "<port> 993 <", says: "port"),
    Spoiled("lower-case socket type", ">STARTTLS<", ">starttls<", says: "socketType"),
    Spoiled(
      "socket type before the port", "<port>993</port>\n      <socketType>SSL</socketType>",
      "<socketType>SSL</socketType>\n      <port>993</port>", says: "port"),
    Spoiled("SASL name", ">OAuth2<", ">PLAIN<", says: "authentication"),
    Spoiled(
      "http log-in in IMAP", "<authentication>", "<authentication system=\"http\">", says: "system"),
    Spoiled(
      "no user name", "<username>%EMAILADDRESS%</username>\n    </incomingServer>",
      "</incomingServer>", says: "incomingServer"),
    Spoiled("empty user name", "<username>%EMAILADDRESS%<", "<username><", says: "username"),
    Spoiled("host with a placeholder", "imap.example.ch", "%EMAILDOMAIN%", says: "hostname"),
    Spoiled("host with a port", "imap.example.ch", "imap.example.ch:993", says: "hostname"),
    Spoiled("host with a trailing dot", "imap.example.ch", "imap.example.ch.", says: "hostname"),
    Spoiled("an attribute beside the type", "type=\"smtp\"", "type=\"smtp\" id=\"1\"", says: "id"),
    Spoiled("no outgoing server", "outgoingServer", "ignoredServer", says: "emailProvider"),
    Spoiled(
      "language without a tag", " lang=\"de\"", "", says: "descr failed to validate attributes"),
    Spoiled("a URL with a blank", "/help\"", "/he lp\"", says: "url"),
    Spoiled(
      "calendar without user name",
      "<calendar type=\"caldav\">\n    <username>%EMAILADDRESS%</username>",
      "<calendar type=\"caldav\">", says: "calendar"),
    Spoiled("old spelling", "addressbook", "addressBook", says: "addressBook"),
    Spoiled(
      "issuer after the scope",
      "<issuer>login.example.ch</issuer>\n    <scope>imap smtp</scope>",
      "<scope>imap smtp</scope>\n    <issuer>login.example.ch</issuer>", says: "oAuth2"),
    Spoiled("an unknown element", "<oAuth2>", "<enable/><oAuth2>", says: "enable"),
  ])
  func refuses(_ row: Spoiled) throws {
    let document = try #require(row.document(Samples.autoconfig), "nothing to spoil")
    let problems = XMLSchemas.validate(document, relaxNG: "autoconfig.rng")
    #expect(problems.contains { $0.contains(row.says) }, "\(problems)")
  }
}
