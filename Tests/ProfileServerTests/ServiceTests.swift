// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import ProfileServer

/// Redirects to calendars, address books and JMAP; profiles; pages.
@Suite struct ServiceTests {
  struct Redirect: CustomTestStringConvertible, Sendable {
    let why: String
    let url: String
    /// Nil for 404.
    let location: String?
    var testDescription: String { why }
  }

  static let everybody = [
    Redirect(
      why: "calendars", url: "https://everybody.example/.well-known/caldav",
      location: "https://dav.everybody.example/dav/"),
    Redirect(
      why: "address books", url: "https://any.example/.well-known/carddav",
      location: "https://dav.everybody.example/dav/"),
    Redirect(
      why: "JMAP", url: "https://any.example/.well-known/jmap",
      location: "https://jmap.everybody.example/.well-known/jmap"),
    Redirect(
      why: "a path that is the place itself",
      url: "https://jmap.everybody.example/.well-known/jmap",
      location: nil),
    Redirect(
      why: "the place itself with a port",
      url: "https://JMAP.everybody.example:443/.well-known/jmap",
      location: nil),
    Redirect(why: "an IP address", url: "https://192.0.2.1/.well-known/jmap", location: nil),
  ]

  @Test(arguments: everybody)
  func isRedirectedWithAnyMethod(_ row: Redirect) throws {
    let handler = try #require(Handlers.everybody)
    for method in ["GET", "HEAD", "PROPFIND", "OPTIONS", "POST", "REPORT", "X"] {
      let response = handler.ask(row.url, method: method, body: "<propfind/>")
      #expect(response.status == (row.location == nil ? 404 : 307), "the method has to stay")
      #expect(response["Location"] == row.location)
    }
  }

  @Test(arguments: [
    Redirect(
      why: "the first calendar that needs no address", url: "https://example.ch/.well-known/caldav",
      location: "https://dav.example.ch/team/"),
    Redirect(
      why: "the part of an address book's URL that all addresses share",
      url: "https://example.ch/.well-known/carddav", location: "https://dav.example.ch/"),
    Redirect(
      why: "an address in the query is not looked at",
      url: "https://example.ch/.well-known/carddav?emailaddress=a@example.ch",
      location: "https://dav.example.ch/"),
    Redirect(why: "no JMAP", url: "https://example.ch/.well-known/jmap", location: nil),
    Redirect(why: "nobody", url: "https://other.example/.well-known/caldav", location: nil),
  ])
  func isRedirectedWhereNoAddressIsNeeded(_ row: Redirect) throws {
    let response = try #require(Handlers.hoster).ask(row.url, method: "PROPFIND")
    #expect(response["Location"] == row.location)
    #expect(response.status == (row.location == nil ? 404 : 307))
  }

  struct Parts: CustomTestStringConvertible, Sendable {
    let query: String
    /// The types of the payloads; nil for a refusal.
    let payloads: [String]?
    var status = 200
    var testDescription: String { query }
  }

  private static let mail = "com.apple.mail.managed"
  private static let calendar = "com.apple.caldav.account"
  private static let contacts = "com.apple.carddav.account"

  @Test(arguments: [
    Parts(query: "", payloads: [mail, calendar, contacts]),
    Parts(query: "&parts=mail", payloads: [mail]),
    Parts(query: "&parts=contacts,calendar", payloads: [calendar, contacts]),
    Parts(query: "&PARTS=mail%2Ccalendar", payloads: [mail, calendar]),
    Parts(query: "&parts=mail,mail,mail", payloads: [mail]),
    Parts(query: "&parts=mail,calendar,contacts,directory", payloads: [mail, calendar, contacts]),
    Parts(query: "&parts=mail&device=iphone", payloads: [mail]),
    Parts(query: "&device=mac&parts=activesync", payloads: nil, status: 404),
    Parts(query: "&device=ipad", payloads: nil, status: 400),
    Parts(query: "&parts=directory", payloads: nil, status: 404),
    Parts(query: "&parts=", payloads: nil, status: 400),
    Parts(query: "&parts", payloads: nil, status: 400),
    Parts(query: "&parts=,", payloads: nil, status: 400),
    Parts(query: "&parts=mails", payloads: nil, status: 400),
    Parts(query: "&parts=mail,%0D%0ASet-Cookie:a", payloads: nil, status: 400),
    Parts(query: "&parts=mail%", payloads: nil, status: 400),
    Parts(query: "&parts=%00", payloads: nil, status: 400),
  ])
  func aProfileHasTheChosenParts(_ row: Parts) throws {
    let handler = try #require(Handlers.everybody)
    for subject in ["emailaddress=ann@everybody.example", "x"] {
      let response = handler.ask(
        "https://everybody.example/mail/profile.mobileconfig?\(subject)\(row.query)")
      #expect(response.status == row.status)
      guard let payloads = row.payloads else { continue }
      let profile = try PlistValue(response.body)
      let types = profile["PayloadContent"]?.array?.map { $0["PayloadType"]?.string }
      #expect(types?.filter { $0 != "com.apple.eas.account" } == payloads)
    }
  }

