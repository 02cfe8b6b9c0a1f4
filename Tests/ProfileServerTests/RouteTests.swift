// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Testing

@testable import ProfileServer

/// Paths and methods.
@Suite struct RouteTests {
  @Test(arguments: [
    ("/mail/config-v1.1.xml", Route.Name.autoconfig),
    ("/.well-known/autoconfig/mail/config-v1.1.xml", .autoconfig),
    ("/.well-known/mail-v1.xml", .autoconfig),
    ("/autodiscover/autodiscover.xml", .autodiscover),
    ("/Autodiscover/Autodiscover.xml", .autodiscover),
    ("/AutoDiscover/AutoDiscover.xml", .autodiscover),
    ("/AUTODISCOVER/AUTODISCOVER.XML", .autodiscover),
    ("/autodiscover/autodiscover.json", .autodiscoverJSON),
    ("/Autodiscover/Autodiscover.json", .autodiscoverJSON),
    ("/autodiscover/autodiscover.json/v1.0/ann@example.ch", .autodiscoverJSON),
    ("/Autodiscover/AutoDiscover.json/V1.0/ann%40example.ch", .autodiscoverJSON),
    ("/.well-known/user-agent-configuration.json", .pacc),
    ("/mail/profile.mobileconfig", .mobileconfig),
    ("/.well-known/caldav", .caldav), ("/.well-known/carddav", .carddav),
    ("/.well-known/jmap", .jmap), ("/", .page), ("/setup", .page), ("/sheets/generic.html", .page),
    ("/.well-known/mta-sts.txt", .deliveryPolicy), ("/setup.js", .pageScript), ("/logo", .pageLogo),
    ("/sheets/generic.pdf", .printedSheet),
  ])
  func isServed(_ path: String, _ name: Route.Name) {
    #expect(Route(path: path[...])?.name == name)
  }

  @Test(arguments: LookupPath.allCases)
  func everyPathOfTheTableIsServed(_ path: LookupPath) {
    for spelling in path.spellings { #expect(Route(path: spelling[...]) != nil, "\(spelling)") }
    #expect(
      (Route(path: path.rawValue.uppercased()[...]) != nil) == (path.ignoresCase || path == .root))
  }

  @Test(arguments: [
    "", "*", "/x", "/mail", "/mail/", "//", "//mail/config-v1.1.xml", "/mail//config-v1.1.xml",
    "/mail/config-v1.1.xml/", "/Mail/Config-v1.1.xml", "/mail/config-v1.1.xml%00",
    "/mail/config-v1.1.xml%2F", "/mail%2Fconfig-v1.1.xml", "/mail/../mail/config-v1.1.xml",
    "/mail/%2e%2e/mail/config-v1.1.xml", "/../../etc/passwd", "/.well-known/", "/.well-known/..",
    "/autodiscover/autodiscover.xml/", "/autodiscover/autodiscover.json/",
    "/autodiscover/autodiscover.json/v1.0/", "/autodiscover/autodiscover.json/v1.0/a@b/c",
    "/autodiscover/autodiscover.json/v2.0/a@example.ch", "/autodiscover/autodiscover.jsonx",
    "/.well-known/caldav/", "/.well-known/CalDAV", "/sheets/", "/sheets/.pdf", "/sheets/a/b.html",
    "/healthz", "/metrics", "/readyz", "/favicon.ico", "/robots.txt",
    "http://example.ch/mail/config-v1.1.xml", "mail/config-v1.1.xml", "/\u{FFFD}", "/\u{17F}etup",
    "/autodi\u{17F}cover/autodiscover.xml",
  ])
  func isNotServed(_ path: String) throws {
    let handler = try #require(Handlers.everybody)
    #expect(Route(path: path[...]) == nil)
    for method in ["GET", "POST", "OPTIONS", "PROPFIND"] {
      var fields = Request.Fields()
      fields.host = "everybody.example"
      let response = handler.respond(to: Request(method, path, fields: fields))
      #expect(response.status == 404 && response.route == .unknown, "\(method)")
    }
  }

