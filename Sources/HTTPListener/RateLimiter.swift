// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import ProfileServer
import System

/// A token bucket for each client: an average rate with room for a burst.
///
/// What is remembered is bounded: two generations, of which the older one is forgotten when the
/// younger one is full. A forgotten client has a full bucket again, which favours the client.
final class RateLimiter: Sendable {
  private struct Bucket {
    var tokens: Double
    var updated: Int64
  }

  private struct Generations {
    var young: [ClientAddress: Bucket] = [:]
    var old: [ClientAddress: Bucket] = [:]
  }

  private let state = Guarded(Generations())
  private let rate: Double
  private let burst: Double
  private let half: Int

  /// A limiter; a rate of 0 lets everything pass.
  init(requestsPerSecond: Int, burst: Int, remembered: Int) {
    rate = Double(requestsPerSecond)
    self.burst = Double(max(burst, 1))
    half = max(1, remembered / 2)
  }

  /// Takes one token at a time in microseconds; nil where there was one, else the seconds until
  /// there is one again.
  func refusal(of client: ClientAddress, at now: Int64) -> Int? {
    guard rate > 0 else { return nil }
    let key = client.client
    return state.withLock { generations in
      var bucket =
        generations.young[key] ?? generations.old[key] ?? Bucket(tokens: burst, updated: now)
      let elapsed = Double(max(0, now - bucket.updated)) / 1e6
      bucket.tokens = min(burst, bucket.tokens + elapsed * rate)
      bucket.updated = now
      let passes = bucket.tokens >= 1
      if passes { bucket.tokens -= 1 }
      if generations.young.count >= half, generations.young[key] == nil {
        generations.old = generations.young
        generations.young = [:]
      }
      generations.young[key] = bucket
      return passes ? nil : max(1, Int(((1 - bucket.tokens) / rate).rounded(.up)))
    }
  }
}
