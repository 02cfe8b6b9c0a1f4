// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CGnuTLS
import DomainCheck
import MailSettings
import System

/// A short dialog with a mail server: greeting, abilities, TLS, abilities again, good-bye.
struct ServerTalk {
  typealias Failure = ServerAnswer.Failure
  private let request: ServerProbe
  private let route: Network.Route
  private let deadline: Deadline
  private let trust: TrustedAuthorities

  init(
    _ request: ServerProbe, route: Network.Route, deadline: Deadline, trust: TrustedAuthorities
  ) {
    self.request = request
    self.route = route
    self.deadline = deadline
    self.trust = trust
  }

  func run() -> ServerAnswer {
    var answer = ServerAnswer()
    do throws(Failure) { try talk(&answer) } catch { answer.failure = error }
    return answer
  }

  private func talk(_ answer: inout ServerAnswer) throws(Failure) {
    let wire = try Wire(route, deadline)
    if request.security == .tls { try secure(wire, &answer) }
    if request.isOldTLS, request.security == .tls { return }
    if request.dialog == .tlsOnly { return }
    let script = MailScript(request.dialog, wire)
    try script.greeting()
    let said = try script.abilities()
    let first = said ?? []
    answer.saysAbilities = said != nil
    switch request.security {
    case .tls: answer.after = first
    case .none:
      answer.before = first
      answer.after = first
    case .starttls:
      answer.before = first
      guard first.contains(where: { $0 == "STARTTLS" || $0 == "STLS" }) else {
        throw .noStartTLS
      }
      try script.startTLS()
      try secure(wire, &answer)
      if request.isOldTLS { return }
      let after = try script.abilities()
      answer.after = after ?? []
      answer.saysAbilities = after != nil
    }
    if let login = request.login { try logIn(login, script, &answer) }
    try? script.goodBye()
  }

  /// A password goes to servers that can be trusted, over TLS.
  private func logIn(
    _ login: ServerProbe.Login, _ script: MailScript, _ answer: inout ServerAnswer
  ) throws(Failure) {
    guard answer.version != nil else {
      answer.logIn = .withoutTLS
      return
    }
    if let fault = answer.certificateFaults.first(where: { $0.grade == .error }) {
      answer.logIn = .untrusted(fault)
      return
    }
    let outcome = try script.logIn(login, LogInOffer(request.dialog, answer.after))
    answer.logIn = outcome
    if case .works = outcome, request.dialog == .smtp {
      answer.tookMessage = try script.sendMessage(login.address)
    }
  }

  private func secure(_ wire: Wire, _ answer: inout ServerAnswer) throws(Failure) {
    let versions =
      request.isOldTLS
      ? "NORMAL:-VERS-ALL:+VERS-TLS1.1:+VERS-TLS1.0"
      : String(cString: mkprofile_tls_versions())
    try wire.startTLS(request.host, versions: versions, trust: trust)
    answer.version = wire.version
    // Whoever looks at old TLS alone looks at nothing else.
    if request.isOldTLS { return }
    answer.chain = wire.chain
    answer.certificateFaults = wire.certificateFaults(request.host, answer.chain)
  }
}
