// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import HTTPListener
import MailSettings
import PersonalLinks
import ProfileServer
import Renderers
import System

/// Lets a program make the app passwords of links.
final class PasswordMaker: Sendable {
  private let program: ChildProgram
  private let limits: ProcessLimits
  private let metrics: ServerMetrics
  private let log: RequestLog
  /// Until when a link is not tried again, on the clock that only moves forward.
  private let failures = Guarded([String: Int64]())

  /// So long a failure is remembered, in microseconds: somebody who presses again and again asks a
  /// program that hangs once.
  static let pause: Int64 = 10_000_000

  /// Bytes of what the program says on standard error that go to the log.
  static let mostWords = 1_024

  /// Nil where there is no program.
  init?(_ options: DeliveryOptions, _ metrics: ServerMetrics, _ log: RequestLog) {
    guard let name = options.passwordCommand.first else { return nil }
    program = ChildProgram(name, Array(options.passwordCommand.dropFirst()))
    var limits = ProcessLimits()
    limits.outputBytes = AppPassword.longest * 4
    limits.messageBytes = Self.mostWords
    limits.milliseconds = options.passwordTimeout * 1_000
    self.limits = limits
    self.metrics = metrics
    self.log = log
  }

  /// A new password for a link; nil, with a line in the log, where the program fails, and without
  /// one where it has failed for this link a moment ago.
  func password(
    of token: LinkToken, _ account: AccountSettings, at now: () -> Int64 = { Clock.monotonic }
  ) -> AppPassword? {
    let begin = now()
    let isPaused = failures.withLock { failures in
      failures = failures.filter { $0.value > begin }
      return failures[token.text] != nil
    }
    guard !isPaused else { return nil }
    if let password = make(token, account) { return password }
    let end = now() + Self.pause
    failures.withLock { $0[token.text] = end }
    return nil
  }

  private func make(_ token: LinkToken, _ account: AccountSettings) -> AppPassword? {
    let reason: String
    let words: String
    do throws(ProcessFailure) {
      let answer = try ChildProcess.run(
        program, input: Self.question(token, account), limits: limits)
      words = answer.words
      if let password = Self.answer(answer.output) {
        metrics.passwordMade()
        repeatWords(answer.words, without: password)
        return password
      }
      reason =
        "did not write one line of 1 to \(AppPassword.longest) characters, or of JSON with such"
        + " texts for mail, calendar, contacts or activesync"
    } catch {
      reason = "\(error.cause)"
      words = error.words
    }
    metrics.passwordFailed()
    let said = words.isEmpty ? "" : "; it says: \(words)"
    log.say(.error, "no password was made: the program \(program.program) \(reason)\(said)")
    return nil
  }

  /// What the program says is for whoever runs the server, and a password is for nobody but its
  /// person, should the program say it.
  private func repeatWords(_ words: String, without password: AppPassword) {
    guard !words.isEmpty else { return }
    let text = password.secrets.reduce(words) { $0.replacing($1, by: "\(password)") }
    log.say(.warning, "the program \(program.program) says: \(text)")
  }

  /// What the program reads: one line of JSON.
  static func question(_ token: LinkToken, _ account: AccountSettings) -> [UInt8] {
    let members: JSON.Members = [
      "version": .integer(1), "link": .string(token.identifier),
      "provider": .string(account.provider.id.ascii),
      "address": .optional(account.address?.description),
      "login": .optional(account.incoming.first?.username.value),
      "domain": .string(account.loginDomain.ascii),
      "name": .optional(account.person.name?.text), "parts": .optional(token.link.parts),
      "device": .optional(token.link.device), "expires": .integer(Int(token.link.expires)),
    ]
    return JSON.object(members).encoded(pretty: false) + [0x0A]
  }

  /// One line, with or without its end: a password, or passwords by their parts as JSON.
  static func answer(_ output: [UInt8]) -> AppPassword? {
    guard var text = String(validating: output, as: UTF8.self) else { return nil }
    if text.hasSuffix("\r\n") || text.hasSuffix("\n") { text.removeLast() }
    return AppPassword(text)
  }
}
