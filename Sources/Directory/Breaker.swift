// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Spares a source that fails: after some failures in a row nobody asks for a while, then one may
/// try.
package struct Breaker: Hashable, Sendable {
  /// Failures in a row after which nobody asks.
  package static let most = 3
  /// The first pause, in microseconds; each further failure doubles it.
  package static let pause: Int64 = 1_000_000
  /// The longest pause, in microseconds.
  package static let longestPause: Int64 = 30_000_000

  private var failures = 0
  private var opensAt: Int64 = 0
  private var isTrying = false

  /// Nothing has failed yet.
  package init() {}

  /// True while nobody asks.
  package var isOpen: Bool { failures >= Self.most }

  /// Whether one may ask at a moment, in microseconds on the clock that only moves forward; who may
  /// has to say how it went.
  package mutating func mayAsk(at now: Int64) -> Bool {
    guard isOpen else { return true }
    guard !isTrying, now >= opensAt else { return false }
    isTrying = true
    return true
  }

  /// An answer came.
  package mutating func succeeded() { self = Breaker() }

  /// None came.
  package mutating func failed(at now: Int64) {
    failures += 1
    isTrying = false
    guard failures >= Self.most else { return }
    let doubled = Self.pause << min(10, failures - Self.most)
    opensAt = now + min(Self.longestPause, doubled)
  }
}
