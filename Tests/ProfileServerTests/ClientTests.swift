// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import TestSupport
import Testing

@testable import ProfileServer

/// Every program asks as it does, and sets the account up from the first answer that it takes.
@Suite struct ClientTests {
  struct Program: CustomTestStringConvertible, Sendable {
    let client: any MailClient
    let address: String
    /// In the order in which the program prefers the answers; D is the domain.
    let urls: [String]
    var headers: Headers = [:]
    var testDescription: String { "\(client.name) for \(address)" }
  }

  private static let gecko = ["Accept": "*/*", "Accept-Encoding": "gzip, deflate, br, zstd"]

  static let programs = ["example.ch", "linked.example", "shop.customers.example"].flatMap {
    domain in
    [
      Program(
        client: ThunderbirdDesktop(), address: "Ann+x@\(domain)",
        urls: [
          "https://autoconfig.D/mail/config-v1.1.xml?emailaddress=Ann%2Bx%40D",
          "https://D/.well-known/autoconfig/mail/config-v1.1.xml?emailaddress=Ann%2Bx%40D",
          "http://autoconfig.D/mail/config-v1.1.xml?emailaddress=Ann%2Bx%40D",
          "http://D/.well-known/autoconfig/mail/config-v1.1.xml?emailaddress=Ann%2Bx%40D",
          "https://autoconfig.mx.example/mail/config-v1.1.xml?emailaddress=Ann%2Bx%40D",
          "https://autoconfig.D/mail/config-v1.1.xml",
        ], headers: gecko),
      Program(
        client: ThunderbirdAndroid(), address: "ann@\(domain)",
        urls: [
          "https://autoconfig.D/mail/config-v1.1.xml",
          "https://D/.well-known/autoconfig/mail/config-v1.1.xml",
          "http://autoconfig.D/mail/config-v1.1.xml",
          "http://D/.well-known/autoconfig/mail/config-v1.1.xml",
        ], headers: ["Accept-Encoding": "gzip"]),
      Program(
        client: FairEmail(), address: "ann+tag@\(domain)",
        urls: [
          "https://autoconfig.D/mail/config-v1.1.xml?emailaddress=ann+tag@D",
          "https://D/.well-known/autoconfig/mail/config-v1.1.xml?emailaddress=ann+tag@D",
          "http://autoconfig.D/mail/config-v1.1.xml?emailaddress=ann+tag@D",
          "http://D/.well-known/autoconfig/mail/config-v1.1.xml?emailaddress=ann+tag@D",
        ]),
      Program(
        client: DeltaChat(), address: "ann@\(domain)",
        urls: [
          "https://autoconfig.D/mail/config-v1.1.xml?emailaddress=ann%40D",
          "https://D/.well-known/autoconfig/mail/config-v1.1.xml",
        ]),
      Program(
        client: KDE(), address: "ann@\(domain)",
        urls: [
          "https://autoconfig.D/mail/config-v1.1.xml", "http://autoconfig.D/mail/config-v1.1.xml",
          "https://D/.well-known/autoconfig/mail/config-v1.1.xml",
        ]),
      Program(
        client: GNOME(), address: "ann@\(domain)",
        urls: [
          "https://autoconfig.D/.well-known/mail-v1.xml?emailaddress=ann@D",
          "https://autoconfig.D/mail/config-v1.1.xml?emailaddress=ann@D",
          "https://D/.well-known/autoconfig/mail/config-v1.1.xml",
          "http://autoconfig.D/mail/config-v1.1.xml",
        ]),
    ].map { program in
      Program(
        client: program.client, address: program.address,
        urls: program.urls.map {
          $0.replacing("D/", with: "\(domain)/").replacing(/D$/, with: domain)
        },
        headers: program.headers)
    }
  }

