// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import Renderers
import TestSupport

/// Reads the files of programs back: which servers they name, with which user.
enum ProgramReader {
  /// A server as a file names it; what the file does not say is nil.
  private struct Named: CustomStringConvertible {
    var kind: MailProtocol
    var host = ""
    var port = ""
    var security: Security?
    var user: String?

    var description: String {
      "\(kind.rawValue) \(host):\(port) \(security?.rawValue ?? "?") \(user ?? "?")"
    }
  }

  /// The readers by format.
  static let all: [String: Readers.Reader] = [
    "msmtp": reader(msmtp), "postfix-relay": reader(postfix), "exim-smarthost": reader(exim),
    "s-nail": reader(snail), "dotenv": reader(dotenv), "mbsync": reader(mbsync),
    "fetchmail": reader(fetchmail), "getmail": reader(getmail), "neomutt": reader(neomutt),
    "aerc": reader(aerc), "himalaya": reader(himalaya),
  ]

  private static func reader(_ read: @escaping @Sendable (String) -> [Named]) -> Readers.Reader {
    { document, rendition in
      let account = try rendition.account()
      let named = read(document.text)
      if named.isEmpty { return ["no server is named"] }
      return named.filter { !isOffered($0, by: account) }.map { "\($0) is not in the settings" }
        + secrets(document.text)
    }
  }

  private static func isOffered(_ named: Named, by account: AccountSettings) -> Bool {
    (account.incoming + account.outgoing).contains { server in
      server.mailProtocol == named.kind && server.host.ascii == named.host
        && server.port.description == named.port
        && (named.security == nil || named.security == server.security)
        && (named.user == nil
          || named.user == (server.needsLogin ? server.username.value : ""))
    }
  }

  /// No file holds a password.
  private static func secrets(_ text: String) -> [String] {
    text.contains("hunter2") ? ["there is a password"] : []
  }

  /// The text after a word at the beginning of a line.
  private static func value(_ word: String, _ text: String) -> String? {
    text.split(separator: "\n").lazy.map { $0.drop { $0 == " " } }
      .first { $0.hasPrefix(word) }
      .map { String($0.dropFirst(word.count)) }
  }

  /// A string in double quotes, or one that has none.
  private static func plain(_ text: String?) -> String? {
    guard let text, text.hasPrefix("\"") else { return text }
    var (out, isEscaped) = ("", false)
    for character in text.dropFirst() {
      if character == "\\", !isEscaped {
        isEscaped = true
      } else if character == "\"", !isEscaped {
        break
      } else {
        out.append(character)
        isEscaped = false
      }
    }
    return out
  }

  private static func url(_ text: String?, starttls: Bool) -> Named? {
    guard let text, let url = URLComponents(string: text), let scheme = url.scheme else {
      return nil
    }
    let kind: MailProtocol =
      scheme.hasPrefix("imap") ? .imap : scheme.hasPrefix("pop") ? .pop3 : .smtp
    let base = scheme.split(separator: "+").first.map(String.init) ?? ""
    let isSecure = base.hasSuffix("s")
    return Named(
      kind: kind, host: url.encodedHost ?? "", port: url.port.map { "\($0)" } ?? "",
      security: isSecure ? .tls : starttls ? .starttls : nil,
      user: url.user)
  }

  private static let msmtp: @Sendable (String) -> [Named] = { text in
    let starttls = value("tls_starttls ", text)
    let security: Security =
      value("tls ", text) == "off" ? .none : starttls == "off" ? .tls : .starttls
    return [
      Named(
        kind: .smtp, host: value("host ", text) ?? "", port: value("port ", text) ?? "",
        security: security, user: plain(value("user ", text)) ?? "")
    ]
  }

