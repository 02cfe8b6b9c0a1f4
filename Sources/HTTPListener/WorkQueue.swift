// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// Threads for work that takes long, behind a queue of bounded length. They run where nothing
/// else wants the processor, so that look-ups are as fast as without them.
public final class WorkQueue: Sendable {
  private let line: WaitingLine

  /// Starts threads; `waiting` pieces of work may wait for one.
  public init(threads: Int, waiting: Int) {
    line = WaitingLine(waiting)
    for _ in 0..<threads { line.startThread() }
  }

  /// Adds a piece of work; false where too much waits already.
  public func add(_ work: @escaping @Sendable () -> Void) -> Bool { line.add(work) }

  /// How many pieces of work wait for a thread.
  public var waiting: Int { line.count }

  /// The threads end after what they do now; what waits is dropped.
  deinit { line.close() }
}

/// Unchecked: everything that changes does so behind the lock.
private final class WaitingLine: @unchecked Sendable {
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let limit: Int
  private var work: [@Sendable () -> Void] = []
  private var isClosed = false

  init(_ limit: Int) {
    self.limit = limit
    lock.initialize(to: pthread_mutex_t())
    change.initialize(to: pthread_cond_t())
    pthread_mutex_init(lock, nil)
    pthread_cond_init(change, nil)
  }

  deinit {
    pthread_cond_destroy(change)
    pthread_mutex_destroy(lock)
    change.deallocate()
    lock.deallocate()
  }

  var count: Int { locked { work.count } }

  func add(_ new: @escaping @Sendable () -> Void) -> Bool {
    locked {
      guard work.count < limit, !isClosed else { return false }
      work.append(new)
      pthread_cond_signal(change)
      return true
    }
  }

  func close() {
    locked {
      isClosed = true
      work = []
      pthread_cond_broadcast(change)
    }
  }

  private func locked<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return body()
  }

  /// The next piece of work, as soon as there is one; nil after the end.
  private func next() -> (@Sendable () -> Void)? {
    locked {
      while work.isEmpty, !isClosed { pthread_cond_wait(change, lock) }
      return work.isEmpty ? nil : work.removeFirst()
    }
  }

  func run() {
    OwnThread.giveWay()
    while let work = next() { work() }
  }

  func startThread() { _ = OwnThread.start { self.run() } }
}
