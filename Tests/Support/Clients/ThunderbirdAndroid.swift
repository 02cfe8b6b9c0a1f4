// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Thunderbird for Android, a59bd67: one bad IMAP or SMTP server and the whole file is refused.
public struct ThunderbirdAndroid: MailClient {
  /// The program and its version.
  public let name = "Thunderbird for Android"

  /// Thunderbird for Android.
  public init() {}

  /// The first IMAP and the first SMTP server are set up.
  public func account(
    from document: [UInt8], for address: String
  ) throws(Refused) -> ClientAccount {
    let root = try tree(document, acceptsBOM: false)
    guard root.name == "clientConfig", root.prefix == nil else { throw Refused("wrong root") }
    guard let provider = root.all("emailProvider").last else { throw Refused("no emailProvider") }
    let fill = Placeholders(address: address)
    guard provider.attributes["id"]?.isHostName == true else { throw Refused("bad id") }
    guard provider.all("domain").contains(where: { fill.fill($0.text).isHostName }) else {
      throw Refused("no legal domain")
    }
    var servers: [ClientServer] = []
    for element in provider.all("incomingServer") where element.attributes["type"] == "imap" {
      servers.append(try server(.imap, element, fill))
    }
    for element in provider.all("outgoingServer") where element.attributes["type"] == "smtp" {
      servers.append(try server(.smtp, element, fill))
    }
    guard let incoming = servers.first(where: { $0.mailProtocol == .imap }) else {
      throw Refused("no IMAP server")
    }
    guard let outgoing = servers.first(where: { $0.mailProtocol == .smtp }) else {
      throw Refused("no SMTP server")
    }
    guard incoming.authentication != nil, outgoing.authentication != nil else {
      throw Refused("OAuth2 without a client id")
    }
    return ClientAccount(incoming: [incoming], outgoing: [outgoing])
  }

  private func server(
    _ type: MailProtocol, _ element: XMLTree, _ fill: Placeholders
  ) throws(Refused) -> ClientServer {
    // Nested elements are walked as if they stood in the server; the last of a name counts.
    func last(_ name: String) -> String? { element.descendants.last { $0.name == name }?.text }
    guard let host = last("hostname").map(fill.fill), host.isHostName else {
      throw Refused("bad hostname")
    }
    guard let port = last("port")?.strictPort else { throw Refused("bad port") }
    guard let username = last("username").map(fill.fill) else { throw Refused("no username") }
    let security: Security
    switch last("socketType") {
    case "SSL": security = .tls
    case "STARTTLS": security = .starttls
    default: throw Refused("bad socketType")
    }
    let known = element.descendants.filter { $0.name == "authentication" }.map(\.text)
      .filter { ["OAuth2", "password-cleartext", "password-encrypted"].contains($0) }
    guard !known.isEmpty else { throw Refused("no known authentication") }
    let usable = known.filter { method in
      method != "OAuth2" || ThunderbirdDesktop.hostsWithOAuth2.contains(where: host.hasSuffix)
    }
    return ClientServer(
      type, host: host, port: port, security: security, username: username,
      authentication: usable.first)
  }
}