  @Test(arguments: programs)
  func setsTheAccountUpFromAnyOfItsURLs(_ program: Program) throws {
    let handler = try #require(Handlers.hoster)
    for url in program.urls {
      let response = handler.ask(url, program.headers)
      #expect(response.status == 200, "\(url)")
      #expect(response["Content-Type"] == "text/xml; charset=utf-8", "\(url)")
      let body =
        response["Content-Encoding"] == "gzip" ? Gunzip.bytes(response.body) : response.body
      #expect(XMLSchemas.validate(body, relaxNG: "autoconfig.rng") == [], "\(url)")
      let account = try program.client.account(from: body, for: program.address)
      #expect(account.incoming.first?.host == "imap.example.ch", "\(url)")
      #expect(account.incoming.first?.port == 993, "\(url)")
      #expect(account.outgoing.first?.host == "smtp.example.ch", "\(url)")
    }
  }

  /// Linked domains log in at the primary one, which only the address' own document can say to
  /// every program.
  @Test func theLoginOfALinkedDomainIsWrittenOut() throws {
    let handler = try #require(Handlers.hoster)
    let url = "https://autoconfig.linked.example/mail/config-v1.1.xml"
    let asked = handler.ask("\(url)?emailaddress=ann+x@linked.example")
    let fairEmail = try FairEmail().account(from: asked.body, for: "ann+x@linked.example")
    #expect(fairEmail.incoming.first?.username == "ann@example.ch")
    let unasked = try ThunderbirdAndroid().account(
      from: handler.ask(url).body, for: "ann@linked.example")
    #expect(unasked.incoming.first?.username == "ann@example.ch")
  }

  /// Nextcloud sends the raw address and takes what Thunderbird takes; Evolution asks the ISPDB
  /// alone, so that nothing of it arrives here.
  @Test func nextcloudAsksWithTheRawAddress() throws {
    let handler = try #require(Handlers.hoster)
    for url in [
      "https://autoconfig.example.ch/mail/config-v1.1.xml?emailaddress=ann+tag@example.ch",
      "https://example.ch/.well-known/autoconfig/mail/config-v1.1.xml?emailaddress=ann+tag@example.ch",
    ] {
      let account = try ThunderbirdDesktop().account(
        from: handler.ask(url).body, for: "ann+tag@example.ch")
      #expect(account.incoming.first?.username == "ann@example.ch", "\(url)")
    }
  }

  /// Nothing but a 2xx ends Thunderbird's search and Delta Chat's, and a 401 makes Thunderbird ask
  /// for the password.
  @Test(arguments: [
    "https://autoconfig.unknown.example/mail/config-v1.1.xml?emailaddress=a%40unknown.example",
    "https://unknown.example/.well-known/autoconfig/mail/config-v1.1.xml",
    "https://autodiscover.unknown.example/autodiscover/autodiscover.xml",
    "https://autoconfig.example.ch/.well-known/autoconfig/mail/config-v1.2.xml",
    "https://autoconfig.example.ch/v1.1/example.ch",
  ])
  func isSaidNothing(_ url: String) throws {
    let response = try #require(Handlers.hoster).ask(url)
    #expect(response.status == 404)
    #expect(response["Content-Type"] == "text/plain; charset=utf-8")
    #expect(response["WWW-Authenticate"] == nil)
  }

  @Test func anIPhoneInstallsTheProfile() throws {
    let handler = try #require(Handlers.everybody)
    let url = "https://setup.everybody.example/mail/profile.mobileconfig"
    for query in ["", "?emailaddress=ann%2Btag%40everybody.example"] {
      let response = handler.ask(url + query, ["Accept-Encoding": "gzip, deflate, br"])
      #expect(response.status == 200)
      #expect(response["Content-Type"] == "application/x-apple-aspen-config")
      #expect(response["Content-Encoding"] == nil, "iPhones get it as it is")
      let disposition = response["Content-Disposition"] ?? ""
      #expect(disposition.hasPrefix("attachment; filename=\""))
      #expect(disposition.hasSuffix(".mobileconfig\""))
      #expect(try AppleKeys.problems(inProfile: response.body) == [])
    }
  }
}
