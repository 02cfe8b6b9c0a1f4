// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import ProfileServer
import Synchronization
import TestSupport
import Testing

@testable import HTTPListener

struct LimitTests {
  private let get = request("GET / HTTP/1.1")

  private func limits(_ change: (inout ServerLimits) -> Void) -> ServerLimits {
    var limits = ServerLimits.forTests
    change(&limits)
    return limits
  }

  @Test(arguments: [0, 1, 1_000])
  func bodiesUpToTheLimitPass(_ less: Int) throws {
    let wire = try Wire(try TestServer(limits: limits { $0.bodyBytes = 20_000 }))
    let body = String(repeating: "a", count: 20_000 - less)
    wire.send(request("POST / HTTP/1.1", ["Content-Length: \(body.utf8.count)"], body: body))
    #expect(try wire.reply().lines.last == body)
  }

  @Test(arguments: [
    (["Content-Length: 20001"], String(repeating: "a", count: 20_001)),
    (["Content-Length: 200000"], String(repeating: "a", count: 200_000)),
    (["Content-Length: 99999999999"], ""),
    (["Content-Length: 99999999999999999999999"], ""),
    (["Content-Length: 20001", "Expect: 100-continue"], ""),
    (
      ["Transfer-Encoding: chunked"],
      "186a0\r\n" + String(repeating: "a", count: 100_000) + "\r\n0\r\n\r\n"
    ),
  ])
  func largerBodiesAreRefused(_ fields: [String], _ body: String) throws {
    let server = try TestServer(limits: limits { $0.bodyBytes = 20_000 })
    let wire = try Wire(server)
    wire.send(request("POST / HTTP/1.1", fields, body: body))
    let reply = try wire.reply()
    #expect(reply.status == 413)
    #expect(reply["connection"]?.lowercased() == "close")
    #expect(wire.isClosedInTheEnd())
  }

  @Test func anEndlessBodyIsCut() throws {
    let wire = try Wire(try TestServer())
    wire.send(request("POST / HTTP/1.1", ["Transfer-Encoding: chunked"]))
    let chunk = Array("10000\r\n".utf8) + [UInt8](repeating: 0x61, count: 65_536) + [13, 10]
    var isOpen = true
    for _ in 0..<1_000 where isOpen { isOpen = wire.send(chunk) }
    #expect(!isOpen)
  }

  @Test(
    arguments: [
      ("GET /\(String(repeating: "a", count: 100_000)) HTTP/1.1", [], 414),
      ("GET / HTTP/1.1", ["X-Long: \(String(repeating: "a", count: 100_000))"], 431),
      ("GET / HTTP/1.1", Array(repeating: "X: 1", count: 10_000), 431),
      ("GET / HTTP/1.1", ["X-Long: \(String(repeating: "a", count: 1_000_000))"], 431),
    ] as [(String, [String], Int)])
  func longHeadersAreRefused(_ line: String, _ fields: [String], _ status: Int) throws {
    let server = try TestServer()
    let wire = try Wire(server)
    wire.send(request(line, fields))
    #expect(try wire.reply().status == status)
    #expect(server.exchanges.isEmpty)
  }

  @Test func headersUpToTheLimitPass() throws {
    let wire = try Wire(try TestServer(limits: limits { $0.headerBytes = 8_192 }))
    let fields = (0..<80).map { "X-Field-\($0): \(String(repeating: "a", count: 85))" }
    let text = request("GET / HTTP/1.1", fields)
    #expect((7_800...8_192).contains(text.utf8.count))
    wire.send(text)
    #expect(try wire.reply().status == 200)
  }

  @Test func tooManyRequestsAreToldWhenToComeBack() throws {
    let server = try TestServer(
      limits: limits {
        $0.requestsPerSecond = 1
        $0.burst = 2
      })
    let wire = try Wire(server)
    wire.send(get + get + get)
    #expect(try wire.reply().status == 200)
    #expect(try wire.reply().status == 200)
    let refused = try wire.reply()
    #expect(refused.status == 429 && refused["retry-after"] == "1")
    #expect(refused["connection"] == nil)
    // Another client is not affected.
    let other = try Wire(server, from: "127.0.0.2")
    other.send(get)
    #expect(try other.reply().status == 200)
  }

