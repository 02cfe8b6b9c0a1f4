// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// What the honest clients saw.
final class Tally: Sendable {
  struct Counts {
    var answers = 0
    /// Answers to clients that were connected at the same time as very many others.
    var crowd = 0
    var wrong = 0
    var failed = 0
    var slowest: Int64 = 0
    var example: String?
  }

  private let counts = Mutex(Counts())
  private let over = Atomic(false)
  private let running = Atomic(0)

  var now: Counts { counts.withLock { $0 } }
  var isOver: Bool { over.load(ordering: .relaxed) }

  func note(_ change: (inout Counts) -> Void) { counts.withLock { change(&$0) } }

  /// Runs something on a thread of its own until the end, again and again.
  func repeatedly(_ turn: @escaping @Sendable (Int) -> Void) {
    running.add(1, ordering: .relaxed)
    Thread.detachNewThread {
      var number = 0
      while !self.isOver {
        turn(number)
        number += 1
      }
      self.running.subtract(1, ordering: .releasing)
    }
  }

  /// Tells everybody to end, and waits for them for at most half a minute.
  func finish() -> Bool {
    over.store(true, ordering: .relaxed)
    for _ in 0..<600 where running.load(ordering: .acquiring) > 0 { usleep(50_000) }
    return running.load(ordering: .acquiring) == 0
  }
}

/// The clients, each kind from an address of its own.
struct Clients: Sendable {
  let port: UInt16
  let tally: Tally
  /// The right answers to each of the requests.
  let expected: [Set<[UInt8]>]

  func start() {
    for number in 0..<4 { tally.repeatedly { ask(turn: $0 + number) } }
    tally.repeatedly { sendGarbage(seed: UInt64($0)) }
    tally.repeatedly { _ in drip() }
    tally.repeatedly { giveUp(turn: $0) }
    tally.repeatedly { _ in flood() }
    tally.repeatedly { _ in gather() }
  }

  /// An honest client: many requests on one connection, then the next one.
  private func ask(turn: Int) {
    do {
      let connection = try Connection(from: "127.0.0.2", to: port)
      for step in 0..<500 where !tally.isOver {
        let index = (turn &* 31 &+ step) % expected.count
        let start = DispatchTime.now().uptimeNanoseconds
        connection.send(Settings.requests[index])
        let answer = try connection.answer()
        let time = Int64(DispatchTime.now().uptimeNanoseconds - start) / 1_000
        let isRight = expected[index].contains(answer)
        tally.note { counts in
          counts.answers += 1
          counts.slowest = max(counts.slowest, time)
          guard !isRight else { return }
          counts.wrong += 1
          counts.example = counts.example ?? String(decoding: answer, as: UTF8.self)
        }
      }
    } catch {
      tally.note { counts in
        counts.failed += 1
        counts.example = counts.example ?? String(describing: error)
      }
      usleep(10_000)
    }
  }

  private func sendGarbage(seed: UInt64) {
    var state = seed
    func random() -> UInt8 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 33)
    }
    var bytes = Settings.requests[Int(seed % UInt64(expected.count))]
    if random() < 128 {
      bytes = (0..<Int(random()) * 8).map { _ in random() }
    } else {
      for _ in 0..<4 { bytes[Int(random()) % bytes.count] = random() }
    }
    (try? Connection(from: "127.0.0.3", to: port))?.send(bytes)
    usleep(200)
  }

  /// A hundred connections that send a byte now and then, and never a whole request.
  private func drip() {
    let slow = (0..<100).compactMap { _ in try? Connection(from: "127.0.0.4", to: port) }
    let start = Array("GET / HTTP/1.1\r\nHost: ".utf8)
    for connection in slow { connection.send(start) }
    for _ in 0..<40 where !tally.isOver {
      for connection in slow { connection.send([0x61]) }
      usleep(150_000)
    }
  }

  private func giveUp(turn: Int) {
    let request = Settings.requests[turn % expected.count]
    (try? Connection(from: "127.0.0.5", to: port))?.send(
      Array(request.prefix(turn % request.count)))
    usleep(1_000)
  }

  /// So many clients are connected at once, every one of whom gets an answer at last.
  static let crowd = 2_000

  private func gather() {
    do {
      let many = try (0..<Self.crowd).map { number in
        try Connection(from: "127.0.1.\(number % 20 + 1)", to: port)
      }
      usleep(500_000)
      for (number, connection) in many.enumerated() {
        connection.send(Settings.requests[number % expected.count])
      }
      for (number, connection) in many.enumerated() {
        let isRight = expected[number % expected.count].contains(try connection.answer())
        tally.note { counts in
          counts.crowd += 1
          if !isRight { counts.wrong += 1 }
        }
      }
    } catch {
      tally.note { counts in
        counts.failed += 1
        counts.example = counts.example ?? "in a crowd: \(error)"
      }
    }
    usleep(2_000_000)
  }

  private func flood() {
    let many = (0..<400).compactMap { _ in try? Connection(from: "127.0.0.6", to: port) }
    usleep(300_000)
    withExtendedLifetime(many) {}
  }
}
