// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import ProfileServer

/// Whatever is sent: an answer of a known kind, nothing of the request in its header, and only
/// valid documents.
@Suite struct RandomRequestMutationTests {
  @Test(arguments: 0..<8)
  func everyAnswerIsSound(_ seed: Int) throws {
    var chance = Chance(seed: Fuzzing.seed(1) &+ UInt64(seed))
    let handlers = [Handlers.hoster, Handlers.everybody, Handlers.redirecting].compactMap { $0 }
    var counts: [Int: Int] = [:]
    for _ in 0..<Fuzzing.rounds(1_000) {
      let request = chance.request()
      let handler = chance.pick(handlers)
      let response = try #require(handler).respond(to: request)
      counts[response.status, default: 0] += 1
      #expect(Self.problems(response, request) == [], "\(request)")
    }
    #expect(counts[200, default: 0] > 20 && counts[404, default: 0] > 20, "\(counts)")
  }

  private static let statuses: Set = [200, 204, 302, 304, 307, 400, 404, 405, 413, 415]

  private static func problems(_ response: Response, _ request: Request) -> [String] {
    var problems: [String] = []
    if !statuses.contains(response.status) { problems.append("status \(response.status)") }
    for (name, value) in response.fields {
      let isPrintable = (name + value).utf8.allSatisfy { 0x20...0x7E ~= $0 }
      if !isPrintable || value.isEmpty { problems.append("\(name): \(value)") }
    }
    let names = response.fields.map { $0.name.lowercased() }
    if Set(names).count != names.count { problems.append("a field twice: \(names)") }
    if response.body.isEmpty != [204, 302, 304, 307].contains(response.status) {
      problems.append("body of \(response.status)")
    }
    guard response.status == 200 else { return problems }
    let isGzip = response["Content-Encoding"] == "gzip"
    return problems + schema(isGzip ? Gunzip.bytes(response.body) : response.body, response.route)
  }

  private static func schema(_ body: [UInt8], _ route: Route.Name) -> [String] {
    switch route {
    case .autoconfig: XMLSchemas.validate(body, relaxNG: "autoconfig.rng")
    case .autodiscover:
      ["autodiscover-response.xsd", "mobilesync-response.xsd", "autodiscover-error.xsd"]
        .contains { XMLSchemas.validate(body, xsd: $0).isEmpty } ? [] : ["no answer of Outlook's"]
    case .autodiscoverJSON: json(body, "autodiscover-json.schema.json")
    case .pacc: json(body, "pacc.schema.json")
    case .mobileconfig: (try? AppleKeys.problems(inProfile: body)) ?? ["no profile"]
    case .page:
      String(decoding: body.prefix(15), as: UTF8.self) == "<!DOCTYPE html>" ? [] : ["no page"]
    case .pageScript, .pageLogo: []
    case .deliveryPolicy:
      String(decoding: body, as: UTF8.self).hasPrefix("version: STSv1\r\n") ? [] : ["no policy"]
    case .printedSheet: body.starts(with: Array("%PDF-".utf8)) ? [] : ["no PDF"]
    case .caldav, .carddav, .jmap, .challenge, .admin, .unknown: ["200 where nothing is"]
    }
  }

  private static func json(_ body: [UInt8], _ schema: String) -> [String] {
    (try? JSONSchema.validate(body, schema: schema)) ?? ["no JSON"]
  }
}

/// Requests by chance, the same for the same seed: good ones with something wrong.
private struct Chance {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// A number from 0 to below a limit.
  mutating func number(_ limit: Int) -> Int {
    Int.random(in: 0..<max(1, limit), using: &generator)
  }

  mutating func pick<Value>(_ values: [Value]) -> Value? {
    values.isEmpty ? nil : values[number(values.count)]
  }