  @Test(arguments: [true, false])
  func forwardedAddressesCountOnlyFromProxies(_ isTrusted: Bool) throws {
    let server = try TestServer(
      limits: limits {
        $0.requestsPerSecond = 1
        $0.burst = 1
      }, trusted: isTrusted ? ["127.0.0.0/8"] : [])
    let wire = try Wire(server)
    let statuses = try (1...3).map { number in
      wire.send(request("GET / HTTP/1.1", ["X-Forwarded-For: 192.0.2.\(number)"]))
      return try wire.reply().status
    }
    #expect(statuses == (isTrusted ? [200, 200, 200] : [200, 429, 429]))
    wire.send(request("GET / HTTP/1.1", ["X-Forwarded-For: 192.0.2.1"]))
    #expect(try wire.reply().status == 429)
  }

  @Test func requestsOfAForwardedClientAtOnceAreLimited() throws {
    let server = try TestServer(
      limits: limits { $0.connectionsPerClient = 2 }, trusted: ["127.0.0.1"])
    let fields = ["X-Forwarded-For: 192.0.2.1", "Content-Length: 1"]
    let open = try (0..<2).map { _ in
      let wire = try Wire(server)
      wire.send(request("POST / HTTP/1.1", fields + ["Expect: 100-continue"]))
      #expect(try wire.reply().status == 100)
      return wire
    }
    let third = try Wire(server)
    third.send(request("POST / HTTP/1.1", fields, body: "c"))
    #expect(try third.reply().status == 429)
    for wire in open {
      wire.send("a")
      #expect(try wire.reply().status == 200)
    }
    third.send(request("POST / HTTP/1.1", fields, body: "c"))
    #expect(try third.reply().status == 200)
  }

  @Test func connectionsOfOneClientAreLimited() throws {
    let server = try TestServer(limits: limits { $0.connectionsPerClient = 3 })
    let open = try (0..<3).map { _ in
      let wire = try Wire(server)
      wire.send(get)
      #expect(try wire.reply().status == 200)
      return wire
    }
    let refused = try Wire(server)
    refused.send(get)
    #expect(refused.isClosed())
    let other = try Wire(server, from: "127.0.0.2")
    other.send(get)
    #expect(try other.reply().status == 200)
    open[0].send(get)
    #expect(try open[0].reply().status == 200)
  }

  @Test func idleConnectionsDoNotDisturbOthers() throws {
    let server = try TestServer(limits: limits { $0.connectionsPerClient = 1_000 })
    let idle = try (0..<300).map { _ in try Wire(server) }
    #expect(eventually { server.server.openConnections == 300 })
    let wire = try Wire(server)
    for _ in 0..<100 {
      wire.send(get)
      #expect(try wire.reply().status == 200)
    }
    for wire in idle.suffix(3) {
      wire.send(get)
      #expect(try wire.reply().status == 200)
    }
  }

  /// Sends a byte at a time, so that the connection is never silent; true once it is cut.
  private func drip(_ start: String, _ server: TestServer) throws -> Bool {
    let wire = try Wire(server)
    wire.send(start)
    return eventually {
      _ = server.server.cutSlowConnections()
      return !wire.send("a")
    }
  }

  @Test(arguments: [
    "GE", "GET / HTTP/1.1\r\nHost: a\r\nX: ",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999\r\n\r\n",
  ])
  func aClientThatDripsIsCut(_ start: String) throws {
    let server = try TestServer(
      limits: limits {
        $0.requestSeconds = 1
        $0.idleSeconds = 1
      })
    #expect(try drip(start, server))
    #expect(eventually { server.server.openConnections == 0 })
    #expect(server.exchanges.isEmpty)
  }

