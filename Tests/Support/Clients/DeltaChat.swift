// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Delta Chat core, 48888898e: an event parser in which the last piece of text wins.
public struct DeltaChat: MailClient {
  /// The program and its version.
  public let name = "Delta Chat"

  /// Delta Chat.
  public init() {}

  /// All complete IMAP and SMTP servers, which are tried in order; it guesses where there is none.
  public func account(
    from document: [UInt8], for address: String
  ) throws(Refused) -> ClientAccount {
    let root = try tree(Self.splitAtEntities(document))
    let fill = Placeholders(address: address)
    let servers = root.descendants.compactMap { server(in: $0, fill) }
    return ClientAccount(
      incoming: servers.filter { $0.mailProtocol == .imap },
      outgoing: servers.filter { $0.mailProtocol == .smtp })
  }

  private func server(in element: XMLTree, _ fill: Placeholders) -> ClientServer? {
    let type: MailProtocol
    switch (element.name.lowercased(), element.attributes["type"]?.lowercased()) {
    case ("incomingserver", "imap"): type = .imap
    case ("outgoingserver", "smtp"): type = .smtp
    default: return nil
    }
    func value(_ name: String) -> String? {
      let text = element.children.last { $0.name.lowercased() == name }.map(Self.lastPiece)
      return text.flatMap { $0.isEmpty ? nil : fill.fill($0) }
    }
    guard let host = value("hostname"), let port = value("port").flatMap(Int.init),
      let username = value("username")
    else { return nil }
    let security: Security? =
      switch value("sockettype")?.lowercased() {
      case "ssl": .tls
      case "starttls": .starttls
      case "plain": Security.none
      default: nil
      }
    return ClientServer(type, host: host, port: port, security: security, username: username)
  }

  /// The text after the last comment or reference, without blanks; CDATA is not seen.
  static func lastPiece(_ element: XMLTree) -> String {
    for piece in element.pieces.reversed() {
      if case .text(let text) = piece, !text.trimmed.isEmpty { return text.trimmed }
    }
    return ""
  }

  /// The document with every reference in its text, such as `&amp;`, turned into a comment: the
  /// parser (quick-xml 0.38) reports both as an interruption of the text.
  private static func splitAtEntities(_ document: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    var isInTag = false
    var isInReference = false
    for byte in document {
      switch byte {
      case UInt8(ascii: "<"): isInTag = true
      case UInt8(ascii: ">"): isInTag = false
      case UInt8(ascii: "&") where !isInTag:
        isInReference = true
        out += Array("<!--".utf8)
      case UInt8(ascii: ";") where isInReference:
        isInReference = false
        out += Array("-->".utf8)
        continue
      default: break
      }
      out.append(byte)
    }
    return out
  }
}

extension String {
  /// The text without white space at its ends.
  fileprivate var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
