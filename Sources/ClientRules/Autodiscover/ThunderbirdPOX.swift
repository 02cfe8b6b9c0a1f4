// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// Thunderbird's autodiscover reader, 153.7.0esr.
package struct ThunderbirdPOX: MailClient {
  /// Whose reader this is.
  package let program = ClientProgram.thunderbird
  /// The rule about how the program logs in.
  package let logInRule = ClientRule.thunderbirdPOXLogIn

  /// Thunderbird.
  package init() {}

  /// Every protocol it knows; SMTP may be missing.
  package func read(
    _ document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    let pox = try POX(document, .thunderbirdPOXRoot)
    var servers: [ClientServer] = []
    var others: [String] = []
    for element in pox.account.all("Protocol") {
      let url = ["EXCH", "EXHTTP"].contains(JXON.text(element["Type"])) ? element["EwsUrl"] : nil
      if let host = url.flatMap(URLHost.init)?.host {
        others.append("exchange \(host)")
      } else if let server = server(in: element, address, &remarks) {
        servers.append(server)
      }
    }
    var account = ClientAccount(servers)
    account.others = others
    guard !account.incoming.isEmpty || !others.isEmpty else {
      throw Remark(.thunderbirdPOXIncoming, at: pox.account.place)
    }
    return account
  }

  private func server(
    in element: XMLElement, _ address: String, _ remarks: inout [Remark]
  ) -> ClientServer? {
    guard let type = POX.mailProtocol(JXON.text(element["Type"])),
      let host = JXON.host(element["Server"]),
      let port = JXON.text(element["Port"]).flatMap(JXON.port)
    else {
      remarks.append(
        Remark(.thunderbirdPOXProtocol, element["Type"]?.text.quoted, at: element.place))
      return nil
    }
    let isPlain =
      JXON.text(element["SSL"])?.lowercased() == "off"
      || JXON.text(element["Encryption"])?.lowercased() == "none"
    let security: Security =
      isPlain ? .none : [143, 110, 25, 587].contains(port) ? .starttls : .tls
    let meant = POX.security(element, port: port)
    if isPlain, meant != .none {
      remarks.append(Remark(.thunderbirdPOXPlain, at: element.place))
    } else if meant != security {
      remarks.append(Remark(.thunderbirdPOXPort, "port \(port)", at: element.place))
    }
    let login = element["LoginName"]
    if let login, JXON.text(login) != login.text {
      remarks.append(Remark(.thunderbirdPOXLogin, login.text.quoted, at: login.place))
    }
    let isSecure = JXON.text(element["SPA"])?.lowercased() == "on"
    return ClientServer(
      type, host: host, port: port, security: security, username: JXON.text(login) ?? address,
      authentication: isSecure ? "secure" : "password-cleartext",
      logIns: isSecure ? [.encryptedPassword, .kerberos, .ntlm] : .password,
      offered: LogIns(offeredByProtocol: element))
  }
}