  @Test func oneChoiceIsKeptUnderOneName() throws {
    let handler = try #require(Handlers.everybody)
    func kept(_ parts: String) -> KeptAnswer? {
      handler.ask("https://everybody.example/mail/profile.mobileconfig\(parts)").kept
    }
    let some = try #require(kept("?parts=mail,contacts"))
    #expect(kept("?parts=contacts,mail,contacts") === some)
    let all = try #require(kept(""))
    let usual = "identity,certificates,webmail,directory,contacts,calendar,mail"
    #expect(kept("?parts=\(usual)") === all)
    #expect(kept("?device=universal") === all)
    #expect(kept("?device=mac") !== all)
    #expect(kept("?remove-on=2030-01-01") === all, "the day is not for everybody to choose")
    #expect(some !== all)
  }

  @Test func aProfileSpeaksTheLanguageThatIsAskedFor() throws {
    let handler = try #require(Handlers.everybody)
    let url = "https://everybody.example/mail/profile.mobileconfig?"
    for subject in ["emailaddress=ann@everybody.example", "x"] {
      for (language, word) in [("fr", "Configure "), ("de-CH", "Richtet "), ("sv", "Sets up ")] {
        for _ in 0..<2 {
          let profile = handler.ask("\(url)\(subject)&lang=\(language)")
          let text = try PlistValue(profile.body)["PayloadDescription"]?.string
          #expect(text?.hasPrefix(word) == true, "\(text ?? "")")
        }
      }
    }
    #expect(handler.ask("\(url)lang=%C3%A9").status == 400)
    #expect(handler.ask("\(url)lang=").status == 400)
  }

  @Test func aProfileIsNamedAfterItsDomain() throws {
    let handler = try #require(Handlers.hoster)
    let url = "https://bücher.example/mail/profile.mobileconfig?emailaddress="
    for address in ["", "j%C3%BCrgen@bücher.example", "%22%0D%0Ax@bücher.example"] {
      #expect(
        handler.ask(url + address)["Content-Disposition"]
          == "attachment; filename=\"xn--bcher-kva.example.mobileconfig\";"
          + " filename*=UTF-8''b%C3%BCcher.example.mobileconfig")
    }
  }

  @Test(arguments: ["/", "/setup", "/sheets/generic.html", "/?emailaddress=ann@other.example"])
  func aPageIsForTheDomainAndRunsNothing(_ path: String) throws {
    let handler = try #require(Handlers.hoster)
    let response = handler.ask("https://example.ch\(path)")
    #expect(response.status == 200)
    #expect(response["Content-Type"] == "text/html; charset=utf-8")
    #expect(response["Content-Security-Policy"]?.hasPrefix("default-src 'none'; ") == true)
    #expect(response["Referrer-Policy"] == "no-referrer")
    #expect(response.text.contains("Example Mail"))
    #expect(!response.text.contains("ann@"))
    #expect(handler.ask("https://other.example\(path)").status == 404)
  }

  @Test func aSheetOfAnUnknownProgramIsNotFound() throws {
    let handler = try #require(Handlers.hoster)
    for name in ["nobody", "", "%67eneric", "generic%00", "..", "Generic"] {
      #expect(handler.ask("https://example.ch/sheets/\(name).html").status == 404, "\(name)")
    }
  }
}
