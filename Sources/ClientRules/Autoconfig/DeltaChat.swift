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
  /// Its parser knows no namespaces.
  package let knowsNamespaces = false

  /// Delta Chat.
  package init() {}

  /// All complete IMAP and SMTP servers, which are tried in order; it guesses where there is none.
  package func read(
    _ document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    let root = document.interruptedRoot
    let fill = Placeholders(address: address)
    var (incoming, outgoing): ([ClientServer], [ClientServer]) = ([], [])
    var events = XMLEvent.all(in: root)[...]
    while let event = events.popFirst() {
      guard case .start(let element) = event else { continue }
      let name = element.name.lowercased()
      guard name == "incomingserver" || name == "outgoingserver" else { continue }
      let values = Self.values(until: name, &events)
      guard let server = server(element, values, fill, &remarks) else { continue }
      if name == "incomingserver" { incoming.append(server) } else { outgoing.append(server) }
    }
    return Self.completed(incoming + outgoing, address, root.place, &remarks)
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

  /// What stands in a server up to the next end of one. A text belongs to the element that began
  /// last, be it over already.
  private static func values(
    until end: String, _ events: inout ArraySlice<XMLEvent>
  ) -> [String: String] {
    var values: [String: String] = [:]
    var current = ""
    while let event = events.popFirst() {
      switch event {
      case .start(let child): current = child.name.lowercased()
      case .end(let name): if name.lowercased() == end { return values }
      case .text(let text): if textual.contains(current) { values[current] = text }
      }
    }
    return values
  }

  private func server(
    _ element: XMLElement, _ values: [String: String], _ fill: Placeholders,
    _ remarks: inout [Remark]
  ) -> ClientServer? {
    // The type alone says what the server is for.
    let key = element.attributeNames.first { $0.lowercased() == "type" }
    let word = key.flatMap { element.attributes[$0] }?.lowercased()
    guard let type = word.flatMap(MailProtocol.init), type != .pop3 else { return nil }
    for child in element.descendants.dropFirst()
    where Self.textual.contains(child.name.lowercased()) {
      let text = Self.lastPiece(child)
      if text != child.text.withoutWhitespace, !child.text.isEmpty {
        remarks.append(
          Remark(.deltaChatPieces, "\(child.name) becomes \(text.quoted)", at: child.place))
      }
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
