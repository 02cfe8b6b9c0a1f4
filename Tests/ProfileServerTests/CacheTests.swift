// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import SettingsFile
import Testing

@testable import ProfileServer

/// Validators, caching and compression.
@Suite struct CacheTests {
  struct Caching: CustomTestStringConvertible, Sendable {
    let why: String
    let url: String
    let cacheControl: String
    var testDescription: String { why }
  }

  @Test(arguments: [
    Caching(
      why: "a domain", url: "https://example.ch/mail/config-v1.1.xml",
      cacheControl: "public, max-age=3600"),
    Caching(
      why: "an address", url: "https://example.ch/mail/config-v1.1.xml?emailaddress=a@example.ch",
      cacheControl: "no-store"),
    Caching(
      why: "nobody", url: "https://other.example/mail/config-v1.1.xml", cacheControl: "no-store"),
    Caching(
      why: "a profile of a domain", url: "https://example.ch/mail/profile.mobileconfig",
      cacheControl: "public, max-age=3600"),
    Caching(
      why: "a profile of an address",
      url: "https://example.ch/mail/profile.mobileconfig?emailaddress=a@example.ch",
      cacheControl: "no-store"),
    Caching(
      why: "bytes that the DNS pins",
      url: "https://ua-auto-config.example.ch/.well-known/user-agent-configuration.json",
      cacheControl: "no-cache"),
    Caching(why: "a page", url: "https://example.ch/", cacheControl: "public, max-age=3600"),
    Caching(
      why: "a redirect", url: "https://example.ch/.well-known/caldav",
      cacheControl: "public, max-age=3600"),
    Caching(why: "no path", url: "https://example.ch/x", cacheControl: "no-store"),
    Caching(
      why: "a wrong choice", url: "https://example.ch/mail/profile.mobileconfig?parts=x",
      cacheControl: "no-store"),
  ])
  func isSaid(_ row: Caching) throws {
    let response = try #require(Handlers.hoster).ask(row.url)
    #expect(response["Cache-Control"] == row.cacheControl)
    #expect(response["X-Content-Type-Options"] == (response.status == 307 ? nil : "nosniff"))
    #expect((response["ETag"] != nil) == (response.kept != nil))
  }

  private static let url = "https://example.ch/mail/config-v1.1.xml"

  struct Validator: CustomTestStringConvertible, Sendable {
    let why: String
    /// The field, where `T` is the current tag.
    let known: String
    let status: Int
    var testDescription: String { why }
  }

  @Test(arguments: [
    Validator(why: "the same", known: "T", status: 304),
    Validator(why: "compared weakly", known: "W/T", status: 304),
    Validator(why: "in a list", known: "\"a\", W/\"b\" ,T", status: 304),
    Validator(why: "anything", known: "*", status: 304),
    Validator(why: "anything, with blanks", known: " * ", status: 304),
    Validator(why: "another", known: "\"a\"", status: 200),
    Validator(why: "without quotes", known: "U", status: 200),
    Validator(why: "nothing", known: "", status: 200),
    Validator(why: "commas", known: ",,,", status: 200),
    Validator(why: "a list of stars", known: "*, *", status: 200),
  ])
  func isCompared(_ row: Validator) throws {
    let handler = try #require(Handlers.hoster)
    for encoding in ["identity", "gzip"] {
      let headers = ["Accept-Encoding": encoding]
      let first = handler.ask(Self.url, headers)
      let tag = try #require(first["ETag"])
      let known = row.known.replacing("T", with: tag)
        .replacing("U", with: tag.replacing("\"", with: ""))
      let second = handler.ask(Self.url, headers.merging(["If-None-Match": known]) { $1 })
      #expect(second.status == row.status, "\(encoding)")
      guard second.status == 304 else { continue }
      #expect(second.body == [])
      for name in ["ETag", "Cache-Control", "Vary", "Access-Control-Allow-Origin"] {
        #expect(second[name] == first[name], "\(name)")
      }
      #expect(second["Content-Type"] == nil)
      #expect(second["Content-Encoding"] == nil)
    }
  }

