// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// Reads an autoconfig document into settings: version 1.1 and draft-ietf-mailmaint-autoconfig-06.
struct AutoconfigImport {
  private(set) var draft = SettingsDraft()

  init(_ root: XMLElement) {
    let providers = root.all("emailProvider")
    guard let provider = providers.first else {
      draft.note(.error, "there is no emailProvider", fix: "add one", at: root.place)
      return
    }
    for other in providers.dropFirst() {
      draft.note(
        .warning, "a second emailProvider is left out", fix: "import it from a file of its own",
        at: other.place)
    }
    readIdentity(provider)
    for element in provider.children { read(element) }
    for element in root.children where element.name != "emailProvider" { readOuter(element) }
  }

  private mutating func readIdentity(_ provider: XMLElement) {
    var seen: Set<String> = []
    for element in provider.all("domain") {
      let text = element.text.trimmingLines
      if text.contains("%") {
        draft.domains.append(
          SettingsDraft.Value("*", guess: "guessed from \(text), which fits every domain"))
        continue
      }
      do throws(InvalidValue) {
        let domain = try DomainName(text).ascii
        if seen.insert(domain).inserted { draft.domains.append(SettingsDraft.Value(domain)) }
      } catch {
        draft.note(
          .warning, "a domain is left out: \(error.message)", fix: error.fix, at: element.place)
      }
    }
    if let id = (try? DomainName(provider.attributes["id"]?.trimmingLines ?? ""))?.ascii {
      draft.id = SettingsDraft.Value(id)
    }
    let name = provider["displayName"]
    if let text = draft.display(name?.text, limit: 60, what: "displayName", at: name?.place) {
      draft.name = SettingsDraft.Value(text)
    }
    let short = provider["displayShortName"]
    draft.shortName = draft.display(
      short?.text, limit: 20, what: "displayShortName", at: short?.place)
  }

  private mutating func read(_ element: XMLElement) {
    switch element.name {
    case "domain", "displayName", "displayShortName": break
    case "incomingServer", "outgoingServer": readServer(element)
    case "documentation": readPage(element, url: "url", text: "descr")
    case "enable": readPage(element, url: "visiturl", text: "instruction")
    default: readOuter(element)
    }
  }

  /// What may stand in clientConfig or, in older files, in emailProvider.
  private mutating func readOuter(_ element: XMLElement) {
    switch element.name.lowercased() {
    case "calendar": readService(element, "caldav", \.calendars)
    case "addressbook": readService(element, "carddav", \.contacts)
    case "fileshare": readService(element, "webdav", \.files)
    case "webmail":
      let page = element["loginPage"]?.attributes["url"] ?? ""
      draft.webmail = draft.url(page, what: "webMail", at: element.place)
    case "oauth2": readTokens(element)
    case "setupserver" where element.attributes["type"] == "managesieve":
      if let text = element["hostname"]?.text {
        draft.manageSieve = draft.host(text, at: element.place)
      }
    default:
      draft.note(.note, "\(element) has no place in the settings", at: element.place)
    }
  }

  private mutating func readServer(_ element: XMLElement) {
    let isIncoming = element.name == "incomingServer"
    let type = (element.attributes["type"] ?? "").trimmingLines.lowercased()
    guard let mailProtocol = MailProtocol(rawValue: type), isIncoming == (mailProtocol != .smtp)
    else {
      return readOtherServer(element, type)
    }
    guard draft.takes("\(element)", after: draft.serverCount, at: element.place),
      let host = draft.host(element["hostname"]?.text ?? "", at: element.place)
    else { return }
    let portText = element["port"]?.text.trimmingLines
    let (security, said) = draft.security(
      Self.security(element["socketType"]?.text), port: portText.flatMap { Int($0) },
      at: element.place)
    guard let port = draft.port(portText, mailProtocol, security, at: element.place) else { return }
    let methods = authentication(element)
    let server = SettingsDraft.Server(
      mailProtocol: mailProtocol, host: host, port: port, security: said,
      authentication: methods.isEmpty ? [.password] : methods,
      authenticationGuess: methods.isEmpty ? "guessed" : nil,
      username: methods == [.none]
        ? SettingsDraft.Value("address")
        : draft.username(element["username"]?.text, at: element.place))
    if isIncoming { draft.incoming.append(server) } else { draft.outgoing.append(server) }
    for other in element.children where !Self.knownInServer.contains(other.name) {
      draft.note(.note, "\(other) has no place in the settings", at: other.place)
    }
  }

  private static let knownInServer = [
    "hostname", "port", "socketType", "authentication", "username",
  ]

