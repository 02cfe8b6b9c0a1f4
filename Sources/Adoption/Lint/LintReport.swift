// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ClientRules
import MailSettings

/// What one client makes of a document.
package struct LintOutcome: Sendable {
  /// The client.
  package let program: ClientProgram
  /// What it sets up; nil where it refuses the document.
  package let account: ClientAccount?
  /// Why it refuses; nil where it does not.
  package let refusal: Remark?

  /// An outcome.
  package init(_ program: ClientProgram, _ account: ClientAccount?, refusal: Remark?) {
    self.program = program
    self.account = account
    self.refusal = refusal
  }
}

/// What there is to say about a document.
package struct LintReport: Sendable {
  /// The document's name.
  package let source: String
  /// What kind of document it is.
  package let kind: String
  /// The address that an account is set up for; empty where there is none.
  package var address: String
  /// What the document is and who follows it, where no line of the table says it.
  package var summary: String?
  /// Client by client.
  package var outcomes: [LintOutcome]
  /// Everything found; the path of one about a rule is the rule's name.
  package var findings: [Finding]

  /// A report.
  package init(
    source: String, kind: String, address: String, outcomes: [LintOutcome], findings: [Finding]
  ) {
    self.source = source
    self.kind = kind
    self.address = address
    self.outcomes = outcomes
    self.findings = findings
  }
}
