// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// FairEmail for Android, August 2026: a pull parser that goes by order, and one user name.
public struct FairEmail: MailClient {
  /// The program and its version.
  public let name = "FairEmail"

  /// FairEmail.
  public init() {}

  /// The first incoming server must be IMAP, the first outgoing one SMTP; no alternatives.
  public func account(
    from document: [UInt8], for address: String
  ) throws(Refused) -> ClientAccount {
    let root = try tree(document, acceptsBOM: false)
    let all = root.descendants
    guard let incoming = all.first(where: { $0.name == "incomingServer" }),
      incoming.attributes["type"] == "imap"
    else { throw Refused("the first incoming server is not IMAP") }
    guard let outgoing = all.first(where: { $0.name == "outgoingServer" }),
      outgoing.attributes["type"] == "smtp"
    else { throw Refused("the first outgoing server is not SMTP") }
    // Wherever it stands, and be it in an address book.
    let username = all.last { $0.name == "username" }?.text
    let login = username.map { text in
      let fill = Placeholders(address: address)
      switch text {
      case "%EMAILADDRESS%": return fill.address
      case "%EMAILLOCALPART%": return fill.local
      default: return text
      }
    }
    return ClientAccount(
      incoming: [try server(.imap, incoming, login)],
      outgoing: [try server(.smtp, outgoing, login)],
      provider: all.first { $0.name == "displayShortName" }?.text)
  }

  private func server(
    _ type: MailProtocol, _ element: XMLTree, _ username: String?
  ) throws(Refused) -> ClientServer {
    var server = ClientServer(type, host: "", port: nil, security: .tls, username: username)
    for child in element.children {
      switch (child.name, child.text) {
      case ("hostname", let text): server.host = text
      case ("port", let text):
        guard let port = Int(text) else { throw Refused("bad port") }
        server.port = port
        server.security = port == 143 || port == 587 ? .starttls : .tls
      case ("socketType", "SSL"): server.security = .tls
      case ("socketType", "STARTTLS"): server.security = .starttls
      default: break
      }
    }
    guard !server.host.isEmpty, server.port != nil else { throw Refused("no host or port") }
    return server
  }
}