  mutating func request() -> Request {
    var fields = Request.Fields()
    fields.host = text(Self.hosts)
    if number(3) == 0 { fields.forwardedHost = text(Self.hosts) }
    if number(3) == 0 { fields.ifNoneMatch = text(["*", "\"a\"", "W/\"b\", \"c\""]) }
    if number(2) == 0 { fields.acceptEncoding = text(["gzip", "gzip;q=0", "*;q=0.5", "br"]) }
    fields.acceptLanguage = pick(["de-CH, fr;q=0.9", ";q=", "*", ",,", "x;q=2;q=3"])
    let isPost = number(4) == 0
    let isForm = isPost && number(2) == 0
    if isForm { fields.contentType = "application/x-www-form-urlencoded" }
    let method =
      isPost ? "POST" : pick(["GET", "GET", "GET", "HEAD", "OPTIONS", "PROPFIND", "\r\n"])
    let path =
      isPost && !isForm && number(4) > 0 ? "/autodiscover/autodiscover.xml" : text(Self.paths)
    var target = path
    for mark in ["?", "&", "&"] where number(2) == 0 {
      target += "\(mark)\(text(Self.names))=\(text(Self.values))"
    }
    let schema = pick([AutodiscoverTests.outlook, AutodiscoverTests.mobileSync, "x"]) ?? ""
    let form = text(["address", "emailaddress", "device", "client", "lang"])
    let fieldsOfForm = text([
      "address=\(text(Self.values))&\(form)=\(text(Self.values))",
      "emailaddress=\(text(Self.values))", "&&=%",
    ])
    let body =
      isForm
      ? fieldsOfForm : text([AutodiscoverTests.thunderbird(text(Self.values), schema), "", "<a/>"])
    return Request(
      method ?? "GET", target, fields: fields, body: isPost ? Array(body.utf8) : [],
      isFromTrustedProxy: number(2) == 0)
  }

  /// One of the texts; every third time with a piece of it replaced.
  private mutating func text(_ texts: [String]) -> String {
    var bytes = Array((pick(texts) ?? "").utf8)
    if number(3) == 0 {
      for _ in 0...number(3) {
        let start = number(bytes.count + 1)
        let end = min(bytes.count, start + number(4))
        bytes.replaceSubrange(start..<end, with: Array((pick(Self.garbage) ?? "").utf8))
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let hosts = [
    "example.ch", "autoconfig.example.ch", "linked.example:443", "shop.customers.example",
    "everybody.example", "autodiscover.away.example", "moved.example", "192.0.2.1", "[::1]", "",
    "bücher.example", "other.example",
  ]
  private static let paths = [
    "/mail/config-v1.1.xml", "/.well-known/autoconfig/mail/config-v1.1.xml",
    "/.well-known/mail-v1.xml", "/autodiscover/autodiscover.xml", "/Autodiscover/Autodiscover.json",
    "/autodiscover/autodiscover.json/v1.0/ann@example.ch",
    "/.well-known/user-agent-configuration.json",
    "/mail/profile.mobileconfig", "/.well-known/caldav", "/.well-known/carddav",
    "/.well-known/jmap",
    "/", "/setup", "/sheets/generic.html", "/setup.js",
  ]
  private static let names = ["emailaddress", "EmailAddress", "Email", "Protocol", "parts", "x"]
  private static let values = [
    "ann@example.ch", "ann%40example.ch", "ann%2Btag%40linked.example",
    "j%C3%BCrgen@bücher.example",
    "%22a%20b%22@everybody.example", "ann@moved.example", "ann@away.example", "ann@own.example",
    "AutodiscoverV1", "activesync", "mail,contacts", "a@other.example", "<b>@example.ch", "",
  ]
  private static let garbage = [
    "", "%", "%0D%0A", "%00", "%FF", "\r\nX: y", "\u{0}", "&", "=", "?", "/", "..", "//", "@", ",",
    "<", "&amp;", "\"", "\u{202E}", "\u{FFFD}", "\u{301}", "%E2%80%AE", "🦊", "\u{85}",
    String(repeating: "a", count: 300), String(repeating: "%C3%BC", count: 90),
  ]
}
