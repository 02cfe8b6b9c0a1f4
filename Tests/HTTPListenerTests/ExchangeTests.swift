// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import ProfileServer
import Testing

@testable import HTTPListener

struct ExchangeTests {
  private let get = request("GET /a HTTP/1.1")

  @Test func aConnectionIsUsedAgain() throws {
    let server = try TestServer()
    let wire = try Wire(server)
    for number in 0..<50 {
      wire.send(request("GET /\(number) HTTP/1.1"))
      let reply = try wire.reply()
      #expect(reply.status == 200)
      #expect(reply.lines.prefix(3) == ["GET", "/\(number)", "autoconfig.example.ch"])
      #expect(reply["connection"] == nil)
    }
  }

  @Test func pipelinedRequestsAreAnsweredInOrder() throws {
    let server = try TestServer()
    let wire = try Wire(server)
    let post = request("POST /p HTTP/1.1", ["Content-Length: 3"], body: "abc")
    wire.send(get + post + request("GET /z HTTP/1.1"))
    #expect(try wire.reply().lines.prefix(2) == ["GET", "/a"])
    #expect(try wire.reply().lines.last == "abc")
    #expect(try wire.reply().lines.prefix(2) == ["GET", "/z"])
  }

  @Test func headHasTheLengthOfGet() throws {
    let server = try TestServer(respond: { _ in Response(200, .unknown, body: Array("12345".utf8)) }
    )
    let wire = try Wire(server)
    wire.send(request("HEAD / HTTP/1.1") + get)
    let head = try wire.reply(toHead: true)
    #expect(head["content-length"] == "5")
    #expect(try wire.reply().body == "12345")
    #expect(eventually { server.exchanges.count == 2 })
    #expect(server.exchanges.map(\.bytes) == [0, 5])
  }

  @Test func version10NeedsNoHostAndCloses() throws {
    let server = try TestServer()
    let wire = try Wire(server)
    wire.send(request("GET /old HTTP/1.0", host: nil))
    #expect(try wire.reply().lines.prefix(3) == ["GET", "/old", "-"])
    #expect(wire.isClosed())
  }

  @Test func connectionCloseIsHeeded() throws {
    let wire = try Wire(try TestServer())
    wire.send(request("GET / HTTP/1.1", ["Connection: close"]))
    #expect(try wire.reply()["connection"]?.lowercased() == "close")
    #expect(wire.isClosed())
  }

  @Test func anAnswerHasADateAndNoServer() throws {
    let wire = try Wire(try TestServer())
    wire.send(get)
    let reply = try wire.reply()
    #expect(reply["server"] == nil)
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(identifier: "UTC")
    format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    let date = try #require(reply["date"].flatMap(format.date(from:)))
    #expect(abs(date.timeIntervalSinceNow) < 120)
  }

  @Test(arguments: [
    "/mail/config-v1.1.xml?emailaddress=a+b@example.ch",
    "/mail/config-v1.1.xml?emailaddress=a%2Bb%40example.ch",
    "/a%00b", "/../../etc/passwd", "/%2e%2e/", "/a?x=%0d%0aSet-Cookie:%20a=b", "/a;b?c&d=&=e#f",
    "/\u{FC}?\u{FC}",
  ])
  func targetsArriveUnchanged(_ target: String) throws {
    let wire = try Wire(try TestServer())
    wire.send(request("GET \(target) HTTP/1.1"))
    #expect(try wire.reply().lines[1] == target)
  }

  @Test func bytesThatAreNoUTF8AreNoHarm() throws {
    let wire = try Wire(try TestServer())
    wire.send(Array("GET /".utf8) + [0xFF, 0xC3] + Array(" HTTP/1.1\r\nHost: \u{FC}\r\n\r\n".utf8))
    #expect(try wire.reply().status == 200)
  }

  @Test func absoluteTargetsBringTheirHost() throws {
    let wire = try Wire(try TestServer())
    wire.send(request("GET http://other.example/a?b=+ HTTP/1.1"))
    #expect(try wire.reply().lines.prefix(3) == ["GET", "/a?b=+", "other.example"])
  }

  @Test func aHeaderFieldCannotEndItsLine() throws {
    let evil = "a\r\nX-Evil: 1\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"
    let server = try TestServer(respond: { _ in
      Response(302, .unknown, [("Location", evil), ("X-Good", "1")], body: [0x31])
    })
    let wire = try Wire(server)
    wire.send(get + get)
    for _ in 0..<2 {
      let reply = try wire.reply()
      #expect(reply.status == 302 && reply.body == "1")
      #expect(reply["x-evil"] == nil && reply["x-good"] == "1")
    }
  }

  @Test func aBodyComesInPieces() throws {
    let wire = try Wire(try TestServer())
    wire.send(request("POST / HTTP/1.1", ["Content-Length: 6"], body: "ab"))
    wire.send("cd")
    wire.send("ef")
    #expect(try wire.reply().lines.last == "abcdef")
    wire.send(get)
    #expect(try wire.reply().status == 200)
  }

  @Test func aBodyMayWaitForLeave() throws {
    let wire = try Wire(try TestServer())
    wire.send(request("POST / HTTP/1.1", ["Content-Length: 3", "Expect: 100-continue"]))
    #expect(try wire.reply().status == 100)
    wire.send("abc")
    #expect(try wire.reply().lines.last == "abc")
  }

  @Test func chunksAreJoinedAndTheConnectionEnds() throws {
    let wire = try Wire(try TestServer())
    wire.send(
      request(
        "POST / HTTP/1.1", ["Transfer-Encoding: chunked"], body: "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
        + get)
    let reply = try wire.reply()
    #expect(reply.lines.last == "abcde" && reply["connection"] == "close")
    #expect(wire.isClosed())
  }

  @Test func halfRequestsLeaveNothingBehind() throws {
    let server = try TestServer()
    for text in [
      "", "GET", "GET / HTTP/1.1\r\nHost: a\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\n"
        + "Content-Length: 9\r\n\r\nabc",
    ] {
      let wire = try Wire(server)
      wire.send(text)
      wire.finish()
      #expect(wire.isClosed())
    }
    #expect(eventually { server.server.openConnections == 0 })
    #expect(server.exchanges.isEmpty)
  }
}
