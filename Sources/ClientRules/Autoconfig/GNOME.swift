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
    let all = root["emailProvider"]?.children ?? []
    let incoming = first("incomingServer", .imap, all, address, &remarks)
    let outgoing = first("outgoingServer", .smtp, all, address, &remarks)
    guard let incoming else {
      throw Remark(.gnomeServers, at: (all.first ?? root).place)
    }
    if outgoing == nil { remarks.append(Remark(.gnomeNoSMTP, at: root.place)) }
    return ClientAccount(incoming: [incoming], outgoing: outgoing.map { [$0] } ?? [])
  }

  private func first(
    _ name: String, _ type: MailProtocol, _ all: [XMLElement], _ address: String,
    _ remarks: inout [Remark]
  ) -> ClientServer? {
    let element = all.first {
      $0.name == name && $0.attributes["type"]?.lowercased() == type.rawValue
    }
    guard let element, let host = element["hostname"]?.lastPiece, !host.isEmpty else { return nil }
    remarks.note(.gnomeHost, ofHost: host, in: element)
    let word = element["socketType"]?.lastPiece ?? ""
    let security: Security = word.lowercased() == "starttls" ? .starttls : .tls
    if word.lowercased() == "plain" {
      remarks.append(Remark(.gnomePlain, at: element["socketType"]?.place))
    }
    let port = type.port(security)
    if let own = element["port"], own.text.withoutWhitespace != String(port) {
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
    let text = element["username"]?.lastPiece ?? ""
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
