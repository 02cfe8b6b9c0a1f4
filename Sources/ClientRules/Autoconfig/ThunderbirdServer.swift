// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// One server as Thunderbird 153 reads it.
struct ThunderbirdServer {
  /// A server for mail.
  private(set) var server: ClientServer?
  /// A server of another kind that Thunderbird knows.
  private(set) var other: String?

  /// Nil, with a remark, for a server that it skips.
  init?(_ element: XMLElement, _ fill: Placeholders, _ remarks: inout [Remark]) {
    let isIncoming = element.name == "incomingServer"
    let word = element.attributes["type"] ?? ""
    let type = element.mailProtocol.flatMap { ($0 != .smtp) == isIncoming ? $0 : nil }
    guard type != nil || (isIncoming && Self.otherTypes.contains(word)) else {
      remarks.append(Remark(.thunderbirdType, word.quoted, at: element.place))
      return nil
    }
    let url = isIncoming ? element["url"] : nil
    let host: String
    let text: String?
    let security: Security
    let method: String
    do throws(Remark) {
      let address = url.flatMap(URLHost.init)
      host = try Self.host(element, address)
      text = try Self.port(element, isIncoming)
      security = try Self.security(element, address)
      method = try Self.method(element, host, isIncoming, word, &remarks)
    } catch {
      remarks.append(error)
      return nil
    }
    guard let type else {
      other = "\(word) \(fill.fill(host))"
      remarks.append(Remark(.thunderbirdOtherType, word.quoted, at: element.place))
      return
    }
    if let url { remarks.append(Remark(.thunderbirdURL, url.text.quoted, at: url.place)) }
    let port = text.flatMap(JXON.port)
    if port == nil { remarks.append(Remark(.thunderbirdNoPort, at: element.place)) }
    let logIns = LogIns(word: method)
    let needsName = isIncoming || !logIns.isDisjoint(with: [.password, .encryptedPassword])
    let username = JXON.text(element["username"]).map(fill.fill)
    if needsName {
      if username == nil { remarks.append(Remark(.thunderbirdNoUsername, at: element.place)) }
      if let remark = JXON.remark(element["username"]) { remarks.append(remark) }
    }
    server = ClientServer(
      type, host: fill.fill(host), port: port, security: security,
      username: needsName ? username ?? "undefined" : username, authentication: method,
      logIns: logIns, offered: LogIns(offeredBy: element))
  }

  private static let otherTypes = ["nntp", "exchange", "ews", "owa"]

  private static func host(
    _ element: XMLElement, _ address: URLHost?
  ) throws(Remark) -> String {
    let own = element["hostname"]
    guard own == nil || JXON.host(own) != nil, let host = address?.host ?? JXON.host(own) else {
      throw Remark(.thunderbirdHost, JXON.text(own)?.quoted, at: (own ?? element).place)
    }
    return host
  }

  /// The text of the port; nil where a server for reading mail has none.
  private static func port(
    _ element: XMLElement, _ isIncoming: Bool
  ) throws(Remark) -> String? {
    let text = JXON.text(element["port"])
    guard text.flatMap(JXON.port) != nil || (text == nil && isIncoming) else {
      throw Remark(.thunderbirdPort, text?.quoted, at: (element["port"] ?? element).place)
    }
    return text
  }

  /// The first word that it knows, or what the scheme of the URL says.
  private static func security(
    _ element: XMLElement, _ address: URLHost?
  ) throws(Remark) -> Security {
    let all = element.all("socketType")
    for socketType in all {
      if let security = Security(thunderbird: JXON.text(socketType)) { return security }
    }
    if let address { return address.isSecure ? .tls : Security.none }
    throw Remark(
      .thunderbirdSocketType, all.first?.text.quoted, at: (all.first ?? element).place)
  }

  private static func method(
    _ element: XMLElement, _ host: String, _ isIncoming: Bool, _ type: String,
    _ remarks: inout [Remark]
  ) throws(Remark) -> String {
    let all = element.all("authentication")
    for candidate in all {
      let method = JXON.text(candidate) ?? ""
      switch method {
      case "password-cleartext", "plain", "password-encrypted", "secure", "GSSAPI", "NTLM":
        return method
      case "none", "client-IP-address", "smtp-after-pop": if !isIncoming { return "none" }
      case "OAuth2" where ThunderbirdDesktop.hasOAuth2(host, type): return method
      case "OAuth2": remarks.append(Remark(.thunderbirdOAuth2, host.quoted, at: candidate.place))
      default: continue
      }
    }
    throw Remark(
      .thunderbirdAuthentication, all.map(\.text).joined(separator: ", ").quoted,
      at: (all.first ?? element).place)
  }
}

/// The host that Thunderbird takes from a `url` element.
struct URLHost {
  let host: String
  let isSecure: Bool

  /// Nil for another scheme, and for a host that it does not take, be it for its port.
  init?(_ element: XMLElement) {
    guard let address = WebAddress(element.text), address.port == nil,
      let host = address.host.thunderbirdHost, !host.contains(":")
    else { return nil }
    isSecure = element.text.hasPrefix("https:")
    self.host = host
  }
}

extension Security {
  /// The words that Thunderbird knows.
  fileprivate init?(thunderbird word: String?) {
    switch word {
    case "SSL": self = .tls
    case "STARTTLS": self = .starttls
    case "plain": self = Security.none
    default: return nil
    }
  }
}
