// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// FairEmail for Android, August 2026: a pull parser that goes by order, and one user name.
public struct FairEmail: MailClient {
  public let program = ClientProgram.fairEmail

  /// FairEmail.
  public init() {}

  /// The first incoming server must be IMAP, the first outgoing one SMTP; no alternatives.
  public func account(
    from document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    let root = document.root
    guard !document.hasByteOrderMark else { throw Remark(.fairEmailBOM, at: root.place) }
    let all = root.descendants
    let first = all.first { $0.name == "incomingServer" }
    guard let first, first.mailProtocol == .imap else {
      let hasIMAP = all.contains { $0.name == "incomingServer" && $0.mailProtocol == .imap }
      throw Remark(
        hasIMAP ? .fairEmailIncoming : .fairEmailNoIMAP, first?.attributes["type"]?.quoted,
        at: (first ?? root).place)
    }
    let firstOut = all.first { $0.name == "outgoingServer" }
    guard let firstOut, firstOut.mailProtocol == .smtp else {
      throw Remark(
        .fairEmailOutgoing, firstOut?.attributes["type"]?.quoted, at: (firstOut ?? root).place)
    }
    let login = login(first, firstOut, all.filter { $0.name == "username" }, address, &remarks)
    let shortName = all.first { $0.name == "displayShortName" }
    if shortName == nil { remarks.append(Remark(.fairEmailShortName, at: root.place)) }
    return ClientAccount(
      incoming: [try server(.imap, first, login, &remarks)],
      outgoing: [try server(.smtp, firstOut, login, &remarks)], provider: shortName?.text)
  }

  /// The last user name of the file, wherever it stands, be it in an address book.
  private func login(
    _ incoming: XMLElement, _ outgoing: XMLElement, _ usernames: [XMLElement], _ address: String,
    _ remarks: inout [Remark]
  ) -> String? {
    guard let last = usernames.last else { return nil }
    for own in [incoming, outgoing].compactMap({ $0["username"] }) where own.text != last.text {
      remarks.append(
        Remark(
          .fairEmailLastUsername, "\(last.text.quoted) instead of \(own.text.quoted)",
          at: last.place))
      break
    }
    if let whole = Placeholders(address: address).whole(last.text) { return whole }
    if Placeholders.occur(in: last.text) {
      remarks.append(Remark(.fairEmailUsername, last.text.quoted, at: last.place))
    }
    return last.text
  }

  private func server(
    _ type: MailProtocol, _ element: XMLElement, _ username: String?, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientServer {
    var server = ClientServer(type, host: "", port: nil, security: .tls, username: username)
    var early: XMLElement?
    for child in element.children {
      switch (child.name, child.text) {
      case ("hostname", let text): server.host = text
      case ("port", let text):
        guard let port = Int(text) else {
          throw Remark(.fairEmailServer, text.quoted, at: child.place)
        }
        let before = server.security
        server.port = port
        server.security = port == 143 || port == 587 ? .starttls : .tls
        if let early, before != server.security {
          remarks.append(Remark(.fairEmailSocketOrder, early.text.quoted, at: early.place))
        }
      case ("socketType", "SSL"): (server.security, early) = (.tls, child)
      case ("socketType", "STARTTLS"): (server.security, early) = (.starttls, child)
      case ("socketType", "plain"): remarks.append(Remark(.fairEmailPlain, at: child.place))
      default: break
      }
    }
    guard !server.host.isEmpty, server.port != nil else {
      throw Remark(.fairEmailServer, at: element.place)
    }
    if Placeholders.occur(in: server.host) {
      remarks.append(Remark(.fairEmailHost, server.host.quoted, at: element.place))
    }
    return server
  }
}
