// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System
import Trees

/// Payloads of the services beside mail.
extension PayloadImport {
  private var sample: SampleValues { SampleValues(address: draft.sample) }

  mutating func readService(
    _ payload: PropertyListNode, _ prefix: String, _ kind: String,
    _ list: WritableKeyPath<SettingsDraft, [SettingsDraft.Service]>
  ) {
    var keys = PayloadKeys(payload)
    let usesSSL = keys.boolean("\(prefix)UseSSL") != false
    let port = keys.number("\(prefix)Port")
    let host = keys.string("\(prefix)HostName") ?? ""
    let portText = port.flatMap { $0 == 443 ? nil : ":\($0)" } ?? ""
    let path = keys.string("\(prefix)PrincipalURL") ?? ""
    let isPath = path.hasPrefix("/")
    if !path.isEmpty, !isPath, !path.hasPrefix("https://") {
      draft.lose("\(prefix)PrincipalURL \(path.quoted)", "it is no path", at: payload.place)
    }
    let name = label(keys.string("\(prefix)AccountDescription"), payload.place)
    let username = draft.login(keys.string("\(prefix)Username"), of: sample, at: payload.place)
    draft.loseRest(keys, payload["PayloadType"]?.string ?? "")
    guard
      let url = draft.url(
        path.hasPrefix("https://")
          ? path : "\(usesSSL ? "https" : "http")://\(host)\(portText)\(isPath ? path : "")",
        what: prefix, at: payload.place)
    else { return }
    draft[keyPath: list].append(
      SettingsDraft.Service(kind: kind, url: url, username: username, name: name))
  }

  /// A name that is for everybody; devices show the address where there is none.
  private mutating func label(_ text: String?, _ place: Place?) -> String? {
    guard let text, text != draft.sample?.description else { return nil }
    return draft.name(text, limit: 1_000, what: "the name of a service", at: place)
  }

  mutating func readSubscription(_ payload: PropertyListNode) {
    var keys = PayloadKeys(payload)
    var text = keys.string("SubCalAccountHostName") ?? ""
    if !text.holds("://") {
      text = "\(keys.boolean("SubCalAccountUseSSL") == false ? "http" : "https")://\(text)"
    }
    keys.ignore(["SubCalAccountUseSSL"])
    let name = label(keys.string("SubCalAccountDescription"), payload.place)
    let login = keys.string("SubCalAccountUsername")
    draft.loseRest(keys, "com.apple.subscribedcalendar.account")
    guard
      let url = draft.url(
        text, [.https, .webcal], what: "the subscribed calendar", at: payload.place)
    else { return }
    draft.calendars.append(
      SettingsDraft.Service(
        kind: "webcal", url: url,
        username: draft.login(login, of: sample, isNeeded: false, at: payload.place), name: name))
  }

  mutating func readActiveSync(_ payload: PropertyListNode) {
    var keys = PayloadKeys(payload)
    keys.ignore(["EmailAddress"] + SMIMEChoice.keys(of: payload))
    let login = keys.string("UserName")
    if keys.boolean("SSL") != true {
      draft.note(
        .warning,
        "SSL of com.apple.eas.account is not true: settings know ActiveSync with TLS only",
        fix: "check that the server has it", at: payload.place)
    }
    if keys.boolean("PreventMove") == true { draft.apple.preventMove = true }
    let host = keys.string("Host")
    draft.loseRest(keys, "com.apple.eas.account")
    guard let host, let known = draft.host(host, at: payload.place) else { return }
    let service = SettingsDraft.HostService(
      host: known, username: draft.login(login, of: sample, at: payload.place))
    guard let first = draft.activeSync else { return draft.activeSync = service }
    if first.host != known {
      draft.lose(
        "a second ActiveSync server \(known.quoted)", "settings have one", at: payload.place)
    } else if first.username.text != service.username.text {
      draft.lose(
        "a second account at \(known) with another log-in", "everybody has that of the first",
        at: payload.place)
    }
  }

