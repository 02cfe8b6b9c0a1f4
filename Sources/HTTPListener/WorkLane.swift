// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ProfileServer
import System

/// One kind of work with its threads. Unchecked: everything that changes does so behind the lock.
final class WorkLane: @unchecked Sendable {
  /// A request that waits for a piece of work.
  struct Waiter: Sendable {
    let answer: PendingAnswer
    let own: @Sendable (Response) -> Response
    let done: @Sendable () -> Void

    func finish(_ response: Response) {
      done()
      answer.finish(own(response))
    }
  }

  /// A piece of work. It is in the line of each client that waits for it.
  private final class Job {
    let slow: SlowAnswer
    var waiters: [Waiter]
    var isWaiting = true

    init(_ slow: SlowAnswer, _ waiter: Waiter) {
      self.slow = slow
      waiters = [waiter]
    }
  }

  private let shape: LaneShape
  private let most: Int
  private let mostPerClient: Int
  /// One client may have so many at work at once: a thread is left for others, where there are two.
  private let mostAtWork: Int

  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var lines: [ClientAddress: [Job]] = [:]
  /// Clients with a line, in the order of their turns.
  private var turns: [ClientAddress] = []
  private var atWork: [ClientAddress: Int] = [:]
  private var shared: [String: Job] = [:]
  private var count = 0
  private var isStarted = false
  private var isClosed = false

  init(_ shape: LaneShape, waiting: Int, perClient: Int) {
    self.shape = shape
    most = waiting
    mostPerClient = perClient
    mostAtWork = max(1, shape.threads - 1)
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

  private func locked<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return body()
  }

  /// How many pieces of work wait for a thread.
  var waitingCount: Int { locked { count } }

  /// Adds a piece of work, or a waiter to the same that is there already; false without room.
  func add(_ slow: SlowAnswer, for client: ClientAddress, _ waiter: Waiter) -> Bool {
    let (isTaken, gone) = locked { () -> (Bool, [(Waiter, SlowAnswer)]) in
      guard !isClosed else { return (false, []) }
      if let key = slow.key, let job = shared[key] {
        job.waiters.append(waiter)
        // Nobody has to wait for the turns of the one who asked first.
        if job.isWaiting, lines[client]?.contains(where: { $0 === job }) != true {
          enlist(job, client)
        }
        return (true, [])
      }
      var gone: [(Waiter, SlowAnswer)] = []
      if !hasRoom(client) { gone = removeAbandoned() }
      guard hasRoom(client) else { return (false, gone) }
      if !isStarted { startThreads() }
      let job = Job(slow, waiter)
      if let key = slow.key { shared[key] = job }
      count += 1
      enlist(job, client)
      return (true, gone)
    }
    for (waiter, slow) in gone { waiter.finish(slow.refusal) }
    return isTaken
  }

  private func hasRoom(_ client: ClientAddress) -> Bool {
    count < most && (lines[client]?.count ?? 0) < mostPerClient
  }

  private func enlist(_ job: Job, _ client: ClientAddress) {
    if lines[client] == nil { turns.append(client) }
    lines[client, default: []].append(job)
    pthread_cond_signal(change)
  }

  /// Takes a piece of work out of all lines.
  private func withdraw(_ job: Job) {
    job.isWaiting = false
    count -= 1
    for client in turns { lines[client]?.removeAll { $0 === job } }
    turns.removeAll { client in
      guard lines[client]?.isEmpty == true else { return false }
      lines[client] = nil
      return true
    }
  }

  // MARK: Clients that have gone

  /// Ends the waiting of clients that have gone.
  func dropAbandoned() {
    for (waiter, slow) in locked({ removeAbandoned() }) { waiter.finish(slow.refusal) }
  }

  private func removeAbandoned() -> [(Waiter, SlowAnswer)] {
    var gone: [(Waiter, SlowAnswer)] = []
    for job in lines.values.flatMap({ $0 }) where job.isWaiting { gone += prune(job) }
    return gone
  }

  /// Takes those from a piece of work who have gone, and it from the lines where nobody is left.
  private func prune(_ job: Job) -> [(Waiter, SlowAnswer)] {
    var (gone, left): ([Waiter], [Waiter]) = ([], [])
    for waiter in job.waiters {
      if waiter.answer.isAbandoned { gone.append(waiter) } else { left.append(waiter) }
    }
    guard !gone.isEmpty else { return [] }
    job.waiters = left
    if job.waiters.isEmpty {
      withdraw(job)
      forget(job)
    }
    return gone.map { ($0, job.slow) }
  }

  private func forget(_ job: Job) {
    if let key = job.slow.key, shared[key] === job { shared[key] = nil }
  }

  func close() {
    locked {
      isClosed = true
      (lines, turns, shared, count) = ([:], [], [:], 0)
      pthread_cond_broadcast(change)
    }
  }

  // MARK: Threads

  /// The next piece of work of the client whose turn it is; nil where none may begin now.
  private func choose(_ gone: inout [(Waiter, SlowAnswer)]) -> (Job, ClientAddress)? {
    for client in turns where (atWork[client] ?? 0) < mostAtWork {
      for job in lines[client] ?? [] {
        gone += prune(job)
        guard job.isWaiting else { continue }
        turns.removeAll { $0 == client }
        turns.append(client)
        withdraw(job)
        atWork[client, default: 0] += 1
        return (job, client)
      }
    }
    return nil
  }

  private func run() {
    OwnThread.giveWay(by: shape.niceness)
    while let (job, client) = next() { finish(job, of: client) }
  }

  /// Waits for a piece of work; nil after the end.
  private func next() -> (Job, ClientAddress)? {
    while true {
      var gone: [(Waiter, SlowAnswer)] = []
      let chosen = locked { () -> (Job, ClientAddress)? in
        while !isClosed {
          if let chosen = choose(&gone) { return chosen }
          if !gone.isEmpty { return nil }
          pthread_cond_wait(change, lock)
        }
        return nil
      }
      let isOver = chosen == nil && gone.isEmpty
      for (waiter, slow) in gone { waiter.finish(slow.refusal) }
      if chosen != nil || isOver { return chosen }
    }
  }

  private func finish(_ job: Job, of client: ClientAddress) {
    let made = job.slow.make()
    let waiters = locked { () -> [Waiter] in
      // Who asks from now on asks anew.
      forget(job)
      let left = (atWork[client] ?? 1) - 1
      atWork[client] = left > 0 ? left : nil
      // The client may have more that could not begin.
      pthread_cond_broadcast(change)
      defer { job.waiters = [] }
      return job.waiters
    }
    if waiters.allSatisfy(\.answer.isAbandoned) { job.slow.lost(made) }
    for waiter in waiters { waiter.finish(made) }
  }

  private func startThreads() {
    isStarted = true
    for _ in 0..<shape.threads { _ = OwnThread.start { self.run() } }
  }
}
