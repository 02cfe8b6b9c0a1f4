// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A value that one thread makes and others wait for, on a condition of POSIX.
///
/// Unchecked: everything that changes does so behind the lock.
package final class Promise<Value: Sendable>: @unchecked Sendable {
  private let state = Monitor<Value?>(nil)

  /// A value that is not there yet.
  package init() {}

  /// Keeps the value and wakes who waits for it; a later one counts for nothing.
  package func keep(_ value: Value) {
    state.change { kept in if kept == nil { kept = value } }
  }

  /// The value as soon as it is there; nil once the deadline has passed, which without one is
  /// never.
  package func value(by deadline: Deadline? = nil) -> Value? {
    state.wait(by: deadline) { $0 }
  }
}
