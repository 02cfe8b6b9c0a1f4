// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A value behind a lock, on whose changes threads can wait.
///
/// Unchecked: everything that changes does so behind the lock.
package final class Monitor<Value>: @unchecked Sendable {
  private var value: Value
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  /// A value that nobody else holds.
  package init(_ value: sending Value) {
    self.value = value
    lock.initialize(to: pthread_mutex_t())
    condition.initialize(to: pthread_cond_t())
    pthread_mutex_init(lock, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(lock)
    condition.deallocate()
    lock.deallocate()
  }

  /// Reads or changes the value and wakes everybody who waits; `body` must not come back here.
  package func change<Result>(_ body: (inout Value) -> Result) -> Result {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    defer { pthread_cond_broadcast(condition) }
    return body(&value)
  }

  /// Waits until `body` has something to give; nil once the deadline has passed.
  package func wait<Result>(
    by deadline: Deadline? = nil, _ body: (inout Value) -> Result?
  ) -> Result? {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    while true {
      if let result = body(&value) { return result }
      guard let deadline else {
        pthread_cond_wait(condition, lock)
        continue
      }
      guard !deadline.hasPassed else { return nil }
      // The condition counts on the clock of the wall; whoever sets that only wakes us early.
      let end = Clock.wall + Int64(deadline.remaining) * 1_000
      var time = timespec(
        tv_sec: time_t(end / 1_000_000), tv_nsec: Int(end % 1_000_000) * 1_000)
      pthread_cond_timedwait(condition, lock, &time)
    }
  }
}
