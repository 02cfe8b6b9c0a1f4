// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System

/// Documents of whole domains, and of addresses that a directory was asked about, kept once they
/// were made, in at most a given amount of memory.
///
/// Two generations: when the young one is full it becomes the old one, whose entries come back
/// when they are asked for again. So what is asked for often stays, and a flood of names that
/// match a wildcard cannot fill the memory.
final class DocumentStore: Sendable {
  struct Key: Hashable {
    let domain: DomainName
    let format: String
    /// What was chosen for the format; empty for its defaults.
    let choice: String
  }

  private struct Generations {
    var young: [Key: KeptDocument] = [:]
    var old: [Key: KeptDocument] = [:]
    var cost = 0
    /// Grows whenever something was forgotten: what was begun before is not kept after.
    var age = 0
  }

  private let generations = Guarded(Generations())
  private let half: Int

  /// A store of at most so many bytes, but always of one document.
  init(bytes: Int) { half = max(0, bytes / 2) }

  /// The kept document, or the one that `make` gives, which is kept.
  func document(_ key: Key, make: () -> KeptDocument?) -> KeptDocument? {
    let (young, age) = generations.withLock { ($0.young[key], $0.age) }
    if let young { return young }
    let old = generations.withLock { $0.old.removeValue(forKey: key) }
    guard let document = old ?? make() else { return nil }
    // Thousands of documents may go: they do it after the lock is given back.
    withExtendedLifetime(
      generations.withLock { $0.age == age ? insert(document, for: key, in: &$0) : [:] }
    ) {}
    return document
  }

  /// Forgets the documents of some domains.
  func forget(_ domains: Set<DomainName>) {
    generations.withLock { generations in
      generations.age += 1
      for key in generations.young.keys where domains.contains(key.domain) {
        generations.young[key] = nil
      }
      for key in generations.old.keys where domains.contains(key.domain) {
        generations.old[key] = nil
      }
    }
  }

  /// Forgets everything.
  func forgetAll() {
    let outdated = generations.withLock { generations in
      let outdated = generations
      generations = Generations()
      generations.age = outdated.age + 1
      return outdated
    }
    withExtendedLifetime(outdated) {}
  }

  /// How many documents are kept.
  var count: Int { generations.withLock { $0.young.count + $0.old.count } }

  /// Gives back the generation that has to go.
  private func insert(
    _ document: KeptDocument, for key: Key, in generations: inout Generations
  ) -> [Key: KeptDocument] {
    var outdated: [Key: KeptDocument] = [:]
    if generations.cost + document.cost > half, !generations.young.isEmpty {
      outdated = generations.old
      generations.old = generations.young
      generations.young = [:]
      generations.cost = 0
    }
    if generations.young.updateValue(document, forKey: key) == nil {
      generations.cost += document.cost
    }
    return outdated
  }
}
