// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// Answers about people, kept for a while in bounded memory: two generations, of which the old one
/// goes when the young one is full. That nobody is known is kept, too.
package struct PersonCache: Sendable {
  private struct Kept {
    let answer: PersonAnswer
    /// On the clock that only moves forward, in microseconds.
    let end: Int64
  }

  private var young: [String: Kept] = [:]
  private var old: [String: Kept] = [:]
  private let half: Int

  /// A cache of at most so many answers.
  package init(entries: Int) { half = max(1, entries / 2) }

  /// How many answers there are.
  package var count: Int { young.count + old.count }

  /// The answer about an address that is still good at a moment.
  package mutating func answer(_ address: String, at now: Int64) -> PersonAnswer? {
    if let kept = young[address] { return kept.end > now ? kept.answer : nil }
    guard let kept = old.removeValue(forKey: address), kept.end > now else { return nil }
    insert(kept, address)
    return kept.answer
  }

  /// Keeps an answer for so many microseconds.
  package mutating func keep(
    _ answer: PersonAnswer, for address: String, _ duration: Int64, at now: Int64
  ) {
    old[address] = nil
    insert(Kept(answer: answer, end: now + duration), address)
  }

  private mutating func insert(_ kept: Kept, _ address: String) {
    if young.count >= half, young[address] == nil {
      old = young
      young = [:]
    }
    young[address] = kept
  }

  /// Forgets one answer.
  package mutating func forget(_ address: String) {
    young[address] = nil
    old[address] = nil
  }

  /// Forgets everything.
  package mutating func forgetAll() {
    young = [:]
    old = [:]
  }
}
