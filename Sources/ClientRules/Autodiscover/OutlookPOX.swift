// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// Classic Outlook by the words of MS-OXDSCLI; nobody ran it.
package struct OutlookPOX: MailClient {
  /// Whose reader this is.
  package let program = ClientProgram.outlook
  /// The rule about how the program logs in.
  package let logInRule = ClientRule.outlookLogIn

  /// Outlook.
  package init() {}

  /// One protocol of each type.
  package func read(
    _ document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    let pox = try POX(document, .outlookRoot)
    guard pox.account.namespace?.hasSuffix("/outlook/responseschema/2006a") == true else {
      throw Remark(.outlookRoot, pox.account.namespace?.quoted, at: pox.account.place)
    }
    guard pox.account["AccountType"]?.text == "email", pox.account["Action"]?.text == "settings"
    else { throw Remark(.outlookAction, at: pox.account.place) }
    var servers: [ClientServer] = []
    for element in pox.account.all("Protocol") {
      guard let type = POX.mailProtocol(element["Type"]?.text), let host = element["Server"]?.text,
        let port = element["Port"]?.text.strictPort,
        !servers.contains(where: { $0.mailProtocol == type })
      else { continue }
      let spa = element["SPA"]?.text
      if spa == nil { remarks.append(Remark(.outlookSPA, at: element.place)) }
      servers.append(
        ClientServer(
          type, host: host, port: port, security: POX.security(element, port: port),
          username: element["LoginName"]?.text ?? address,
          authentication: spa == "off" ? "password" : "NTLM",
          logIns: LogIns(outlook: element), offered: LogIns(offeredByProtocol: element)))
    }
    let account = ClientAccount(servers)
    guard !account.incoming.isEmpty, !account.outgoing.isEmpty else {
      throw Remark(.outlookServers, at: pox.account.place)
    }
    return account
  }
}
