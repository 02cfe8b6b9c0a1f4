// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Why a command stops: the exit code, and everything there is to say about it.
package struct Failure: Error {
  /// How the program ends.
  package let code: ExitCode
  /// What the program itself says; nil where the findings say it all.
  package let message: InvalidValue?
  /// What was found in a file.
  package var findings: [Finding] = []

  /// A failure with one sentence, and what mends it.
  package init(_ code: ExitCode, _ message: String, fix: String? = nil) {
    self.code = code
    self.message = InvalidValue(message, fix: fix)
  }

  /// A failure that findings explain.
  package init(_ code: ExitCode, findings: [Finding]) {
    self.code = code
    self.message = nil
    self.findings = findings
  }

  /// The command line is wrong.
  package static func usage(_ message: String, fix: String? = nil) -> Failure {
    Failure(.usage, message, fix: fix)
  }
}
