// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import ProfileServer
import Testing

@testable import HTTPListener

/// Answers that another thread makes while the connection waits.
struct SlowAnswerTests {
  /// A server with one thread and one worker; `/slow…` waits until the gate is opened.
  private final class Gated {
    let gate = DispatchSemaphore(value: 0)
    let begun = DispatchSemaphore(value: 0)
    let queue: WorkQueue
    let test: TestServer

    init(waiting: Int = 4) throws {
      queue = WorkQueue(threads: 1, waiting: waiting)
      let socket = try ListenSocket.open(try ListenAddress("127.0.0.1:0"), backlog: 64)
      test = try TestServer(socket: socket, threads: 1, queue: queue) { [gate, begun] request in
        guard request.target.hasPrefix("/slow") else { return .ready(TestServer.echo(request)) }
        return .later(
          SlowAnswer(.mobileconfig, "example.ch") {
            begun.signal()
            gate.wait()
            return TestServer.echo(request)
          })
      }
    }

    deinit { for _ in 0..<10 { gate.signal() } }

    func connect() throws -> Wire { try Wire(test) }
  }

  @Test func othersAreAnsweredMeanwhile() throws {
    let gated = try Gated()
    let slow = try gated.connect()
    slow.send(request("GET /slow HTTP/1.1"))
    gated.begun.wait()
    let other = try gated.connect()
    for _ in 0..<3 {
      other.send(request("GET /quick HTTP/1.1"))
      #expect(try other.reply().status == 200)
    }
    #expect(gated.test.server.openConnections == 2)
    gated.gate.signal()
    let reply = try slow.reply()
    #expect(reply.status == 200)
    #expect(reply.body.hasPrefix("GET\n/slow\n"))
    slow.send(request("GET /quick HTTP/1.1"))
    #expect(try slow.reply().body.hasPrefix("GET\n/quick\n"), "the connection goes on")
  }

  @Test func headersAloneAndBodiesWork() throws {
    let gated = try Gated()
    for _ in 0..<2 { gated.gate.signal() }
    let wire = try gated.connect()
    wire.send(request("HEAD /slow HTTP/1.1"))
    #expect(try wire.reply(toHead: true).status == 200)
    wire.send(request("POST /slow HTTP/1.1", ["Content-Length: 3"], body: "abc"))
    #expect(try wire.reply().body.hasSuffix("abc"))
  }

  @Test func whatFindsNoRoomIsRefused() throws {
    let gated = try Gated(waiting: 1)
    let first = try gated.connect()
    first.send(request("GET /slow1 HTTP/1.1"))
    gated.begun.wait()
    let second = try gated.connect()
    second.send(request("GET /slow2 HTTP/1.1"))
    #expect(eventually { gated.queue.waiting == 1 })
    let third = try gated.connect()
    third.send(request("GET /slow3 HTTP/1.1"))
    let reply = try third.reply()
    #expect(reply.status == 503)
    #expect(reply["retry-after"] == "5")
    for _ in 0..<2 { gated.gate.signal() }
    #expect(try first.reply().status == 200)
    #expect(try second.reply().status == 200)
  }

  @Test func stoppingRefusesWhatIsNotDone() throws {
    let gated = try Gated()
    let first = try gated.connect()
    first.send(request("GET /slow1 HTTP/1.1"))
    gated.begun.wait()
    let second = try gated.connect()
    second.send(request("GET /slow2 HTTP/1.1"))
    #expect(eventually { gated.queue.waiting == 1 })
    gated.test.server.stop()
    #expect(first.isClosedInTheEnd() && second.isClosedInTheEnd())
  }

  @Test func clientsThatGoAwayLeaveNothingBehind() throws {
    let gated = try Gated()
    var wire: Wire? = try gated.connect()
    wire?.send(request("GET /slow HTTP/1.1"))
    gated.begun.wait()
    wire = nil
    gated.gate.signal()
    #expect(eventually { gated.test.server.openConnections == 0 })
  }
}
