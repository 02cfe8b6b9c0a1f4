// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Directory
import Foundation
import MailSettings
import SettingsFile
import System
import Testing

@testable import ProfileServer

/// What a directory knows of people, and what strangers learn of it.
@Suite struct PeopleTests {
  /// What the directory says; nobody and an answer that does not come are among it.
  private static func answer(_ address: MailAddress) throws(DirectoryFault) -> DirectoryPerson? {
    let name = try? DisplayText("Secret Name")
    switch address.local {
    case "anna": return DirectoryPerson(login: try? DisplayText("u1234"), name: name)
    case "qsameq": return DirectoryPerson(login: try? DisplayText(address.description), name: name)
    case "qawayq": throw DirectoryFault(.unreachable, "is away")
    default: return nil
    }
  }

  private let handler: RequestHandler
  private let asked = Guarded<[String]>([])

  init() throws {
    let text = """
      provider: {id: example.ch, name: Example}
      domains: [{name: example.ch, aliases: [example.com]}]
      incoming: [{protocol: imap, host: mail.example.ch}]
      outgoing: [{protocol: smtp, host: mail.example.ch}]
      directory: {source: {command: [/bin/true]}, person: true}
      """
    let catalog = try SettingsLoader.read(Array(text.utf8), name: "s.yaml").catalog
    let options = try #require(catalog.directories.first).options
    let asked = asked
    let finder = PeopleFinder(options) { (address, _) throws(DirectoryFault) in
      asked.withLock { $0.append(address.description) }
      return try Self.answer(address)
    }
    handler = RequestHandler(
      catalog, limits: ServerLimits(), deliveries: [:], printer: nil,
      people: PeopleDesk(catalog, [0: finder])
    ) { 0 }
  }

  private func request(_ way: String, _ address: String) -> Request {
    let encoded = address.replacingOccurrences(of: "+", with: "%2B")
    switch way {
    case "autodiscover":
      return Request(
        "POST", "/autodiscover/autodiscover.xml",
        body: Array(AutodiscoverTests.thunderbird(address).utf8))
    case "page", "/sheets/generic.html":
      var fields = Request.Fields()
      fields.contentType = "application/x-www-form-urlencoded"
      return Request(
        "POST", way == "page" ? "/" : way, fields: fields, body: Array("address=\(encoded)".utf8))
    default: return Request("GET", "\(way)?emailaddress=\(encoded)")
    }
  }

  static let ways = [
    "/mail/config-v1.1.xml", "/mail/profile.mobileconfig", "autodiscover", "page",
    "/sheets/generic.html",
  ]

  @Test(arguments: ways) func userNamesAreThoseOfTheDirectory(_ way: String) throws {
    // A linked domain, a tag and capitals lead to the same mailbox.
    for address in ["anna@example.ch", "Anna+x@example.com", "anna@example.ch"] {
      let response = handler.respond(to: request(way, address))
      let text = String(decoding: response.body, as: UTF8.self)
      #expect(response.status == 200 && text.contains("u1234"), "\(address)")
      #expect(!text.contains("Secret"), "a display name is for nobody who asks")
    }
    #expect(asked.withLock { $0 } == ["anna@example.ch"], "answers are kept")
  }

  @Test(arguments: ways) func anotherUserNameIsAnotherDocument(_ way: String) throws {
    var asked = request(way, "anna@example.ch")
    asked.isLoginKnown = true
    for login in ["u1", "u2", nil, "u1"] {
      asked.login = try login.map { try DisplayText($0) }
      let text = String(decoding: handler.respond(to: asked).body, as: UTF8.self)
      for other in ["u1", "u2"] {
        let said = text.contains(">\(other)<")
        #expect(said == (other == login), "\(way) \(login ?? "the rule")")
      }
    }
  }

  @Test(arguments: ways) func nobodyLearnsWhoIsThere(_ way: String) throws {
    func shape(_ local: String) -> (Int, [String], String) {
      let response = handler.respond(to: request(way, "\(local)@example.ch"))
      let text = String(decoding: response.body, as: UTF8.self)
      let plain = text.replacingOccurrences(of: local, with: "@@@@")
      let fields = response.fields.map { "\($0.name): \($0.value)" }
      // Identifiers of profiles, and codes on pages, are made from the address.
      let isComparable = way.hasSuffix("xml") || way == "autodiscover"
      return (response.status, fields, isComparable ? plain : "")
    }
    let known = shape("qsameq")
    for local in ["qnopeq", "qawayq"] { #expect(shape(local) == known, "\(local)") }
  }

  @Test func whatIsNotKnownIsAskedOnAnotherThread() throws {
    let anna = request("/mail/config-v1.1.xml", "anna@example.ch")
    guard case .later(let slow) = handler.answer(anna) else {
      Issue.record("it was answered at once")
      return
    }
    #expect(slow.lane == .people && asked.withLock { $0 }.isEmpty)
    #expect(String(decoding: slow.make().body, as: UTF8.self).contains("u1234"))
    guard case .ready = handler.answer(anna) else {
      Issue.record("it was asked again")
      return
    }
    guard case .ready = handler.answer(Request("GET", "/mail/config-v1.1.xml")) else {
      Issue.record("a domain was asked about")
      return
    }
  }
}
