// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// Reads an Apple configuration profile into settings.
struct ProfileImport {
  private(set) var draft = SettingsDraft()
  private var address: MailAddress?
  private var hasAddress = false

  init(_ profile: PropertyListNode, address: MailAddress?) {
    self.address = address
    let payloads = profile["PayloadContent"]?.array ?? []
    for payload in payloads {
      guard self.address == nil, let text = payload["EmailAddress"]?.string else { continue }
      self.address = try? MailAddress(text)
    }
    if let domain = self.address?.domain {
      draft.domains = [SettingsDraft.Value(domain.ascii)]
    }
    for (index, payload) in payloads.enumerated()
    where draft.takes("PayloadContent", after: index, at: payload.place) {
      read(payload)
    }
    readTop(profile)
  }

  private mutating func readTop(_ profile: PropertyListNode) {
    let organization = draft.display(
      profile["PayloadOrganization"]?.string, limit: 60, what: "PayloadOrganization",
      at: profile.place)
    if let organization { draft.name = SettingsDraft.Value(organization) }
    draft.removalDisallowed = profile["PayloadRemovalDisallowed"]?.boolean == true
    for member in profile["ConsentText"]?.dictionary ?? [] {
      let key = member.key == "default" ? "en" : member.key
      guard draft.takes("ConsentText", after: draft.consentTexts.count, at: member.value.place),
        let language = try? Language(key), let text = member.value.string,
        let line = draft.display(text, limit: 1_000, what: "ConsentText", at: member.value.place),
        !draft.consentTexts.contains(where: { $0.language == language.tag })
      else { continue }
      draft.consentTexts.append((language.tag, line))
    }
    draft.note(
      .warning,
      "a profile made from these settings has other identifiers:"
        + " a device keeps the old one beside it",
      fix: "tell people to remove the old profile first", at: profile.place)
  }

  private mutating func read(_ payload: PropertyListNode) {
    func text(_ key: String) -> String? {
      payload[key]?.string.flatMap { $0.isEmpty ? nil : $0 }
    }
    switch payload["PayloadType"]?.string {
    case "com.apple.mail.managed": readMail(payload)
    case "com.apple.caldav.account":
      readService(payload, "CalDAV", "caldav", \.calendars)
    case "com.apple.carddav.account":
      readService(payload, "CardDAV", "carddav", \.contacts)
    case "com.apple.subscribedcalendar.account":
      guard
        let url = draft.url(
          text("SubCalAccountHostName") ?? "", [.https, .webcal], what: "the subscribed calendar",
          at: payload.place)
      else { return }
      draft.calendars.append(
        SettingsDraft.Service(
          kind: "webcal", url: url, username: "address", name: text("SubCalAccountDescription")))
    case "com.apple.ldap.account": readDirectory(payload)
    case "com.apple.eas.account":
      if let host = text("Host") { draft.activeSync = draft.host(host, at: payload.place) }
    case "com.apple.webClip.managed":
      draft.webmail = draft.url(text("URL") ?? "", what: "the web clip", at: payload.place)
      draft.hasWebClip = draft.webmail != nil
    case let type:
      draft.note(
        .warning, "a payload of the type \((type ?? "").quoted) is left out",
        fix: "settings have no place for it", at: payload.place)
    }
  }

  private mutating func readMail(_ payload: PropertyListNode) {
    let isPOP = payload["EmailAccountType"]?.string == "EmailTypePOP"
    if let text = payload["EmailAddress"]?.string, let own = try? MailAddress(text),
      own.domain != address?.domain,
      !draft.domains.contains(where: { $0.text == own.domain.ascii })
    {
      draft.domains.append(SettingsDraft.Value(own.domain.ascii))
    }
    if let incoming = server(payload, "Incoming", isPOP ? .pop3 : .imap) {
      draft.incoming.appendNew(incoming)
    }
    if let outgoing = server(payload, "Outgoing", .smtp) { draft.outgoing.appendNew(outgoing) }
    for key in ["IncomingPassword", "OutgoingPassword"] where payload[key] != nil {
      draft.note(.warning, "\(key) is left out", at: payload[key]?.place)
    }
  }

