// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// Reads an autodiscover answer into settings: that for Outlook (MS-OXDSCLI section 2.2.4), with
/// the CalDAV and CardDAV of mailcow and SOGo, and that for ActiveSync (MS-ASCMD). It is made for
/// one address, so user names are guessed from what they look like.
struct AutodiscoverImport {
  private(set) var draft = SettingsDraft()

  init(_ root: XMLElement, address: MailAddress?) {
    draft.sample = address
    switch AutodiscoverForm(root) {
    case .request(let isMobile):
      draft.note(
        .error,
        "this is the request of a client\(isMobile ? " for ActiveSync" : ""), not the answer of a"
          + " server", fix: "import what the server answers to it", at: root.place)
    case .error(let code, let message):
      let reason = [code, message?.quoted].compactMap { $0 }.joined(separator: " ")
      draft.note(
        .error, "the answer has no Account, but an error: \(reason)",
        fix: "ask for an address that exists", at: root.place)
    case .unknown:
      draft.note(
        .error, "the answer has no Account", fix: "ask for an address that exists",
        at: root.place)
    case .account(let account): readAccount(account, root)
    case .mobilesync(let response): readMobileSync(response)
    }
  }

  private mutating func readAccount(_ account: XMLElement, _ root: XMLElement) {
    draft.sample = draft.sample ?? addressOfLogins(account)
    let known = [
      "AccountType", "Action", "Protocol", "RedirectAddr", "RedirectUrl", "User",
    ]
    for element in account.children where !known.contains(element.name) {
      draft.lose("\(element)", "no client is told", at: element.place)
    }
    for element in root["Response"]?.children ?? []
    where !["User", "Account"].contains(element.name) {
      draft.lose("\(element)", "no client is told", at: element.place)
    }
    for element in root["Response"]?.all("Account").dropFirst() ?? [] {
      draft.lose("a second \(element)", "the first one counts", at: element.place)
    }
    for element in account.all("Protocol") { read(element) }
    for (name, key) in [("RedirectAddr", "redirectAddress"), ("RedirectUrl", "redirectURL")] {
      if let element = account[name] { redirect(element, key) }
    }
    nameDomain(isSaid: account["RedirectAddr"] == nil)
  }

  private mutating func nameDomain(isSaid: Bool) {
    guard let domain = draft.sample?.domain, isSaid else { return }
    draft.domains = [SettingsDraft.Value(domain.ascii)]
  }

  /// The answer for ActiveSync names one server, or sends the device on.
  private mutating func readMobileSync(_ response: XMLElement) {
    let own = (response["User"]?["EMailAddress"]?.text.trimmingLines).flatMap {
      try? MailAddress($0)
    }
    draft.sample = draft.sample ?? own
    let action = response["Action"]
    for server in action?["Settings"]?.all("Server") ?? [] {
      let type = server["Type"]?.text.trimmingLines ?? ""
      guard type == "MobileSync", draft.activeSync == nil else {
        draft.lose(
          "the server of the type \(type.quoted)", "devices are not told", at: server.place)
        continue
      }
      readActiveSync(server["Url"]?.text ?? server["Name"]?.text ?? "", at: server.place)
    }
    if let element = action?["Redirect"] { redirect(element, "redirectAddress") }
    nameDomain(isSaid: action?["Redirect"] == nil)
  }

  private mutating func readActiveSync(_ said: String, at place: Place) {
    guard let url = draft.url(said, what: "MobileSync", at: place),
      let read = try? WebURL(url.text)
    else { return }
    draft.activeSync = SettingsDraft.HostService(
      host: read.host.ascii, username: SettingsDraft.Value("address", guess: "guessed"))
    if read.explicitPort != nil || read.rest.lowercased() != "/microsoft-server-activesync" {
      draft.lose(
        "the path and port of \(said.trimmingLines.quoted)",
        "devices ask https://\(read.host)/Microsoft-Server-ActiveSync", at: place)
    }
  }

