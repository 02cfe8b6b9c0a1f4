// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// GNOME Online Accounts: user names only as a bare placeholder, hosts as they stand.
public struct GNOME: MailClient {
  public let program = ClientProgram.gnome

  /// GNOME Online Accounts.
  public init() {}

  /// The first IMAP and the first SMTP server.
  public func account(
    from document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    let root = document.root
    guard root.name == "clientConfig" else { throw Remark(.gnomeRoot, at: root.place) }
    let all = root.descendants
    return ClientAccount(
      incoming: [try first("incomingServer", .imap, all, address, &remarks)],
      outgoing: [try first("outgoingServer", .smtp, all, address, &remarks)])
  }

  private func first(
    _ name: String, _ type: MailProtocol, _ all: [XMLElement], _ address: String,
    _ remarks: inout [Remark]
  ) throws(Remark) -> ClientServer {
    let element = all.first { $0.name == name && $0.mailProtocol == type }
    guard let element, let host = element["hostname"]?.text, !host.isEmpty else {
      throw Remark(.gnomeServers, "there is no \(type.displayName) server", at: all.first?.place)
    }
    if Placeholders.occur(in: host) {
      remarks.append(Remark(.gnomeHost, host.quoted, at: element.place))
    }
    let text = element["username"]?.text ?? ""
    let username = Placeholders(address: address).whole(text.uppercased())
    if username == nil {
      remarks.append(
        Remark(.gnomeUsername, text.quoted, at: (element["username"] ?? element).place))
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
}

/// KDE's account wizard, 8163b65. Of several outgoing servers it takes the best encrypted one.
public struct KDE: MailClient {
  public let program = ClientProgram.kde

  /// KDE's account wizard.
  public init() {}

  /// Every IMAP, POP3 and SMTP server that has a port.
  public func account(
    from document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    let root = document.root
    guard root.name == "clientConfig", let provider = root["emailProvider"] else {
      throw Remark(.kdeRoot, at: root.place)
    }
    let fill = Placeholders(address: address)
    let shortName = provider["displayShortName"]?.text
    if shortName == nil { remarks.append(Remark(.kdeShortName, at: provider.place)) }
    let servers = provider.children.compactMap { server(in: $0, fill, &remarks) }
    return ClientAccount(servers, provider: shortName)
  }

  private func server(
    in element: XMLElement, _ fill: Placeholders, _ remarks: inout [Remark]
  ) -> ClientServer? {
    guard ["incomingServer", "outgoingServer"].contains(element.name),
      let type = element.mailProtocol
    else { return nil }
    guard let port = element["port"].flatMap({ Int($0.text) }) else {
      remarks.append(Remark(.kdePort, at: element.place))
      return nil
    }
    let security: Security =
      switch element["socketType"]?.text {
      case "STARTTLS": .starttls
      case "plain": .none
      default: .tls
      }
    let known = element.all("authentication").map(\.text).filter {
      ["password-cleartext", "password-encrypted", "OAuth2", "GSSAPI", "NTLM", "none"].contains($0)
    }
    let method = known.first { $0 != "password-cleartext" } ?? known.first
    if method == "OAuth2", known.count > 1 {
      remarks.append(Remark(.kdeOAuth2, at: (element["authentication"] ?? element).place))
    }
    return ClientServer(
      type, host: fill.fill(element["hostname"]?.text ?? ""), port: port, security: security,
      username: element["username"].map { fill.fill($0.text) }, authentication: method)
  }
}
