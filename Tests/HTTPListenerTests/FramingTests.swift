// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ProfileServer
import Testing

@testable import HTTPListener

struct FramingTests {
  struct Attack: CustomTestStringConvertible {
    let name: String
    let text: String
    var testDescription: String { name }

    init(_ name: String, _ fields: [String], body: String = "", line: String? = nil) {
      self.name = name
      text = request(line ?? "POST / HTTP/1.1", fields, body: body)
    }
  }

  /// Each is followed by a second request that a loose reader would answer.
  @Test(arguments: [
    Attack(
      "chunks and a length", ["Content-Length: 3", "Transfer-Encoding: chunked"],
      body: "0\r\n\r\n"),
    Attack("two lengths", ["Content-Length: 3", "Content-Length: 4"], body: "abcd"),
    Attack("the same length twice", ["Content-Length: 3", "Content-Length: 3"], body: "abc"),
    Attack("a list of lengths", ["Content-Length: 3, 3"], body: "abc"),
    Attack("a length with a sign", ["Content-Length: +3"], body: "abc"),
    Attack("a length below zero", ["Content-Length: -3"]),
    Attack("a length in hexadecimal", ["Content-Length: 0x3"], body: "abc"),
    Attack("no length in the field", ["Content-Length:"]),
    Attack("a blank before the colon", ["Content-Length : 3"], body: "abc"),
    Attack("another coding", ["Transfer-Encoding: gzip"], body: "abc"),
    Attack("two codings", ["Transfer-Encoding: gzip, chunked"], body: "0\r\n\r\n"),
    Attack(
      "chunked twice", ["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"],
      body: "0\r\n\r\n"),
    Attack("a vertical tab in the coding", ["Transfer-Encoding: \u{B}chunked"], body: "0\r\n\r\n"),
    Attack(
      "chunks in HTTP/1.0", ["Transfer-Encoding: chunked"], body: "0\r\n\r\n",
      line: "POST / HTTP/1.0"),
    Attack("chunks of no number", ["Transfer-Encoding: chunked"], body: "zz\r\nabc\r\n0\r\n\r\n"),
    Attack("two hosts", ["Host: other.example"]),
    Attack("a lone carriage return", ["X-A: a\rContent-Length: 3"]),
    Attack("no colon", ["Content-Length 3"]),
    Attack("a field without a name", [": x"]),
    Attack("a byte of value 0 in a value", ["X-A: a\0b"]),
    Attack("a byte of value 0 in the target", [], line: "GET /a\0b HTTP/1.1"),
    Attack("a byte of value 0 behind the target", [], line: "GET /a\0 HTTP/1.1"),
    Attack("a target that is no path", [], line: "GET mail/config-v1.1.xml HTTP/1.1"),
    Attack("a tunnel", [], line: "CONNECT example.ch:443 HTTP/1.1"),
    Attack("a user before the host", [], line: "GET http://a@example.ch/ HTTP/1.1"),
  ])
  func doubtfulRequestsEndTheConnection(_ attack: Attack) throws {
    let server = try TestServer()
    let wire = try Wire(server)
    wire.send(attack.text + request("GET /smuggled HTTP/1.1"))
    let reply = try wire.reply()
    #expect(reply.status == 400)
    #expect(reply["connection"]?.lowercased() == "close")
    #expect(!reply.body.contains("HTTP/1.1"), "one header is enough")
    #expect(wire.isClosedInTheEnd())
    #expect(server.exchanges.allSatisfy { $0.status == 400 })
  }

  @Test func aHostIsNeededSinceHTTP11() throws {
    let wire = try Wire(try TestServer())
    wire.send(request("GET / HTTP/1.1", host: nil))
    let reply = try wire.reply()
    #expect(reply.status == 400)
    #expect(!reply.body.contains("HTTP/1.1"), "one header is enough")
    #expect(wire.isClosedInTheEnd())
  }

  @Test func chunksWithBareLineFeedsSmuggleNothing() throws {
    let server = try TestServer()
    let wire = try Wire(server)
    wire.send(
      request("POST / HTTP/1.1", ["Transfer-Encoding: chunked"], body: "3\nabc\n0\n\n")
        + request("GET /smuggled HTTP/1.1"))
    _ = try wire.reply()
    #expect(wire.isClosedInTheEnd())
    #expect(server.exchanges.count <= 1)
  }

  @Test(arguments: ["GET / HTTP/2.0", "GET / HTTP/0.9", "GET / HTTP/3"])
  func otherVersionsAreRefused(_ line: String) throws {
    let server = try TestServer()
    let wire = try Wire(server)
    wire.send(request(line))
    #expect([400, 505].contains(try wire.reply().status))
    #expect(wire.isClosedInTheEnd())
    #expect(server.exchanges.isEmpty)
  }

  /// The library closes where it finds no blank at all, and says nothing.
  @Test(arguments: [("GET\t/\tHTTP/1.1", Int?.none), ("GET /a b HTTP/1.1", 400)])
  func oddRequestLinesGetNoDocument(_ line: String, _ status: Int?) throws {
    let server = try TestServer()
    let wire = try Wire(server)
    wire.send(request(line))
    #expect((try? wire.reply())?.status == status)
    wire.finish()
    #expect(wire.isClosedInTheEnd())
    #expect(server.exchanges.map(\.status) == [status].compactMap { $0 })
  }
}
