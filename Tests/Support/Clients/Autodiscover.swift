// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The parts of an autodiscover document that its readers look at.
private struct POX {
  let account: XMLTree

  init(_ root: XMLTree) throws(Refused) {
    guard root.name == "Autodiscover", root.prefix == nil,
      let account = root["Response"]?["Account"]
    else { throw Refused("no Account") }
    self.account = account
  }

  static func mailProtocol(_ text: String?) -> MailProtocol? {
    switch text {
    case "IMAP": .imap
    case "POP3": .pop3
    case "SMTP": .smtp
    default: nil
    }
  }
}

extension ClientAccount {
  fileprivate init(_ servers: [ClientServer]) {
    self.init(
      incoming: servers.filter { $0.mailProtocol != .smtp },
      outgoing: servers.filter { $0.mailProtocol == .smtp })
  }
}

/// Thunderbird's autodiscover reader, 153.7.0esr.
public struct ThunderbirdPOX: MailClient {
  /// The program and its version.
  public let name = "Thunderbird 153, autodiscover"

  /// Thunderbird.
  public init() {}

  /// Every protocol it knows; SMTP may be missing.
  public func account(
    from document: [UInt8], for address: String
  ) throws(Refused) -> ClientAccount {
    let pox = try POX(try tree(document))
    let account = ClientAccount(
      pox.account.all("Protocol").compactMap { server(in: $0, address) })
    guard !account.incoming.isEmpty else { throw Refused("no incoming server") }
    return account
  }

  private func server(in element: XMLTree, _ address: String) -> ClientServer? {
    guard let type = POX.mailProtocol(JXON.text(element["Type"])),
      let host = JXON.text(element["Server"]), host.isHostName,
      let port = JXON.text(element["Port"])?.strictPort
    else { return nil }
    let isPlain =
      JXON.text(element["SSL"]) == "off" || JXON.text(element["Encryption"]) == "None"
    let security: Security =
      isPlain ? .none : [143, 110, 25, 587].contains(port) ? .starttls : .tls
    return ClientServer(
      type, host: host, port: port, security: security,
      username: JXON.text(element["LoginName"]) ?? address,
      authentication: JXON.text(element["SPA"]) == "on" ? "secure" : "password-cleartext")
  }
}

/// FairEmail's autodiscover reader, August 2026: of two servers of a type the last one counts.
public struct FairEmailPOX: MailClient {
  /// The program and its version.
  public let name = "FairEmail, autodiscover"

  /// FairEmail.
  public init() {}

  /// IMAP and SMTP, both needed; the port alone says whether it is STARTTLS.
  public func account(
    from document: [UInt8], for address: String
  ) throws(Refused) -> ClientAccount {
    let pox = try POX(try tree(document, acceptsBOM: false))
    var isEmail = false
    var isSettings = false
    var servers: [MailProtocol: ClientServer] = [:]
    for element in pox.account.children {
      switch (element.name, element.text) {
      case ("AccountType", let text): isEmail = text == "email"
      case ("Action", let text): isSettings = text == "settings"
      case ("Protocol", _):
        guard isEmail, isSettings else { throw Refused("Protocol before AccountType or Action") }
        guard let type = POX.mailProtocol(element["Type"]?.text), type != .pop3,
          let host = element["Server"]?.text, let port = element["Port"].flatMap({ Int($0.text) })
        else { continue }
        servers[type] = ClientServer(
          type, host: host, port: port, security: port == 143 || port == 587 ? .starttls : .tls,
          username: address)
      default: continue
      }
    }
    guard let incoming = servers[.imap] else { throw Refused("no IMAP server") }
    guard let outgoing = servers[.smtp] else { throw Refused("no SMTP server") }
    return ClientAccount(incoming: [incoming], outgoing: [outgoing])
  }
}

/// Delta Chat's autodiscover reader, 48888898e.
public struct DeltaChatPOX: MailClient {
  /// The program and its version.
  public let name = "Delta Chat, autodiscover"

  /// Delta Chat.
  public init() {}

  /// Every protocol with type, server and port; the user name is the address.
  public func account(
    from document: [UInt8], for address: String
  ) throws(Refused) -> ClientAccount {
    let root = try tree(document)
    return ClientAccount(
      root.descendants.filter { $0.name == "Protocol" }.compactMap { element in
        func value(_ name: String) -> String? { element[name].map(DeltaChat.lastPiece) }
        guard let type = POX.mailProtocol(value("Type")), type != .pop3,
          let host = value("Server"), let port = value("Port").flatMap(Int.init)
        else { return nil }
        return ClientServer(
          type, host: host, port: port, security: value("SSL") == "off" ? Security.none : nil,
          username: address)
      })
  }
}
