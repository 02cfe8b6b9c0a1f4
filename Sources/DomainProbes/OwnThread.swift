// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Work that waits for others has a thread of its own, so that it keeps nobody from working.
enum OwnThread {
  /// Does something on a new thread and comes back with what it made.
  static func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      let isStarted = start { continuation.resume(returning: work()) }
      // A machine without a thread to spare lets this one wait.
      if !isStarted { continuation.resume(returning: work()) }
    }
  }

  /// Starts something on a thread that nobody waits for; false where there is none.
  static func start(_ work: @escaping @Sendable () -> Void) -> Bool {
    let box = Unmanaged.passRetained(Box(work))
    #if canImport(Darwin)
      var thread: pthread_t?
      let status = pthread_create(
        &thread, nil,
        { argument in
          Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().work()
          return nil
        }, box.toOpaque())
      if let thread, status == 0 { pthread_detach(thread) }
    #else
      var thread = pthread_t()
      let status = pthread_create(
        &thread, nil,
        { argument in
          if let argument { Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().work() }
          return nil
        }, box.toOpaque())
      if status == 0 { pthread_detach(thread) }
    #endif
    if status != 0 { box.release() }
    return status == 0
  }

  private final class Box {
    let work: @Sendable () -> Void
    init(_ work: @escaping @Sendable () -> Void) { self.work = work }
  }
}

/// When everything must have ended.
package struct Deadline: Sendable {
  private let end: ContinuousClock.Instant

  /// So many milliseconds from now.
  package init(milliseconds: Int) { end = .now + .milliseconds(milliseconds) }

  /// The milliseconds that are left, never less than 0.
  var milliseconds: Int {
    max(0, Int((end - ContinuousClock.now) / .milliseconds(1)))
  }

  /// The earlier of this one and one in so many milliseconds.
  func within(milliseconds: Int) -> Deadline {
    Deadline(milliseconds: min(milliseconds, self.milliseconds))
  }
}
