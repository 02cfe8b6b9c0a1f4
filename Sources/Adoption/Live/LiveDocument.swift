// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// A document that was fetched, and what is worth knowing about how it came.
package typealias LiveDocument = (document: SourceDocument, findings: [Finding])

/// Why the network gave no document.
package enum LiveProblem: Error {
  /// The command line is wrong.
  case usage(String, fix: String?)
  /// Nobody answers, or not with a document.
  case unreachable(String, fix: String?)
}
