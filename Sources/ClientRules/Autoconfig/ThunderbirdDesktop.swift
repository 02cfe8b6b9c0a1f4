// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// Thunderbird for desktops, 153.8.0esr: `readFromXML` over JXON.
package struct ThunderbirdDesktop: MailClient {
  /// Whose reader this is.
  package let program = ClientProgram.thunderbird
  /// The rule about how the program logs in.
  package let logInRule = ClientRule.thunderbirdAuthentication
  /// JXON goes by the names of nodes, prefixes and all.
  package let knowsNamespaces = false

  /// Thunderbird.
  package init() {}

  /// Servers with a value that it does not know are skipped one by one.
  package func read(
    _ document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    let root = document.root
    guard let provider = root.firstProvider else { throw Remark(.thunderbirdRoot, at: root.place) }
    guard provider.attributes["id"].flatMap(JXON.host(of:)) != nil else {
      throw Remark(.thunderbirdID, at: provider.place)
    }
    guard provider.all("domain").contains(where: { JXON.host($0) != nil }) else {
      throw Remark(.thunderbirdDomain, at: provider.place)
    }
    let fill = Placeholders(address: address)
    var account = ClientAccount(incoming: [], outgoing: [])
    for element in provider.children {
      let isIncoming = element.name == "incomingServer"
      guard isIncoming || element.name == "outgoingServer" else { continue }
      let reading = ThunderbirdServer(element, fill, &remarks)
      guard let server = reading?.server else {
        if let other = reading?.other { account.others.append(other) }
        continue
      }
      if isIncoming { account.incoming.append(server) } else { account.outgoing.append(server) }
    }
    guard !account.incoming.isEmpty || !account.others.isEmpty else {
      throw Remark(.thunderbirdIncoming, at: provider.place)
    }
    guard !account.outgoing.isEmpty else {
      throw Remark(.thunderbirdOutgoing, at: provider.place)
    }
    if let remark = JXON.remark(provider["displayName"]) { remarks.append(remark) }
    account.provider = JXON.text(provider["displayName"]).map(fill.fill) ?? "undefined"
    return account
  }

  /// True where it has OAuth 2.0 details built in for the host and the type of server.
  static func hasOAuth2(_ host: String, _ type: String) -> Bool {
    guard MailProtocol(rawValue: type) == nil else {
      return host.isHost(below: hostsForMail) || host.isHost(below: hostsForAnything)
    }
    let isExchange = type == "exchange" || type == "ews"
    return (isExchange && host.isHost(below: hostsOfMicrosoft))
      || (type != "exchange" && host.isHost(below: hostsForAnything))
  }

  // The hosts, and domains with every host below them, of `kHostnames` in OAuth2Providers.sys.mjs,
  // but those for tests and for calendars.
  private static let hostsOfMicrosoft = [
    "office365.com", "outlook.com", "hotmail.com", "graph.microsoft.com",
  ]
  private static let hostsForMail =
    hostsOfMicrosoft + [
      "googlemail.com", "gmail.com", "imap.fastmail.com", "pop.fastmail.com",
      "smtp.fastmail.com",
    ]
  private static let hostsForAnything = [
    "imap.mail.ru", "smtp.mail.ru", "imap.yandex.com", "smtp.yandex.com", "yahoo.com", "att.net",
    "aol.com", "imap.comcast.net", "pop.comcast.net", "smtp.comcast.net", "thundermail.com",
    "stage-thundermail.com",
  ]
}
