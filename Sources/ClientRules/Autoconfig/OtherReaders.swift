// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// Evolution, an old copy: of two servers of a type the last one counts.
public struct Evolution: MailClient {
  public let program = ClientProgram.evolution

  /// Evolution.
  public init() {}

  /// IMAP before POP3, and SMTP.
  public func account(
    from document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    let elements = document.root.descendants.filter {
      $0.name == "incomingServer" || $0.name == "outgoingServer"
    }
    let fill = Placeholders(address: address)
    var servers: [MailProtocol: ClientServer] = [:]
    for element in elements {
      guard element.attributes.count == 1, element.attributes["type"] != nil else {
        throw Remark(.evolutionAttributes, at: element.place)
      }
      guard let type = element.mailProtocol else { continue }
      let security: Security =
        switch element["socketType"]?.text {
        case "SSL": .tls
        case "STARTTLS": .starttls
        default: .none
        }
      let method = element.all("authentication").map(\.text).last {
        ["plain", "password-cleartext", "password-encrypted"].contains($0)
      }
      servers[type] = ClientServer(
        type, host: fill.fill(element["hostname"]?.text ?? ""),
        port: element["port"].flatMap { Int($0.text) }, security: security,
        username: element["username"].map { fill.fill($0.text) }, authentication: method)
    }
    let incoming = [servers[.imap], servers[.pop3]].compactMap { $0 }
    guard !incoming.isEmpty, let outgoing = servers[.smtp] else {
      throw Remark(.evolutionServers, at: document.root.place)
    }
    return ClientAccount(incoming: incoming, outgoing: [outgoing])
  }
}

/// Nextcloud Mail: the first IMAP and the first SMTP server, hosts as they stand.
public struct NextcloudMail: MailClient {
  public let program = ClientProgram.nextcloud

  /// Nextcloud Mail.
  public init() {}

  /// The first server of each kind.
  public func account(
    from document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    let all = document.root.descendants
    return ClientAccount(
      incoming: [try first("incomingServer", .imap, all, address, &remarks)],
      outgoing: [try first("outgoingServer", .smtp, all, address, &remarks)])
  }

  private func first(
    _ name: String, _ type: MailProtocol, _ all: [XMLElement], _ address: String,
    _ remarks: inout [Remark]
  ) throws(Remark) -> ClientServer {
    guard let element = all.first(where: { $0.name == name && $0.mailProtocol == type }),
      let host = element["hostname"]?.text
    else {
      throw Remark(
        .nextcloudServers, "there is no \(type.displayName) server", at: all.first?.place)
    }
    if Placeholders.occur(in: host) {
      remarks.append(Remark(.nextcloudHost, host.quoted, at: element.place))
    }
    let security: Security =
      switch element["socketType"]?.text.uppercased() {
      case "SSL": .tls
      case "STARTTLS", "TLS": .starttls
      default: .none
      }
    let fill = Placeholders(address: address)
    return ClientServer(
      type, host: host, port: element["port"].flatMap { Int($0.text) }, security: security,
      username: element["username"].map { fill.fill($0.text) })
  }
}
