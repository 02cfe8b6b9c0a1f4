// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// GNOME Online Accounts: user names only as a bare placeholder, hosts as they stand.
public struct GNOME: MailClient {
  /// The program.
  public let name = "GNOME Online Accounts"

  /// GNOME Online Accounts.
  public init() {}

  /// The first IMAP and the first SMTP server.
  public func account(
    from document: [UInt8], for address: String
  ) throws(Refused) -> ClientAccount {
    let root = try tree(document)
    guard root.name == "clientConfig" else { throw Refused("wrong root") }
    let fill = Placeholders(address: address)
    func first(_ name: String, _ type: MailProtocol) throws(Refused) -> ClientServer {
      let element = root.descendants.first {
        $0.name == name && $0.attributes["type"] == type.rawValue
      }
      guard let element, let host = element["hostname"]?.text, !host.isEmpty else {
        throw Refused("no \(type.displayName) server")
      }
      let username: String? =
        switch element["username"]?.text.uppercased() {
        case "%EMAILADDRESS%": fill.address
        case "%EMAILLOCALPART%": fill.local
        default: nil
        }
      let security: Security =
        switch element["socketType"]?.text.uppercased() {
        case "SSL": .tls
        case "STARTTLS": .starttls
        default: .none
        }
      return ClientServer(
        type, host: host, port: element["port"].flatMap { Int($0.text) }, security: security,
        username: username)
    }
    return ClientAccount(
      incoming: [try first("incomingServer", .imap)], outgoing: [try first("outgoingServer", .smtp)]
    )
  }
}

/// KDE's account wizard, 8163b65. Of several outgoing servers it takes the best encrypted one.
public struct KDE: MailClient {
  /// The program and its version.
  public let name = "KDE account wizard"

  /// KDE's account wizard.
  public init() {}

  /// Every IMAP, POP3 and SMTP server that has a port.
  public func account(
    from document: [UInt8], for address: String
  ) throws(Refused) -> ClientAccount {
    let root = try tree(document)
    guard root.name == "clientConfig", let provider = root["emailProvider"] else {
      throw Refused("wrong root")
    }
    let fill = Placeholders(address: address)
    let servers = provider.children.compactMap { server(in: $0, fill) }
    return ClientAccount(
      incoming: servers.filter { $0.mailProtocol != .smtp },
      outgoing: servers.filter { $0.mailProtocol == .smtp },
      provider: provider["displayShortName"]?.text)
  }

  private func server(in element: XMLTree, _ fill: Placeholders) -> ClientServer? {
    guard ["incomingServer", "outgoingServer"].contains(element.name),
      let type = MailProtocol(rawValue: element.attributes["type"] ?? ""),
      let port = element["port"].flatMap({ Int($0.text) })
    else { return nil }
    let security: Security =
      switch element["socketType"]?.text {
      case "STARTTLS": .starttls
      case "plain": .none
      default: .tls
      }
    let known = element.all("authentication").map(\.text).filter {
      ["password-cleartext", "password-encrypted", "OAuth2", "GSSAPI", "NTLM", "none"].contains($0)
    }
    return ClientServer(
      type, host: fill.fill(element["hostname"]?.text ?? ""), port: port, security: security,
      username: element["username"].map { fill.fill($0.text) },
      authentication: known.first { $0 != "password-cleartext" } ?? known.first)
  }
}
