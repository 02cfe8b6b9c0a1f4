// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import PersonalLinks
import Renderers
import SettingsFile
import System
import TestSupport
import Testing

@testable import ProfileServer

/// What is needed to hand out profiles, played by closures.
final class Delivering: Sendable {
  struct State {
    var signs = true
    var generation = 1
    var signatures = 0
    var passwords = 0
    var password: String? = "abcd-efgh"
    /// Seconds since `now`.
    var seconds: Int64 = 0
  }

  let state = Guarded(State())
  let key = LinkKey.random()

  func note(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }
  var now: State { state.withLock { $0 } }

  func delivery(
    signs: Bool = true, links: Bool = true, passwords: Bool = false, allowsUnsigned: Bool = false,
    isSingleUse: Bool = false
  ) -> ProfileDelivery {
    var delivery = ProfileDelivery()
    delivery.allowsUnsigned = allowsUnsigned
    if signs {
      delivery.signer = { [self] in
        CurrentSigner(generation: now.generation) { [self] bytes in
          state.withLock { state in
            state.signatures += 1
            return state.signs ? Array("signed \(state.generation):".utf8) + bytes : nil
          }
        }
      }
    }
    if links, let provider = try? DomainName("one.example") {
      var desk = LinkDesk(provider, ledger: MemoryLedger()) { [key] in key }
      desk.isSingleUse = isSingleUse
      if passwords {
        desk.password = { [self] _, _ in
          state.withLock { state in
            state.passwords += 1
            return state.password.flatMap { AppPassword($0) }
          }
        }
      }
      delivery.desk = desk
    }
    return delivery
  }

  static let settings = """
    provider: {id: one.example, name: One}
    domains: [{name: one.example}, {name: b\u{FC}cher.example}]
    incoming: [{protocol: imap, host: mail.one.example}]
    outgoing: [{protocol: smtp, host: mail.one.example}]
    calendars: [{protocol: caldav, url: "https://dav.one.example/"}]
    contacts: [{protocol: carddav, url: "https://dav.one.example/"}]
    """

  static let now: Int64 = 1_800_000_000

  func handler(_ delivery: ProfileDelivery) throws -> RequestHandler {
    let catalog = try #require(Handlers.catalog(Self.settings))
    return RequestHandler(catalog, deliveries: [try DomainName("one.example"): delivery]) {
      (Self.now + self.now.seconds) * 1_000_000
    }
  }
}

/// Profiles with a signature: made elsewhere, refused where there is none.
@Suite struct SignedProfileTests {
  private static let url = "https://one.example/mail/profile.mobileconfig"
  private static let address = "\(url)?emailaddress=anna@one.example"
  private let delivering = Delivering()

  private func answer(_ handler: RequestHandler, _ target: String) -> Reply {
    var fields = Request.Fields()
    fields.host = "one.example"
    return handler.answer(Request("GET", "/mail/profile.mobileconfig\(target)", fields: fields))
  }

  @Test func isTheRenderedProfileSigned() throws {
    let handler = try delivering.handler(delivering.delivery())
    let account = try #require(
      handler.catalog.account(for: try MailAddress("anna@one.example")))
    let response = handler.ask(Self.address)
    #expect(response.status == 200)
    let rendered = try MobileConfig().render(account, RenderOptions()).bytes
    #expect(response.body == Array("signed 1:".utf8) + rendered)
    #expect(response["Content-Type"] == "application/x-apple-aspen-config")
    #expect(response["Cache-Control"] == "no-store")
    #expect(
      response["Content-Disposition"] == "attachment; filename=\"one.example.mobileconfig\"")
    #expect(response["ETag"] == nil)
    #expect(handler.ask(Self.address, method: "HEAD").body.count == response.body.count)
  }

  @Test func fileNamesAreReadByEveryClient() throws {
    let handler = try delivering.handler(delivering.delivery())
    let response = handler.ask("https://xn--bcher-kva.example/mail/profile.mobileconfig")
    #expect(
      response["Content-Disposition"]
        == "attachment; filename=\"xn--bcher-kva.example.mobileconfig\";"
        + " filename*=UTF-8''b%C3%BCcher.example.mobileconfig")
  }

  @Test func signingIsForOtherThreads() throws {
    let handler = try delivering.handler(delivering.delivery())
    for target in ["", "?emailaddress=anna@one.example", "?parts=mail&device=iphone"] {
      guard case .later(let slow) = answer(handler, target) else {
        Issue.record("\(target) is signed at once")
        continue
      }
      #expect(delivering.now.signatures == 0)
      #expect(slow.refusal.status == 503)
      #expect(slow.refusal["Retry-After"] != nil)
    }
    for target in ["?parts=x", "?emailaddress=anna@other.example"] {
      guard case .ready = answer(handler, target) else {
        Issue.record("\(target) waits for nothing")
        continue
      }
    }
    let unsigned = try delivering.handler(delivering.delivery(signs: false))
    guard case .ready = answer(unsigned, "?emailaddress=anna@one.example") else {
      Issue.record("nothing is signed")
      return
    }
  }

  @Test func aDomainsProfileIsSignedOnceForEachSigner() throws {
    let handler = try delivering.handler(delivering.delivery())
    let first = handler.ask(Self.url)
    #expect(handler.ask(Self.url).body == first.body)
    #expect(handler.ask(Self.url, ["If-None-Match": first["ETag"] ?? ""]).status == 304)
    #expect(delivering.now.signatures == 1)
    #expect(first["Cache-Control"] == "public, max-age=3600")
    delivering.note { $0.generation = 2 }
    let second = handler.ask(Self.url)
    #expect(second.text.hasPrefix("signed 2:"))
    #expect(second["ETag"] != first["ETag"])
    #expect(handler.ask("\(Self.url)?device=mac").body != second.body)
    #expect(delivering.now.signatures == 3)
  }

  @Test func failureSendsNothing() throws {
    let handler = try delivering.handler(delivering.delivery())
    delivering.note { $0.signs = false }
    for url in [Self.url, Self.address] {
      let response = handler.ask(url)
      #expect(response.status == 503)
      #expect(response["Retry-After"] != nil)
      #expect(response["Cache-Control"] == "no-store")
      #expect(!response.text.contains("<plist"))
    }
    delivering.note { $0.signs = true }
    #expect(handler.ask(Self.url).status == 200, "a failure is not kept")
  }

  @Test func unsignedIsSentWhereThatIsAllowed() throws {
    let handler = try delivering.handler(delivering.delivery(allowsUnsigned: true))
    delivering.note { $0.signs = false }
    for url in [Self.url, Self.address] {
      let response = handler.ask(url)
      #expect(response.status == 200)
      #expect(response.text.hasPrefix("<?xml"))
      #expect(response["ETag"] == nil, "it is not kept")
    }
  }
}
