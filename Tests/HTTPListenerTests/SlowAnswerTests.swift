// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import ProfileServer
import System
import Testing

@testable import HTTPListener

/// Answers that another thread makes while the connection waits.
struct SlowAnswerTests {
  /// A server with one thread and one worker in each lane; `/slow…` waits until the gate is
  /// opened. `/slow?KEY` is shared, `/slow/sheets…` is in another lane, and the first forwarded
  /// address is the client.
  private final class Gated {
    let gate = DispatchSemaphore(value: 0)
    let begun = DispatchSemaphore(value: 0)
    let lost = DispatchSemaphore(value: 0)
    let queue: WorkQueue
    let test: TestServer

    init(waiting: Int = 4, perClient: Int = 4, threads: Int = 1) throws {
      let shape = LaneShape(threads: threads, niceness: 1)
      queue = WorkQueue(
        waiting: waiting, perClient: perClient, shapes: [.signatures: shape, .sheets: shape])
      let socket = try ListenSocket.open(try ListenAddress("127.0.0.1:0"), backlog: 64)
      let record = Record()
      self.record = record
      test = try TestServer(
        socket: socket, trusted: ["127.0.0.1"], threads: 1, queue: queue
      ) { [gate, begun, lost] request in
        guard request.target.hasPrefix("/slow") else { return .ready(TestServer.echo(request)) }
        let isSheet = request.target.hasPrefix("/slow/sheets")
        let key = request.target.split(separator: "?").dropFirst().first.map(String.init)
        var slow = SlowAnswer(
          isSheet ? .sheets : .signatures, key, .mobileconfig, "example.ch"
        ) {
          record.targets.withLock { $0.append(request.target) }
          begun.signal()
          gate.wait()
          return TestServer.echo(request)
        }
        slow.lost = { _ in lost.signal() }
        slow.own = { response in
          var response = response
          response.body += Array("\nfor \(request.target)".utf8)
          return response
        }
        return .later(slow)
      }
    }

    final class Record: Sendable { let targets = Guarded<[String]>([]) }
    let record: Record

    /// What was begun, in order.
    var targets: [String] { record.targets.withLock { $0 } }

    deinit { for _ in 0..<20 { gate.signal() } }

    func connect() throws -> Wire { try Wire(test) }

    /// A connection on which a client has asked.
    func ask(_ target: String, from client: String = "192.0.2.1") throws -> Wire {
      let wire = try connect()
      wire.send(request("GET \(target) HTTP/1.1", ["X-Forwarded-For: \(client)"]))
      return wire
    }

    /// A connection on which a client has asked, and waits for a thread.
    func wait(_ target: String, from client: String = "192.0.2.1") throws -> Wire {
      let count = queue.waiting
      let wire = try ask(target, from: client)
      #expect(eventually { queue.waiting == count + 1 })
      return wire
    }
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
    #expect(try wire.reply().body.hasSuffix("abc\nfor /slow"))
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

  // MARK: Lanes

  @Test func lanesDoNotWaitForEachOther() throws {
    let gated = try Gated()
    let first = try gated.ask("/slow")
    gated.begun.wait()
    let second = try gated.ask("/slow/sheets", from: "192.0.2.2")
    gated.begun.wait()
    for _ in 0..<2 { gated.gate.signal() }
    #expect(try first.reply().status == 200)
    #expect(try second.reply().status == 200)
  }

