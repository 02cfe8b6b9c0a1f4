// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// Geary, 3e8d4f1: the first servers of a file or none, and always the address.
package struct Geary: MailClient {
  /// Which program this is.
  package let program = ClientProgram.geary
  /// What is said where no way to log in is known to it.
  package let logInRule = ClientRule.gearyLogIn

  /// Geary.
  package init() {}

  /// The first server of each direction, which must be IMAP and SMTP.
  package func read(
    _ document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    let provider = document.root["emailProvider"]
    // libxml2 gives the first attribute of a name, be it one with a prefix.
    let servers = FirstServers(in: provider) { element in
      element.typeNames.first.flatMap { element.attributes[$0] }
    }
    guard let servers else {
      throw Remark(.gearyServers, at: (provider ?? document.root).place)
    }
    let fill = Placeholders(address: address)
    return servers.account { type, element in
      let host = element["hostname"]?.text ?? ""
      remarks.note(.gearyHost, ofHost: host, in: element)
      if element["username"] != nil {
        remarks.note(.gearyUsername, unless: address, isMeantBy: element, fill)
      }
      let security: Security =
        switch element["socketType"]?.text {
        case "SSL": .tls
        case "STARTTLS": .starttls
        default: .none
        }
      return ClientServer(
        type, host: host, port: element["port"]?.text.strictPort, security: security,
        username: address,
        logIns: .password, offered: LogIns(offeredBy: element))
    }
  }
}

/// SnappyMail 2.38.2 with its plug-in: the first servers of a file, and the address or its local
/// part.
package struct SnappyMail: MailClient {
  /// Which program this is.
  package let program = ClientProgram.snappyMail
  /// What is said where no way to log in is known to it.
  package let logInRule = ClientRule.snappyMailLogIn
  /// Its parser leaves elements with a prefix out.
  package let knowsNamespaces = false

  /// SnappyMail.
  package init() {}

  /// The first server of each direction, which must be IMAP and SMTP.
  package func read(
    _ document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    let root = document.root
    let providers = root.all("emailProvider")
    guard root.name == "clientConfig", providers.count == 1, let provider = providers.first,
      provider.phpText == nil, let servers = FirstServers(in: provider)
    else { throw Remark(.snappyMailServers, at: (providers.last ?? root).place) }
    let all = provider.all("incomingServer") + provider.all("outgoingServer")
    if let text = all.first(where: { $0.phpText != nil }) {
      throw Remark(.snappyMailValue, at: text.place)
    }
    let fill = Placeholders(address: address)
    return try servers.account { (type, element) throws(Remark) in
      try server(type, element, fill, &remarks)
    }
  }

  /// The document becomes arrays, where only what is one text fits a host or a port.
  private func server(
    _ type: MailProtocol, _ element: XMLElement, _ fill: Placeholders, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientServer {
    func value(_ name: String) -> String? {
      let all = element.all(name)
      return all.count == 1 ? all[0].phpText : nil
    }
    guard let host = value("hostname"), let port = value("port").flatMap(Self.integer) else {
      throw Remark(.snappyMailValue, at: element.place)
    }
    remarks.note(.snappyMailHost, ofHost: host, in: element)
    let username = value("username") == "%EMAILADDRESS%" ? fill.address : fill.local
    remarks.note(.snappyMailUsername, unless: username, isMeantBy: element, fill)
    let security: Security =
      switch value("socketType") {
      case "SSL": .tls
      case "STARTTLS": .starttls
      // By the port, or STARTTLS where a server has it.
      default: [465, 993, 995].contains(port) ? .tls : .starttls
      }
    return ClientServer(
      type, host: host, port: port, security: security, username: username.lowercased(),
      logIns: type == .smtp ? [.password, .nothing] : .password,
      offered: LogIns(offeredBy: element))
  }

  /// What PHP 8 puts into a property that is an int: a number in whatever spelling, cut to a whole
  /// one.
  private static func integer(_ text: String) -> Int? {
    let number = text.withoutWhitespace
    guard number.utf8.allSatisfy({ "+-.0123456789eE".utf8.contains($0) }) else { return nil }
    return Double(number).flatMap { Int(exactly: $0.rounded(.towardZero)) }
  }
}

extension XMLElement {
  /// The text that PHP's SimpleXML makes JSON of: that of an element which begins with some; nil
  /// for what becomes an array.
  fileprivate var phpText: String? {
    var start = ""
    pieces: for piece in pieces {
      switch piece {
      case .text(let text), .cdata(let text): start += text
      case .comment, .element: break pieces
      }
    }
    return start.isBlank ? nil : ownText
  }
}