  private mutating func redirect(_ element: XMLElement, _ key: String) {
    let said = element.text.trimmingLines
    if key == "redirectURL" {
      guard let url = draft.url(said, what: "\(element)", at: element.place) else { return }
      draft.redirect = (key, url)
    } else {
      guard let target = try? MailAddress(said) else {
        return draft.lose("\(element) \(said.quoted)", "it is no address", at: element.place)
      }
      let own = draft.sample.map { [$0.local.lowercased(), $0.base.local.lowercased()] }
      if let own, !own.contains(target.local.lowercased()) {
        draft.note(
          .warning,
          "\(element) \(said.quoted) has another name than the address: {local} is taken",
          fix: "check it", at: element.place)
      }
      draft.redirect = (
        key, SettingsDraft.Value("{local}@\(target.domain.ascii)", guess: "was \(said.quoted)")
      )
    }
    draft.note(
      .warning, "the answer sends clients on to \(said.quoted) and names no servers",
      fix: "import what is found there, too", at: element.place)
  }

  private func addressOfLogins(_ account: XMLElement) -> MailAddress? {
    account.all("Protocol").lazy.compactMap { $0["LoginName"]?.text }
      .compactMap { try? MailAddress($0.trimmingLines) }.first
  }

  private mutating func read(_ element: XMLElement) {
    let attribute = element.attributes["Type"]
    let type = element["Type"]?.text.trimmingLines ?? attribute ?? ""
    switch type.uppercased() {
    case _ where element["Type"] == nil && attribute != "mapiHttp": loseUnknown(element, type)
    case "IMAP": readServer(element, .imap)
    case "POP3", "POP": readServer(element, .pop3)
    case "SMTP": readServer(element, .smtp)
    case "CALDAV": readService(element, "caldav", \.calendars)
    case "CARDDAV": readService(element, "carddav", \.contacts)
    case "MOBILESYNC" where draft.activeSync == nil:
      readActiveSync(element["Server"]?.text ?? "", at: element.place)
    case "EXCH", "EXPR", "EXHTTP", "WEB", "MAPIHTTP": readExchange(element, type)
    default: loseUnknown(element, type)
    }
  }

  private mutating func loseUnknown(_ element: XMLElement, _ type: String) {
    draft.note(
      .warning, "a protocol of the type \(type.quoted) is left out",
      fix: "settings know IMAP, POP3, SMTP, CalDAV, CardDAV, ActiveSync and EWS",
      at: element.place)
  }

  private mutating func readServer(_ element: XMLElement, _ mailProtocol: MailProtocol) {
    func text(_ name: String) -> String? { element[name]?.text.trimmingLines }
    guard draft.takes("Protocol", after: draft.serverCount, at: element.place),
      let host = draft.host(text("Server") ?? "", at: element.place)
    else { return }
    let (security, value) = draft.security(
      Self.security(element), port: text("Port").flatMap { Int($0) }, at: element.place)
    guard let port = draft.port(text("Port"), mailProtocol, security, at: element.place) else {
      return
    }
    let needsLogin = text("AuthRequired")?.lowercased() != "off"
    let isWindows = text("SPA")?.lowercased() == "on"
    let server = SettingsDraft.Server(
      mailProtocol: mailProtocol, host: host, port: port, security: value,
      authentication: needsLogin ? [isWindows ? .ntlm : .password] : [.none],
      username: draft.login(
        text("LoginName"), of: SampleValues(address: draft.sample), isNeeded: needsLogin,
        at: element.place))
    if mailProtocol == .smtp {
      draft.outgoing.append(server)
    } else {
      draft.incoming.append(server)
    }
    loseRest(
      of: element,
      [
        "Type", "Server", "Port", "LoginName", "SSL", "Encryption", "SPA", "AuthRequired",
      ])
  }

