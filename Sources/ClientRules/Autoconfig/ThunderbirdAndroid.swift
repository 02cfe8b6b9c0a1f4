// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// Thunderbird for Android, a59bd67: one bad IMAP or SMTP server and the whole file is refused.
public struct ThunderbirdAndroid: MailClient {
  public let program = ClientProgram.thunderbirdAndroid

  /// Thunderbird for Android.
  public init() {}

  /// The first IMAP and the first SMTP server are set up; of two providers, the last.
  public func account(
    from document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    let root = document.root
    guard !document.hasByteOrderMark else { throw Remark(.androidBOM, at: root.place) }
    guard root.name == "clientConfig", root.prefix == nil,
      let provider = root.all("emailProvider").last
    else { throw Remark(.androidRoot, at: root.place) }
    let fill = Placeholders(address: address)
    guard provider.attributes["id"]?.isHostName == true else {
      throw Remark(.androidID, at: provider.place)
    }
    guard provider.all("domain").contains(where: { fill.fill($0.text).isHostName }) else {
      throw Remark(.androidDomain, at: provider.place)
    }
    var servers: [ClientServer] = []
    for element in provider.all("incomingServer") where element.mailProtocol == .imap {
      servers.append(try server(.imap, element, fill))
    }
    for element in provider.all("outgoingServer") where element.mailProtocol == .smtp {
      servers.append(try server(.smtp, element, fill))
    }
    guard let incoming = servers.first(where: { $0.mailProtocol == .imap }) else {
      throw Remark(.androidIncoming, at: provider.place)
    }
    guard let outgoing = servers.first(where: { $0.mailProtocol == .smtp }) else {
      throw Remark(.androidOutgoing, at: provider.place)
    }
    guard incoming.authentication != nil, outgoing.authentication != nil else {
      throw Remark(.androidOAuth2, at: provider.place)
    }
    return ClientAccount(incoming: [incoming], outgoing: [outgoing])
  }

  private func server(
    _ type: MailProtocol, _ element: XMLElement, _ fill: Placeholders
  ) throws(Remark) -> ClientServer {
    let inside = element.descendants
    // Nested elements are walked as if they stood in the server; the last of a name counts.
    func last(_ name: String) -> XMLElement? { inside.last { $0.name == name } }
    func refusal(_ rule: ClientRule, _ name: String) -> Remark {
      let found = last(name)
      return Remark(rule, found?.text.quoted, at: (found ?? element).place)
    }
    let host = fill.fill(last("hostname")?.text ?? "")
    guard host.isHostName else { throw refusal(.androidHost, "hostname") }
    guard let port = last("port")?.text.strictPort else { throw refusal(.androidPort, "port") }
    guard let username = last("username").map({ fill.fill($0.text) }) else {
      throw refusal(.androidUsername, "username")
    }
    let security: Security
    switch last("socketType")?.text {
    case "SSL": security = .tls
    case "STARTTLS": security = .starttls
    case "plain": throw refusal(.androidPlain, "socketType")
    default: throw refusal(.androidSocketType, "socketType")
    }
    let known = inside.filter { $0.name == "authentication" }.map(\.text)
      .filter { ["OAuth2", "password-cleartext", "password-encrypted"].contains($0) }
    guard !known.isEmpty else { throw refusal(.androidAuthentication, "authentication") }
    let usable = known.filter { method in
      method != "OAuth2" || ThunderbirdDesktop.hostsWithOAuth2.contains(where: host.hasSuffix)
    }
    return ClientServer(
      type, host: host, port: port, security: security, username: username,
      authentication: usable.first)
  }
}
