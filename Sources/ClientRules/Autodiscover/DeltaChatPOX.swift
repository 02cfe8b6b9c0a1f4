// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// Delta Chat's autodiscover reader, 4888889.
package struct DeltaChatPOX: MailClient {
  /// Whose reader this is.
  package let program = ClientProgram.deltaChat
  /// The rule about how the program logs in.
  package let logInRule = ClientRule.deltaChatLogIn
  /// Its parser knows no namespaces.
  package let knowsNamespaces = false

  /// Delta Chat.
  package init() {}

  /// Every protocol with type, server and port, wherever it stands and whatever the case of names;
  /// the user name is the address.
  package func read(
    _ document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    var servers: [ClientServer] = []
    var events = XMLEvent.all(in: document.interruptedRoot)[...]
    while let event = events.popFirst() {
      guard case .start(let element) = event, element.name.lowercased() == "protocol",
        let server = Self.server(element, &events, address)
      else { continue }
      servers.append(server)
      let port = server.port ?? 0
      if server.security == Security.none, POX.security(element, port: port) != .none {
        remarks.append(Remark(.deltaChatPOXPlain, at: element.place))
      }
      if let login = element["LoginName"], login.text != address {
        remarks.append(Remark(.deltaChatPOXLogin, login.text.quoted, at: login.place))
      }
    }
    return DeltaChat.completed(servers, address, document.root.place, &remarks)
  }

  /// The protocol up to the next end of one, be it of one inside.
  private static func server(
    _ element: XMLElement, _ events: inout ArraySlice<XMLEvent>, _ address: String
  ) -> ClientServer? {
    var values: [String: String] = [:]
    var current: String?
    reading: while let event = events.popFirst() {
      switch event {
      case .start(let child): current = child.name.lowercased()
      case .end(let name):
        if name.lowercased() == "protocol" { break reading }
        if name.lowercased() == current { current = nil }
      case .text(let text): if let current { values[current] = text }
      }
    }
    guard let type = MailProtocol(rawValue: values["type"]?.lowercased() ?? ""), type != .pop3,
      let host = values["server"], let text = values["port"]
    else { return nil }
    let isPlain = values["ssl"] == "off"
    // A port that is no number is unknown, and then a usual one.
    let port = UInt16(text).map(Int.init) ?? 0
    return ClientServer(
      type, host: host, port: port > 0 ? port : type.port(isPlain ? .starttls : .tls),
      security: isPlain ? Security.none : port > 0 ? nil : .tls, username: address,
      logIns: .password, offered: LogIns(offeredByProtocol: element))
  }
}
