// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import TestSupport
import Testing

/// Documents that say the same in unusual forms, and what programs made of them when they ran.
@Suite struct ClientFormTests {
  struct Row: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var change: @Sendable (String) -> String
    /// The rule of a refusal, or the hosts.
    var outcomes: [String: String]

    init(
      _ name: String, _ outcomes: [String: String], _ change: @escaping @Sendable (String) -> String
    ) {
      testDescription = name
      self.change = change
      self.outcomes = outcomes
    }
  }

  private static func server(_ element: String, _ type: String, _ host: String) -> String {
    "<\(element) type=\"\(type)\"><hostname>\(host)</hostname>"
      + "<port>\(type == "smtp" ? 465 : 993)</port><socketType>SSL</socketType>"
      + "<username>%EMAILADDRESS%</username><authentication>password-cleartext</authentication>"
      + "</\(element)>"
  }

  private static let document =
    "<clientConfig version=\"1.1\"><emailProvider id=\"tin.example\"><domain>tin.example</domain>"
    + "<displayName>Tin</displayName><displayShortName>Tin</displayShortName>"
    + server("incomingServer", "imap", "in.tin.example")
    + server("outgoingServer", "smtp", "out.tin.example") + "</emailProvider></clientConfig>"

  private static let good = "in.tin.example out.tin.example"

  @Test(arguments: [
    Row(
      "a prefix of the provider",
      [
        "gnome": "gnome/servers", "nextcloud": "nextcloud/servers", "kde": "kde/root",
        "fairemail": good, "aerc": good, "thunderbird": "thunderbird/root",
        "himalaya": "himalaya/root", "snappymail": "snappymail/servers", "evolution": good,
        "mailspring": "mailspring/root",
      ]
    ) {
      $0.replacing("emailProvider", with: "a:emailProvider")
        .replacing("<clientConfig", with: "<clientConfig xmlns:a=\"urn:a\"")
    },
    Row("a namespace without a prefix", ["gnome": good, "nextcloud": good, "kde": good]) {
      $0.replacing("<clientConfig", with: "<clientConfig xmlns=\"urn:a\"")
    },
    Row(
      "a prefix of a host",
      [
        "evolution": "evolution/servers", "thunderbird": "thunderbird/incoming",
        "mustang": "mustang/servers",
        "delta-chat": "imap.tin.example out.tin.example",
        "snappymail": "snappymail/value",
      ]
    ) {
      $0.replacing(
        "<hostname>in.tin.example</hostname>",
        with: "<a:hostname xmlns:a=\"urn:a\">in.tin.example</a:hostname>")
    },
    Row(
      "a namespace of a host",
      ["thunderbird": "thunderbird/incoming", "evolution": good, "mailspring": "mailspring/value"]
    ) {
      $0.replacing("<hostname>in", with: "<hostname xmlns=\"urn:a\">in")
    },
    Row(
      "a namespace of a server", ["thunderbird": good, "evolution": "evolution/attributes"]
    ) {
      $0.replacing("<incomingServer", with: "<incomingServer xmlns=\"urn:a\"")
    },
    Row(
      "a type with a prefix before the type",
      ["geary": "geary/servers", "gnome": good, "kde": good, "delta-chat": good]
    ) {
      $0.replacing("type=\"imap\"", with: "a:type=\"pop3\" xmlns:a=\"urn:a\" type=\"imap\"")
    },
    Row(
      "a type with a prefix behind the type",
      ["geary": good, "gnome": "gnome/servers", "kde": good]
    ) {
      $0.replacing("type=\"imap\"", with: "type=\"imap\" a:type=\"pop3\" xmlns:a=\"urn:a\"")
    },
    Row(
      "a type in other letters before the type",
      ["delta-chat": "imap.tin.example out.tin.example", "geary": good]
    ) {
      $0.replacing("type=\"imap\"", with: "Type=\"pop3\" type=\"imap\"")
    },
    Row(
      "a blank host",
      [
        "mailspring": " out.tin.example", "mustang": "mustang/servers",
        "thunderbird": "thunderbird/incoming",
        "gnome": "gnome/servers",
      ]
    ) {
      $0.replacing(">in.tin.example<", with: "> <")
    },
    Row("a host between blanks", ["evolution": good, "snappymail": " \(good)"]) {
      $0.replacing(">in.tin.example<", with: "> in.tin.example<")
    },
    Row("a blank and a comment before a host", ["kde": good, "gnome": good]) {
      $0.replacing("in.tin.example</", with: " <!-- 1 -->in.tin.example</")
    },
    Row("a comment and a blank behind a host", ["kde": good, "gnome": good]) {
      $0.replacing("in.tin.example</", with: "in.tin.example<!-- 1 --> </")
    },
    Row("a provider inside another element", ["gnome": good, "nextcloud": "nextcloud/servers"]) {
      $0.replacing("<emailProvider", with: "<x><emailProvider")
        .replacing("</emailProvider>", with: "</emailProvider></x>")
    },
    Row("a host inside another element", ["gnome": good, "fairemail": good]) {
      $0.replacing(
        "<hostname>in.tin.example</hostname>",
        with: "<x><hostname>in.tin.example"
          + "</hostname></x>")
    },
    Row("a sending server among those for reading", ["gnome": "in.tin.example in.tin.example"]) {
      $0.replacing(
        "</incomingServer>",
        with: "</incomingServer>"
          + server("incomingServer", "smtp", "in.tin.example"))
    },
    Row("an empty section in a host", ["gnome": good]) {
      $0.replacing("in.tin", with: "in.<![CDATA[]]>tin")
    },
    Row("a section in a host", ["gnome": good, "kde": good, "himalaya": good]) {
      $0.replacing("in.tin.example", with: "in.<![CDATA[tin.example]]>")
    },
    Row(
      "a comment behind a host", ["evolution": "evolution/servers", "kde": good, "gnome": good]
    ) {
      $0.replacing("in.tin.example</", with: "in.tin.example<!-- 1 --></")
    },
    Row(
      "a comment before a host",
      ["evolution": good, "gnome": good, "snappymail": "snappymail/value"]
    ) {
      $0.replacing("in.tin.example</", with: "<!-- 1 -->in.tin.example</")
    },
    Row(
      "an element in a host",
      ["aerc": good, "snappymail": good, "kde": "in.tin.exampleb out.tin.example"]
    ) {
      $0.replacing("in.tin.example</", with: "in.tin.example<b>b</b></")
    },
    Row("an element in a socket type", ["himalaya": good, "aerc": good]) {
      $0.replacing("SSL</", with: "SSL<b>b</b></")
    },
    Row(
      "a host twice",
      [
        "mailspring": "mailspring/value", "snappymail": "snappymail/value",
        "kde": "b.example out.tin.example",
      ]
    ) {
      $0.replacing(
        "in.tin.example</hostname>", with: "in.tin.example</hostname><hostname>b.example</hostname>"
      )
    },
    Row("blanks before the host that counts", ["thunderbird-android": good]) {
      $0.replacing("<hostname>in", with: "<hostname> old.example </hostname><hostname>in")
    },
    Row("an element in a domain", ["thunderbird-android": "thunderbird-android/nested"]) {
      $0.replacing("tin.example</domain>", with: "tin.example<b>b</b></domain>")
    },
    Row("the address of a web site", ["mustang": "web.example out.tin.example", "aerc": good]) {
      $0.replacing("\"imap\">", with: "\"imap\"><url>https://a@web.example:8443/b</url>")
    },
    Row(
      "a later host that closes itself", ["evolution": good, "aerc": good]
    ) {
      $0.replacing(
        "</incomingServer>",
        with: "</incomingServer><incomingServer type=\"imap\"><hostname/></incomingServer>")
    },
    Row("a host behind one inside", ["evolution": good]) {
      $0.replacing("<hostname>in", with: "<hostname><hostname>b.example</hostname>in")
    },
    Row("a later host of nothing", ["evolution": "evolution/servers", "aerc": good]) {
      $0.replacing(
        "</incomingServer>",
        with:
          "</incomingServer><incomingServer type=\"imap\"><hostname></hostname></incomingServer>")
    },
    Row("nothing as a host", ["mustang": "true out.tin.example", "kde": " out.tin.example"]) {
      $0.replacing(">in.tin.example<", with: "><")
    },
    Row("a server of another kind before SMTP", ["mustang": "mustang/servers", "kde": good]) {
      $0.replacing(
        "<outgoingServer",
        with: server("outgoingServer", "imap", "b.example") + "<outgoingServer")
    },
    Row("text in a server", ["snappymail": "snappymail/value", "kde": good]) {
      $0.replacing("\"smtp\">", with: "\"smtp\">text")
    },
    Row(
      "two providers",
      ["snappymail": "snappymail/servers", "kde": good, "mailspring": good]
    ) {
      $0.replacing(
        "</emailProvider>", with: "</emailProvider><emailProvider id=\"b\"></emailProvider>")
    },
    Row("a sending server by its type alone", ["delta-chat": good, "kde": "in.tin.example"]) {
      $0.replacing("outgoingServer", with: "incomingServer")
    },
    Row(
      "text behind an element that is over",
      ["delta-chat": "b.example out.tin.example", "aerc": good]
    ) {
      $0.replacing(
        "<authentication>password-cleartext</authentication></incomingServer>",
        with: "<x><hostname>a.example</hostname>b.example</x></incomingServer>")
    },
    Row("Latin-1", ["aerc": "aerc/declaration", "kde": good, "gnome": good]) {
      "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\($0)"
    },
    Row("another version of XML", ["aerc": "aerc/declaration", "kde": "kde/version"]) {
      "<?xml version=\"1.1\" encoding=\"utf-8\"?>\($0)"
    },
    Row("what XML is by itself", ["aerc": good, "kde": good]) {
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\($0)"
    },
    Row("a later outgoing server without a host", ["aerc": good]) {
      $0.replacing(
        "</outgoingServer>",
        with: "</outgoingServer><outgoingServer type=\"smtp\">"
          + "<port>587</port></outgoingServer>")
    },
  ])
  func takes(_ row: Row) throws {
    let document = Array(row.change(Self.document).utf8)
    for (id, outcome) in row.outcomes {
      let client = try #require(MailClients.autoconfig.first { $0.program.id == id })
      let found: String
      do {
        let account = try client.account(from: document, for: "anna@tin.example")
        found = [account.incoming.first, account.outgoing.first].compactMap { $0?.host }
          .joined(separator: " ")
      } catch {
        found = error.description
      }
      #expect(found == outcome, "\(id)")
    }
  }
}
