// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import PersonalLinks
import System

/// What became of a link.
package struct LinkRecord: Sendable, Hashable {
  /// When the last profile was made, in seconds since 1970 UTC; nil before the first.
  package var made: Int64?
  /// Where it is fetched from, as long as this process knows.
  package var download: String?
  /// The view of the page whose button was pressed for it.
  package var view: String?
  /// False where everybody had gone before they could be told.
  package var isSeen = true

  /// A link that nobody has used.
  package init() {}
}

/// What became of all links: kept while settings are read again, and where it can be, for longer.
package protocol LinkLedger: Sendable {
  /// What became of a link; at once, also while it is being changed.
  func record(of token: LinkToken) -> LinkRecord
  /// Changes what is noted of a link, one after the other, whoever else wants to.
  func change(_ token: LinkToken, at now: Int64, _ body: (inout LinkRecord) -> Void)
}

/// Remembers links in this process alone.
package final class MemoryLedger: LinkLedger {
  private final class Entry: Sendable {
    // Not of nothing, whose place would be that of the lock's own object: a race to the sanitizer.
    let turn = Guarded(0)
    let record = Guarded(LinkRecord())
    let expires: Int64
    init(expires: Int64) { self.expires = expires }
  }

  // Only who has the key can make a link: strangers cannot fill this.
  private let entries = Guarded([String: Entry]())

  /// Nothing yet.
  package init() {}

  /// What is known of a link; nothing where it was never used.
  package func record(of token: LinkToken) -> LinkRecord {
    entries.withLock { $0[token.text] }?.record.withLock { $0 } ?? LinkRecord()
  }

  /// `now` in seconds since 1970 UTC: links that are over are forgotten.
  package func change(_ token: LinkToken, at now: Int64, _ body: (inout LinkRecord) -> Void) {
    let entry = entries.withLock { entries in
      if let entry = entries[token.text] { return entry }
      entries = entries.filter { $0.value.expires > now }
      let entry = Entry(expires: token.link.expires)
      entries[token.text] = entry
      return entry
    }
    // The record itself stays readable meanwhile, which may be long.
    entry.turn.withLock { _ in
      var record = entry.record.withLock { $0 }
      body(&record)
      entry.record.withLock { $0 = record }
    }
  }
}
