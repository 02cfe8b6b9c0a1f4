// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// FairEmail's autodiscover reader, August 2026: of two servers of a type the last one counts.
package struct FairEmailPOX: MailClient {
  /// Whose reader this is.
  package let program = ClientProgram.fairEmail
  /// The rule about how the program logs in.
  package let logInRule = ClientRule.fairEmailLogIn

  /// FairEmail.
  package init() {}

  /// IMAP and SMTP, both needed; the port alone says whether it is STARTTLS.
  package func read(
    _ document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    let pox = try POX(document, .fairEmailPOXOrder)
    guard !document.hasByteOrderMark else {
      throw Remark(.fairEmailBOM, at: document.root.place)
    }
    var isEmail = false
    var isSettings = false
    var servers: [MailProtocol: ClientServer] = [:]
    for element in pox.account.children {
      switch (element.name, element.text) {
      case ("AccountType", let text): isEmail = text == "email"
      case ("Action", let text): isSettings = text == "settings"
      case ("Protocol", _):
        guard isEmail, isSettings else { throw Remark(.fairEmailPOXOrder, at: element.place) }
        guard let server = server(in: element, address, &remarks) else { continue }
        if servers.updateValue(server, forKey: server.mailProtocol) != nil {
          remarks.append(Remark(.fairEmailPOXLast, at: element.place))
        }
      default: continue
      }
    }
    guard let incoming = servers[.imap], let outgoing = servers[.smtp] else {
      let missing = servers[.imap] == nil ? "there is no IMAP" : "there is no SMTP"
      throw Remark(.fairEmailPOXServers, missing, at: pox.account.place)
    }
    return ClientAccount(incoming: [incoming], outgoing: [outgoing])
  }

  private func server(
    in element: XMLElement, _ address: String, _ remarks: inout [Remark]
  ) -> ClientServer? {
    guard let type = POX.mailProtocol(element["Type"]?.text), type != .pop3,
      let host = element["Server"]?.text, let port = element["Port"].flatMap({ Int($0.text) })
    else { return nil }
    let security: Security = port == (type == .imap ? 143 : 587) ? .starttls : .tls
    if POX.security(element, port: port) != security {
      remarks.append(Remark(.fairEmailPOXPort, "port \(port)", at: element.place))
    }
    if let login = element["LoginName"], login.text != address {
      remarks.append(Remark(.fairEmailPOXLogin, login.text.quoted, at: login.place))
    }
    var logIns: LogIns = [.password, .encryptedPassword, .ntlm]
    if type == .smtp { logIns.insert(.nothing) }
    return ClientServer(
      type, host: host, port: port, security: security, username: address, logIns: logIns,
      offered: LogIns(offeredByProtocol: element))
  }
}

/// Delta Chat's autodiscover reader, 48888898e.
package struct DeltaChatPOX: MailClient {
  /// Whose reader this is.
  package let program = ClientProgram.deltaChat
  /// The rule about how the program logs in.
  package let logInRule = ClientRule.deltaChatLogIn

  /// Delta Chat.
  package init() {}

  /// Every protocol with type, server and port; the user name is the address.
  package func read(
    _ document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    var servers: [ClientServer] = []
    for element in document.interruptedRoot.descendants where element.name == "Protocol" {
      func value(_ name: String) -> String? { element[name].map(DeltaChat.lastPiece) }
      guard let type = POX.mailProtocol(value("Type")), type != .pop3,
        let host = value("Server"), let port = value("Port").flatMap(Int.init)
      else { continue }
      let isPlain = value("SSL") == "off"
      if isPlain, POX.security(element, port: port) != .none {
        remarks.append(Remark(.deltaChatPOXPlain, at: element.place))
      }
      if let login = element["LoginName"], login.text != address {
        remarks.append(Remark(.deltaChatPOXLogin, login.text.quoted, at: login.place))
      }
      servers.append(
        ClientServer(
          type, host: host, port: port, security: isPlain ? Security.none : nil,
          username: address, logIns: .password, offered: LogIns(offeredByProtocol: element)))
    }
    return DeltaChat.completed(servers, address, document.root.place, &remarks)
  }
}

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
