// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A moment after which nobody waits any longer, on a clock that never goes back.
package struct Deadline: Hashable, Sendable {
  private let moment: Int64

  /// So many milliseconds from now.
  package init(milliseconds: Int) {
    let (wait, isLong) = Int64(max(0, milliseconds)).multipliedReportingOverflow(by: 1_000)
    let (sum, isPast) = Clock.monotonic.addingReportingOverflow(wait)
    moment = isLong || isPast ? .max : sum
  }

  /// Milliseconds that are left, 0 once it has passed; what `poll` takes.
  package var remaining: Int32 {
    let rest = moment - Clock.monotonic
    return rest <= 0 ? 0 : Int32(clamping: (rest + 999) / 1_000)
  }

  /// True once it has passed.
  package var hasPassed: Bool { remaining == 0 }

  /// The earlier of this one and one in so many milliseconds.
  package func within(milliseconds: Int) -> Deadline {
    let other = Deadline(milliseconds: milliseconds)
    return other.moment < moment ? other : self
  }
}
