// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System

/// A variable of the environment that the program reads.
package struct EnvironmentVariable {
  /// As it is set.
  package let name: String
  /// One sentence with a full stop.
  package let summary: String

  /// A variable.
  package init(name: String, summary: String) { (self.name, self.summary) = (name, summary) }

  /// Where the settings are.
  package static let settings = EnvironmentVariable(
    name: "MKPROFILE_SETTINGS", summary: "The settings to use where --settings is not given.")
  /// Every variable that the program looks at, in the order of help.
  package static let all = [
    settings,
    EnvironmentVariable(
      name: CredentialPath.environment,
      summary: "The folder of secrets in paths that begin with $\(CredentialPath.environment)/."),
    EnvironmentVariable(name: "NO_COLOR", summary: "Any text turns colour off."),
    EnvironmentVariable(name: "TERM", summary: "With the value dumb there is no colour."),
  ]

  /// The values that are set now.
  package static func current() -> [String: String] {
    var values: [String: String] = [:]
    for variable in all {
      if let value = getenv(variable.name) { values[variable.name] = String(cString: value) }
    }
    return values
  }
}
