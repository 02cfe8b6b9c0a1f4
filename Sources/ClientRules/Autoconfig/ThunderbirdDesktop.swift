// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// Thunderbird for desktops, 153.7.0esr: `readFromXML` over JXON.
public struct ThunderbirdDesktop: MailClient {
  public let program = ClientProgram.thunderbird
  /// Part of the hosts for which it has OAuth 2.0 details built in.
  static let hostsWithOAuth2 = [
    "google.com", "gmail.com", "outlook.com", "office365.com", "yahoo.com", "aol.com",
    "fastmail.com", "comcast.net", "mail.ru", "yandex.com", "thundermail.com",
  ]

  /// Thunderbird.
  public init() {}

  /// Servers with a value that it does not know are skipped one by one.
  public func account(
    from document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    let root = document.root
    guard root.name == "clientConfig", root.prefix == nil, let provider = root["emailProvider"]
    else { throw Remark(.thunderbirdRoot, at: root.place) }
    guard provider.attributes["id"]?.isHostName == true else {
      throw Remark(.thunderbirdID, at: provider.place)
    }
    guard provider.all("domain").contains(where: { JXON.text($0)?.isHostName == true }) else {
      throw Remark(.thunderbirdDomain, at: provider.place)
    }
    let fill = Placeholders(address: address)
    let incoming = provider.all("incomingServer").compactMap { server(in: $0, fill, &remarks) }
    let outgoing = provider.all("outgoingServer").compactMap { server(in: $0, fill, &remarks) }
    guard !incoming.isEmpty else { throw Remark(.thunderbirdIncoming, at: provider.place) }
    guard !outgoing.isEmpty else { throw Remark(.thunderbirdOutgoing, at: provider.place) }
    if let remark = JXON.remark(provider["displayName"]) { remarks.append(remark) }
    return ClientAccount(
      incoming: incoming, outgoing: outgoing,
      provider: JXON.text(provider["displayName"]).map(fill.fill) ?? "undefined")
  }

  private func server(
    in element: XMLElement, _ fill: Placeholders, _ remarks: inout [Remark]
  ) -> ClientServer? {
    func skipped(_ rule: ClientRule, _ value: String?, _ at: XMLElement? = nil) -> ClientServer? {
      remarks.append(Remark(rule, value?.quoted, at: (at ?? element).place))
      return nil
    }
    let isIncoming = element.name == "incomingServer"
    guard let type = element.mailProtocol, isIncoming == (type != .smtp) else {
      return skipped(.thunderbirdType, element.attributes["type"] ?? "")
    }
    let rawHost = JXON.text(element["hostname"])
    let host = fill.fill(rawHost?.trimmingBlanks ?? "").lowercased()
    guard host.isHostName else { return skipped(.thunderbirdHost, rawHost, element["hostname"]) }
    guard let security = security(element) else {
      return skipped(
        .thunderbirdSocketType, element["socketType"]?.text, element["socketType"])
    }
    guard let method = authentication(element, host: host, isIncoming, &remarks) else {
      let values = element.all("authentication").map(\.text).joined(separator: ", ")
      return skipped(.thunderbirdAuthentication, values, element["authentication"])
    }
    let text = JXON.text(element["port"])
    let port = text?.trimmingBlanks.strictPort
    guard port != nil || (text == nil && isIncoming) else {
      return skipped(.thunderbirdPort, text, element["port"])
    }
    if port == nil { remarks.append(Remark(.thunderbirdNoPort, at: element.place)) }
    let username = JXON.text(element["username"]).map(fill.fill)
    if method != "none" {
      if username == nil { remarks.append(Remark(.thunderbirdNoUsername, at: element.place)) }
      if let remark = JXON.remark(element["username"]) { remarks.append(remark) }
    }
    if let url = element["url"] {
      remarks.append(Remark(.thunderbirdURL, url.text.quoted, at: url.place))
    }
    return ClientServer(
      type, host: host, port: port, security: security,
      username: method == "none" ? username : username ?? "undefined", authentication: method)
  }

  private func security(_ element: XMLElement) -> Security? {
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

  private func authentication(
    _ element: XMLElement, host: String, _ isIncoming: Bool, _ remarks: inout [Remark]
  ) -> String? {
    for candidate in element.all("authentication") {
      let method = JXON.text(candidate) ?? ""
      switch method {
      case "password-cleartext", "plain", "password-encrypted", "secure", "GSSAPI", "NTLM":
        return method
      case "none", "client-IP-address", "smtp-after-pop": if !isIncoming { return "none" }
      case "OAuth2" where Self.hostsWithOAuth2.contains(where: host.hasSuffix): return method
      case "OAuth2": remarks.append(Remark(.thunderbirdOAuth2, host.quoted, at: candidate.place))
      default: continue
      }
    }
    return nil
  }
}
