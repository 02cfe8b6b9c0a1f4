// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// GNOME Online Accounts 3.58.1: user names only as a bare placeholder, hosts as they stand, the
/// usual ports.
package struct GNOME: MailClient {
  /// Whose reader this is.
  package let program = ClientProgram.gnome
  /// The rule about how the program logs in.
  package let logInRule = ClientRule.gnomeLogIn
  /// Its parser knows no namespaces.
  package let knowsNamespaces = false

  /// GNOME Online Accounts.
  package init() {}

  /// The first IMAP and the first SMTP server; an account may do without the latter.
  package func read(
    _ document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    let root = document.root
    guard root.name == "clientConfig", root.prefix == nil else {
      throw Remark(.gnomeRoot, at: root.place)
    }
    let provider = root.found("emailProvider")
    let all = provider.map { $0.list("incomingServer") + $0.list("outgoingServer") } ?? []
    let incoming = first(.imap, all, address, &remarks)
    let outgoing = first(.smtp, all, address, &remarks)
    guard let incoming else {
      throw Remark(.gnomeServers, at: (all.first ?? root).place)
    }
    if outgoing == nil { remarks.append(Remark(.gnomeNoSMTP, at: root.place)) }
    return ClientAccount(incoming: [incoming], outgoing: outgoing.map { [$0] } ?? [])
  }

  /// The first one of a type, in whichever direction it is said to be.
  private func first(
    _ type: MailProtocol, _ all: [XMLElement], _ address: String, _ remarks: inout [Remark]
  ) -> ClientServer? {
    let element = all.first { element in
      // librest keeps the last attribute of a name, be it one with a prefix.
      let key = element.typeNames.last
      return key.flatMap { element.attributes[$0] }?.lowercased() == type.rawValue
    }
    guard let element, let host = element.found("hostname")?.lastRun else {
      return nil
    }
    remarks.note(.gnomeHost, ofHost: host, in: element)
    let word = element.found("socketType")?.lastRun ?? ""
    let security: Security = word.lowercased() == "starttls" ? .starttls : .tls
    if word.lowercased() == "plain" {
      remarks.append(Remark(.gnomePlain, at: element["socketType"]?.place))
    }
    let port = type.port(security)
    if let own = element.found("port"), own.text.withoutWhitespace != String(port) {
      remarks.append(Remark(.gnomePort, "\(port) instead of \(own.text)", at: own.place))
    }
    return ClientServer(
      type, host: host, port: port, security: security,
      username: username(element, address, &remarks),
      logIns: type == .smtp ? [.password, .nothing] : .password,
      offered: LogIns(offeredBy: element))
  }

  private func username(
    _ element: XMLElement, _ address: String, _ remarks: inout [Remark]
  ) -> String? {
    let text = element.found("username")?.lastRun ?? ""
    let fill = Placeholders(address: address)
    switch text.uppercased() {
    case "%EMAILADDRESS%": return address
    case "%EMAILLOCALPART%": return fill.local
    case "%EMAILDOMAIN%": return fill.domain
    default:
      remarks.append(
        Remark(.gnomeUsername, text.quoted, at: (element["username"] ?? element).place))
      return nil
    }
  }
}

extension XMLElement {
  /// The last text between comments and elements that is not blank: librest keeps one.
  fileprivate var lastRun: String? { runs.last { !$0.isBlank } }

  /// The first element of a name below this one, its own children before all others: librest
  /// searches the whole tree.
  fileprivate func found(_ name: String) -> XMLElement? {
    self[name] ?? children.lazy.compactMap { $0.found(name) }.first
  }

  /// That element and those of its name beside it.
  fileprivate func list(_ name: String) -> [XMLElement] {
    let own = all(name)
    return own.isEmpty ? children.lazy.map { $0.list(name) }.first { !$0.isEmpty } ?? [] : own
  }
}
