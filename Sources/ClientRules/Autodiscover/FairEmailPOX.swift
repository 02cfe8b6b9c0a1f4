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
  /// Its parser knows no namespaces.
  package let knowsNamespaces = false

  /// FairEmail.
  package init() {}

  /// IMAP and SMTP, both needed; the port alone says whether it is STARTTLS.
  package func read(
    _ document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    let root = document.root
    guard !document.hasByteOrderMark else { throw Remark(.fairEmailBOM, at: root.place) }
    var reading = Reading(address: address)
    guard reading.visit(root) else { throw Remark(.fairEmailPOXServers, at: root.place) }
    remarks += reading.remarks
    guard let incoming = reading.servers[.imap], let outgoing = reading.servers[.smtp] else {
      if let early = reading.early { throw Remark(.fairEmailPOXOrder, at: early.place) }
      let missing = reading.servers[.imap] == nil ? "there is no IMAP" : "there is no SMTP"
      throw Remark(.fairEmailPOXServers, missing, at: root.place)
    }
    return ClientAccount(incoming: [incoming], outgoing: [outgoing])
  }

  /// What its loop over the events of a pull parser gathers.
  private struct Reading {
    let address: String
    private(set) var servers: [MailProtocol: ClientServer] = [:]
    private(set) var remarks: [Remark] = []
    /// A protocol that came before the account's type and action.
    private(set) var early: XMLElement?
    private var (isAccount, isEmail, isSettings, isProtocol) = (false, false, false, false)
    private var (isIMAP, isSMTP) = (false, false)
    private var host: String?
    private var port: Int?

    init(address: String) { self.address = address }

    /// Goes through an element and what is in it; false where a port ends the reading.
    mutating func visit(_ element: XMLElement) -> Bool {
      guard open(element) else { return false }
      for child in element.children where !visit(child) { return false }
      switch element.name {
      case "Account": (isAccount, isEmail, isSettings) = (false, false, false)
      case "Protocol": close(element)
      default: break
      }
      return true
    }

    private mutating func open(_ element: XMLElement) -> Bool {
      let text = element.leadingText
      switch element.name {
      case "Account": isAccount = true
      case "AccountType" where isAccount: isEmail = isEmail || text == "email"
      case "Action" where isAccount: isSettings = isSettings || text == "settings"
      case "Protocol" where isAccount:
        isProtocol = true
        if !(isEmail && isSettings) { early = early ?? element }
      case let name where isEmail && isSettings && isProtocol: return take(name, text)
      default: break
      }
      return true
    }

    private mutating func take(_ name: String, _ text: String?) -> Bool {
      switch (name, text) {
      case ("Type", "IMAP"): isIMAP = true
      case ("Type", "SMTP"): isSMTP = true
      case ("Server", let text?): host = text
      case ("Port", let text?):
        guard let number = text.javaInteger, !text.hasPrefix("-"), !text.hasPrefix("+") else {
          return text.contains { !$0.isNumber }
        }
        port = number
      default: break
      }
      return true
    }

    private mutating func close(_ element: XMLElement) {
      defer {
        isProtocol = false
        (isIMAP, isSMTP, host, port) = (false, false, nil, nil)
      }
      guard isProtocol, isIMAP || isSMTP, let host, let port else { return }
      let type: MailProtocol = isIMAP ? .imap : .smtp
      if servers[type] != nil { remarks.append(Remark(.fairEmailPOXLast, at: element.place)) }
      servers[type] = host.isEmpty || port <= 0 ? nil : server(type, host, port, element)
    }

    private mutating func server(
      _ type: MailProtocol, _ host: String, _ port: Int, _ element: XMLElement
    ) -> ClientServer {
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
}
