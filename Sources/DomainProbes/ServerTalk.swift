// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import DomainCheck
import MailSettings
import System

/// A short dialog with a mail server: greeting, abilities, TLS, abilities again, good-bye.
struct ServerTalk {
  typealias Failure = ServerAnswer.Failure
  private let request: ServerProbe
  private let route: Network.Route
  private let deadline: Deadline
  private let authorities: String?

  init(
    _ request: ServerProbe, route: Network.Route, deadline: Deadline, authorities: String?
  ) {
    self.request = request
    self.route = route
    self.deadline = deadline
    self.authorities = authorities
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
    let first = try script.abilities()
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
      answer.after = try script.abilities()
    }
    if let login = request.login, answer.version != nil, answer.certificateProblems.isEmpty {
      answer.loginRefusal = try script.logIn(login, abilities: answer.after)
      if answer.loginRefusal == nil, request.dialog == .smtp {
        answer.tookMessage = try script.sendMessage(login.address)
      }
    } else if request.login != nil {
      answer.loginRefusal = "it is not tried over a connection that cannot be trusted"
    }
    try? script.goodBye()
  }

  private func secure(_ wire: Wire, _ answer: inout ServerAnswer) throws(Failure) {
    let versions =
      request.isOldTLS ? "NORMAL:-VERS-ALL:+VERS-TLS1.1:+VERS-TLS1.0" : "NORMAL"
    try wire.startTLS(request.host, versions: versions, authorities: authorities)
    answer.version = wire.version
    answer.certificate = wire.certificate
    answer.certificateProblems = wire.certificateProblems(request.host)
  }
}

/// The commands of each protocol.
private struct MailScript {
  typealias Failure = ServerAnswer.Failure
  private let dialog: ServerProbe.Dialog
  private let wire: Wire

  init(_ dialog: ServerProbe.Dialog, _ wire: Wire) {
    self.dialog = dialog
    self.wire = wire
  }

  func greeting() throws(Failure) {
    if dialog == .sieve { return }
    let line = try wire.line()
    switch dialog {
    case .imap where line.hasPrefix("* OK") || line.hasPrefix("* PREAUTH"): break
    case .pop3 where line.hasPrefix("+OK"): break
    case .smtp where line.hasPrefix("220"): if line.hasPrefix("220-") { _ = try reply(line) }
    default: throw .notTheProtocol(String(line.prefix(60)))
    }
  }

  /// What the server can do, in upper case, one ability a text.
  func abilities() throws(Failure) -> [String] {
    switch dialog {
    case .imap:
      let lines = try tagged("CAPABILITY").lines
      let list = lines.first { $0.uppercased().hasPrefix("* CAPABILITY") } ?? ""
      return list.uppercased().split(separator: " ").dropFirst(2).map(String.init)
    case .pop3:
      try wire.send("CAPA")
      guard try wire.line().hasPrefix("+OK") else { return [] }
      var lines: [String] = []
      while true {
        let line = try wire.line()
        if line == "." { return lines }
        lines.append(line.uppercased())
      }
    case .smtp:
      try wire.send("EHLO check.invalid")
      let (code, lines) = try reply(try wire.line())
      guard code == 250 else { throw .notTheProtocol(lines.first ?? "") }
      return lines.dropFirst().map { $0.uppercased() }
    case .sieve:
      var lines: [String] = []
      while true {
        let line = try wire.line()
        if line.uppercased().hasPrefix("OK") { return lines }
        guard line.hasPrefix("\"") else { throw .notTheProtocol(String(line.prefix(60))) }
        lines.append(line.uppercased().filter { $0 != "\"" })
      }
    case .tlsOnly: return []
    }
  }

  func startTLS() throws(Failure) {
    let answer: String
    let isGood: Bool
    switch dialog {
    case .imap:
      let reply = try tagged("STARTTLS")
      answer = reply.status
      isGood = reply.isGood
    case .pop3:
      try wire.send("STLS")
      answer = try wire.line()
      isGood = answer.hasPrefix("+OK")
    default:
      try wire.send("STARTTLS")
      answer = try wire.line()
      isGood = answer.hasPrefix("220") || answer.uppercased().hasPrefix("OK")
    }
    guard isGood else { throw .startTLSRefused(String(answer.prefix(80))) }
  }

  /// Logs in with SASL PLAIN (RFC 4616); nil for success, else the server's words.
  func logIn(
    _ login: ServerProbe.Login, abilities: [String]
  ) throws(Failure) -> String? {
    let secret = String(
      decoding: Base64.encode(
        [0] + Array(login.username.utf8) + [0] + Array(login.password.utf8)), as: UTF8.self)
    let answer: String
    switch dialog {
    case .imap:
      try wire.send("b AUTHENTICATE PLAIN")
      guard try wire.line().hasPrefix("+") else { return "it does not take AUTHENTICATE PLAIN" }
      try wire.send(secret)
      answer = try until { $0.hasPrefix("b ") }
      return answer.uppercased().hasPrefix("B OK") ? nil : String(answer.dropFirst(2).prefix(120))
    case .pop3:
      try wire.send("AUTH PLAIN")
      guard try wire.line().hasPrefix("+") else { return "it does not take AUTH PLAIN" }
      try wire.send(secret)
      answer = try wire.line()
      return answer.hasPrefix("+OK") ? nil : String(answer.prefix(120))
    case .smtp:
      try wire.send("AUTH PLAIN \(secret)")
      answer = try wire.line()
      return answer.hasPrefix("235") ? nil : String(answer.prefix(120))
    case .sieve, .tlsOnly: return "nothing is tried here"
    }
  }

  /// A message to oneself; false where the server refuses it.
  func sendMessage(_ address: String) throws(Failure) -> Bool {
    for command in ["MAIL FROM:<\(address)>", "RCPT TO:<\(address)>", "DATA"] {
      try wire.send(command)
      let (code, _) = try reply(try wire.line())
      guard code == (command == "DATA" ? 354 : 250) else { return false }
    }
    let lines = [
      "From: <\(address)>", "To: <\(address)>", "Subject: mkprofile check",
      "Auto-Submitted: auto-generated", "", "This message shows that sending works.", ".",
    ]
    for line in lines { try wire.send(line) }
    return try reply(try wire.line()).code == 250
  }

  func goodBye() throws(Failure) {
    try wire.send(dialog == .imap ? "z LOGOUT" : dialog == .sieve ? "LOGOUT" : "QUIT")
  }

  private func tagged(
    _ command: String
  ) throws(Failure) -> (lines: [String], status: String, isGood: Bool) {
    try wire.send("a \(command)")
    var lines: [String] = []
    while true {
      let line = try wire.line()
      if line.hasPrefix("a ") { return (lines, line, line.uppercased().hasPrefix("A OK")) }
      lines.append(line)
    }
  }

  private func until(_ isLast: (String) -> Bool) throws(Failure) -> String {
    while true {
      let line = try wire.line()
      if isLast(line) { return line }
    }
  }

  /// A reply of SMTP with all its lines (RFC 5321 section 4.2.1).
  private func reply(_ first: String) throws(Failure) -> (code: Int, lines: [String]) {
    var line = first
    var lines: [String] = []
    while true {
      guard let code = Int(line.prefix(3)) else { throw .notTheProtocol(String(line.prefix(60))) }
      lines.append(String(line.dropFirst(4)))
      if !line.dropFirst(3).hasPrefix("-") { return (code, lines) }
      line = try wire.line()
    }
  }
}
