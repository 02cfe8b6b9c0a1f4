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
    parts: String? = nil, device: String? = nil, key: LinkKey? = nil, provider: DomainName? = nil,
    isSingleUse: Bool = false
  ) throws -> String {
    let link = PersonalLink(
      try MailAddress(address), person, parts: parts, device: device,
      expires: Delivering.now + seconds, isSingleUse: isSingleUse)
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

  /// Presses the button of a page.
  private func press(
    _ handler: RequestHandler, _ token: String, _ more: String = "", isSecure: Bool = true
  ) -> Response {
    var fields = Request.Fields()
    fields.host = "one.example"
    fields.contentType = "application/x-www-form-urlencoded"
    var request = Request(
      "POST", "/mail/profile.mobileconfig", fields: fields, body: Array("link=\(token)\(more)".utf8)
    )
    request.usesTLS = isSecure
    return handler.respond(to: request)
  }

  /// Fetches what a press has led to.
  private func fetch(
    _ handler: RequestHandler, _ press: Response, method: String = "GET", isSecure: Bool = true
  ) throws -> Response {
    #expect(press.status == 303)
    let location = try #require(press["Location"])
    var fields = Request.Fields()
    fields.host = "one.example"
    var request = Request(method, location, fields: fields)
    request.usesTLS = isSecure
    return handler.respond(to: request)
  }

  @Test func aGoodLinkGivesThePersonsProfile() throws {
    let handler = try delivering.handler(delivering.delivery())
    let person = Person(login: try DisplayText("anna.m"), language: try Language("de"))
    let good = try token(person: person, parts: "mail", device: "iphone")
    for _ in 0..<2 {
      let response = ask(handler, good)
      #expect(response.status == 200)
      #expect(response["Cache-Control"] == "no-store")
      #expect(response.text.hasPrefix("signed 1:"))
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
      for method in ["GET", "HEAD", "POST"] {
        let response = ask(handler, token, method: method)
        #expect(response.status == status, "\(why)")
        #expect(response["Content-Type"] == "text/html; charset=utf-8", "\(why)")
        #expect(response["Cache-Control"] == "no-store")
        #expect(response.text.contains("Ask for a new one."))
        #expect(!response.text.contains("plist") && !response.text.contains("<button"))
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
    let pressed = press(handler, try token())
    #expect(pressed["Cache-Control"] == "no-store")
    let response = try fetch(handler, pressed)
    #expect(response.status == 200)
    for response in [pressed, response] {
      #expect(response.fields.allSatisfy { !$0.value.contains("abcd-efgh") })
    }
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
      let none = press(handler, try token())
      #expect(none.status == 503 && none["Retry-After"] == "60")
      #expect(none.text.contains("cannot be made"))
      delivering.note { state in
        state.password = "abcd"
        state.passwords = 0
        state.signs = false
      }
      #expect(press(handler, try token()).status == 503)
      #expect(delivering.now.passwords == 0, "what cannot be signed needs no password")
      delivering.note { $0.signs = true }
      let pressed = press(handler, try token())
      delivering.note { $0.signs = false }
      let response = try fetch(handler, pressed)
      #expect(response.status == 503, "a password is never sent unsigned")
      #expect(!response.text.contains("abcd"))
      delivering.note { $0.signs = true }
      #expect(try fetch(handler, pressed).status == 200, "ten minutes are left to try")
    }
  }

  @Test func lookingChangesNothing() throws {
    let handler = try delivering.handler(delivering.delivery(passwords: true))
    let good = try token(person: Person(name: try DisplayText("Anna <&> Muster")))
    for method in ["GET", "HEAD"] {
      for agent in [nil, "WhatsApp/2.23.20.0", "curl/8.5.0", "Mozilla/5.0 (iPhone) Safari/604.1"] {
        let page = ask(handler, good, method: method) { $0.fields.userAgent = agent }
        #expect(page.status == 200)
        #expect(page["Content-Type"] == "text/html; charset=utf-8")
        #expect(page["Cache-Control"] == "no-store" && page["Referrer-Policy"] == "no-referrer")
        #expect(page["Content-Security-Policy"]?.contains("script-src") == false)
        #expect(page.text.components(of: "<button") == 1)
        #expect(page.text.components(of: "name=\"link\" value=\"\(good)\"") == 1)
      }
    }
    #expect(ask(handler, good, isSecure: false).status == 403)
    #expect(press(handler, good, isSecure: false).status == 403)
    #expect(
      ask(handler, good, isSecure: false) { $0.fields.forwardedScheme = "https" }.status == 403,
      "anybody can say that")
    let proxied = ask(handler, good, isSecure: false) { request in
      request.fields.forwardedScheme = "https"
      request.isFromTrustedProxy = true
    }
    #expect(proxied.status == 200)
    #expect(delivering.now.passwords == 0 && delivering.now.signatures == 0)
  }

  @Test func aDownloadIsTheSameHoweverOften() throws {
    let handler = try delivering.handler(delivering.delivery(passwords: true))
    let pressed = press(handler, try token())
    delivering.note { $0.password = "other" }
    let first = try fetch(handler, pressed)
    delivering.note { $0.generation = 2 }
    #expect(try fetch(handler, pressed).body == first.body)
    #expect(try fetch(handler, pressed, method: "HEAD").status == 200)
    #expect(try fetch(handler, pressed, isSecure: false).status == 403)
    #expect(delivering.now.passwords == 1)
    // Another process that has the key, and has never heard of the press.
    let other = try delivering.handler(delivering.delivery(passwords: true))
    #expect(try fetch(other, pressed).text.contains("abcd-efgh"))
    delivering.note { $0.seconds = 599 }
    #expect(try fetch(handler, pressed).status == 200)
    delivering.note { $0.seconds = 600 }
    #expect(try fetch(handler, pressed).status == 410)
    #expect(try fetch(other, pressed).status == 410)
    #expect(delivering.now.passwords == 1)
  }

  @Test func badDownloadsAreRefused() throws {
    let handler = try delivering.handler(delivering.delivery(passwords: true))
    let good = try #require(press(handler, try token())["Location"])
    let foreign = Delivering()
    let other = try foreign.handler(foreign.delivery(passwords: true))
    let rows = [
      ("cut", String(good.dropLast())), ("longer", good + "AAAA"), ("another key", ""),
      ("empty", "/mail/profile.mobileconfig?download="),
      ("a link", "/mail/profile.mobileconfig?download=\(try token())"),
      ("huge", good + String(repeating: "A", count: 3_900)),
    ]
    for (why, location) in rows {
      let target = location.isEmpty ? good : location
      let answer = try fetch(
        location.isEmpty ? other : handler, Response(303, .mobileconfig, [("Location", target)]))
      #expect(answer.status == 403, "\(why)")
      #expect(!answer.text.contains("abcd"))
    }
  }

  @Test func aSecondPressAsksFirst() throws {
    let handler = try delivering.handler(delivering.delivery(passwords: true))
    let good = try token(seconds: 86_400, person: Person(language: try Language("de")))
    let first = press(handler, good, "&view=one")
    delivering.note { $0.seconds = 7_260 }
    for second in [press(handler, good), press(handler, good, "&again=17"), ask(handler, good)] {
      #expect(second.status == 200)
      #expect(second.text.contains("15.01.2027 um 08:00 Uhr (UTC)"))
      #expect(second.text.contains("Passwort des alten ung\u{FC}ltig"))
      #expect(second.text.contains("name=\"again\" value=\"\(Delivering.now)\""))
    }
    // On another machine a new profile is of no use, and the button would end the old password.
    for (agent, hint) in [
      ("Mozilla/5.0 (Windows NT 10.0)", true), ("Mozilla/5.0 (iPhone) Safari/604.1", false),
    ] {
      let page = ask(handler, good) { $0.fields.userAgent = agent }
      #expect(page.text.contains("Das Profil ist f\u{FC}r iPhone, iPad und Mac.") == hint)
    }
    #expect(delivering.now.passwords == 1)
    delivering.note { state in
      state.password = "second"
      state.seconds = 60
    }
    #expect(try fetch(handler, first).status == 200)
    let again = press(handler, good, "&again=\(Delivering.now)")
    #expect(try fetch(handler, again).text.contains("second"))
    #expect(try fetch(handler, first).status == 410, "its password is dead")
    // Somebody who presses the same button once more does not end the new password.
    let once = press(handler, good, "&again=\(Delivering.now)")
    #expect(once.status == 200 && delivering.now.passwords == 2)
    #expect(once.text.contains("name=\"again\" value=\"\(Delivering.now + 60)\""))
  }

  @Test func aLinkForOneUseEnds() throws {
    for (why, delivery, isSingleUse) in [
      ("the link says so", delivering.delivery(passwords: true), true),
      ("the settings do", delivering.delivery(passwords: true, isSingleUse: true), false),
      ("without a password", delivering.delivery(), true),
    ] {
      let handler = try delivering.handler(delivery)
      let good = try token(isSingleUse: isSingleUse)
      #expect(ask(handler, good).text.contains("It works once."), "\(why)")
      let first = press(handler, good, "&view=mine")
      #expect(try fetch(handler, first).status == 200, "\(why)")
      let made = delivering.now.passwords
      for second in [
        press(handler, good), press(handler, good, "&again=\(Delivering.now)"),
        ask(handler, good), ask(handler, good, method: "HEAD"),
      ] {
        #expect(second.status == 410, "\(why)")
        #expect(second.text.contains("15 January 2027 at 08:00 (UTC)"), "\(why)")
        #expect(!second.text.contains("<button") && !second.text.contains("download="), "\(why)")
      }
      // The browser that has it may fetch it again, as iOS asks before it takes a profile.
      let own = press(handler, good, "&view=mine")
      let location = try #require(first["Location"])
      #expect(own.status == 410 && own.text.contains("href=\"\(location)\""), "\(why)")
      #expect(try fetch(handler, first).status == 200, "\(why)")
      #expect(delivering.now.passwords == made, "\(why)")
    }
  }

  @Test func whatNobodyHeardOfIsNotLost() throws {
    let handler = try delivering.handler(delivering.delivery(passwords: true, isSingleUse: true))
    let good = try token()
    var fields = Request.Fields()
    fields.host = "one.example"
    var request = Request("POST", "/mail/profile.mobileconfig?link=\(good)", fields: fields)
    request.usesTLS = true
    guard case .later(let slow) = handler.answer(request) else {
      Issue.record("it is not slow")
      return
    }
    #expect(slow.lane == .passwords)
    let made = slow.make()
    slow.lost(made)
    let again = press(handler, good)
    #expect(again.status == 303 && again["Location"] == made["Location"])
    #expect(press(handler, good).status == 410)
    #expect(delivering.now.passwords == 1)
  }

  @Test func theSameButtonsShareAnAnswer() throws {
    let handler = try delivering.handler(delivering.delivery(passwords: true))
    func key(_ token: String) -> String? {
      var request = Request("POST", "/mail/profile.mobileconfig?link=\(token)")
      request.usesTLS = true
      guard case .later(let slow) = handler.answer(request) else { return nil }
      return slow.key
    }
    let (one, two) = (try token(), try token("eva@one.example"))
    #expect(key(one) != nil && key(one) == key(one) && key(one) != key(two))
  }

  @Test(arguments: [
    ("de", "Profil laden"), ("de-CH", "Profil laden"), ("en", "Download the profile"),
    ("es", "Descargar el perfil"), ("fr", "T\u{E9}l\u{E9}charger le profil"),
    ("it", "Scarica il profilo"),
  ])
  func thePageSpeaksThePersonsLanguage(_ tag: String, _ button: String) throws {
    let handler = try delivering.handler(delivering.delivery(passwords: true))
    let good = try token(person: Person(language: try Language(tag)))
    let page = ask(handler, good) { $0.fields.acceptLanguage = "nl, en;q=0.5" }
    #expect(page.text.contains("<html lang=\"\(tag)\"") && page.text.contains(button))
    let plain = try token()
    #expect(ask(handler, plain) { $0.fields.acceptLanguage = tag }.text.contains(button))
    #expect(
      ask(handler, "\(good)&lang=\(tag == "en" ? "fr" : "en")").text.contains(button) == false)
  }
}

extension String {
  /// How often a text occurs.
  fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
