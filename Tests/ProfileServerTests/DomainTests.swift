// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import ProfileServer

/// Whom a request is about.
@Suite struct DomainTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let why: String
    /// The `Host` field; nil where there is none.
    let host: String?
    var forwarded: String?
    var trusted = true
    var address: String?
    /// The domain of the answer; nil for 404.
    let domain: String?
    var testDescription: String { why }
  }

  private static func ask(_ handler: RequestHandler?, _ row: Row) throws -> Response {
    var fields = Request.Fields()
    fields.host = row.host
    fields.forwardedHost = row.forwarded
    let query = row.address.map { "?emailaddress=\($0)" } ?? ""
    return try #require(handler).respond(
      to: Request(
        "GET", "/mail/config-v1.1.xml\(query)", fields: fields, isFromTrustedProxy: row.trusted))
  }

  @Test(arguments: [
    Row(why: "the domain itself", host: "example.ch", domain: "example.ch"),
    Row(why: "autoconfig.", host: "autoconfig.example.ch", domain: "example.ch"),
    Row(why: "autodiscover.", host: "autodiscover.example.ch", domain: "example.ch"),
    Row(why: "ua-auto-config.", host: "ua-auto-config.example.ch", domain: "example.ch"),
    Row(why: "www.", host: "www.linked.example", domain: "linked.example"),
    Row(why: "a port", host: "autoconfig.example.ch:8080", domain: "example.ch"),
    Row(why: "an empty port", host: "example.ch:", domain: "example.ch"),
    Row(why: "a trailing dot", host: "example.ch.", domain: "example.ch"),
    Row(why: "a trailing dot and a port", host: "autoconfig.example.ch.:443", domain: "example.ch"),
    Row(why: "upper case", host: "AutoConfig.EXAMPLE.ch", domain: "example.ch"),
    Row(
      why: "an A-label", host: "autoconfig.xn--bcher-kva.example", domain: "xn--bcher-kva.example"),
    Row(why: "a U-label", host: "autoconfig.bücher.example", domain: "xn--bcher-kva.example"),
    Row(why: "a wildcard", host: "shop.customers.example", domain: "shop.customers.example"),
    Row(
      why: "a service below a wildcard", host: "autoconfig.shop.customers.example",
      domain: "shop.customers.example"),
    Row(
      why: "a service of a domain that is not served, though a wildcard fits its name",
      host: "autoconfig.customers.example", domain: nil),
    Row(
      why: "a domain whose own name begins with a service", host: "autoconfig.named.example",
      domain: "autoconfig.named.example"),
    Row(
      why: "a service of such a domain", host: "autoconfig.autoconfig.named.example",
      domain: "autoconfig.named.example"),
    Row(why: "a named www", host: "www.example.ch", domain: "www.example.ch"),
    Row(why: "a service is not any label", host: "mail.example.ch", domain: nil),
    Row(why: "another domain", host: "autoconfig.other.example", domain: nil),
    Row(why: "a name that ends alike", host: "notexample.ch", domain: nil),
    Row(why: "no Host", host: nil, domain: nil),
    Row(why: "an empty Host", host: "", domain: nil),
    Row(why: "IPv4", host: "192.0.2.1:80", domain: nil),
    Row(why: "IPv6", host: "[2001:db8::1]:8080", domain: nil),
    Row(why: "a user name", host: "a@example.ch", domain: nil),
    Row(why: "a path", host: "example.ch/x", domain: nil),
    Row(why: "blanks inside", host: "example.ch x", domain: nil),
    Row(why: "only dots", host: "...", domain: nil),
    Row(why: "a label alone", host: "autoconfig", domain: nil),
    Row(
      why: "a long name", host: String(repeating: "a.", count: 5_000) + "example.ch", domain: nil),
  ])
  func isFoundByHost(_ row: Row) throws {
    let response = try Self.ask(Handlers.hoster, row)
    #expect(response.status == (row.domain == nil ? 404 : 200))
    #expect(response.domain == row.domain)
    guard let domain = row.domain else { return }
    #expect(response.text.contains("<domain>\(domain)</domain>"))
  }

  @Test(arguments: [
    Row(
      why: "a forwarded host of a trusted proxy", host: "127.0.0.1:8080",
      forwarded: "autoconfig.example.ch", domain: "example.ch"),
    Row(
      why: "the first of a list", host: "backend", forwarded: "example.ch:443, proxy.example",
      domain: "example.ch"),
    Row(
      why: "nobody's word", host: "127.0.0.1", forwarded: "example.ch", trusted: false, domain: nil),
    Row(
      why: "Host first", host: "linked.example", forwarded: "example.ch", domain: "linked.example"),
    Row(why: "garbage", host: "backend", forwarded: "a b\r\nX: y", domain: nil),
    Row(why: "an empty one", host: "example.ch", forwarded: "", domain: "example.ch"),
  ])
  func isFoundBehindAProxy(_ row: Row) throws {
    #expect(try Self.ask(Handlers.hoster, row).domain == row.domain)
  }

  @Test(arguments: [
    Row(why: "everything is served", host: "any.example", domain: "any.example"),
    Row(why: "a service of anything", host: "autoconfig.any.example", domain: "any.example"),
    Row(
      why: "a named domain behind a proxy with a name of its own", host: "backend",
      forwarded: "everybody.example", domain: "everybody.example"),
    Row(
      why: "a domain behind a proxy with a name of its own", host: "backend",
      forwarded: "autoconfig.any.example", domain: "any.example"),
    Row(
      why: "a named Host before any forwarded one", host: "everybody.example",
      forwarded: "any.example", domain: "everybody.example"),
    Row(
      why: "an unusable forwarded host", host: "any.example", forwarded: "::1",
      domain: "any.example"),
    Row(why: "an IP address is nobody's domain", host: "192.0.2.1", domain: nil),
  ])
  func isFoundWhereEveryDomainIsServed(_ row: Row) throws {
    #expect(try Self.ask(Handlers.everybody, row).domain == row.domain)
  }

  private static let mx = "autoconfig.mx.example"

  @Test(arguments: [
    Row(why: "encoded", host: mx, address: "ann%40example.ch", domain: "example.ch"),
    Row(why: "raw", host: mx, address: "ann@example.ch", domain: "example.ch"),
    Row(why: "an encoded plus", host: mx, address: "ann%2Bx%40example.ch", domain: "example.ch"),
    Row(why: "a raw plus", host: mx, address: "ann+x@example.ch", domain: "example.ch"),
    Row(why: "any case", host: mx, address: "Ann%40EXAMPLE.CH", domain: "example.ch"),
    Row(why: "a trailing dot", host: mx, address: "ann@example.ch.", domain: "example.ch"),
    Row(
      why: "a raw U-label", host: mx, address: "ann@bücher.example", domain: "xn--bcher-kva.example"
    ),
    Row(
      why: "an encoded U-label", host: mx, address: "ann%40b%C3%BCcher.example",
      domain: "xn--bcher-kva.example"),
    Row(
      why: "an A-label", host: mx, address: "ann@XN--bcher-kva.example",
      domain: "xn--bcher-kva.example"),
    Row(
      why: "letters of the world", host: mx, address: "j%C3%BCrgen@example.ch", domain: "example.ch"
    ),
    Row(why: "a domain alone", host: mx, address: "@example.ch", domain: "example.ch"),
    Row(why: "no legal local part", host: mx, address: "a%20b@example.ch", domain: "example.ch"),
    Row(
      why: "CRLF in the local part", host: mx, address: "a%0D%0A@example.ch", domain: "example.ch"),
    Row(why: "a foreign domain", host: "example.ch", address: "ann@other.example", domain: nil),
    Row(why: "an IP address", host: "example.ch", address: "ann@192.0.2.1", domain: nil),
    Row(why: "a literal", host: "example.ch", address: "ann@[192.0.2.1]", domain: nil),
    Row(why: "nothing after the @", host: "example.ch", address: "ann@", domain: nil),
    Row(
      why: "CRLF in the domain", host: "example.ch", address: "a@example.ch%0D%0AX:y", domain: nil),
    Row(why: "empty", host: "example.ch", address: "", domain: "example.ch"),
    Row(why: "no @", host: "example.ch", address: "ann", domain: "example.ch"),
    Row(why: "a placeholder", host: "example.ch", address: "%EMAILADDRESS%", domain: "example.ch"),
    Row(
      why: "half an escape", host: "example.ch", address: "a@other.example%4", domain: "example.ch"),
    Row(
      why: "a bad escape", host: "example.ch", address: "a@other.example%zz", domain: "example.ch"),
    Row(why: "NUL", host: "example.ch", address: "a@other.example%00", domain: "example.ch"),
    Row(why: "no UTF-8", host: "example.ch", address: "%FF@other.example", domain: "example.ch"),
    Row(
      why: "no UTF-8, as a listener gives it", host: "example.ch",
      address: "\u{FFFD}@other.example",
      domain: "example.ch"),
    Row(
      why: "far too long", host: "example.ch",
      address: String(repeating: "a", count: 20_000) + "@other.example", domain: "example.ch"),
  ])
  func isFoundByAddress(_ row: Row) throws {
    let response = try Self.ask(Handlers.hoster, row)
    #expect(response.status == (row.domain == nil ? 404 : 200))
    #expect(response.domain == row.domain)
  }

  @Test(arguments: [
    ("?EmailAddress=a@linked.example", "linked.example"),
    ("?x=1&emailaddress=a@linked.example&y", "linked.example"),
    ("?emailaddress=a@linked.example&emailaddress=a@bücher.example", "linked.example"),
    ("?&&=&emailaddress=a@linked.example", "linked.example"),
    ("?emailaddres=a@linked.example", "example.ch"),
    ("?emailaddress", "example.ch"),
    ("?emailaddress=a=b@linked.example", "linked.example"),
    ("?a@linked.example", "example.ch"),
    ("??emailaddress=a@linked.example", "example.ch"),
  ])
  func theParameterIsFound(_ query: String, _ domain: String) throws {
    let handler = try #require(Handlers.hoster)
    #expect(handler.ask("https://example.ch/mail/config-v1.1.xml\(query)").domain == domain)
  }
}