  @Test func tagsAreStrongAndDifferByContentAndEncoding() throws {
    let handler = try #require(Handlers.hoster)
    let tags = [
      handler.ask(Self.url)["ETag"], handler.ask(Self.url, ["Accept-Encoding": "gzip"])["ETag"],
      handler.ask("https://linked.example/mail/config-v1.1.xml")["ETag"],
    ].compactMap { $0 }
    #expect(Set(tags).count == 3)
    #expect(tags.allSatisfy { $0.hasPrefix("\"") && $0.hasSuffix("\"") })
    let again = try #require(
      Handlers.handler(
        "provider: {id: a.example, name: A}"
          + "\ndomains: [{name: example.ch}]\nincoming: [{protocol: imap, host: x.example}]"
          + "\noutgoing: [{protocol: smtp, host: x.example}]"))
    #expect(!tags.contains(again.ask(Self.url)["ETag"] ?? ""), "other settings, another tag")
  }

  @Test(arguments: [
    ("gzip", true), ("GZip", true), ("deflate, gzip;q=1.0", true), ("br, gzip ; q=0.1", true),
    ("*", true), ("*;q=0, gzip", true), ("gzip, deflate, br, zstd", true),
    ("", false), ("identity", false), ("gzip;q=0", false), ("gzip; q=0.000", false),
    ("gzip;q=0, *", false), ("*;q=0", false), ("br", false), ("gzipped", false), (",;=,", false),
    ("x-gzip-no", false), ("gzip;Q=0", false),
  ])
  func gzipIsSentWhereItIsTaken(_ field: String, _ isTaken: Bool) throws {
    let handler = try #require(Handlers.hoster)
    let plain = handler.ask(Self.url)
    let response = handler.ask(Self.url, ["Accept-Encoding": field])
    #expect(response["Content-Encoding"] == (isTaken ? "gzip" : nil))
    #expect(response["Vary"] == "Accept-Encoding", "whatever is sent")
    #expect(plain["Vary"] == "Accept-Encoding")
    if isTaken {
      #expect(response.body.count < plain.body.count * 3 / 4)
      #expect(Gunzip.bytes(response.body) == plain.body)
    }
  }

  @Test(arguments: [
    "https://example.ch/mail/profile.mobileconfig",
    "https://example.ch/.well-known/user-agent-configuration.json",
    "https://example.ch/autodiscover/autodiscover.json?Protocol=AutodiscoverV1",
    "https://example.ch/mail/config-v1.1.xml?emailaddress=a+tag@example.ch",
    "https://other.example/mail/config-v1.1.xml",
  ])
  func theRestIsNeverCompressed(_ url: String) throws {
    let response = try #require(Handlers.hoster).ask(url, ["Accept-Encoding": "gzip"])
    #expect(response["Content-Encoding"] == nil)
    #expect(response["Vary"] == nil)
  }

  /// A record in the DNS has the digest of these bytes.
  @Test func pinnedBytesAreThoseOfTheRenderer() throws {
    let handler = try #require(Handlers.hoster)
    let path = "/.well-known/user-agent-configuration.json"
    let account = try #require(handler.catalog.account(forDomain: try DomainName("example.ch")))
    let rendered = try PACC().render(account, RenderOptions()).bytes
    for query in ["", "?emailaddress=ann%40example.ch"] {
      let response = handler.ask(
        "https://ua-auto-config.example.ch\(path)\(query)", ["Accept-Encoding": "gzip"])
      #expect(response.body == rendered)
      #expect(response["Content-Type"] == "application/json")
    }
  }

  final class Native: AnyPrepared, @unchecked Sendable {}

  @Test func whatAListenerMadeIsKeptWithTheAnswer() throws {
    let handler = try #require(Handlers.hoster)
    let first = try #require(handler.ask(Self.url).kept)
    let made = first.prepared { Native() }
    let again = try #require(handler.ask("https://autoconfig.example.ch/mail/config-v1.1.xml").kept)
    #expect(again.prepared { Native() } === made)
    let others = [
      handler.ask(Self.url, ["Accept-Encoding": "gzip"]),
      handler.ask(Self.url, ["If-None-Match": "*"]),
      handler.ask(Self.url, ["If-None-Match": "*", "Accept-Encoding": "gzip"]),
      handler.ask("https://linked.example/mail/config-v1.1.xml"),
    ].compactMap { $0.kept }
    #expect(others.count == 4)
    #expect(others.allSatisfy { $0.prepared { Native() } !== made })
    #expect(handler.ask("\(Self.url)?emailaddress=a+tag@example.ch").kept == nil)
  }

  /// Where a document says the address in placeholders, one is made for all of a domain.
  @Test func addressesShareWhatIsTheSameForThem() throws {
    let everybody = try #require(Handlers.everybody)
    let url = "https://any.example/mail/config-v1.1.xml"
    let first = try #require(everybody.ask("\(url)?emailaddress=ann@any.example").kept)
    let other = everybody.ask("\(url)?emailaddress=bob@any.example")
    #expect(other.kept === first)
    #expect(other["Cache-Control"] == "no-store")
    #expect(other.body == everybody.ask(url).body)
    #expect(everybody.ask(url).kept !== first, "a whole domain's may be kept by others")
    let tagged = everybody.ask("\(url)?emailaddress=ann+tag@any.example")
    #expect(tagged.kept == nil)
    #expect(tagged.text.contains("<username>ann@any.example</username>"))
    let hoster = try #require(Handlers.hoster)
    for name in ["ann", "bob"] {
      let response = hoster.ask("\(Self.url)?emailaddress=\(name)@linked.example")
      #expect(response.kept == nil, "the login of a linked domain is written out")
      #expect(response.text.contains("<username>\(name)@example.ch</username>"))
      let own = hoster.ask("\(Self.url)?emailaddress=\(name)@example.ch")
      #expect(own.kept == nil, "a calendar has the address in its URL")
    }
  }
}
