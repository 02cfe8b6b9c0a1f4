// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

/// Everything that is said to people: findings, what the program did, progress.
package final class Reporter {
  private let io: InputOutput
  private let isJSON: Bool
  private let isQuiet: Bool
  private let isStrict: Bool
  private let lowest: Severity
  private let style: TextStyle
  private var progress: ProgressBar?
  private var said: Set<Finding> = []
  private var repeated = 0
  private var counts: [Severity: Int] = [:]
  private var missingFiles = 0
  private var otherErrors = 0

  /// Past so many different findings the same one may be said again: memory stays bounded.
  private static let mostRemembered = 1_000

  /// A reporter as the options ask for.
  package init(
    _ arguments: Arguments, environment: [String: String], io: InputOutput, isJSON: Bool = false
  ) {
    self.io = io
    self.isJSON = isJSON || arguments[.findings] == "json"
    isQuiet = arguments.has(.quiet)
    isStrict = arguments.has(.strict)
    lowest = isQuiet ? .error : arguments.has(.verbose) ? .note : .warning
    style = TextStyle(
      isColored: TextStyle.wantsColor(
        arguments[.color] ?? "auto", environment: environment, isTerminal: io.errorIsTerminal))
  }

  /// Says what was found for an account or in a row; the answer is false where it holds an error.
  ///
  /// A warning or note that was said before is only counted, since a thousand accounts of one
  /// provider share their warnings.
  @discardableResult
  package func report(_ findings: [Finding], for subject: String? = nil, at place: Place? = nil)
    -> Bool
  {
    var isGood = true
    for var finding in findings {
      if isStrict, finding.severity == .warning { finding.severity = .error }
      if finding.severity == .error {
        isGood = false
        note(error: finding.isAboutMissingFile)
      }
      counts[finding.severity, default: 0] += 1
      guard finding.severity >= lowest, isNews(finding) else { continue }
      finding.place = finding.place ?? place
      write(isJSON ? finding.json(for: subject) : style.text(finding, for: subject))
    }
    return isGood
  }

  /// Says why a command stops.
  package func report(_ failure: Failure) {
    report(failure.findings)
    guard let message = failure.message else { return }
    note(error: failure.code == .noSuchFile)
    say(Finding(.error, at: "", message.message, fix: message.fix))
  }

  private func note(error isAboutMissingFile: Bool) {
    if isAboutMissingFile { missingFiles += 1 } else { otherErrors += 1 }
  }

  /// The code to end with: where nothing is wrong but that files are missing, that is said.
  package func code(_ code: ExitCode) -> ExitCode {
    let isAboutInput = code == .badInput || code == .errorsFound
    return isAboutInput && missingFiles > 0 && otherErrors == 0 ? .noSuchFile : code
  }

  /// Says what was done, in one sentence without a full stop.
  package func inform(_ text: String) {
    if !isQuiet { say(Finding(.note, at: "", text)) }
  }

  /// Says what was done and what to type next, on a line of its own.
  package func inform(_ text: String, next command: String) {
    guard !isQuiet else { return }
    guard !isJSON else { return say(Finding(.note, at: "", text, fix: command)) }
    write(style.message(Finding(.note, at: "", "\(text):")) + "\n  \(command.printable)")
  }

  /// Says something that is about the program's own work.
  private func say(_ finding: Finding) {
    write(isJSON ? finding.json(for: nil) : style.message(finding))
  }

  /// Says how many findings were left out as repetitions.
  package func finish() {
    progress?.clear()
    progress = nil
    guard repeated > 0 else { return }
    let findings = repeated == 1 ? "1 finding was" : "\(repeated) findings were"
    inform("\(findings) the same as those above")
    repeated = 0
  }

  /// Says how much was found in all, at the end of a long job; nothing where nothing was.
  package func summarize() {
    let parts = [(Severity.error, "error"), (.warning, "warning")].compactMap { severity, word in
      counts[severity].map { "\($0) \(word)\($0 == 1 ? "" : "s")" }
    }
    if counts.filter({ $0.key > .note }).values.reduce(0, +) > 1 {
      inform("found \(parts.joined(separator: " and ")) in all")
    }
  }

  /// Shows how far a long job is, on a terminal only; `total` 0 is an unknown one.
  package func showProgress(done: Int, total: Int, _ text: String) {
    guard io.errorIsTerminal, !isQuiet, !isJSON else { return }
    if progress == nil { progress = ProgressBar(io: io) }
    progress?.show(done: done, total: total, text)
  }

  private func isNews(_ finding: Finding) -> Bool {
    guard finding.severity < .error, !isJSON else { return true }
    var key = finding
    key.place = nil
    if said.contains(key) {
      repeated += 1
      return false
    }
    if said.count < Self.mostRemembered { said.insert(key) }
    return true
  }

  private func write(_ line: String) {
    progress?.clear()
    io.writeError(line + "\n")
  }
}

extension Finding {
  /// The finding as a JSON object; `subject` is the address or domain that it is about.
  fileprivate func json(for subject: String?) -> String {
    let object = JSON.object([
      "severity": .string(severity.rawValue), "file": place.map { .string($0.file) } ?? .null,
      "line": place.map { .integer($0.line) } ?? .null,
      "column": place.map { .integer($0.column) } ?? .null,
      "account": subject.map { .string($0) } ?? .null, "path": .string(path),
      "message": .string(message), "fix": fix.map { .string($0) } ?? .null,
    ])
    return object.printable(pretty: false)
  }
}
