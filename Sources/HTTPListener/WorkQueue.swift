// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

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
    Self.giveWay()
    while let work = next() { work() }
  }

  func startThread() {
    let context = Unmanaged.passRetained(self).toOpaque()
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let result = pthread_create(&thread, nil, runLine, context)
    guard result == 0 else {
      Unmanaged<WaitingLine>.fromOpaque(context).release()
      return
    }
    #if canImport(Darwin)
      if let thread { pthread_detach(thread) }
    #else
      pthread_detach(thread)
    #endif
  }

  /// The lowest priority for the calling thread: on Linux the idle class, since a thread of the
  /// ordinary one keeps its processor for a while when another has a look-up to answer, however
  /// nice it is.
  private static func giveWay() {
    #if canImport(Darwin)
      pthread_set_qos_class_self_np(QOS_CLASS_UTILITY, 0)
    #elseif canImport(Glibc)
      // On Linux 0 is the calling thread.
      var priority = sched_param()
      if sched_setscheduler(0, idleClass, &priority) != 0 {
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 19)
      }
    #else
      setpriority(Int32(PRIO_PROCESS), 0, 19)
    #endif
  }
}

#if !canImport(Darwin)
  /// `SCHED_IDLE` of Linux, which the C library's header hides (sched(7)).
  private let idleClass: Int32 = 5
#endif

#if canImport(Darwin)
  private let runLine: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? = {
    Unmanaged<WaitingLine>.fromOpaque($0).takeRetainedValue().run()
    return nil
  }
#else
  private let runLine: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
    if let context = $0 { Unmanaged<WaitingLine>.fromOpaque(context).takeRetainedValue().run() }
    return nil
  }
#endif
