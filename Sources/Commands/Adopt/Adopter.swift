// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

/// A document as somebody gave it.
package struct SourceDocument: Sendable {
  /// What findings call it.
  package let name: String
  /// Its bytes.
  package let bytes: [UInt8]

  /// A document.
  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

/// What is known beside the documents to import.
package struct ImportOptions: Sendable {
  /// A domain that the settings are for.
  package var domain: DomainName?
  /// The address that a document was made for.
  package var address: MailAddress?

  /// Nothing.
  package init() {}
}

/// What came of an import.
package struct ImportResult: Sendable {
  /// A settings file; nil where an error is among the findings.
  package let settings: [UInt8]?
  /// What has no place in the settings, was guessed, or is wrong.
  package let findings: [Finding]

  /// A result.
  package init(settings: [UInt8]?, findings: [Finding]) {
    self.settings = settings
    self.findings = findings
  }
}

/// What reads documents; the program of its own that has it keeps XML out of `mkprofile`.
package struct Adopter: Sendable {
  /// Makes settings from a document.
  package typealias Import = @Sendable (SourceDocument, ImportOptions) -> ImportResult
  /// Reports on a document, for an address where one was given.
  package typealias Lint = @Sendable (SourceDocument, MailAddress?) -> [LintReport]

  /// Compares two sides.
  package typealias Diff = @Sendable (DiffInput, DiffInput, ImportOptions) -> DiffReport

  let importSettings: Import
  let lint: Lint
  let diff: Diff
  /// What can be said to which client: for people, and for programs.
  let clients: @Sendable () -> (text: String, json: JSON)

  /// What reads documents.
  package init(
    importSettings: @escaping Import, lint: @escaping Lint, diff: @escaping Diff,
    clients: @escaping @Sendable () -> (text: String, json: JSON)
  ) {
    self.importSettings = importSettings
    self.lint = lint
    self.diff = diff
    self.clients = clients
  }
}
