// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import Testing

@testable import Renderers

@Suite struct MobileConfigTests {
  /// The property list of a profile.
  private func read(_ document: Document) throws -> [String: Any] {
    let list = try PropertyListSerialization.propertyList(
      from: Data(document.bytes), options: [], format: nil)
    return try #require(list as? [String: Any])
  }

  private func payloads(_ document: Document) throws -> [[String: Any]] {
    try #require(try read(document)["PayloadContent"] as? [[String: Any]])
  }

  private func rich() throws -> Provider {
    try Sample.provider { provider in
      provider.calendars = [
        CalendarService(.caldav, url: try URLPattern("https://dav.example.ch")),
        CalendarService(
          .webcal, url: try URLPattern("webcal://cal.example.ch/h.ics", schemes: [.webcal])),
      ]
      provider.contacts = [ContactService(url: try URLPattern("https://dav.example.ch:8443/dav"))]
      var directory = DirectoryService(host: try HostPattern("ldap.example.ch"))
      directory.searchBases = [
        .init(
          base: try DisplayText("dc=example,dc=ch"),
          name: LocalizedText([(.english, try DisplayText("Staff"))]))
      ]
      provider.directories = [directory]
    }
  }

  @Test func holdsEveryPartAndOnlyTheChosenOnes() throws {
    let types = [
      "mail": ["com.apple.mail.managed"],
      "calendar": ["com.apple.caldav.account", "com.apple.subscribedcalendar.account"],
      "contacts": ["com.apple.carddav.account"],
      "directory": ["com.apple.ldap.account"],
    ]
    let account = try Sample.account(rich())
    let all = try payloads(MobileConfig().document(account))
    #expect(
      all.compactMap { $0["PayloadType"] as? String }
        == ["mail", "calendar", "contacts", "directory"].flatMap { types[$0] ?? [] })
    for (part, expected) in types {
      var options = RenderOptions()
      try options.choose(MobileConfig.partsOption, part)
      let chosen = try payloads(MobileConfig().render(account, options))
      #expect(chosen.compactMap { $0["PayloadType"] as? String } == expected)
      for payload in chosen {
        let same = all.first {
          $0["PayloadIdentifier"] as? String == payload["PayloadIdentifier"] as? String
        }
        #expect(same?["PayloadUUID"] as? String == payload["PayloadUUID"] as? String)
      }
    }
  }

  /// Every identifier and UUID of a profile, by the position of its payload; "" for the whole.
  private func identifiers(_ document: Document) throws -> [String] {
    let root = try read(document)
    return try ([root] + payloads(document)).flatMap { entry in
      [entry["PayloadIdentifier"] as? String ?? "", entry["PayloadUUID"] as? String ?? ""]
    }
  }

  @Test func identifiersSurviveEverythingThatChanges() throws {
    let before = try identifiers(MobileConfig().document(Sample.account(rich())))
    var moved = try rich()
    moved.incoming = [
      try Sample.server(
        .imap, .starttls, port: 1_143, with: [.encryptedPassword], host: "new.example.net")
    ]
    moved.name = try DisplayText("Another Name")
    moved.calendars[0].url = try URLPattern("https://calendar.example.net:444/x")
    moved.apple.organization = try DisplayText("Someone else")
    let after = try identifiers(
      MobileConfig().document(
        Sample.account(moved, "Anna@Example.CH", login: "primary.example", name: "Anna M.")))
    #expect(before == after)
    #expect(Set(before).count == before.count)
  }

  @Test func identifiersNeverCollide() throws {
    var seen: [String: String] = [:]
    for provider in ["example.ch", "example.com", "a.example.com"] {
      for address in [
        "anna@example.ch", "bob@example.ch", "anna@example.com", "anna+x@example.ch",
        "a.b@example.ch", "b@a.example.ch",
      ] {
        var settings = try rich()
        settings.id = try DomainName(provider)
        let document = try MobileConfig().document(Sample.account(settings, address))
        for identifier in try identifiers(document) {
          let who = "\(provider) \(address)"
          #expect(seen[identifier] == nil, "\(who) collides with \(seen[identifier] ?? "")")
          seen[identifier] = who
        }
      }
    }
  }

  struct Choice: CustomTestStringConvertible {
    let servers: [(MailProtocol, Security)]
    let port: Int
    let warns: Bool
    let why: String
    var testDescription: String { why }
  }

  @Test(arguments: [
    Choice(
      servers: [(.pop3, .tls), (.imap, .starttls)], port: 143, warns: true, why: "IMAP first"),
    Choice(
      servers: [(.imap, .none), (.imap, .starttls), (.imap, .tls)], port: 993, warns: false,
      why: "implicit TLS before STARTTLS before nothing"),
    Choice(servers: [(.pop3, .tls)], port: 995, warns: false, why: "POP3 where there is no IMAP"),
    Choice(servers: [(.imap, .none)], port: 143, warns: true, why: "no TLS is said aloud"),
  ])
  func choosesTheServerForApple(_ row: Choice) throws {
    let provider = try Sample.provider(
      incoming: row.servers.map { try Sample.server($0.0, $0.1) })
    let document = try MobileConfig().document(Sample.account(provider))
    let mail = try #require(try payloads(document).first)
    #expect(mail["IncomingMailServerPortNumber"] as? Int == row.port)
    #expect(document.findings.paths(.warning).isEmpty == !row.warns)
  }

  @Test func oneQuestionForThePasswordWhereOneNameDoes() throws {
    let key = "OutgoingPasswordSameAsIncomingPassword"
    let same = try #require(try payloads(MobileConfig().document(Sample.account())).first)
    #expect(same[key] as? Bool == true)
    let other = try Sample.provider(outgoing: [Sample.server(.smtp, username: .localPart)])
    let mail = try #require(try payloads(MobileConfig().document(Sample.account(other))).first)
    #expect(mail[key] == nil)
    let open = try Sample.provider(outgoing: [Sample.server(.smtp, with: [.none])])
    let noLogin = try #require(try payloads(MobileConfig().document(Sample.account(open))).first)
    #expect(noLogin["OutgoingMailServerUsername"] == nil)
    #expect(noLogin["OutgoingMailServerAuthentication"] as? String == "EmailAuthNone")
  }

  @Test func aDomainIsAskedForNames() throws {
    let mail = try #require(try payloads(MobileConfig().document(Sample.domain())).first)
    #expect(mail["EmailAddress"] == nil && mail["IncomingMailServerUsername"] == nil)
  }

  @Test(arguments: [Authentication.oauth2, .kerberos, .clientCertificate])
  func whatAppleHasNoWordForIsRefused(_ method: Authentication) throws {
    let provider = try Sample.provider(incoming: [Sample.server(.imap, with: [method])])
    let refused = try MobileConfig().refusals(Sample.account(provider))
    #expect(refused.paths(.error) == ["incoming[0].authentication"])
  }

  @Test func aDirectoryOnAnOddPortIsRefusedUnlessItIsLeftOut() throws {
    var provider = try rich()
    provider.directories = [
      DirectoryService(host: try HostPattern("ldap.example.ch"), port: Port(3_269)),
      DirectoryService(host: try HostPattern("ldap.example.ch"), security: .starttls),
    ]
    let account = try Sample.account(provider)
    #expect(
      MobileConfig().refusals(account).map(\.path)
        == ["directories[0].port", "directories[1].security"])
    var options = RenderOptions()
    try options.choose(MobileConfig.partsOption, "mail,calendar,contacts")
    #expect(try !MobileConfig().render(account, options).text.contains("ldap"))
  }

  @Test func consentHasADefault() throws {
    var provider = try rich()
    provider.languages = [try Language("de")]
    provider.apple.consentText = LocalizedText([
      (try Language("en"), try DisplayText("Agree?")), (try Language("de"), try DisplayText("Ok?")),
    ])
    let consent = try #require(
      try read(MobileConfig().document(Sample.account(provider)))["ConsentText"]
        as? [String: String])
    #expect(consent == ["default": "Ok?", "en": "Agree?", "de": "Ok?"])
  }

  @Test func addressesThatAppleCannotTake() throws {
    #expect(try !MobileConfig().refusals(Sample.account(nil, "\"a b\"@example.ch")).isEmpty)
    let unicode = try MobileConfig().document(Sample.account(nil, "zoë@example.ch"))
    #expect(unicode.findings.paths(.warning) == [""])
  }
}