  private mutating func readOtherServer(_ element: XMLElement, _ type: String) {
    if type == "jmap", let text = element["url"]?.text,
      let url = draft.url(text, what: "JMAP", at: element.place)
    {
      let username = draft.username(element["username"]?.text, at: element.place).text
      draft.jmap = SettingsDraft.Service(kind: "jmap", url: url, username: username)
    } else {
      draft.note(
        .warning, "a server of the type \(type.quoted) is left out",
        fix: "settings know imap, pop3, smtp and jmap", at: element.place)
    }
  }

  private static func security(_ text: String?) -> Security? {
    switch text?.trimmingLines.lowercased() {
    case "ssl", "tls": .tls
    case "starttls": .starttls
    case "plain", "none": Security.none
    default: nil
    }
  }

  private mutating func authentication(_ element: XMLElement) -> [Authentication] {
    var methods: [Authentication] = []
    for item in element.all("authentication") {
      let text = item.text.trimmingLines
      guard let method = Self.methods[text.lowercased()] else {
        draft.note(
          .warning, "the log-in \(text.quoted) has no place in the settings",
          fix: "settings know \(Authentication.allCases.map(\.rawValue).joined(separator: ", "))",
          at: item.place)
        continue
      }
      if !methods.contains(method) { methods.append(method) }
    }
    return methods.count > 1 ? methods.filter { $0 != .none } : methods
  }

  private static let methods: [String: Authentication] = [
    "password-cleartext": .password, "plain": .password,
    "password-encrypted": .encryptedPassword, "secure": .encryptedPassword, "oauth2": .oauth2,
    "gssapi": .kerberos, "ntlm": .ntlm, "tls-client-cert": .clientCertificate, "none": .none,
    "client-ip-address": .none, "smtp-after-pop": .none,
  ]

  private mutating func readService(
    _ element: XMLElement, _ kind: String,
    _ list: WritableKeyPath<SettingsDraft, [SettingsDraft.Service]>
  ) {
    let text = (element["url"] ?? element["serverURL"])?.text ?? ""
    guard draft.takes("\(element)", after: draft[keyPath: list].count, at: element.place),
      let url = draft.url(text, what: "\(element)", at: element.place)
    else { return }
    let username = draft.username(element["username"]?.text, at: element.place).text
    let service = SettingsDraft.Service(kind: kind, url: url, username: username)
    if !draft[keyPath: list].contains(service) { draft[keyPath: list].append(service) }
  }
}

extension AutoconfigImport {
  private mutating func readPage(_ element: XMLElement, url name: String, text: String) {
    guard draft.takes("\(element)", after: draft.documentation.count, at: element.place),
      let url = draft.url(
        element.attributes[name] ?? "", [.https, .http], what: "\(element)", at: element.place),
      !draft.documentation.contains(where: { $0.url == url })
    else { return }
    var page = SettingsDraft.Page(url: url, texts: [])
    for item in element.all(text) {
      guard let line = draft.display(item.text, limit: 1_000, what: "\(item)", at: item.place),
        let language = try? Language(item.attributes["lang"] ?? "en"),
        !page.texts.contains(where: { $0.language == language.tag })
      else { continue }
      page.texts.append((language.tag, line))
    }
    draft.documentation.append(page)
  }

  private mutating func readTokens(_ element: XMLElement) {
    func text(_ name: String) -> String { element[name]?.text.trimmingLines ?? "" }
    guard let authorization = draft.url(text("authURL"), what: "oAuth2", at: element.place),
      let token = draft.url(text("tokenURL"), what: "oAuth2", at: element.place)
    else { return }
    let said = text("issuer")
    let isUsable = (try? WebURL(said)) != nil || (try? DomainName(said)) != nil
    let host = (try? WebURL(authorization))?.host.ascii ?? ""
    var scopes: [String] = []
    for scope in text("scope").split(whereSeparator: \.isWhitespace).map(String.init)
    where draft.takes("scope", after: scopes.count, at: element.place) && !scopes.contains(scope) {
      scopes.append(scope)
    }
    draft.oauth2 = SettingsDraft.Tokens(
      issuer: isUsable ? SettingsDraft.Value(said) : SettingsDraft.Value(host, guess: "guessed"),
      authorizationURL: authorization, tokenURL: token, scopes: scopes,
      clientID: draft.display(
        element["clientID"]?.text, limit: 1_000, what: "clientID", at: element.place))
    if element["clientSecret"] != nil {
      draft.note(.warning, "clientSecret is left out: it is no secret in a file", at: element.place)
    }
  }
}