  @Test func silentConnectionsEndWhenThereIsHardlyRoom() throws {
    let server = try TestServer(
      limits: limits {
        $0.connections = 20
        $0.idleSeconds = 3_600
      })
    let silent = try (0..<19).map { _ in try Wire(server) }
    #expect(eventually { server.server.openConnections >= 18 })
    #expect(
      eventually {
        _ = server.server.cutSlowConnections()
        return server.server.openConnections < 18
      })
    withExtendedLifetime(silent) {}
  }

  @Test(arguments: 0..<4)
  func garbageHarmsNobody(_ seed: UInt64) throws {
    let server = try TestServer()
    let honest = try Wire(server)
    var generator = SeededGenerator(seed: Fuzzing.seed(seed))
    for _ in 0..<Fuzzing.rounds(60) {
      let wire = try Wire(server)
      wire.send(garbage(&generator))
      wire.finish()
      honest.send(get)
      #expect(try honest.reply().status == 200)
    }
    #expect(eventually { server.server.openConnections == 1 })
  }

  private func garbage(_ generator: inout SeededGenerator) -> [UInt8] {
    let size = Int.random(in: 1...3_000, using: &generator)
    var bytes = (0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) }
    guard Bool.random(using: &generator) else { return bytes }
    // A request in which a few bytes are wrong gets further than noise.
    bytes = Array(request("POST /a?b HTTP/1.1", ["Content-Length: 3", "X: y"], body: "abc").utf8)
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      bytes[Int.random(in: bytes.indices, using: &generator)] = .random(
        in: 0...255, using: &generator)
    }
    return bytes
  }

  struct Header: CustomTestStringConvertible {
    let bytes: Int
    let status: Int
    var testDescription: String { "\(bytes) bytes: \(status)" }
  }

  /// Request line and fields together, with their line ends, up to the blank line.
  @Test(arguments: [
    Header(bytes: 200, status: 200), Header(bytes: 1_024, status: 200),
    Header(bytes: 1_025, status: 431), Header(bytes: 1_100, status: 431),
    Header(bytes: 3_000, status: 431), Header(bytes: 5_000, status: 431),
  ])
  func headerBytesAreTheSum(_ row: Header) throws {
    let server = try TestServer(limits: limits { $0.headerBytes = 1_024 })
    let wire = try Wire(server)
    let plain = "GET / HTTP/1.1\r\nHost: example.ch\r\nX-Fill: "
    let fill = String(repeating: "a", count: row.bytes - plain.utf8.count - 2)
    wire.send("\(plain)\(fill)\r\n\r\n")
    #expect(try wire.reply().status == row.status)
  }

  @Test(arguments: [(98, 200), (99, 200), (100, 431)])
  func fieldsAreCounted(_ more: Int, _ status: Int) throws {
    let wire = try Wire(try TestServer())
    wire.send(request("GET / HTTP/1.1", (0..<more).map { "A\($0): b" }))
    #expect(try wire.reply().status == status)
  }

  /// A crowd that sends nothing, or half a header, from many addresses: others are answered.
  @Test(arguments: ["", "GET / HTTP/1.1\r\nHost: a", "GET /"])
  func aCrowdKeepsNobodyOut(_ text: String) throws {
    let server = try TestServer(
      limits: limits {
        $0.connections = 40
        $0.idleSeconds = 600
        $0.requestSeconds = 600
      })
    let crowd = try (0..<200).map { number in
      let wire = try Wire(server, from: "127.0.1.\(number % 250 + 1)")
      if !text.isEmpty { wire.send(text) }
      return wire
    }
    for number in 1...3 {
      let wire = try Wire(server, from: "127.0.2.1")
      wire.send(get)
      // Nothing else makes room: this is what the server does some times a second.
      #expect(
        eventually {
          _ = server.server.makeRoom()
          return server.exchanges.count >= number
        })
      #expect(try wire.reply().status == 200)
    }
    withExtendedLifetime(crowd) {}
  }

  /// Requests that are being answered are nobody's to cut.
  @Test func aCrowdCutsNoAnswer() throws {
    let table = ConnectionTable()
    var tight = ServerLimits()
    tight.connections = 10
    let open = (0..<10).map { number in
      OpenConnection(-1, ClientAddress(network: 1, interface: UInt64(number)), now: 0)
    }
    for connection in open { table.add(connection) }
    open[0].isAnswering.store(true, ordering: .relaxed)
    #expect(table.makeRoom(at: 300_000, tight) == 0, "all of them are new")
    open[9].idleSince.store(9_900_000, ordering: .relaxed)
    #expect(table.makeRoom(at: 10_000_000, tight) == 2)
    #expect(table.makeRoom(at: 10_000_000, tight) == 0, "there is room once they have gone")
  }
}
