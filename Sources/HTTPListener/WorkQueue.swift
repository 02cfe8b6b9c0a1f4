// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ProfileServer

/// Work that takes long, in a lane for each kind: a program that hangs in one holds up no other.
///
/// In each lane clients take turns, and one client has all threads of a lane never to itself. Those
/// who wait for the same share it. Work that nobody waits for any more is not begun.
package final class WorkQueue: Sendable {
  private let lanes: [SlowAnswer.Lane: WorkLane]

  /// A queue; in each lane `waiting` pieces of work may wait for a thread, `perClient` of them for
  /// one client. The threads of a lane start with its first piece of work.
  package convenience init(waiting: Int, perClient: Int) {
    self.init(waiting: waiting, perClient: perClient, shapes: LaneShape.standard)
  }

  init(waiting: Int, perClient: Int, shapes: [SlowAnswer.Lane: LaneShape]) {
    lanes = Dictionary(
      uniqueKeysWithValues: SlowAnswer.Lane.allCases.map { lane in
        let shape = shapes[lane] ?? LaneShape(threads: 1, niceness: 0)
        return (lane, WorkLane(shape, waiting: waiting, perClient: perClient))
      })
  }

  /// Adds a piece of work for a client; false where too much waits already. `done` is called
  /// before the answer is given.
  func add(
    _ slow: SlowAnswer, for client: ClientAddress, _ answer: PendingAnswer,
    done: @escaping @Sendable () -> Void
  ) -> Bool {
    let waiter = WorkLane.Waiter(answer: answer, own: slow.own, done: done)
    return lanes[slow.lane]?.add(slow, for: client.client, waiter) ?? false
  }

  /// Ends the waiting of clients that have gone; to be called each second.
  package func dropAbandoned() { for lane in lanes.values { lane.dropAbandoned() } }

  /// How many pieces of work wait for a thread.
  package var waiting: Int { lanes.values.reduce(0) { $0 + $1.waitingCount } }

  /// The threads end after what they do now; what waits is dropped.
  deinit { for lane in lanes.values { lane.close() } }
}

/// The threads of a lane.
struct LaneShape: Sendable {
  let threads: Int
  /// How much they give way to others, as nice(1) counts; their children do, too. They are never
  /// in the idle class of Linux, in which nothing runs on a busy machine.
  let niceness: Int32

  /// A program that makes passwords is waited for at no cost; signatures cost a millisecond, sheets
  /// a hundred times that.
  static let standard: [SlowAnswer.Lane: LaneShape] = [
    .signatures: LaneShape(threads: 2, niceness: 2),
    .passwords: LaneShape(threads: 4, niceness: 0),
    .sheets: LaneShape(threads: 2, niceness: 5),
    .pages: LaneShape(threads: 2, niceness: 2),
    .people: LaneShape(threads: 4, niceness: 0),
  ]
}
