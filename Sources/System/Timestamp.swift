// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A moment in UTC (RFC 3339).
package struct Timestamp: Hashable, Sendable {
  /// Since 1970.
  package let microseconds: Int64

  /// A moment, in microseconds since 1970.
  package init(microseconds: Int64) { self.microseconds = microseconds }

  /// This moment.
  package static var now: Timestamp { Timestamp(microseconds: Clock.wall) }

  /// `2026-11-23T18:44:26.123456Z`.
  package var text: String {
    "\(seconds.dropLast()).\(Self.padded(Int(microseconds % 1_000_000), 6))Z"
  }

  /// `2026-11-23T18:44:26Z`.
  package var seconds: String {
    var seconds = time_t(microseconds / 1_000_000)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    let date = [Int(parts.tm_year) + 1_900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)]
    let clock = [Int(parts.tm_hour), Int(parts.tm_min), Int(parts.tm_sec)]
    return date.map { Self.padded($0, 2) }.joined(separator: "-") + "T"
      + clock.map { Self.padded($0, 2) }.joined(separator: ":") + "Z"
  }

  /// `2026-11-23`.
  package var day: String { String(seconds.prefix(10)) }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
