// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// Thunderbird's autodiscover reader, 153.8.0esr.
package struct ThunderbirdPOX: MailClient {
  /// Whose reader this is.
  package let program = ClientProgram.thunderbird
  /// The rule about how the program logs in.
  package let logInRule = ClientRule.thunderbirdPOXLogIn
  /// JXON goes by the names of nodes, prefixes and all.
  package let knowsNamespaces = false

  /// Thunderbird.
  package init() {}

  /// Every protocol it knows; SMTP may be missing.
  package func read(
    _ document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    let pox = try POX(document, .thunderbirdPOXRoot)
    var config = Config()
    for element in pox.account.all("Protocol") {
      let isRead =
        switch JXON.text(element["Type"]) {
        case "WEB": config.takeWeb(element)
        case "EXCH", "EXHTTP": config.takeExchange(element)
        default: config.take(server(in: element, address))
        }
      if isRead {
        note(element, &remarks)
      } else {
        remarks.append(
          Remark(.thunderbirdPOXProtocol, element["Type"]?.text.quoted, at: element.place))
      }
    }
    guard let account = config.account else {
      throw Remark(.thunderbirdPOXIncoming, at: pox.account.place)
    }
    return account
  }

  private func server(in element: XMLElement, _ address: String) -> ClientServer? {
    guard let type = POX.mailProtocol(JXON.text(element["Type"])),
      let host = JXON.host(element["Server"]),
      let port = JXON.text(element["Port"]).flatMap(JXON.integer),
      let security = Self.security(element, port)
    else { return nil }
    // What is no string has no toLowerCase, which ends the reading of the protocol.
    if let spa = element["SPA"], !JXON.isString(spa) { return nil }
    let name = JXON.text(element["LoginName"])
    if let name, ["false", "0", "NaN"].contains(name) { return nil }
    let isSecure = element["SPA"]?.text.lowercased() == "on"
    return ClientServer(
      type, host: host, port: port, security: security, username: name ?? address,
      authentication: isSecure ? "secure" : "password-cleartext",
      logIns: isSecure ? [.encryptedPassword, .kerberos, .ntlm] : .password,
      offered: LogIns(offeredByProtocol: element))
  }

  private static func security(_ element: XMLElement, _ port: Int) -> Security? {
    for (name, word) in [("SSL", "off"), ("Encryption", "none")] {
      guard let child = element[name] else { continue }
      guard JXON.isString(child) else { return nil }
      if child.text.lowercased() == word { return Security.none }
    }
    return [143, 110, 25, 587].contains(port) ? .starttls : .tls
  }

  /// What it understands otherwise than is meant.
  private func note(_ element: XMLElement, _ remarks: inout [Remark]) {
    guard POX.mailProtocol(element["Type"]?.text) != nil,
      let port = JXON.text(element["Port"]).flatMap(JXON.integer)
    else { return }
    let security = Self.security(element, port)
    let meant = POX.security(element, port: port)
    if security == Security.none, meant != .none {
      remarks.append(Remark(.thunderbirdPOXPlain, at: element.place))
    } else if meant != security {
      remarks.append(Remark(.thunderbirdPOXPort, "port \(port)", at: element.place))
    }
    if let login = element["LoginName"], JXON.text(login) != login.text {
      remarks.append(Remark(.thunderbirdPOXLogin, login.text.quoted, at: login.place))
    }
  }
}

/// `readAutoDiscoverXML`: an Exchange server takes the place of the server that came first.
private struct Config {
  /// A server with a host takes the place of nothing else but one without.
  private var first: ClientServer?
  private var exchange: (host: String?, port: Int)?
  private var alternatives: [ClientServer] = []
  private var outgoing: [ClientServer] = []
  private var hasWebAddress = false

  /// False for no server.
  mutating func take(_ server: ClientServer?) -> Bool {
    guard let server else { return false }
    if server.mailProtocol == .smtp {
      outgoing.append(server)
    } else if first == nil, exchange?.host == nil {
      first = server
      exchange = nil
    } else {
      alternatives.append(server)
    }
    return true
  }

  /// Outlook on the web; false where its address is not read.
  mutating func takeWeb(_ element: XMLElement) -> Bool {
    guard let urls = element["External"] ?? element["Internal"] else { return true }
    guard let page = urls["OWAUrl"], !page.attributes.isEmpty || page.declaresNamespace,
      let url = WebAddress(page.ownText)
    else { return false }
    if !hasWebAddress, let inner = urls["Protocol"] {
      guard !inner.children.isEmpty || !inner.attributes.isEmpty else { return false }
      if let address = inner["ASUrl"] {
        guard WebAddress(JXON.text(address) ?? "") != nil else { return false }
        hasWebAddress = true
      }
    }
    become(url)
    return true
  }

  /// Exchange Web Services; false without their address.
  mutating func takeExchange(_ element: XMLElement) -> Bool {
    guard let url = WebAddress(JXON.text(element["EwsUrl"]) ?? "") else { return false }
    hasWebAddress = true
    become(url)
    return true
  }

  private mutating func become(_ url: WebAddress) {
    var now = exchange ?? (first?.host, first?.port ?? 443)
    if let host = url.host.thunderbirdHost { now = (host, url.port ?? now.port) }
    exchange = now
    first = nil
  }

  /// Nil where the first server of a direction lacks its host or has the port 0.
  var account: ClientAccount? {
    guard let port = exchange?.host == nil ? first?.port : exchange?.port, port != 0,
      outgoing.first?.port != 0
    else { return nil }
    var account = ClientAccount(
      incoming: (first.map { [$0] } ?? []) + alternatives, outgoing: outgoing)
    account.others = exchange?.host.map { ["exchange \($0)"] } ?? []
    return account
  }
}
