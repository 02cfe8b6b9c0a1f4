// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// Mailspring, d93a0d7: the address is the user name of everything but a bare local part.
package struct Mailspring: MailClient {
  /// Whose reader this is.
  package let program = ClientProgram.mailspring
  /// The rule about how the program logs in.
  package let logInRule = ClientRule.mailspringLogIn

  /// Mailspring.
  package init() {}

  /// The first IMAP and the first SMTP server, hosts as they stand.
  package func read(
    _ document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    let root = document.root
    let fill = Placeholders(address: address)
    let providers = root.all("emailProvider")
    // Of several providers it takes the one whose id is the domain.
    let provider =
      providers.count > 1
      ? providers.first { $0.attributes["id"] == fill.domain.lowercased() } : providers.first
    guard let provider else { throw Remark(.mailspringRoot, at: root.place) }
    func first(_ name: String, _ type: MailProtocol) -> XMLElement? {
      provider.children.first { $0.name == name && $0.mailProtocol == type }
    }
    guard let imap = first("incomingServer", .imap), let smtp = first("outgoingServer", .smtp)
    else { throw Remark(.mailspringServers, at: provider.place) }
    return ClientAccount([
      server(.imap, imap, fill, &remarks), server(.smtp, smtp, fill, &remarks),
    ])
  }

  private func server(
    _ type: MailProtocol, _ element: XMLElement, _ fill: Placeholders, _ remarks: inout [Remark]
  ) -> ClientServer {
    let host = element["hostname"]?.text ?? ""
    remarks.note(.mailspringHost, ofHost: host, in: element)
    let isLocal = element.writtenUsername == "%EMAILLOCALPART%"
    let username = isLocal ? fill.local : fill.address
    remarks.note(.mailspringUsername, unless: username, isMeantBy: element, fill)
    let security: Security =
      switch element["socketType"]?.text {
      case "SSL": .tls
      case "plain": .none
      default: .starttls
      }
    return ClientServer(
      type, host: host.isEmpty ? "\(type.rawValue).\(fill.domain)" : host,
      port: element.plainPort, security: security, username: username,
      // mailcore2 logs in to IMAP by LOGIN alone, and to SMTP by the best that it is offered.
      logIns: type == .imap ? .password : [.password, .encryptedPassword, .ntlm],
      offered: LogIns(offeredBy: element))
  }
}
