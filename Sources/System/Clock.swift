// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// The two clocks of the system, in microseconds.
package enum Clock {
  /// A clock that only moves forward, since some moment in the past.
  package static var monotonic: Int64 { read(CLOCK_MONOTONIC) }

  /// The time since 1970 in UTC.
  package static var wall: Int64 { read(CLOCK_REALTIME) }

  /// The time since 1970 in UTC, in seconds.
  package static func seconds() -> Int64 { wall / 1_000_000 }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    guard clock_gettime(clock, &time) == 0 else { return 0 }
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
  }
}
