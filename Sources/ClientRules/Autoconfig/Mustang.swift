// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// Mustang, 227ae5a: as the draft, over JXON as Thunderbird.
package struct Mustang: MailClient {
  /// Whose reader this is.
  package let program = ClientProgram.mustang
  /// The rule about how the program logs in.
  package let logInRule = ClientRule.mustangLogIn
  /// Hosts with OAuth 2.0 details built in (OAuth2URLs.ts).
  private static let hostsWithOAuth2: Set = [
    "outlook.office365.com", "outlook.cloud.microsoft", "outlook.office.com",
    "graph.microsoft.com", "imap.gmail.com", "smtp.gmail.com", "pop.gmail.com",
    "imap.mail.yahoo.com", "pop.mail.yahoo.com", "smtp.mail.yahoo.com", "imap.aol.com",
    "pop.aol.com", "smtp.aol.com",
  ]
  private static let otherTypes: Set = ["jmap", "ews", "owa", "activesync", "graph", "exchange"]
  /// Its parser takes prefixes for a part of names.
  package let knowsNamespaces = false

  /// Mustang.
  package init() {}

  /// Every server that it reads, and the first outgoing one for them all.
  package func read(
    _ document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    let root = document.root
    guard let provider = root.firstProvider else { throw Remark(.mustangRoot, at: root.place) }
    let fill = Placeholders(address: address)
    guard provider.all("domain").contains(where: { JXON.text($0) == fill.domain.lowercased() })
    else { throw Remark(.mustangDomain, fill.domain.quoted, at: provider.place) }
    var account = ClientAccount(incoming: [], outgoing: [])
    for element in provider.all("incomingServer") {
      switch reading(element, fill, root) {
      case .mail(let server) where server.mailProtocol != .smtp:
        account.incoming.append(server)
        if let remark = JXON.remark(element["username"]) {
          remarks.append(Remark(.mustangUsername, remark.detail, at: remark.place))
        }
      case .mail(let server): account.others.append("smtp \(server.host)")
      case .other(let name): account.others.append(name)
      case nil:
        let word = element.attributes["type"]?.quoted
        remarks.append(Remark(.mustangServer, word, at: element.place))
      }
    }
    if !account.incoming.isEmpty {
      // The first that it reads is taken, whatever its type, and none but SMTP sends mail.
      let first = provider.all("outgoingServer").lazy.compactMap { reading($0, fill, root) }.first
      guard case .mail(let server) = first, server.mailProtocol == .smtp else {
        throw Remark(.mustangServers, at: provider.place)
      }
      account.outgoing = [server]
    }
    guard !account.incoming.isEmpty || !account.others.isEmpty else {
      throw Remark(.mustangServers, at: provider.place)
    }
    account.provider = JXON.text(provider["displayName"]).map(fill.fill)
    return account
  }

  private enum Reading {
    case mail(ClientServer)
    case other(String)
  }

  /// Nil for a server that lacks something or says something unknown.
  private func reading(
    _ element: XMLElement, _ fill: Placeholders, _ root: XMLElement
  ) -> Reading? {
    guard let username = JXON.text(element["username"]) else { return nil }
    let word = element.attributes["type"] ?? ""
    if Self.otherTypes.contains(word) {
      let urls = ["ewsURL", "owaURL", "easURL"].lazy.compactMap { Self.url(element[$0]) }
      guard word != "exchange" || urls.first != nil, Self.method(element, "", root) != nil else {
        return nil
      }
      return .other("\(word) \(element["hostname"]?.text ?? "")")
    }
    guard let type = element.mailProtocol, let endpoint = Self.endpoint(element),
      let chosen = Self.method(element, endpoint.host, root)
    else { return nil }
    let logIns: LogIns =
      switch chosen {
      case "OAuth2": Self.hasOAuth2(endpoint.host, root) ? .oauth2 : []
      case "password-encrypted": .encryptedPassword
      // What it does not have it tries with the password.
      default: .password
      }
    return .mail(
      ClientServer(
        type, host: fill.fill(endpoint.host), port: endpoint.port, security: endpoint.security,
        username: fill.fill(username), authentication: chosen, logIns: logIns,
        offered: LogIns(offeredBy: element)))
  }

  /// Host, port and protection, all three from `url` where there is one.
  private static func endpoint(
    _ element: XMLElement
  ) -> (host: String, port: Int?, security: Security)? {
    if let url = url(element["url"]) {
      guard let read = WebAddress(url) else { return nil }
      let isSecure = url.hasPrefix("https:")
      return (read.host, read.port ?? (isSecure ? 443 : 80), isSecure ? .tls : .none)
    }
    guard let written = element["hostname"],
      written.pieces.isEmpty || !written.text.withoutWhitespace.isEmpty,
      let host = JXON.text(written)?.lowercased(), host.isMustangHost, host != "0", host != "false",
      let port = JXON.text(element["port"])
    else { return nil }
    let words = element.all("socketType").lazy.compactMap { Security(mustang: JXON.text($0)) }
    // A blank port becomes a value that is neither too small nor too large.
    let isBlank = element["port"]?.pieces.isEmpty == false && port == "NaN"
    guard let security = words.first, isBlank || JXON.port(port) != nil else { return nil }
    return (host, JXON.port(port), security)
  }

  private static func url(_ element: XMLElement?) -> String? {
    JXON.text(element).flatMap { $0.hasPrefix("https:") || $0.hasPrefix("http:") ? $0 : nil }
  }

  /// The first way to log in that it has, or the last one that it knows.
  private static func method(
    _ element: XMLElement, _ host: String, _ root: XMLElement
  ) -> String? {
    var chosen: String?
    for method in element.all("authentication").map(JXON.text).compactMap({ $0 })
    where ["password-cleartext", "basic", "OAuth2", "password-encrypted", "GSSAPI", "NTLM"]
      .contains(method)
    {
      chosen = method
      if method != "OAuth2" || hasOAuth2(host, root) { break }
    }
    return chosen
  }

  /// True where it has the details of the host, or the document says them.
  private static func hasOAuth2(_ host: String, _ root: XMLElement) -> Bool {
    if hostsWithOAuth2.contains(host) { return true }
    guard let details = root["oAuth2"] else { return false }
    return ["tokenURL", "authURL", "scope"].allSatisfy { details[$0]?.text.isEmpty == false }
  }
}

extension String {
  /// Letters, digits, hyphens, dots and per cent signs (`regexpHostname`).
  fileprivate var isMustangHost: Bool {
    !isEmpty && allSatisfy { $0.isLetter || $0.isNumber || "-.%".contains($0) }
  }
}

extension Security {
  fileprivate init?(mustang word: String?) {
    switch word {
    case "SSL": self = .tls
    case "STARTTLS": self = .starttls
    case "plain": self = Security.none
    default: return nil
    }
  }
}
