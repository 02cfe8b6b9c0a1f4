// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// Geary, 3e8d4f1: the first servers of a file or none, and always the address.
package struct Geary: MailClient {
  package let program = ClientProgram.geary
  package let logInRule = ClientRule.gearyLogIn

  /// Geary.
  package init() {}

  /// The first server of each direction, which must be IMAP and SMTP.
  package func read(
    _ document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    let root = document.root
    guard let provider = root["emailProvider"], let imap = provider["incomingServer"],
      let smtp = provider["outgoingServer"], imap.mailProtocol == .imap,
      smtp.mailProtocol == .smtp
    else { throw Remark(.gearyServers, at: (root["emailProvider"] ?? root).place) }
    return ClientAccount([
      server(.imap, imap, address, &remarks), server(.smtp, smtp, address, &remarks),
    ])
  }

  private func server(
    _ type: MailProtocol, _ element: XMLElement, _ address: String, _ remarks: inout [Remark]
  ) -> ClientServer {
    let host = element["hostname"]?.text ?? ""
    if Placeholders.occur(in: host) {
      remarks.append(Remark(.gearyHost, host.quoted, at: element.place))
    }
    if let own = element["username"], Placeholders(address: address).fill(own.text) != address {
      remarks.append(Remark(.gearyUsername, own.text.quoted, at: own.place))
    }
    let security: Security =
      switch element["socketType"]?.text {
      case "SSL": .tls
      case "STARTTLS": .starttls
      default: .none
      }
    return ClientServer(
      type, host: host, port: element["port"].flatMap { Int($0.text.withoutWhitespace) },
      security: security, username: address, logIns: .password,
      offered: LogIns(offeredBy: element))
  }
}

/// SnappyMail 2.38.2 with its plug-in: the first servers of a file, and the address or its local
/// part.
package struct SnappyMail: MailClient {
  package let program = ClientProgram.snappyMail
  package let logInRule = ClientRule.snappyMailLogIn

  /// SnappyMail.
  package init() {}

  /// The first server of each direction, which must be IMAP and SMTP.
  package func read(
    _ document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    let root = document.root
    guard root.name == "clientConfig", root.prefix == nil, let provider = root["emailProvider"],
      let imap = provider["incomingServer"], let smtp = provider["outgoingServer"],
      imap.mailProtocol == .imap, smtp.mailProtocol == .smtp
    else { throw Remark(.snappyMailServers, at: (root["emailProvider"] ?? root).place) }
    return ClientAccount([
      server(.imap, imap, address, &remarks), server(.smtp, smtp, address, &remarks),
    ])
  }

  private func server(
    _ type: MailProtocol, _ element: XMLElement, _ address: String, _ remarks: inout [Remark]
  ) -> ClientServer {
    let host = element["hostname"]?.text ?? ""
    if Placeholders.occur(in: host) {
      remarks.append(Remark(.snappyMailHost, host.quoted, at: element.place))
    }
    let fill = Placeholders(address: address)
    let text = element["username"]?.text ?? ""
    let username = text == "%EMAILADDRESS%" ? address : fill.local
    if fill.fill(text) != username {
      remarks.append(
        Remark(.snappyMailUsername, text.quoted, at: (element["username"] ?? element).place))
    }
    let port = element["port"].flatMap { Int($0.text.withoutWhitespace) }
    let security: Security =
      switch element["socketType"]?.text {
      case "SSL": .tls
      case "STARTTLS": .starttls
      // By the port, or STARTTLS where a server has it.
      default: [465, 993, 995].contains(port ?? 0) ? .tls : .starttls
      }
    return ClientServer(
      type, host: host, port: port, security: security, username: username.lowercased(),
      logIns: type == .smtp ? [.password, .nothing] : .password,
      offered: LogIns(offeredBy: element))
  }
}
