// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

/// One side of a comparison.
package enum DiffInput: Sendable {
  /// A document or a settings file.
  case document(SourceDocument)
  /// Settings that were made from what a domain publishes.
  case settings(ImportResult, name: String)
  /// A folder of settings, by its path.
  case folder(String)
}

/// What differs between two sides, and what follows for devices that are set up.
package struct DiffChange: Sendable, Hashable {
  /// What it is about, such as `imap host`.
  package let subject: String
  /// What it was; nil where it is new.
  package let old: String?
  /// What it becomes; nil where it goes.
  package let new: String?
  /// What follows, in one sentence without a full stop.
  package let consequence: String

  /// A change.
  package init(_ subject: String, _ old: String?, _ new: String?, _ consequence: String) {
    self.subject = subject
    self.old = old
    self.new = new
    self.consequence = consequence
  }
}

/// Every change with the domains that it is for.
package struct DiffReport: Sendable {
  /// The changes in order; those for all domains have the domains of all.
  package var changes: [(change: DiffChange, domains: [String])] = []
  /// What was found while the two sides were read; an error among it means no comparison.
  package var findings: [Finding] = []

  /// True once two documents were compared key by key.
  package var hasComparedDocuments = false

  /// Nothing yet.
  package init() {}

  /// Adds a change for a domain.
  package mutating func add(_ change: DiffChange, _ domain: String) {
    if let index = indices[change] {
      changes[index].domains.append(domain)
    } else {
      indices[change] = changes.count
      changes.append((change, [domain]))
    }
  }

  private var indices: [DiffChange: Int] = [:]

  /// The changes for people, one after the other.
  package var text: String {
    changes.map { change, domains in
      let more = domains.count > 3 ? " and \(domains.count - 3) more" : ""
      let values = "\(change.old ?? "(nothing)") → \(change.new ?? "(nothing)")"
      let whom = "for \(domains.prefix(3).joined(separator: ", "))\(more)"
      return "\("\(change.subject): \(values)".printable)\n  \(whom.printable)\n"
        + "  \(change.consequence.printable)\n"
    }.joined()
  }

  /// The same for programs.
  package var json: JSON {
    .array(
      changes.map { change, domains in
        .object([
          "subject": .string(change.subject), "old": change.old.map { .string($0) } ?? .null,
          "new": change.new.map { .string($0) } ?? .null,
          "consequence": .string(change.consequence), "domains": .strings(domains),
        ])
      })
  }
}
