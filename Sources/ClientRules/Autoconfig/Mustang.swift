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
  private static let otherTypes: Set = [
    "jmap", "ews", "owa", "activesync", "graph", "exchange",
  ]

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
      let word = element.attributes["type"] ?? ""
      if Self.otherTypes.contains(word) {
        account.others.append("\(word) \(element["hostname"]?.text ?? "")")
      } else if let type = element.mailProtocol, type != .smtp,
        let server = server(type, element, fill, root)
      {
        account.incoming.append(server)
        if let remark = JXON.remark(element["username"]) {
          remarks.append(Remark(.mustangUsername, remark.detail, at: remark.place))
        }
      } else {
        remarks.append(Remark(.mustangServer, word.quoted, at: element.place))
      }
    }
    let smtp = provider.all("outgoingServer").lazy.compactMap { element in
      element.mailProtocol == .smtp ? server(.smtp, element, fill, root) : nil
    }.first
    if let smtp { account.outgoing = [smtp] }
    let needsSMTP = !account.incoming.isEmpty
    guard needsSMTP || !account.others.isEmpty, !needsSMTP || smtp != nil else {
      throw Remark(.mustangServers, at: provider.place)
    }
    account.provider = JXON.text(provider["displayName"]).map(fill.fill)
    return account
  }

  /// Nil for a server that lacks something or says something unknown.
  private func server(
    _ type: MailProtocol, _ element: XMLElement, _ fill: Placeholders, _ root: XMLElement
  ) -> ClientServer? {
    guard let host = JXON.text(element["hostname"])?.lowercased(), host.isMustangHost,
      let port = JXON.text(element["port"]).flatMap(JXON.port),
      let username = JXON.text(element["username"]),
      let security = element.all("socketType").lazy.compactMap({
        Security(mustang: JXON.text($0))
      }).first
    else { return nil }
    var chosen: String?
    for method in element.all("authentication").map(JXON.text).compactMap({ $0 })
    where ["password-cleartext", "basic", "OAuth2", "password-encrypted", "GSSAPI", "NTLM"]
      .contains(method)
    {
      chosen = method
      if method != "OAuth2" || Self.hasOAuth2(host, root) { break }
    }
    guard let chosen else { return nil }
    let logIns: LogIns =
      switch chosen {
      case "OAuth2": Self.hasOAuth2(host, root) ? .oauth2 : []
      case "password-encrypted": .encryptedPassword
      // What it does not have it tries with the password.
      default: .password
      }
    return ClientServer(
      type, host: fill.fill(host), port: port, security: security, username: fill.fill(username),
      authentication: chosen, logIns: logIns, offered: LogIns(offeredBy: element))
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
