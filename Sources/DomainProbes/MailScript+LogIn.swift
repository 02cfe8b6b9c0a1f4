// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import DomainCheck
import MailSettings

/// How a password is used.
enum LogInWay: String {
  case plain = "PLAIN"
  case login = "LOGIN"
  /// SCRAM that holds on this connection alone.
  case boundScram = "SCRAM-SHA-256-PLUS"
  case scram = "SCRAM-SHA-256"
  case cram = "CRAM-MD5"
  /// The command LOGIN of IMAP, or USER and PASS of POP3.
  case commands

  /// What clients would choose of what is offered; nil where nothing takes a password.
  init?(
    _ offer: LogInOffer, _ dialog: ServerProbe.Dialog, isEncrypted: Bool, canBind: Bool
  ) {
    let encrypted: [LogInWay] = [.boundScram, .scram, .cram]
    let ways = isEncrypted ? encrypted : [.plain, .login, .commands] + encrypted
    let way = ways.first { way in
      switch way {
      case .boundScram where !canBind: false
      case .commands: dialog == .imap ? offer.takesLogin : offer.names.contains("USER")
      default: offer.names.contains(way.rawValue)
      }
    }
    guard let way else { return nil }
    self = way
  }
}

extension MailScript {
  /// Logs in by what the server offers.
  func logIn(
    _ login: ServerProbe.Login, _ offer: LogInOffer
  ) throws(Failure) -> LogInOutcome {
    let binding = wire.binding
    let chosen = LogInWay(
      offer, dialog, isEncrypted: login.isEncrypted, canBind: binding != nil)
    guard let way = chosen else {
      return offer.takesTokens ? .tokensOnly : .noWay(offer.names.sorted())
    }
    switch way {
    case .commands: return try commands(login)
    case .plain:
      return try exchange(way.rawValue) { _, _ in
        [0] + Array(login.username.utf8) + [0] + Array(login.password.utf8)
      }
    case .login:
      return try exchange(way.rawValue) { step, _ in
        Array((step == 0 ? login.username : login.password).utf8)
      }
    case .cram:
      return try exchange(way.rawValue) { _, challenge in
        let digest = Secrets.hmacMD5(challenge, key: Array(login.password.utf8))
        return Array("\(login.username) \(digest)".utf8)
      }
    case .scram, .boundScram:
      var scram = ScramClient(login, way == .boundScram ? binding : nil)
      let outcome = try exchange(way.rawValue) { step, challenge in
        step == 0 ? scram.first : step == 1 ? scram.answer(to: challenge) : scram.end(challenge)
      }
      if case .works = outcome, !scram.knowsServer { return .notTheServer }
      return outcome
    }
  }

  private func commands(_ login: ServerProbe.Login) throws(Failure) -> LogInOutcome {
    if dialog == .imap {
      let words = try imapLogIn([login.username, login.password])
      let isGood = words.uppercased().hasPrefix("C OK")
      return isGood ? .works("LOGIN") : .refused(Self.said(words, after: 2), by: "LOGIN")
    }
    for (command, text) in [("USER", login.username), ("PASS", login.password)] {
      guard !text.utf8.contains(where: { $0 == 10 || $0 == 13 || $0 == 0 }) else {
        return .noWay(["USER"])
      }
      try wire.send("\(command) \(text)")
      let line = try wire.line()
      guard line.hasPrefix("+OK") else { return .refused(Self.said(line), by: "USER, PASS") }
    }
    return .works("USER, PASS")
  }

  /// LOGIN with literals (RFC 9051 section 4.3), which hold any text; gives the last line.
  private func imapLogIn(_ texts: [String]) throws(Failure) -> String {
    var line = "c LOGIN"
    for text in texts {
      try wire.send("\(line) {\(text.utf8.count)}")
      let answer = try status("c ")
      guard answer.hasPrefix("+") else { return answer }
      line = text
    }
    try wire.send(line)
    return try status("c ")
  }

  /// The next line that is no untagged one of IMAP.
  private func status(_ tag: String) throws(Failure) -> String {
    while true {
      let line = try wire.line()
      if dialog != .imap || line.hasPrefix(tag) || line.hasPrefix("+") { return line }
    }
  }

  /// An exchange of SASL (RFC 4422): `respond` gets the number of the challenge and its bytes, and
  /// gives nil to end it.
  private func exchange(
    _ name: String, _ respond: (Int, [UInt8]) -> [UInt8]?
  ) throws(Failure) -> LogInOutcome {
    try wire.send("\(dialog == .imap ? "c AUTHENTICATE" : "AUTH") \(name)")
    for step in 0..<8 {
      let line = try status("c ")
      let isChallenge =
        dialog == .smtp ? line.hasPrefix("334") : line.hasPrefix("+ ") || line == "+"
      guard isChallenge else { return outcome(line, name) }
      let text = line.drop { $0 != " " }.dropFirst()
      guard let response = respond(step, Base64.decode(loose: String(text)) ?? []) else {
        try wire.send("*")
        return .notTheServer
      }
      try wire.send(String(decoding: Base64.encode(response), as: UTF8.self))
    }
    throw .tooMuch
  }

  private func outcome(_ line: String, _ name: String) -> LogInOutcome {
    switch dialog {
    case .imap:
      line.uppercased().hasPrefix("C OK")
        ? .works(name) : .refused(Self.said(line, after: 2), by: name)
    case .pop3: line.hasPrefix("+OK") ? .works(name) : .refused(Self.said(line), by: name)
    default: line.hasPrefix("235") ? .works(name) : .refused(Self.said(line), by: name)
    }
  }

  private static func said(_ line: String, after count: Int = 0) -> String {
    String(line.dropFirst(count).prefix(120))
  }
}
