// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Documents of whole domains, kept once they were made, at most a given number.
///
/// Two generations: when the young one is full it becomes the old one, whose entries come back
/// when they are asked for again. So what is asked for often stays, and a flood of names that
/// match a wildcard cannot fill the memory.
final class DocumentStore: Sendable {
  struct Key: Hashable {
    let domain: String
    let kind: String
  }

  private struct Generations {
    var young: [Key: KeptDocument] = [:]
    var old: [Key: KeptDocument] = [:]
  }

  private let generations = Mutex(Generations())
  private let half: Int

  /// A store of at most `capacity` documents.
  init(capacity: Int) { half = max(1, capacity / 2) }

  /// The kept document, or the one that `make` gives, which is kept.
  func document(_ key: Key, make: () -> KeptDocument?) -> KeptDocument? {
    if let kept = generations.withLock({ find(key, in: &$0) }) { return kept }
    guard let made = make() else { return nil }
    generations.withLock { insert(made, for: key, in: &$0) }
    return made
  }

  /// How many documents are kept.
  var count: Int { generations.withLock { $0.young.count + $0.old.count } }

  private func find(_ key: Key, in generations: inout Generations) -> KeptDocument? {
    if let young = generations.young[key] { return young }
    guard let old = generations.old.removeValue(forKey: key) else { return nil }
    insert(old, for: key, in: &generations)
    return old
  }

  private func insert(
    _ document: KeptDocument, for key: Key, in generations: inout Generations
  ) {
    if generations.young.count >= half {
      generations.old = generations.young
      generations.young = [:]
    }
    generations.young[key] = document
  }
}
