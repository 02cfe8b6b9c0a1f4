// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// What a client makes of something in a document, and how to write it instead.
package struct ClientRule: Hashable, Sendable {
  /// How far the effect goes.
  package enum Effect: String, Sendable, Hashable {
    /// The client makes nothing of the whole document.
    case refuses
    /// The client leaves one server out.
    case skips
    /// The client sets up something else than what is meant.
    case misreads
    /// The client does without something that people would see.
    case ignores
    /// The client sets an account up that nobody can log in to.
    case fails

    fileprivate var usualSeverity: Severity {
      switch self {
      case .refuses: .error
      case .skips, .misreads, .fails: .warning
      case .ignores: .note
      }
    }
  }

  /// A name for machines, such as `thunderbird-android/socket-type`.
  package let id: String
  /// Which client.
  package let program: ClientProgram
  /// How far it goes.
  package let effect: Effect
  /// What the client does, in one sentence without a full stop.
  package let sentence: String
  /// What to write instead.
  package let fix: String
  /// How much it matters in a document.
  package let severity: Severity
  /// The files that it is known by; their version is that of the program.
  package let source: String

  init(
    _ program: ClientProgram, _ name: String, _ effect: Effect, _ sentence: String, fix: String,
    _ severity: Severity? = nil, source: String? = nil
  ) {
    id = "\(program.id)/\(name)"
    self.program = program
    self.effect = effect
    self.sentence = sentence
    self.fix = fix
    self.severity = severity ?? effect.usualSeverity
    self.source = source ?? program.source
  }

  /// Every rule.
  package static let all: [ClientRule] =
    thunderbirdRules + androidRules + fairEmailRules + deltaChatRules + desktopRules
    + smallRules + poxRules + appleRules + appleValueRules + paccRules + draftRules
}

/// A rule that something in a document meets.
package struct Remark: Error, Hashable, Sendable {
  /// The rule.
  package let rule: ClientRule
  /// What in the document it is about, such as a bad value; nil where the rule says it all.
  package let detail: String?
  /// Where it stands.
  package let place: Place?

  /// A remark about something at a place.
  package init(_ rule: ClientRule, _ detail: String? = nil, at place: Place? = nil) {
    self.rule = rule
    self.detail = detail
    self.place = place
  }

  /// The remark as a finding; the path names the rule.
  package var finding: Finding {
    Finding(
      rule.severity, at: rule.id, rule.sentence + (detail.map { ": \($0)" } ?? ""), fix: rule.fix,
      place: place)
  }
}
