// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System

/// The domains of a directory as they are now. Whoever looks one up never waits for the directory:
/// what it says takes the place of what was known in one step.
package final class LiveDomains: Sendable {
  private let table = Guarded(DomainTable())

  /// No domains yet.
  package init() {}

  /// What is known of a domain; nil where it is not there.
  package subscript(name: DomainName) -> DomainTable.Entry? { table.withLock { $0[name] } }

  /// How many domains there are.
  package var count: Int { table.withLock { $0.count } }

  /// All of them as they are now.
  package var snapshot: DomainTable { table.withLock { $0 } }

  /// Puts others in their place; what is let go of is freed on the caller's thread.
  package func replace(by fresh: DomainTable) {
    let old = table.withLock { table in
      let old = table
      table = fresh
      return old
    }
    withExtendedLifetime(old) {}
  }

  /// Changes some; nil takes a domain away. Gives those that are different now.
  package func change(_ changes: [(DomainName, DomainTable.Entry?)]) -> [DomainName] {
    let (changed, isWasteful) = table.withLock { table in
      let changed = changes.filter { name, entry in
        entry.map { table.set(name, $0) } ?? table.remove(name)
      }
      return (changed.map(\.0), table.isWasteful)
    }
    // One thread alone changes it: nothing is lost between these two.
    if isWasteful { replace(by: snapshot.compacted()) }
    return changed
  }
}

/// A provider's directory with what is known of its domains.
package struct ServedDirectory: Sendable {
  /// The provider by its place in the settings.
  package let provider: Int
  /// What is asked, and how.
  package let options: DirectoryOptions
  /// Its domains.
  package internal(set) var domains = LiveDomains()
}
