// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import DomainCheck
import MailSettings

/// What asks the network. Only one of the programs links it.
package protocol NetworkTools: Sendable {
  /// The network as options have it; throws where one of them is wrong.
  func connect(_ options: NetworkOptions) throws(InvalidValue) -> any World
  /// Checks domains and writes the report.
  func check(_ request: CheckRequest) -> CheckOutcome
}

/// What `check` was asked for.
package struct CheckRequest {
  /// How the result is written.
  package enum Form: Sendable { case text, json, markdown, nsupdate }

  /// A domain to check.
  package struct Target: Sendable {
    /// The domain.
    package let domain: DomainName
    /// The address, where one was given.
    package let address: MailAddress?
    /// The settings to compare with; nil where the domain speaks for itself.
    package let settings: AccountSettings?
  }

  /// The domains, at least one, in the order of the report.
  package let targets: [Target]
  /// The parts that are wanted.
  package let areas: Set<Area>
  /// DKIM selectors.
  package let selectors: [String]
  /// How the network is asked.
  package let network: NetworkOptions
  /// A password to try.
  package let password: String?
  /// How the result is written.
  package let form: Form
  /// True where a terminal shows colours.
  package let isColored: Bool
  /// Seconds between two checks; nil for one check.
  package let interval: Int?
  /// Takes text for standard output; false once nobody reads it.
  package let write: (String) -> Bool
  /// Shows how far it is.
  package let progress: (_ done: Int, _ total: Int) -> Void
  /// Replaces the file of metrics.
  package let writeMetrics: ((String) -> Void)?
  /// True once the program was asked to stop.
  package let isInterrupted: () -> Bool
}

/// How a check ended.
package enum CheckOutcome {
  /// Everything was looked at; true where there are errors.
  case done(hasErrors: Bool)
  /// The command line is wrong.
  case usage(String, fix: String?)
  /// The resolver cannot be reached.
  case unreachable(String)
}