  mutating func readEWS(_ payload: PropertyListNode) {
    var keys = PayloadKeys(payload)
    keys.ignore(["EmailAddress"])
    let host = keys.string("Host") ?? keys.string("ExternalHost") ?? ""
    let port = keys.number("Port").flatMap { $0 == 443 ? nil : ":\($0)" } ?? ""
    let path = keys.string("Path") ?? "/EWS/Exchange.asmx"
    let usesSSL = keys.boolean("SSL") != false
    let login = keys.string("UserName")
    draft.loseRest(keys, "com.apple.ews.account")
    guard
      let url = draft.url(
        "\(usesSSL ? "https" : "http")://\(host)\(port)\(path.hasPrefix("/") ? "" : "/")\(path)",
        what: "com.apple.ews.account", at: payload.place)
    else { return }
    let service = SettingsDraft.Service(
      kind: "ews", url: url, username: draft.login(login, of: sample, at: payload.place))
    guard let first = draft.ews else { return draft.ews = service }
    if first != service {
      draft.lose(
        "a second account of EWS (\(url.text.quoted))", "everybody has the first",
        at: payload.place)
    }
  }

  mutating func readDirectory(_ payload: PropertyListNode) {
    var keys = PayloadKeys(payload)
    let usesSSL = keys.boolean("LDAPAccountUseSSL") != false
    let login = keys.string("LDAPAccountUserName")
    let said = keys.string("LDAPAccountHostName") ?? ""
    note(label: keys.string("LDAPAccountDescription"), "LDAPAccountDescription", payload.place)
    let bases = searchBases(keys.array("LDAPSearchSettings"))
    draft.loseRest(keys, "com.apple.ldap.account")
    guard let host = draft.host(said, at: payload.place) else { return }
    draft.directories.append(
      SettingsDraft.Directory(
        host: host, port: usesSSL ? 636 : 389, security: usesSSL ? .tls : .none,
        username: login.map { directoryLogin($0, payload.place) }, searchBases: bases))
  }

  /// A directory may have one name for everybody, so what is not the person's stays.
  private mutating func directoryLogin(
    _ login: String, _ place: Place?
  ) -> SettingsDraft.Value {
    let known = sample.username(login)
    guard known.text == "address", known.guess != nil, (try? DisplayText(login)) != nil,
      !login.contains("{")
    else { return known }
    draft.note(
      .warning, "LDAPAccountUserName \(login.quoted) is taken as the same for everybody",
      fix: "write address, local-part or a pattern where it is one person's", at: place)
    return SettingsDraft.Value(login, guess: "is this for everybody?")
  }

  private mutating func searchBases(
    _ items: [PropertyListNode]
  ) -> [(base: String, scope: String, name: String?)] {
    let scopes = [
      "LDAPSearchSettingScopeBase": "base", "LDAPSearchSettingScopeOneLevel": "one-level",
      "LDAPSearchSettingScopeSubtree": "subtree",
    ]
    var bases: [(base: String, scope: String, name: String?)] = []
    for item in items {
      var keys = PayloadKeys(item)
      let text = keys.string("LDAPSearchSettingSearchBase")
      let scope = keys.string("LDAPSearchSettingScope") ?? ""
      let name = keys.string("LDAPSearchSettingDescription")
      draft.loseRest(keys, "LDAPSearchSettings")
      guard let text else {
        draft.lose("a search base", "it is empty", at: item.place)
        continue
      }
      guard
        let base = draft.name(text, limit: 1_000, what: "a search base", at: item.place)
      else { continue }
      if scopes[scope] == nil, !scope.isEmpty {
        draft.lose("the scope \(scope.quoted)", "the whole subtree is searched", at: item.place)
      }
      bases.append(
        (
          base, scopes[scope] ?? "subtree",
          draft.name(name, limit: 1_000, what: "the name of a search base", at: item.place)
        ))
    }
    return bases
  }
}
