// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import PersonalLinks
import Renderers
import TestSupport
import Testing

@testable import ProfileServer

/// Links to one person's profile: good ones, and every kind of bad one.
@Suite struct LinkTests {
  private let delivering = Delivering()
  private let provider: DomainName

  init() throws { provider = try DomainName("one.example") }

  private func token(
    _ address: String = "anna@one.example", seconds: Int64 = 60, person: Person = Person(),
    parts: String? = nil, device: String? = nil, key: LinkKey? = nil, provider: DomainName? = nil
  ) throws -> String {
    let link = PersonalLink(
      try MailAddress(address), person, parts: parts, device: device,
      expires: Delivering.now + seconds)
    return LinkToken(link, provider: provider ?? self.provider, key: key ?? delivering.key).text
  }

  private func ask(
    _ handler: RequestHandler, _ token: String, method: String = "GET", isSecure: Bool = true,
    _ change: (inout Request) -> Void = { _ in }
  ) -> Response {
    var fields = Request.Fields()
    fields.host = "one.example"
    var request = Request(method, "/mail/profile.mobileconfig?link=\(token)", fields: fields)
    request.usesTLS = isSecure
    change(&request)
    return handler.respond(to: request)
  }

  @Test func aGoodLinkGivesThePersonsProfile() throws {
    let handler = try delivering.handler(delivering.delivery())
    let person = Person(
      name: try DisplayText("Anna <&> Muster"), login: try DisplayText("anna.m"),
      language: try Language("de"))
    let good = try token(person: person, parts: "mail", device: "iphone")
    for _ in 0..<2 {
      let response = ask(handler, good)
      #expect(response.status == 200)
      #expect(response["Cache-Control"] == "no-store")
      #expect(response.text.hasPrefix("signed 1:"))
      #expect(response.text.contains("Anna &lt;&amp;&gt; Muster"))
      #expect(response.text.contains("<string>anna.m</string>"))
      #expect(!response.text.contains("caldav.account"))
    }
    #expect(ask(handler, good, method: "HEAD").status == 200)
    let plain = handler.ask(
      "https://one.example/mail/profile.mobileconfig?emailaddress=anna@one.example&name=Eve")
    #expect(!plain.text.contains("Eve"), "only a link names a person")
  }

  @Test func badLinksAreRefused() throws {
    let handler = try delivering.handler(delivering.delivery(passwords: true))
    let good = try token()
    let rows = [
      ("expired", try token(seconds: 0), 410), ("long expired", try token(seconds: -9_999), 410),
      ("another key", try token(key: .random()), 403),
      ("another provider", try token(provider: try DomainName("two.example")), 403),
      ("another address", try token("anna@two.example"), 403),
      ("a part that is gone", try token(parts: "fax"), 410),
      ("cut", String(good.dropLast(3)), 403), ("longer", good + "AAAA", 403),
      ("changed", "B" + good.dropFirst(), 403), ("empty", "", 403),
      ("percent-encoded", "%41" + good.dropFirst(), 403), ("a word", "anna", 403),
      ("huge", String(repeating: "A", count: 4_000), 403),
    ]
    for (why, token, status) in rows {
      for method in ["GET", "HEAD"] {
        let response = ask(handler, token, method: method)
        #expect(response.status == status, "\(why)")
        #expect(response["Content-Type"] == "text/plain; charset=utf-8", "\(why)")
        #expect(response["Cache-Control"] == "no-store")
        #expect(response.text.hasSuffix(".\n"))
        #expect(!response.text.contains("plist"))
      }
    }
    #expect(delivering.now.passwords == 0 && delivering.now.signatures == 0)
    let without = try delivering.handler(delivering.delivery(links: false))
    #expect(ask(without, good).status == 403, "no key, no links")
    let nothing = RequestHandler(handler.catalog) { 0 }
    #expect(ask(nothing, good).status == 403)
  }

  @Test func aPasswordIsInTheProfileAndNowhereElse() throws {
    let handler = try delivering.handler(delivering.delivery(passwords: true))
    let response = ask(handler, try token())
    #expect(response.status == 200)
    #expect(response.fields.allSatisfy { !$0.value.contains("abcd-efgh") })
    let profile = Array(response.body.dropFirst("signed 1:".utf8.count))
    let problems = try AppleKeys.problems(inProfile: profile)
    #expect(problems.count == 3 && problems.allSatisfy { $0.hasSuffix("holds a password") })
    let text = response.text
    #expect(text.components(of: "abcd-efgh") == 3, "mail, calendars and contacts")
    for key in ["IncomingPassword", "CalDAVPassword", "CardDAVPassword"] {
      #expect(text.contains("<key>\(key)</key>"))
    }
    #expect(text.contains("<key>OutgoingPasswordSameAsIncomingPassword</key>"))
    #expect(!text.contains("<key>OutgoingPassword</key>"))
    let plain = handler.ask(
      "https://one.example/mail/profile.mobileconfig?emailaddress=anna@one.example")
    #expect(plain.text.components(of: "abcd-efgh") == 0)
    #expect(delivering.now.passwords == 1)
  }

  @Test func noPasswordNoProfile() throws {
    for allowsUnsigned in [false, true] {
      let handler = try delivering.handler(
        delivering.delivery(passwords: true, allowsUnsigned: allowsUnsigned))
      delivering.note { $0.password = nil }
      #expect(ask(handler, try token()).status == 503)
      delivering.note { state in
        state.password = "abcd"
        state.passwords = 0
        state.signs = false
      }
      let response = ask(handler, try token())
      #expect(response.status == 503, "a password is never sent unsigned")
      #expect(!response.text.contains("abcd"))
      #expect(delivering.now.passwords == 0, "what cannot be signed needs no password")
      delivering.note { $0.signs = true }
    }
  }

  @Test func lookingMakesNoPassword() throws {
    let handler = try delivering.handler(delivering.delivery(passwords: true))
    let good = try token()
    let head = ask(handler, good, method: "HEAD")
    #expect(head.status == 200)
    #expect(head["Content-Type"] == "application/x-apple-aspen-config")
    #expect(head.body.isEmpty && !head.hasLength)
    #expect(ask(handler, good, isSecure: false).status == 403)
    #expect(
      ask(handler, good, isSecure: false) { $0.fields.forwardedScheme = "https" }.status == 403,
      "anybody can say that")
    for purpose in ["prefetch", "prefetch;prerender", "preview"] {
      #expect(ask(handler, good) { $0.fields.purpose = purpose }.status == 403)
    }
    for agent in [
      "WhatsApp/2.23.20.0", "TelegramBot (like TwitterBot)", "Slackbot-LinkExpanding 1.0",
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko)"
        + " Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
    ] {
      #expect(ask(handler, good) { $0.fields.userAgent = agent }.status == 403, "\(agent)")
    }
    #expect(delivering.now.passwords == 0)
    let safari =
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15"
      + " (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
    #expect(ask(handler, good) { $0.fields.userAgent = safari }.status == 200)
    let proxied = ask(handler, good, isSecure: false) { request in
      request.fields.forwardedScheme = "https"
      request.isFromTrustedProxy = true
    }
    #expect(proxied.status == 200)
  }
}

extension String {
  /// How often a text occurs.
  fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