  private mutating func server(
    _ payload: PropertyListNode, _ side: String, _ mailProtocol: MailProtocol
  ) -> SettingsDraft.Server? {
    guard let text = payload["\(side)MailServerHostName"]?.string,
      let host = draft.host(text, at: payload.place)
    else { return nil }
    let portNumber = payload["\(side)MailServerPortNumber"]?.integer
    let usesSSL = payload["\(side)MailServerUseSSL"]?.boolean == true
    let isSTARTTLSPort = [25, 110, 143, 587].contains(portNumber ?? 0)
    let (security, value) = draft.security(
      usesSSL ? (isSTARTTLSPort ? .starttls : .tls) : Security.none, port: portNumber,
      at: payload.place)
    guard
      let port = draft.port(
        portNumber.map(String.init), mailProtocol, security, at: payload.place)
    else { return nil }
    let login = payload["\(side)MailServerUsername"]?.string
    return SettingsDraft.Server(
      mailProtocol: mailProtocol, host: host, port: port, security: value,
      authentication: [Self.method(payload["\(side)MailServerAuthentication"]?.string)],
      username: LoginGuess.username(login, address: address))
  }

  private static func method(_ text: String?) -> Authentication {
    switch text {
    case "EmailAuthNone": .none
    case "EmailAuthCRAMMD5", "EmailAuthHTTPMD5": .encryptedPassword
    case "EmailAuthNTLM": .ntlm
    default: .password
    }
  }
}

extension ProfileImport {
  private mutating func readService(
    _ payload: PropertyListNode, _ prefix: String, _ kind: String,
    _ list: WritableKeyPath<SettingsDraft, [SettingsDraft.Service]>
  ) {
    let usesSSL = payload["\(prefix)UseSSL"]?.boolean != false
    let port = payload["\(prefix)Port"]?.integer
    let host = payload["\(prefix)HostName"]?.string ?? ""
    let portText = port.flatMap { $0 == 443 ? nil : ":\($0)" } ?? ""
    let path = payload["\(prefix)PrincipalURL"]?.string ?? ""
    let isPath = path.hasPrefix("/")
    guard
      let url = draft.url(
        path.hasPrefix("https://")
          ? path : "\(usesSSL ? "https" : "http")://\(host)\(portText)\(isPath ? path : "")",
        what: prefix, at: payload.place)
    else { return }
    let username = LoginGuess.username(payload["\(prefix)Username"]?.string, address: address).text
    draft[keyPath: list].append(
      SettingsDraft.Service(kind: kind, url: url, username: username))
  }

  private mutating func readDirectory(_ payload: PropertyListNode) {
    guard
      let host = draft.host(payload["LDAPAccountHostName"]?.string ?? "", at: payload.place)
    else { return }
    let usesSSL = payload["LDAPAccountUseSSL"]?.boolean != false
    let scopes = [
      "LDAPSearchSettingScopeBase": "base", "LDAPSearchSettingScopeOneLevel": "one-level",
    ]
    let bases = (payload["LDAPSearchSettings"]?.array ?? []).compactMap { item in
      item["LDAPSearchSettingSearchBase"]?.string.map { base in
        (
          base: base, scope: scopes[item["LDAPSearchSettingScope"]?.string ?? ""] ?? "subtree",
          name: item["LDAPSearchSettingDescription"]?.string
        )
      }
    }
    let username = payload["LDAPAccountUserName"]?.string.map {
      LoginGuess.username($0, address: address).text
    }
    draft.directories.append(
      SettingsDraft.Directory(
        host: host, port: usesSSL ? 636 : 389, security: usesSSL ? .tls : .none,
        username: username, searchBases: bases.filter { (try? DisplayText($0.base)) != nil }))
  }
}

extension [SettingsDraft.Server] {
  /// Adds a server unless it is there.
  fileprivate mutating func appendNew(_ server: SettingsDraft.Server) {
    let isThere = contains {
      $0.mailProtocol == server.mailProtocol && $0.host == server.host
        && $0.port.text == server.port.text
    }
    if !isThere { append(server) }
  }
}