  private mutating func readService(
    _ element: XMLElement, _ kind: String,
    _ list: WritableKeyPath<SettingsDraft, [SettingsDraft.Service]>
  ) {
    let said = element["Server"]?.text.trimmingLines ?? ""
    guard
      let url = draft.url(
        Self.url(said, port: element["Port"]?.text.trimmingLines), what: "the protocol \(kind)",
        at: element.place)
    else { return }
    draft[keyPath: list].append(
      SettingsDraft.Service(
        kind: kind, url: url,
        username: draft.login(
          element["LoginName"]?.text.trimmingLines, of: SampleValues(address: draft.sample),
          at: element.place)))
    loseRest(of: element, ["Type", "Server", "LoginName", "SSL", "SPA", "AuthRequired", "Port"])
  }

  /// What names a host and a port, as for mail, means the service that is found there
  /// (RFC 6764 section 5).
  private static func url(_ said: String, port: String?) -> String {
    guard (try? DomainName(said)) != nil else { return said }
    return "https://\(said)" + (port.flatMap { $0 == "443" ? nil : ":\($0)" } ?? "")
  }

  /// Of Exchange, settings know its web services, ActiveSync and Outlook on the web.
  private mutating func readExchange(_ element: XMLElement, _ type: String) {
    for item in element.descendants where ["EwsUrl", "ASUrl", "OWAUrl"].contains(item.name) {
      guard let url = draft.url(item.text.trimmingLines, what: "\(item)", at: item.place) else {
        continue
      }
      let isWebmail = item.name == "OWAUrl"
      if let first = isWebmail ? draft.webmail : draft.ews?.url {
        guard first.text != url.text else { continue }
        draft.lose(
          "\(item) \(url.text.quoted)", "settings have one: \(first.text)", at: item.place)
      } else if isWebmail {
        draft.webmail = url
      } else {
        draft.ews = SettingsDraft.Service(
          kind: "ews", url: url, username: SettingsDraft.Value("address", guess: "guessed"))
      }
    }
    let known = ["Type", "EwsUrl", "ASUrl", "External", "Internal", "TTL"]
    let names = element.children.map(\.name).filter { !known.contains($0) }.uniqued
    if !names.isEmpty {
      draft.lose(
        "\(names.joined(separator: ", ")) of the protocol \(type)",
        "settings know of Exchange its EWS, ActiveSync and webmail; Outlook is set up with IMAP",
        at: element.place)
    }
  }

  /// Elements that say what clients do anyway are no loss.
  private mutating func loseRest(of element: XMLElement, _ known: [String]) {
    let usual = ["DomainRequired": "off", "UsePOPAuth": "off", "SMTPLast": "off"]
    for child in element.children {
      let text = child.text.trimmingLines
      let shown = SecretKeys.contains(child.name) ? "\(child)" : "\(child) \(text.quoted)"
      guard !known.contains(child.name) else {
        if element[child.name]?.text.trimmingLines != text {
          draft.lose("a second \(shown)", "the first one counts", at: child.place)
        } else if child.name == "Encryption", !Self.encryptions.contains(text.lowercased()) {
          draft.lose(shown, "clients do not know it", at: child.place)
        }
        continue
      }
      if let value = usual[child.name], text.lowercased() == value { continue }
      let consequence =
        switch child.name {
        case "DomainRequired", "DomainName": "Outlook asks for no Windows domain"
        case "UsePOPAuth": "people may have to type the user name for sending"
        case "SMTPLast": "programs may send before they have fetched mail"
        case "TTL": "Outlook asks again when it likes"
        default: "no client is told"
        }
      draft.lose(shown, consequence, at: child.place)
    }
  }

  private static let encryptions = ["ssl", "tls", "none", "auto", ""]

  /// SSL is on where it is missing, and Encryption overrides it.
  private static func security(_ element: XMLElement) -> Security? {
    switch element["Encryption"]?.text.trimmingLines.lowercased() {
    case "ssl": .tls
    case "tls": .starttls
    case "none": Security.none
    default: element["SSL"]?.text.trimmingLines.lowercased() == "off" ? Security.none : nil
    }
  }
}
