// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// aerc, fab0531: the last outgoing server whatever its type, and always the address.
package struct Aerc: MailClient {
  /// Whose reader this is.
  package let program = ClientProgram.aerc
  /// The rule about how the program logs in.
  package let logInRule = ClientRule.aercLogIn

  /// aerc.
  package init() {}

  /// The first IMAP server and the last outgoing one, hosts as they stand.
  package func read(
    _ document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    let root = document.root
    let (version, encoding) = document.declared
    guard version ?? "1.0" == "1.0", encoding?.lowercased() ?? "utf-8" == "utf-8" else {
      throw Remark(.aercDeclaration, at: root.place)
    }
    // What several providers say goes into one structure.
    let providers = root.all("emailProvider")
    guard root.name == "clientConfig", let provider = providers.first else {
      throw Remark(.aercRoot, at: root.place)
    }
    let imap = providers.lazy.flatMap(\.children).first {
      $0.name == "incomingServer" && $0.attributes["type"]?.lowercased() == "imap"
    }
    let outgoing = providers.flatMap { $0.all("outgoingServer") }
    guard let imap, let smtp = outgoing.last else {
      throw Remark(.aercServers, at: provider.place)
    }
    if outgoing.count > 1 { remarks.append(Remark(.aercPreference, at: smtp.place)) }
    return ClientAccount([
      try server(.imap, [imap], address, &remarks), try server(.smtp, outgoing, address, &remarks),
    ])
  }

  /// Several elements go into one structure, where the last one of each value stays.
  private func server(
    _ type: MailProtocol, _ elements: [XMLElement], _ address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientServer {
    guard let element = elements.last else { throw Remark(.aercServers, at: nil) }
    func last(_ name: String) -> XMLElement? {
      elements.lazy.reversed().compactMap { $0.all(name).last }.first
    }
    guard let port = last("port").flatMap({ Int($0.ownText) }) else {
      throw Remark(.aercPort, last("port")?.text.quoted, at: (last("port") ?? element).place)
    }
    let host = last("hostname")?.ownText ?? ""
    remarks.note(.aercHost, ofHost: host, in: element)
    let username = last("username")?.ownText ?? ""
    if !["%emailaddress%", address.lowercased()].contains(username.lowercased()) {
      remarks.append(
        Remark(.aercUsername, username.quoted, at: (last("username") ?? element).place))
    }
    let security: Security
    switch last("socketType")?.ownText.lowercased() {
    case "ssl": security = .tls
    case "plain":
      // The wizard leaves what it began with.
      security = .tls
      remarks.append(Remark(.aercPlain, at: (last("socketType") ?? element).place))
    default: security = .starttls
    }
    return ClientServer(
      type, host: host, port: port, security: security, username: address, logIns: .password,
      offered: LogIns(offeredBy: element))
  }
}
