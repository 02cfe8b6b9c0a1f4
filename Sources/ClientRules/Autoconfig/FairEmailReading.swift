// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// What FairEmail's loop over the events of its pull parser gathers.
struct FairEmailReading {
  /// The server of one direction as far as it was read.
  struct Side {
    var host: String?
    var port: Int?
    var isSTARTTLS = false
    var offered: LogIns = []
    /// The socket type, where it came before the port.
    var early: XMLElement?

    var isComplete: Bool { host?.isEmpty == false && (port ?? 0) > 0 }

    /// The server; nil where FairEmail does not find it valid.
    func server(_ type: MailProtocol) -> ClientServer? {
      guard let host, !host.isEmpty, let port, port > 0 else { return nil }
      var logIns: LogIns = [.password, .encryptedPassword, .ntlm]
      if type == .smtp { logIns.insert(.nothing) }
      if FairEmail.hostsWithOAuth2.contains(host) { logIns.insert(.oauth2) }
      return ClientServer(
        type, host: host, port: port, security: isSTARTTLS ? .starttls : .tls, username: nil,
        logIns: logIns, offered: offered)
    }
  }

  private(set) var incoming = Side()
  private(set) var outgoing = Side()
  private(set) var firstIncoming: XMLElement?
  private(set) var firstOutgoing: XMLElement?
  private(set) var hasIMAP = false
  private(set) var lastUsername: (element: XMLElement, text: String)?
  private(set) var shortName: String?
  private var current: WritableKeyPath<FairEmailReading, Side>?

  /// Goes through an element and what is in it, in the order of the events.
  mutating func visit(_ element: XMLElement, _ remarks: inout [Remark]) throws(Remark) {
    switch element.name {
    case "incomingServer":
      if element.mailProtocol == .imap { hasIMAP = true }
      current = firstIncoming == nil && element.mailProtocol == .imap ? \.incoming : nil
      firstIncoming = firstIncoming ?? element
    case "outgoingServer":
      current = firstOutgoing == nil && element.mailProtocol == .smtp ? \.outgoing : nil
      firstOutgoing = firstOutgoing ?? element
    case "displayShortName": shortName = element.leadingText ?? shortName
    case "username":
      if let text = element.leadingText, !text.isEmpty { lastUsername = (element, text) }
    default: try take(element, &remarks)
    }
    for case .element(let child) in element.pieces { try visit(child, &remarks) }
    if element.name == "incomingServer" || element.name == "outgoingServer" { current = nil }
  }

  /// What counts inside a server alone.
  private mutating func take(_ element: XMLElement, _ remarks: inout [Remark]) throws(Remark) {
    guard let current, let text = element.leadingText else { return }
    switch (element.name, text) {
    case ("hostname", _): self[keyPath: current].host = text
    case ("authentication", _): self[keyPath: current].offered.formUnion(LogIns(word: text))
    case ("port", _):
      guard let port = text.javaInteger else {
        throw Remark(.fairEmailServer, text.quoted, at: element.place)
      }
      let isSTARTTLS = port == (current == \.incoming ? 143 : 587)
      if let early = self[keyPath: current].early, isSTARTTLS != self[keyPath: current].isSTARTTLS {
        remarks.append(Remark(.fairEmailSocketOrder, early.text.quoted, at: early.place))
      }
      self[keyPath: current].port = port
      self[keyPath: current].isSTARTTLS = isSTARTTLS
    case ("socketType", "SSL"):
      self[keyPath: current].isSTARTTLS = false
      self[keyPath: current].early = element
    case ("socketType", "STARTTLS"):
      self[keyPath: current].isSTARTTLS = true
      self[keyPath: current].early = element
    case ("socketType", "plain"): remarks.append(Remark(.fairEmailPlain, at: element.place))
    default: return
    }
  }
}
