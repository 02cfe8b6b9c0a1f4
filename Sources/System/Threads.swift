// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Work that waits for others has a thread of its own, so that it keeps nobody from working.
package enum OwnThread {
  /// Does something on a new thread and comes back with what it made.
  package static func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      let isStarted = start { continuation.resume(returning: work()) }
      // A machine without a thread to spare lets this one wait.
      if !isStarted { continuation.resume(returning: work()) }
    }
  }

  /// Does something asynchronous and waits for what it made: for programs whose main thread has
  /// nothing else to do. `everyTick` is called about ten times a second meanwhile.
  package static func wait<Value: Sendable>(
    everyTick: (() -> Void)? = nil, for work: @escaping @Sendable () async -> Value
  ) -> Value {
    let result = Promise<Value>()
    Task.detached { result.keep(await work()) }
    while true {
      if let value = result.value(by: everyTick.map { _ in Deadline(milliseconds: 100) }) {
        return value
      }
      everyTick?()
    }
  }

  /// Starts something on a thread that nobody waits for; false where there is none.
  package static func start(_ work: @escaping @Sendable () -> Void) -> Bool {
    let carried = Unmanaged.passRetained(ThreadWork(work))
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    guard pthread_create(&thread, nil, runWork, carried.toOpaque()) == 0 else {
      carried.release()
      return false
    }
    #if canImport(Darwin)
      if let thread { pthread_detach(thread) }
    #else
      pthread_detach(thread)
    #endif
    return true
  }

  /// Lets others have more of the processor than the calling thread and the children that it
  /// starts, by so much of nice(1). Never the idle class of Linux: what is in it stands still on a
  /// busy machine, and a child inherits it.
  package static func giveWay(by niceness: Int32) {
    #if canImport(Darwin)
      pthread_set_qos_class_self_np(QOS_CLASS_UTILITY, 0)
    #elseif canImport(Glibc)
      // On Linux 0 is the calling thread.
      setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness)
    #else
      setpriority(Int32(PRIO_PROCESS), 0, niceness)
    #endif
  }
}

/// What a thread does, as an object that C can carry.
private final class ThreadWork {
  let work: @Sendable () -> Void
  init(_ work: @escaping @Sendable () -> Void) { self.work = work }
}

#if canImport(Darwin)
  private let runWork: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? = {
    Unmanaged<ThreadWork>.fromOpaque($0).takeRetainedValue().work()
    return nil
  }
#else
  private let runWork: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
    if let work = $0 { Unmanaged<ThreadWork>.fromOpaque(work).takeRetainedValue().work() }
    return nil
  }
#endif
