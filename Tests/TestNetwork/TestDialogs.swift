// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How a test mail server behaves.
package enum MailManners: Sendable, Equatable {
  case good, silent, endless, noStartTLS, liar, expired, wrongName, selfMade, plainLogins,
    noPasswords, hostile
  /// TLS 1.0 and nothing newer, or older versions, too.
  case oldTLS, alsoOldTLS
  /// What is unusual about the certificate.
  case odd(TestAuthority.Oddity)
  /// The words behind `CAPABILITY IMAP4rev1`, such as `AUTH=SCRAM-SHA-256`.
  case offers(String)
}

/// Small mail servers that say what a client expects, or not.
package enum TestDialogs {
  /// What no terminal may get: an escape sequence, C1, a bell, an override, an isolate, a line
  /// separator.
  package static let hostile = "x\u{1B}[31m\u{9B}2J\u{7}\u{202E}\u{2066}\u{2028}y"

  /// IMAP with TLS from the first byte.
  package static func imap(
    _ connection: TestConnection, _ authority: TestAuthority, _ host: String, _ manners: MailManners
  ) {
    guard begin(connection, authority, host, manners) else { return }
    let more = manners == .hostile ? " \(hostile) AUTH=\(hostile)" : ""
    connection.send("* OK ready\(more)\r\n")
    while let line = connection.line() {
      let words = line.split(separator: " ").map(String.init)
      guard words.count > 1 else { return }
      switch words[1] {
      case "CAPABILITY":
        let methods =
          switch manners {
          case .noPasswords: "LOGINDISABLED AUTH=XOAUTH2"
          case .offers(let words): words
          default: "AUTH=PLAIN AUTH=LOGIN"
          }
        connection.send("* CAPABILITY IMAP4rev1 \(methods)\(more)\r\n\(words[0]) OK done\r\n")
      case "AUTHENTICATE", "LOGIN":
        let user = "anna@\(host.drop { $0 != "." }.dropFirst())"
        let isRight = TestLogIn(connection, user: user, password: "secret").imap(line)
        connection.send("\(words[0]) \(isRight ? "OK" : "NO wrong password\u{1B}[31m")\r\n")
      default: return
      }
    }
  }

  /// SMTP with TLS from the first byte or by STARTTLS.
  package static func smtp(
    _ connection: TestConnection, _ authority: TestAuthority, _ host: String,
    _ manners: MailManners, startTLS: Bool
  ) {
    if !startTLS || manners == .silent || manners == .endless {
      guard begin(connection, authority, host, manners) else { return }
    }
    var isSecure = !startTLS
    let words = manners == .hostile ? " \(hostile)" : ""
    connection.send("220 \(host) ESMTP\(words)\r\n")
    while let line = connection.line() {
      switch line.split(separator: " ").first.map({ $0.uppercased() }) {
      case "EHLO":
        let offer = startTLS && !isSecure && manners != .noStartTLS ? "250-STARTTLS\r\n" : ""
        let login = isSecure || manners == .plainLogins ? "250-AUTH PLAIN LOGIN\r\n" : ""
        connection.send("250-\(host)\(words)\r\n\(offer)\(login)250 8BITMIME\(words)\r\n")
      case "STARTTLS":
        if manners == .hostile {
          connection.send("454 not today\(words)\r\n")
        } else if manners == .liar {
          connection.send("454 not today\r\n")
        } else {
          connection.send("220 go\r\n")
          guard connection.startTLS(authority, [host], days: manners == .expired ? -2 : 90) else {
            return
          }
          isSecure = true
        }
      case "AUTH": connection.send("235 good\r\n")
      case "MAIL", "RCPT": connection.send("250 good\r\n")
      case "DATA":
        connection.send("354 go\r\n")
        while let line = connection.line(), line != "." {}
        connection.send("250 taken\r\n")
      default: return
      }
    }
  }

  private static func begin(
    _ connection: TestConnection, _ authority: TestAuthority, _ host: String, _ manners: MailManners
  ) -> Bool {
    switch manners {
    case .silent:
      _ = connection.line()
      sleep(30)
      return false
    case .endless:
      while connection.send(String(repeating: "* hello for ever ", count: 200)) {}
      return false
    case .expired: return connection.startTLS(authority, [host], days: -2)
    case .wrongName: return connection.startTLS(authority, ["other.test"])
    case .selfMade: return connection.startTLS(TestAuthority(), [host])
    case .oldTLS: return connection.startTLS(authority, [host], versions: "+VERS-TLS1.0")
    case .alsoOldTLS:
      return connection.startTLS(authority, [host], versions: "+VERS-TLS1.2:+VERS-TLS1.1")
    case .odd(let oddity): return connection.startTLS(authority, [host], oddity)
    default: return connection.startTLS(authority, [host])
    }
  }

  /// A request of HTTP.
  package struct WebQuestion {
    package let method: String
    package let host: String
    /// With the query.
    package let path: String
    /// The value of `Authorization`; empty without one.
    package let authorization: String
  }

  /// HTTP/1.1, one request a connection; `answer` gets method, host, and path with query.
  package static func web(
    _ connection: TestConnection,
    _ answer: (String, String, String) -> (status: Int, header: String, body: String)
  ) {
    pages(connection) { answer($0.method, $0.host, $0.path) }
  }

  /// HTTP/1.1, one request a connection.
  package static func pages(
    _ connection: TestConnection,
    _ answer: (WebQuestion) -> (status: Int, header: String, body: String)
  ) {
    guard let first = connection.line() else { return }
    let words = first.split(separator: " ").map(String.init)
    var host = ""
    var authorization = ""
    var length = 0
    while let line = connection.line(), !line.isEmpty {
      let lower = line.lowercased()
      if lower.hasPrefix("host:") { host = String(lower.dropFirst(5).drop { $0 == " " }) }
      if lower.hasPrefix("authorization:") {
        authorization = String(line.dropFirst(14).drop { $0 == " " })
      }
      if lower.hasPrefix("content-length:") {
        length = Int(lower.dropFirst(15).filter(\.isNumber)) ?? 0
      }
    }
    guard words.count == 3 else { return }
    connection.skip(length)
    let (status, header, text) = answer(
      WebQuestion(method: words[0], host: host, path: words[1], authorization: authorization))
    if status == TestDomain.hang { sleep(30) }
    if status == TestDomain.hang || status == TestDomain.close { return }
    connection.send(
      "HTTP/1.1 \(status) x\r\n\(header)Content-Length: \(text.utf8.count)\r\n"
        + "Connection: close\r\n\r\n\(text)")
  }
}
