// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// A moment in UTC (RFC 3339).
struct Timestamp {
  /// Since 1970.
  let microseconds: Int64

  /// `2026-11-23T18:44:26.123456Z`.
  var text: String {
    var seconds = time_t(microseconds / 1_000_000)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    let date = [Int(parts.tm_year) + 1_900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)]
    let clock = [Int(parts.tm_hour), Int(parts.tm_min), Int(parts.tm_sec)]
    let fraction = Self.padded(Int(microseconds % 1_000_000), 6)
    return date.map { Self.padded($0, 2) }.joined(separator: "-") + "T"
      + clock.map { Self.padded($0, 2) }.joined(separator: ":") + ".\(fraction)Z"
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
