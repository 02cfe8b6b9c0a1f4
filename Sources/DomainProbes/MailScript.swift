// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import DomainCheck
import MailSettings

/// The commands of each protocol.
struct MailScript {
  typealias Failure = ServerAnswer.Failure
  let dialog: ServerProbe.Dialog
  let wire: Wire

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

  /// What the server can do, in upper case, one ability a text; nil where it does not say.
  func abilities() throws(Failure) -> [String]? {
    switch dialog {
    case .imap:
      let lines = try tagged("CAPABILITY").lines
      let list = lines.first { $0.uppercased().hasPrefix("* CAPABILITY") } ?? ""
      return list.uppercased().split(separator: " ").dropFirst(2).map(String.init)
    case .pop3:
      try wire.send("CAPA")
      guard try wire.line().hasPrefix("+OK") else { return nil }
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

  /// A reply of SMTP with all its lines (RFC 5321 section 4.2.1).
  func reply(_ first: String) throws(Failure) -> (code: Int, lines: [String]) {
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
