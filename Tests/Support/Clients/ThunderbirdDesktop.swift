// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Thunderbird for desktops, 153.7.0esr: `readFromXML` over JXON.
public struct ThunderbirdDesktop: MailClient {
  /// The program and its version.
  public let name = "Thunderbird 153"
  /// Part of the hosts for which it has OAuth 2.0 details built in.
  static let hostsWithOAuth2 = [
    "google.com", "gmail.com", "outlook.com", "office365.com", "yahoo.com", "aol.com",
    "fastmail.com", "comcast.net", "mail.ru", "yandex.com", "thundermail.com",
  ]

  /// Thunderbird.
  public init() {}

  /// Servers with a value that it does not know are skipped one by one.
  public func account(
    from document: [UInt8], for address: String
  ) throws(Refused) -> ClientAccount {
    let root = try tree(document)
    guard root.name == "clientConfig", root.prefix == nil else { throw Refused("wrong root") }
    guard let provider = root["emailProvider"] else { throw Refused("no emailProvider") }
    guard provider.attributes["id"]?.isHostName == true else { throw Refused("bad id") }
    guard provider.all("domain").contains(where: { JXON.text($0)?.isHostName == true }) else {
      throw Refused("no legal domain")
    }
    let fill = Placeholders(address: address)
    let incoming = provider.all("incomingServer").compactMap { server(in: $0, fill) }
    let outgoing = provider.all("outgoingServer").compactMap { server(in: $0, fill) }
      .filter { $0.port != nil }
    guard !incoming.isEmpty else { throw Refused("no good incoming server") }
    guard !outgoing.isEmpty else { throw Refused("no good outgoing server") }
    return ClientAccount(
      incoming: incoming, outgoing: outgoing,
      provider: JXON.text(provider["displayName"]).map(fill.fill) ?? "undefined")
  }

  private func server(in element: XMLTree, _ fill: Placeholders) -> ClientServer? {
    let isIncoming = element.name == "incomingServer"
    let type = MailProtocol(rawValue: element.attributes["type"] ?? "")
    guard let type, isIncoming == (type != .smtp) else { return nil }
    guard let rawHost = JXON.text(element["hostname"]) else { return nil }
    let host = fill.fill(rawHost.trimmingBlanks).lowercased()
    guard host.isHostName, let security = security(element) else { return nil }
    guard let method = authentication(element, host: host, isIncoming: isIncoming) else {
      return nil
    }
    var port: Int?
    if let text = JXON.text(element["port"]) {
      port = text.trimmingBlanks.strictPort
      guard port != nil else { return nil }
    }
    let username = JXON.text(element["username"]).map(fill.fill)
    return ClientServer(
      type, host: host, port: port, security: security,
      username: method == "none" ? username : username ?? "undefined", authentication: method)
  }

  private func security(_ element: XMLTree) -> Security? {
    for socketType in element.all("socketType") {
      switch JXON.text(socketType) {
      case "SSL": return .tls
      case "STARTTLS": return .starttls
      case "plain": return Security.none
      default: continue
      }
    }
    return nil
  }

  private func authentication(_ element: XMLTree, host: String, isIncoming: Bool) -> String? {
    for candidate in element.all("authentication").compactMap(JXON.text) {
      switch candidate {
      case "password-cleartext", "plain", "password-encrypted", "secure", "GSSAPI", "NTLM":
        return candidate
      case "none", "client-IP-address", "smtp-after-pop": if !isIncoming { return "none" }
      case "OAuth2" where Self.hostsWithOAuth2.contains(where: host.hasSuffix): return candidate
      default: continue
      }
    }
    return nil
  }
}