  struct Refusal: CustomTestStringConvertible, Sendable {
    let path: String
    let allow: String
    var testDescription: String { path }
  }

  static let refusals = [
    Refusal(path: "/mail/config-v1.1.xml", allow: "GET, HEAD, OPTIONS"),
    Refusal(path: "/autodiscover/autodiscover.xml", allow: "GET, HEAD, POST, OPTIONS"),
    Refusal(path: "/autodiscover/autodiscover.json", allow: "GET, HEAD, OPTIONS"),
    Refusal(path: "/.well-known/user-agent-configuration.json", allow: "GET, HEAD, OPTIONS"),
    Refusal(path: "/mail/profile.mobileconfig", allow: "GET, HEAD, POST, OPTIONS"),
    Refusal(path: "/.well-known/mta-sts.txt", allow: "GET, HEAD, OPTIONS"),
    Refusal(path: "/setup", allow: "GET, HEAD, POST, OPTIONS"),
    Refusal(path: "/setup.js", allow: "GET, HEAD, OPTIONS"),
  ]

  @Test(arguments: refusals)
  func otherMethodsAreRefused(_ row: Refusal) throws {
    let handler = try #require(Handlers.hoster)
    var others = ["PUT", "DELETE", "TRACE", "CONNECT", "PATCH", "PROPFIND", "get", "", "X"]
    if !row.allow.contains("POST") { others.append("POST") }
    for method in others {
      let response = handler.ask("https://example.ch\(row.path)", method: method)
      #expect(response.status == 405, "\(method)")
      #expect(response["Allow"] == row.allow)
    }
  }

  @Test(arguments: refusals)
  func optionsAreSaid(_ row: Refusal) throws {
    let response = try #require(Handlers.hoster)
      .ask("https://unknown.example\(row.path)", method: "OPTIONS")
    #expect(response.status == 204)
    #expect(response["Allow"] == row.allow)
    #expect(response.body == [])
    let isOpen = ["autoconfig", "pacc"].contains(response.route.rawValue)
    #expect(response["Access-Control-Allow-Origin"] == (isOpen ? "*" : nil))
    #expect(response["Access-Control-Allow-Methods"] == (isOpen ? row.allow : nil))
  }

  @Test(arguments: refusals)
  func headIsWhatGetIs(_ row: Refusal) throws {
    let handler = try #require(Handlers.hoster)
    for query in ["", "?emailaddress=a@example.ch", "?emailaddress=a@other.example"] {
      let url = "https://example.ch\(row.path)\(query)"
      let (get, head) = (handler.ask(url), handler.ask(url, method: "HEAD"))
      #expect(get.status == head.status)
      #expect(get.body == head.body, "the listener takes the body away, and keeps its length")
      #expect(get.fields.map(\.name) == head.fields.map(\.name))
    }
  }

  /// A script sees a 404 as one only where it may read the answer.
  @Test(arguments: [
    ("https://example.ch/mail/config-v1.1.xml", 200),
    ("https://example.ch/mail/config-v1.1.xml?emailaddress=a@example.ch", 200),
    ("https://other.example/mail/config-v1.1.xml", 404),
    ("https://example.ch/.well-known/user-agent-configuration.json", 200),
    ("https://other.example/.well-known/user-agent-configuration.json", 404),
  ])
  func otherOriginsMayReadOnce(_ url: String, _ status: Int) throws {
    let response = try #require(Handlers.hoster).ask(url)
    #expect(response.status == status)
    #expect(response.fields.filter { $0.name == "Access-Control-Allow-Origin" }.count == 1)
  }

  @Test(arguments: ["/", "/mail/profile.mobileconfig", "/autodiscover/autodiscover.xml"])
  func otherOriginsMayNotReadTheRest(_ path: String) throws {
    let response = try #require(Handlers.hoster).ask("https://example.ch\(path)")
    #expect(response.status == 200)
    #expect(response["Access-Control-Allow-Origin"] == nil)
  }
}