  @Test func clientsTakeTurns() throws {
    let gated = try Gated(waiting: 8)
    var wires = [try gated.ask("/slow/0")]
    gated.begun.wait()
    for number in 1...3 { wires.append(try gated.wait("/slow/\(number)")) }
    wires.append(try gated.wait("/slow/other", from: "192.0.2.2"))
    for _ in wires { gated.gate.signal() }
    for wire in wires { #expect(try wire.reply().status == 200) }
    #expect(gated.targets == ["/slow/0", "/slow/1", "/slow/other", "/slow/2", "/slow/3"])
  }

  @Test func oneClientLeavesAThreadToOthers() throws {
    let gated = try Gated(threads: 2)
    let first = try gated.ask("/slow/1")
    gated.begun.wait()
    let second = try gated.wait("/slow/2")
    let other = try gated.ask("/slow/other", from: "192.0.2.2")
    gated.begun.wait()
    #expect(gated.targets == ["/slow/1", "/slow/other"])
    for _ in 0..<3 { gated.gate.signal() }
    for wire in [first, second, other] { #expect(try wire.reply().status == 200) }
  }

  @Test func oneClientHasALimitOfItsOwn() throws {
    let gated = try Gated(waiting: 8, perClient: 2)
    var wires = [try gated.ask("/slow/0")]
    gated.begun.wait()
    for number in 1...2 { wires.append(try gated.wait("/slow/\(number)")) }
    let refused = try gated.ask("/slow/3")
    #expect(try refused.reply().status == 503)
    wires.append(try gated.wait("/slow/other", from: "192.0.2.2"))
    for _ in wires { gated.gate.signal() }
    for wire in wires { #expect(try wire.reply().status == 200) }
  }

  @Test func whoWaitsForTheSameSharesIt() throws {
    let gated = try Gated()
    let first = try gated.ask("/slow/a?one")
    gated.begun.wait()
    let others = try (1...3).map { try gated.ask("/slow/\($0)?one", from: "192.0.2.\($0)") }
    // They are at work together once another piece of work waits behind them.
    let last = try gated.wait("/slow/last", from: "192.0.2.9")
    for _ in 0..<2 { gated.gate.signal() }
    #expect(try first.reply().body.hasSuffix("for /slow/a?one"))
    for (number, wire) in zip(1...3, others) {
      let body = try wire.reply().body
      #expect(body.hasPrefix("GET\n/slow/a?one\n") && body.hasSuffix("for /slow/\(number)?one"))
    }
    #expect(try last.reply().status == 200)
    #expect(gated.targets == ["/slow/a?one", "/slow/last"])
  }

  @Test func sharedWorkIsDoneInTheFirstTurnOfAnybody() throws {
    let gated = try Gated(waiting: 8)
    var wires = [try gated.ask("/slow/0")]
    gated.begun.wait()
    for number in 1...2 { wires.append(try gated.wait("/slow/\(number)")) }
    wires.append(try gated.wait("/slow/x?one"))
    wires.append(try gated.ask("/slow/y?one", from: "192.0.2.2"))
    wires.append(try gated.wait("/slow/after", from: "192.0.2.3"))
    for _ in wires { gated.gate.signal() }
    for wire in wires { #expect(try wire.reply().status == 200) }
    #expect(gated.targets == ["/slow/0", "/slow/1", "/slow/x?one", "/slow/after", "/slow/2"])
  }

  @Test func workOfClientsThatLeftIsNotBegun() throws {
    let gated = try Gated(waiting: 2, perClient: 2)
    let first = try gated.ask("/slow/0")
    gated.begun.wait()
    for number in 1...2 { _ = try gated.wait("/slow/\(number)") }
    // There is room for others at once, before anybody looks.
    let last = try gated.ask("/slow/last")
    #expect(eventually { gated.queue.waiting == 1 })
    for _ in 0..<2 { gated.gate.signal() }
    #expect(try first.reply().status == 200)
    #expect(try last.reply().status == 200)
    #expect(gated.targets == ["/slow/0", "/slow/last"])
    #expect(eventually { gated.test.server.openConnections <= 2 }, "none hangs")
  }

  @Test func whatNobodyTakesIsTold() throws {
    let gated = try Gated()
    var wire: Wire? = try gated.ask("/slow/1")
    gated.begun.wait()
    wire = nil
    #expect(wire == nil)
    // The end of the connection has come when the next one is answered.
    let other = try gated.connect()
    other.send(request("GET /quick HTTP/1.1"))
    #expect(try other.reply().status == 200)
    gated.gate.signal()
    gated.lost.wait()
    #expect(eventually { gated.test.server.openConnections == 1 })
  }

  @Test func abandonedWaitingEndsWithoutATurn() throws {
    let gated = try Gated()
    let first = try gated.ask("/slow/0")
    gated.begun.wait()
    _ = try gated.wait("/slow/1")
    #expect(
      eventually {
        gated.queue.dropAbandoned()
        return gated.queue.waiting == 0 && gated.test.server.openConnections == 1
      })
    gated.gate.signal()
    #expect(try first.reply().status == 200)
  }
}
