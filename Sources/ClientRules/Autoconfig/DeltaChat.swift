// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// Delta Chat core, 4888889: an event parser in which the last piece of text wins, and guesses
/// where a file is silent.
package struct DeltaChat: MailClient {
  /// Whose reader this is.
  package let program = ClientProgram.deltaChat
  /// The rule about how the program logs in.
  package let logInRule = ClientRule.deltaChatLogIn

  /// Delta Chat.
  package init() {}

  /// All complete IMAP and SMTP servers, which are tried in order; it guesses where there is none.
  package func read(
    _ document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    let root = document.interruptedRoot
    let fill = Placeholders(address: address)
    let servers = root.descendants.compactMap { server(in: $0, fill, &remarks) }
    return Self.completed(servers, address, root.place, &remarks)
  }

  /// The account with guesses in place of what is missing.
  static func completed(
    _ servers: [ClientServer], _ address: String, _ place: Place, _ remarks: inout [Remark]
  ) -> ClientAccount {
    let fill = Placeholders(address: address)
    var account = ClientAccount(servers)
    account.triesAll = true
    if servers.isEmpty { remarks.append(Remark(.deltaChatNothing, at: place)) }
    if account.incoming.isEmpty {
      account.incoming = guesses(.imap, fill)
      remarks.append(Remark(.deltaChatGuess, "imap.\(fill.domain)", at: place))
    }
    if account.outgoing.isEmpty {
      account.outgoing = guesses(.smtp, fill)
      remarks.append(Remark(.deltaChatGuess, "smtp.\(fill.domain)", at: place))
    }
    return account
  }

  /// The hosts that it tries with TLS, then with STARTTLS (`expand_hostnames`, `expand_ports`).
  static func guesses(_ type: MailProtocol, _ fill: Placeholders) -> [ClientServer] {
    ["\(type.rawValue).\(fill.domain)", "mail.\(fill.domain)", fill.domain].flatMap { host in
      [Security.tls, .starttls].map { security in
        ClientServer(
          type, host: host, port: type.port(security), security: security, username: fill.address,
          logIns: .password)
      }
    }
  }

  private func server(
    in element: XMLElement, _ fill: Placeholders, _ remarks: inout [Remark]
  ) -> ClientServer? {
    let word = element.attributes.first { $0.key.lowercased() == "type" }?.value.lowercased()
    let type: MailProtocol
    switch (element.name.lowercased(), word) {
    case ("incomingserver", "imap"): type = .imap
    case ("outgoingserver", "smtp"): type = .smtp
    default: return nil
    }
    var values: [String: String] = [:]
    // Elements inside others are walked as if they stood in the server.
    for child in element.descendants.dropFirst() {
      let name = child.name.lowercased()
      guard Self.textual.contains(name) else { continue }
      let text = Self.lastPiece(child)
      if text != child.text.withoutWhitespace, !child.text.isEmpty {
        remarks.append(
          Remark(.deltaChatPieces, "\(child.name) becomes \(text.quoted)", at: child.place))
      }
      if !text.isEmpty { values[name] = text }
    }
    guard let host = values["hostname"], let port = values["port"],
      let username = values["username"]
    else {
      remarks.append(Remark(.deltaChatServer, at: element.place))
      return nil
    }
    let security: Security? =
      switch values["sockettype"]?.lowercased() {
      case "ssl": .tls
      case "starttls": .starttls
      case "plain": Security.none
      default: nil
      }
    // A port that is no number is unknown, and then the usual one.
    let number = UInt16(port).map(Int.init) ?? 0
    return ClientServer(
      type, host: fill.fill(host), port: number > 0 ? number : type.port(security ?? .tls),
      security: number > 0 ? security : security ?? .tls, username: fill.fill(username),
      logIns: .password, offered: LogIns(offeredBy: element))
  }

  private static let textual = ["hostname", "port", "username", "sockettype"]

  /// The text after the last comment or reference, without blanks; CDATA is not seen.
  static func lastPiece(_ element: XMLElement) -> String {
    for piece in element.pieces.reversed() {
      if case .text(let text) = piece, !text.withoutWhitespace.isEmpty {
        return String(text.withoutWhitespace)
      }
    }
    return ""
  }
}
