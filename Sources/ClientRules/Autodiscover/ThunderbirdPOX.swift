// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// Thunderbird's autodiscover reader, 153.7.0esr.
public struct ThunderbirdPOX: MailClient {
  public let program = ClientProgram.thunderbird

  /// Thunderbird.
  public init() {}

  /// Every protocol it knows; SMTP may be missing.
  public func account(
    from document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    let pox = try POX(document, .thunderbirdPOXRoot)
    let account = ClientAccount(
      pox.account.all("Protocol").compactMap { server(in: $0, address, &remarks) })
    guard !account.incoming.isEmpty else {
      throw Remark(.thunderbirdPOXIncoming, at: pox.account.place)
    }
    return account
  }

  private func server(
    in element: XMLElement, _ address: String, _ remarks: inout [Remark]
  ) -> ClientServer? {
    guard let type = POX.mailProtocol(JXON.text(element["Type"])),
      let host = JXON.text(element["Server"]), host.isHostName,
      let port = JXON.text(element["Port"])?.strictPort
    else {
      remarks.append(
        Remark(.thunderbirdPOXProtocol, element["Type"]?.text.quoted, at: element.place))
      return nil
    }
    let isPlain =
      JXON.text(element["SSL"]) == "off" || JXON.text(element["Encryption"]) == "None"
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
    return ClientServer(
      type, host: host, port: port, security: security, username: JXON.text(login) ?? address,
      authentication: JXON.text(element["SPA"]) == "on" ? "secure" : "password-cleartext")
  }
}
