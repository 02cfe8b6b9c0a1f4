// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// Geary, 3e8d4f1: the first servers of a file or none, and always the address.
package struct Geary: MailClient {
  /// Which program this is.
  package let program = ClientProgram.geary
  /// What is said where no way to log in is known to it.
  package let logInRule = ClientRule.gearyLogIn

  /// Geary.
  package init() {}

  /// The first server of each direction, which must be IMAP and SMTP.
  package func read(
    _ document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    let provider = document.root["emailProvider"]
    guard let servers = FirstServers(in: provider) else {
      throw Remark(.gearyServers, at: (provider ?? document.root).place)
    }
    let fill = Placeholders(address: address)
    return servers.account { type, element in
      let host = element["hostname"]?.text ?? ""
      remarks.note(.gearyHost, ofHost: host, in: element)
      if element["username"] != nil {
        remarks.note(.gearyUsername, unless: address, isMeantBy: element, fill)
      }
      let security: Security =
        switch element["socketType"]?.text {
        case "SSL": .tls
        case "STARTTLS": .starttls
        default: .none
        }
      return ClientServer(
        type, host: host, port: element.plainPort, security: security, username: address,
        logIns: .password, offered: LogIns(offeredBy: element))
    }
  }
}

/// SnappyMail 2.38.2 with its plug-in: the first servers of a file, and the address or its local
/// part.
package struct SnappyMail: MailClient {
  /// Which program this is.
  package let program = ClientProgram.snappyMail
  /// What is said where no way to log in is known to it.
  package let logInRule = ClientRule.snappyMailLogIn

  /// SnappyMail.
  package init() {}

  /// The first server of each direction, which must be IMAP and SMTP.
  package func read(
    _ document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    guard let servers = FirstServers(in: document.root.firstProvider) else {
      let place = (document.root["emailProvider"] ?? document.root).place
      throw Remark(.snappyMailServers, at: place)
    }
    let fill = Placeholders(address: address)
    return servers.account { type, element in
      let host = element["hostname"]?.text ?? ""
      remarks.note(.snappyMailHost, ofHost: host, in: element)
      let username = element.writtenUsername == "%EMAILADDRESS%" ? address : fill.local
      remarks.note(.snappyMailUsername, unless: username, isMeantBy: element, fill)
      let security: Security =
        switch element["socketType"]?.text {
        case "SSL": .tls
        case "STARTTLS": .starttls
        // By the port, or STARTTLS where a server has it.
        default: [465, 993, 995].contains(element.plainPort ?? 0) ? .tls : .starttls
        }
      return ClientServer(
        type, host: host, port: element.plainPort, security: security,
        username: username.lowercased(),
        logIns: type == .smtp ? [.password, .nothing] : .password,
        offered: LogIns(offeredBy: element))
    }
  }
}
