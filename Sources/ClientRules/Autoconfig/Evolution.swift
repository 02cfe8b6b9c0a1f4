// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System
import Trees

/// Evolution 3.46.4: of two servers of a type the last one counts, and what it does not say is
/// taken from the one before.
package struct Evolution: MailClient {
  /// Whose reader this is.
  package let program = ClientProgram.evolution
  /// The rule about how the program logs in.
  package let logInRule = ClientRule.evolutionLogIn
  /// GMarkup knows no namespaces.
  package let knowsNamespaces = false
  /// What is in the names of the hosts for which evolution-data-server knows OAuth 2.0.
  private static let domainsWithOAuth2 = [
    ".gmail.com", ".googlemail.com", ".google.com", ".outlook.com", ".yahoo.com",
  ]

  /// Evolution.
  package init() {}

  /// IMAP before POP3, and SMTP, which may be missing.
  package func read(
    _ document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    guard !document.hasByteOrderMark else {
      throw Remark(.evolutionByteOrderMark, at: document.root.place)
    }
    var fill = Placeholders(address: address)
    fill.domain = ""
    var results: [MailProtocol: Result] = [:]
    for element in document.root.descendants
    where element.name == "incomingServer" || element.name == "outgoingServer" {
      guard element.attributes.count == 1, element.attributes["type"] != nil,
        !element.declaresNamespace
      else {
        throw Remark(.evolutionAttributes, at: element.place)
      }
      guard let type = element.mailProtocol else { continue }
      if results[type] != nil {
        remarks.append(Remark(.evolutionPreference, type.displayName, at: element.place))
      }
      for child in [element["hostname"], element["username"]].compactMap({ $0 })
      where child.text.holds("%EMAILDOMAIN%") {
        remarks.append(Remark(.evolutionDomain, child.text.quoted, at: child.place))
      }
      results[type, default: Result()].take(element, fill)
    }
    let incoming = [results[.imap]?.server(.imap), results[.pop3]?.server(.pop3)]
      .compactMap { $0 }
    guard !incoming.isEmpty else {
      throw Remark(.evolutionServers, at: document.root.place)
    }
    let outgoing = results[.smtp]?.server(.smtp)
    if outgoing == nil { remarks.append(Remark(.evolutionNoSMTP, at: document.root.place)) }
    return ClientAccount(incoming: incoming, outgoing: outgoing.map { [$0] } ?? [])
  }

  /// What one type of server has come to.
  private struct Result {
    var host: String?
    var port: Int?
    var username: String?
    var security = Security.none
    var method: String?
    var offered: LogIns = []

    mutating func take(_ element: XMLElement, _ fill: Placeholders) {
      offered = LogIns(offeredBy: element)
      for call in element.calls { take(fill.fill(call.text), of: call.name) }
    }

    private mutating func take(_ text: String, of name: String) {
      switch name {
      case "hostname": host = text
      case "username": username = text
      case "port":
        let digits = text.withoutWhitespace.drop { $0 == "+" }
          .prefix { $0.isASCII && $0.isNumber }
        if let number = Int(digits), (1...65_535).contains(number) { port = number }
      case "socketType": security = Security(evolution: text) ?? security
      case "authentication":
        if ["password-cleartext", "plain", "password-encrypted"].contains(text) { method = text }
      default: return
      }
    }

    func server(_ type: MailProtocol) -> ClientServer? {
      // Camel's settings are stored without blanks at their ends.
      guard let host = host?.withoutASCIIBlanks, !host.isEmpty else { return nil }
      let name = username?.withoutASCIIBlanks
      // Without a mechanism Camel reads mail with the password and sends it without any log-in.
      var logIns = method.map(LogIns.init(word:)) ?? (type == .smtp ? .nothing : .password)
      if domainsWithOAuth2.contains(where: host.lowercased().holds) { logIns.insert(.oauth2) }
      return ClientServer(
        type, host: host, port: port, security: security,
        username: name?.isEmpty == false ? name : nil,
        authentication: method, logIns: logIns, offered: offered)
    }
  }
}

extension XMLElement {
  /// The texts that GMarkup calls back with, in their order, and the elements that they stand in:
  /// those between comments, CDATA sections and elements, the last one even where it is empty; none
  /// for an element that closes itself.
  fileprivate var calls: [(name: String, text: String)] {
    if closesItself { return [] }
    var out: [(name: String, text: String)] = []
    var text = ""
    for piece in pieces {
      if case .text(let more) = piece {
        text += more
        continue
      }
      if !text.isEmpty { out.append((name, text)) }
      text = ""
      if case .element(let child) = piece { out += child.calls }
    }
    return out + [(name, text)]
  }
}

extension Security {
  fileprivate init?(evolution word: String) {
    switch word {
    case "SSL": self = .tls
    case "STARTTLS": self = .starttls
    case "plain": self = Security.none
    default: return nil
    }
  }
}
