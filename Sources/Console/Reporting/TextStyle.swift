// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// How findings look as text.
package struct TextStyle {
  /// True where escape sequences of ECMA-48 are written.
  package let isColored: Bool

  /// Colour on a terminal, unless the person asked for something else (no-color.org).
  package static func wantsColor(
    _ choice: String, environment: [String: String], isTerminal: Bool
  ) -> Bool {
    switch choice {
    case "always": true
    case "never": false
    default: isTerminal && environment["NO_COLOR"] ?? "" == "" && environment["TERM"] != "dumb"
    }
  }

  /// A finding; the subject stands before one that has no place in a file.
  package func text(_ finding: Finding, for subject: String?) -> String {
    let start = finding.place.map { "\($0): " } ?? subject.map { "\($0): " } ?? ""
    let word = "\(finding.severity.rawValue):"
    return bold(start.printable) + colored(word, finding.severity) + " \(finding.messageAndFix)"
  }

  /// A sentence of the program about itself.
  package func message(_ finding: Finding) -> String {
    let name = "mkprofile:"
    let fix = finding.fix.map { "\n  fix: \($0.printable)" } ?? ""
    let start = finding.severity == .error ? colored(name, .error) : bold(name)
    return "\(start) \(finding.message.printable)\(fix)"
  }

  private func bold(_ text: String) -> String {
    isColored && !text.isEmpty ? "\u{1B}[1m\(text)\u{1B}[0m" : text
  }

  private func colored(_ text: String, _ severity: Severity) -> String {
    guard isColored else { return text }
    let code =
      switch severity {
      case .error: "1;31"
      case .warning: "1;33"
      case .note: "1;36"
      }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }
}
