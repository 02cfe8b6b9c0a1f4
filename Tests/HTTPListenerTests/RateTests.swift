// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ProfileServer
import Testing

@testable import HTTPListener

struct RateTests {
  private let second: Int64 = 1_000_000

  @Test func aBurstThenTheRate() throws {
    let limiter = RateLimiter(requestsPerSecond: 2, burst: 3, remembered: 10)
    let client = try #require(ClientAddress("192.0.2.1"))
    for _ in 0..<3 { #expect(limiter.refusal(of: client, at: 0) == nil) }
    #expect(limiter.refusal(of: client, at: 0) == 1)
    #expect(limiter.refusal(of: client, at: second / 2) == nil)
    #expect(limiter.refusal(of: client, at: second / 2) == 1)
    // However long it was silent, there is no more than the burst.
    for _ in 0..<3 { #expect(limiter.refusal(of: client, at: 3_600 * second) == nil) }
    #expect(limiter.refusal(of: client, at: 3_600 * second) != nil)
  }

  @Test func clientsDoNotShareABucket() throws {
    let limiter = RateLimiter(requestsPerSecond: 1, burst: 1, remembered: 10)
    #expect(limiter.refusal(of: try #require(ClientAddress("192.0.2.1")), at: 0) == nil)
    #expect(limiter.refusal(of: try #require(ClientAddress("192.0.2.2")), at: 0) == nil)
    #expect(limiter.refusal(of: try #require(ClientAddress("2001:db8::1")), at: 0) == nil)
    #expect(limiter.refusal(of: try #require(ClientAddress("2001:db8::2")), at: 0) != nil)
  }

  @Test func noRateIsNoLimit() {
    let limiter = RateLimiter(requestsPerSecond: 0, burst: 1, remembered: 10)
    for _ in 0..<100 { #expect(limiter.refusal(of: .local, at: 0) == nil) }
  }

  @Test func aFloodOfClientsDoesNotForgetABusyOne() throws {
    let limiter = RateLimiter(requestsPerSecond: 1, burst: 1, remembered: 100)
    let busy = try #require(ClientAddress("192.0.2.1"))
    _ = limiter.refusal(of: busy, at: 0)
    for number in 1...10_000 {
      _ = limiter.refusal(of: ClientAddress(network: UInt64(number), interface: 0), at: 0)
      #expect(limiter.refusal(of: busy, at: 0) != nil)
    }
  }

  @Test func aClockThatStandsStillIsNoHarm() throws {
    let limiter = RateLimiter(requestsPerSecond: 1, burst: 1, remembered: 2)
    let client = try #require(ClientAddress("192.0.2.1"))
    #expect(limiter.refusal(of: client, at: second) == nil)
    #expect(limiter.refusal(of: client, at: 0) == 1)
  }

  @Test func requestsOfAForwardedClientAreCounted() throws {
    let table = ConnectionTable()
    let client = try #require(ClientAddress("192.0.2.1"))
    #expect(table.beginRequest(of: client, limit: 2))
    #expect(table.beginRequest(of: client, limit: 2))
    #expect(!table.beginRequest(of: client, limit: 2))
    table.endRequest(of: client)
    #expect(table.beginRequest(of: client, limit: 2))
  }

  @Test(arguments: [
    ("GET", "GET"), ("POST", "POST"), ("get", "OTHER"), ("X\u{1B}[2J", "OTHER"), ("", "OTHER"),
  ])
  func methodsInTheLog(_ sent: String, _ logged: String) {
    #expect(Exchange.known(sent) == logged)
  }
}