  private static let postfix: @Sendable (String) -> [Named] = { text in
    guard let match = text.firstMatch(of: #/\[([^\]]+)\]:(\d+)/#) else { return [] }
    let wrapped = text.firstMatch(of: #/smtp_tls_wrappermode = (yes|no)/#)?.1
    return [
      Named(
        kind: .smtp, host: String(match.1), port: String(match.2),
        security: wrapped.map { $0 == "yes" ? .tls : .starttls })
    ]
  }

  private static let exim: @Sendable (String) -> [Named] = { text in
    if let match = text.firstMatch(of: #/dc_smarthost='([^:]+)::(\d+)'/#) {
      return [Named(kind: .smtp, host: String(match.1), port: String(match.2))]
    }
    let host = value("route_list = * ", text)?.split(separator: " ").first
    let security: Security =
      text.contains("protocol = smtps")
      ? .tls : text.contains("hosts_require_tls") ? .starttls : .none
    return [
      Named(
        kind: .smtp, host: host.map(String.init) ?? "", port: value("port = ", text) ?? "",
        security: security)
    ]
  }

  private static let snail: @Sendable (String) -> [Named] = { text in
    var named = url(value("set mta=", text), starttls: text.contains("smtp-use-starttls"))
    if named?.user == nil { named?.user = "" }
    return [named].compactMap(\.self)
  }

  private static let dotenv: @Sendable (String) -> [Named] = { text in
    if let dsn = value("MAILER_DSN=", text).flatMap({ plain($0) }) {
      let address = dsn.replacing(":${MAILER_PASSWORD}", with: "")
      return [url(address, starttls: address.contains("require_tls"))].compactMap(\.self)
    }
    let host = ["SMTP_HOST=", "MAIL_HOST=", "EMAIL_HOST=", "SMTP_ADDRESS="].lazy
      .compactMap { value($0, text) }.first
    let port = ["SMTP_PORT=", "MAIL_PORT=", "EMAIL_PORT="].lazy
      .compactMap { value($0, text) }.first
    return [
      Named(
        kind: .smtp, host: host ?? "", port: port ?? "",
        security: value("SMTP_SECURITY=", text).flatMap(Security.init))
    ]
  }

  private static let mbsync: @Sendable (String) -> [Named] = { text in
    let words: [String: Security] = ["IMAPS": .tls, "STARTTLS": .starttls, "None": Security.none]
    return [
      Named(
        kind: .imap, host: value("Host ", text) ?? "", port: value("Port ", text) ?? "",
        security: value("SSLType ", text).flatMap { words[$0] }, user: plain(value("User ", text)))
    ]
  }

  private static let fetchmail: @Sendable (String) -> [Named] = { text in
    guard let match = text.firstMatch(of: #/poll (\S+) protocol (\w+) port (\d+)/#) else {
      return []
    }
    let security: Security =
      text.contains("\n  ssl ") ? .tls : text.contains("sslproto \"auto\"") ? .starttls : .none
    return [
      Named(
        kind: match.2 == "POP3" ? .pop3 : .imap, host: String(match.1), port: String(match.3),
        security: security, user: plain(value("user ", text)))
    ]
  }

  private static let getmail: @Sendable (String) -> [Named] = { text in
    let type = value("type = Simple", text) ?? ""
    return [
      Named(
        kind: type.hasPrefix("POP3") ? .pop3 : .imap, host: value("server = ", text) ?? "",
        port: value("port = ", text) ?? "", security: type.contains("SSL") ? .tls : Security.none,
        user: value("username = ", text))
    ]
  }

  private static let neomutt: @Sendable (String) -> [Named] = { text in
    var incoming = url(
      plain(value("set folder = ", text) ?? value("set pop_host = ", text)), starttls: false)
    incoming?.user = plain(value("set imap_user = ", text) ?? value("set pop_user = ", text))
    return [incoming, url(plain(value("set smtp_url = ", text)), starttls: false)]
      .compactMap(\.self)
  }

  private static let aerc: @Sendable (String) -> [Named] = { text in
    [
      url(value("source = ", text), starttls: value("source = imap://", text) != nil),
      url(value("outgoing = ", text), starttls: text.contains("smtp-starttls = yes")),
    ].compactMap(\.self)
  }

  private static let himalaya: @Sendable (String) -> [Named] = { text in
    if let host = value("backend.host = ", text) {
      let (incoming, outgoing) = ("backend.", "message.send.backend.")
      return [(MailProtocol.imap, incoming), (.smtp, outgoing)].map { kind, prefix in
        Named(
          kind: kind, host: plain(value("\(prefix)host = ", text)) ?? host,
          port: value("\(prefix)port = ", text) ?? "")
      }
    }
    return ["imap", "smtp"].compactMap { kind in
      var named = url(
        plain(value("\(kind).server = ", text)),
        starttls: text.contains("\(kind).starttls = true"))
      if named?.security == nil { named?.security = Security.none }
      named?.user = plain(value("\(kind).sasl.plain.username = ", text))
      return named
    }
  }
}
