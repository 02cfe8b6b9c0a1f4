// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// Delta Chat core, 48888898e: an event parser in which the last piece of text wins.
public struct DeltaChat: MailClient {
  public let program = ClientProgram.deltaChat

  /// Delta Chat.
  public init() {}

  /// All complete IMAP and SMTP servers, which are tried in order; it guesses where there is none.
  public func account(
    from document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    let root = document.interruptedRoot
    let fill = Placeholders(address: address)
    let servers = root.descendants.compactMap { server(in: $0, fill, &remarks) }
    if servers.isEmpty { remarks.append(Remark(.deltaChatNothing, at: root.place)) }
    return ClientAccount(servers)
  }

  private func server(
    in element: XMLElement, _ fill: Placeholders, _ remarks: inout [Remark]
  ) -> ClientServer? {
    let type: MailProtocol
    switch (element.name.lowercased(), element.attributes["type"]?.lowercased()) {
    case ("incomingserver", "imap"): type = .imap
    case ("outgoingserver", "smtp"): type = .smtp
    default: return nil
    }
    var values: [String: String] = [:]
    for child in element.children {
      let text = Self.lastPiece(child)
      if text != child.text.withoutWhitespace, !child.text.isEmpty {
        remarks.append(
          Remark(.deltaChatPieces, "\(child.name) becomes \(text.quoted)", at: child.place))
      }
      values[child.name.lowercased()] = text.isEmpty ? nil : fill.fill(text)
    }
    guard let host = values["hostname"], let port = values["port"].flatMap(Int.init),
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
    return ClientServer(type, host: host, port: port, security: security, username: username)
  }

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
