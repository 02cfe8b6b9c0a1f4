// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// Mailspring, d93a0d7: the address is the user name of everything but a bare local part.
package struct Mailspring: MailClient {
  /// Whose reader this is.
  package let program = ClientProgram.mailspring
  /// The rule about how the program logs in.
  package let logInRule = ClientRule.mailspringLogIn
  /// Its parser takes prefixes for a part of names.
  package let knowsNamespaces = false

  /// Mailspring.
  package init() {}

  /// The first IMAP and the first SMTP server, hosts as they stand.
  package func read(
    _ document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    let root = document.root
    let fill = Placeholders(address: address)
    let providers = root.all("emailProvider")
    // Of several providers it takes the one whose id is the domain.
    let provider =
      providers.count > 1
      ? providers.first { $0.attributes["id"] == fill.domain.lowercased() || !$0.hasAttributes }
      : providers.first
    guard let provider, providers.count == 1 || provider.hasAttributes else {
      throw Remark(.mailspringRoot, at: (provider ?? root).place)
    }
    // A server without attributes ends the search.
    func first(_ name: String, _ type: MailProtocol) -> XMLElement? {
      let found = provider.all(name).first { $0.mailProtocol == type || !$0.hasAttributes }
      return found?.mailProtocol == type ? found : nil
    }
    guard let imap = first("incomingServer", .imap), let smtp = first("outgoingServer", .smtp)
    else { throw Remark(.mailspringServers, at: provider.place) }
    return ClientAccount([
      try server(.imap, imap, fill, &remarks), try server(.smtp, smtp, fill, &remarks),
    ])
  }

  private func server(
    _ type: MailProtocol, _ element: XMLElement, _ fill: Placeholders, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientServer {
    let hosts = element.all("hostname")
    guard hosts.isEmpty || element.xml2js("hostname") != nil else {
      throw Remark(.mailspringValue, at: hosts.last?.place)
    }
    let host = element.xml2js("hostname") ?? ""
    remarks.note(.mailspringHost, ofHost: host, in: element)
    let isLocal = element.xml2js("username") == "%EMAILLOCALPART%"
    let username = isLocal ? fill.local : fill.address
    remarks.note(.mailspringUsername, unless: username, isMeantBy: element, fill)
    let security: Security =
      switch element.xml2js("socketType") {
      case "SSL": .tls
      case "plain": .none
      default: .starttls
      }
    let port = element.xml2js("port").flatMap { Double($0.withoutWhitespace) }
    return ClientServer(
      type,
      host: host.isEmpty ? "\(type.rawValue).\(fill.domain)" : String(host.withoutWhitespace),
      port: port.flatMap(Int.init(exactly:)), security: security, username: username,
      // mailcore2 logs in to IMAP by LOGIN alone, and to SMTP by the best that it is offered.
      logIns: type == .imap ? .password : [.password, .encryptedPassword, .ntlm],
      offered: LogIns(offeredBy: element))
  }
}

extension XMLElement {
  fileprivate var hasAttributes: Bool { !attributes.isEmpty || declaresNamespace }

  /// The text of the one child of a name that has neither attributes nor elements: xml2js makes
  /// objects and lists of all others.
  fileprivate func xml2js(_ name: String) -> String? {
    let all = all(name)
    guard all.count == 1, let child = all.first, !child.hasAttributes, child.children.isEmpty
    else { return nil }
    return child.text
  }
}
