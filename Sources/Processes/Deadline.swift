// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A moment after which nobody waits any longer, on a clock that never goes back.
package struct Deadline: Hashable, Sendable {
  private let moment: UInt64

  /// So many milliseconds from now.
  package init(milliseconds: Int) {
    let (sum, isPast) = Self.now().addingReportingOverflow(UInt64(max(0, milliseconds)))
    moment = isPast ? .max : sum
  }

  /// Milliseconds that are left, 0 once it has passed; what `poll` takes.
  var remaining: Int32 {
    let now = Self.now()
    return now >= moment ? 0 : Int32(clamping: moment - now)
  }

  /// True once it has passed.
  package var hasPassed: Bool { remaining == 0 }

  private static func now() -> UInt64 {
    var time = timespec()
    guard clock_gettime(CLOCK_MONOTONIC, &time) == 0 else { return 0 }
    return UInt64(clamping: time.tv_sec) &* 1_000 &+ UInt64(clamping: time.tv_nsec / 1_000_000)
  }
}
