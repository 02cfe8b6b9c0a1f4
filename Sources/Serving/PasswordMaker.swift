// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import HTTPListener
import MailSettings
import PersonalLinks
import ProfileServer
import Renderers
import System

/// Lets a program make the app passwords of links, one password for each link: whoever fetches a
/// profile again within some minutes gets the same one, as browsers do that ask twice.
final class PasswordMaker: Sendable {
  private final class Entry: Sendable {
    let password = Guarded<AppPassword?>(nil)
    let made: Int64
    init(made: Int64) { self.made = made }
  }

  private let program: ChildProgram
  private let limits: ProcessLimits
  private let metrics: Metrics
  private let log: RequestLog
  private let entries = Guarded([String: Entry]())

  /// So long a password is remembered, in memory alone, in microseconds.
  static let lifetime: Int64 = 10 * 60 * 1_000_000
  /// So many links are remembered; the oldest one goes.
  private static let mostLinks = 1_024

  /// Nil where there is no program.
  init?(_ options: DeliveryOptions, _ metrics: Metrics, _ log: RequestLog) {
    guard let name = options.passwordCommand.first else { return nil }
    program = ChildProgram(name, Array(options.passwordCommand.dropFirst()))
    var limits = ProcessLimits()
    limits.outputBytes = AppPassword.longest * 4
    limits.milliseconds = options.passwordTimeout * 1_000
    self.limits = limits
    self.metrics = metrics
    self.log = log
  }

  /// The password of a link; nil, with a line in the log, where the program fails. Requests for one
  /// link wait for each other.
  func password(
    of token: LinkToken, _ account: AccountSettings, at now: Int64 = Clock.monotonic
  ) -> AppPassword? {
    entry(token.text, now).password.withLock { password in
      if let password { return password }
      password = make(token, account)
      return password
    }
  }

  private func entry(_ token: String, _ now: Int64) -> Entry {
    entries.withLock { entries in
      if let entry = entries[token], now - entry.made < Self.lifetime { return entry }
      entries = entries.filter { now - $0.value.made < Self.lifetime }
      if entries.count >= Self.mostLinks,
        let oldest = entries.min(by: { $0.value.made < $1.value.made })
      {
        entries[oldest.key] = nil
      }
      let entry = Entry(made: now)
      entries[token] = entry
      return entry
    }
  }

  private func make(_ token: LinkToken, _ account: AccountSettings) -> AppPassword? {
    let reason: String
    do throws(ProcessFailure) {
      let output = try ChildProcess.output(
        of: program, input: Self.question(token, account), limits: limits)
      if let password = Self.answer(output) {
        metrics.passwordMade()
        return password
      }
      reason = "did not write one line of 1 to \(AppPassword.longest) characters"
    } catch {
      // What it says may hold the password: it is not repeated.
      reason = "\(error.cause)"
    }
    metrics.passwordFailed()
    log.say(.error, "no password was made: the program \(program.program) \(reason)")
    return nil
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

  /// One line, with or without its end.
  static func answer(_ output: [UInt8]) -> AppPassword? {
    guard var text = String(validating: output, as: UTF8.self) else { return nil }
    if text.hasSuffix("\r\n") || text.hasSuffix("\n") { text.removeLast() }
    return AppPassword(text)
  }
}
