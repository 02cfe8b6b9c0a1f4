// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// Servers of an autoconfig document.
extension AutoconfigImport {
  mutating func readServer(_ element: XMLElement) {
    let isIncoming = element.name == "incomingServer"
    let type = (element.attributes["type"] ?? "").trimmingLines.lowercased()
    guard let mailProtocol = MailProtocol(rawValue: type), isIncoming == (mailProtocol != .smtp)
    else {
      return readOtherServer(element, type)
    }
    loseAttributes(of: element, but: ["type"])
    guard draft.takes("\(element)", after: draft.serverCount, at: element.place),
      let host = draft.host(element["hostname"]?.text ?? "", at: element.place)
    else { return }
    let portText = element["port"]?.text.trimmingLines
    let (security, said) = draft.security(
      security(element), port: portText.flatMap { Int($0) }, at: element.place)
    guard let port = draft.port(portText, mailProtocol, security, at: element.place) else { return }
    let methods = authentication(element)
    var server = SettingsDraft.Server(
      mailProtocol: mailProtocol, host: host, port: port, security: said,
      authentication: methods.isEmpty ? [.password] : methods,
      authenticationGuess: methods.isEmpty ? "guessed" : nil,
      username: methods == [.none]
        ? SettingsDraft.Value("address")
        : draft.username(element["username"]?.text, at: element.place))
    if mailProtocol == .pop3 { server.pop3 = pop3(element) }
    if isIncoming { draft.incoming.append(server) } else { draft.outgoing.append(server) }
    loseRest(
      of: element,
      but: ["hostname", "port", "socketType", "authentication", "username"]
        + (mailProtocol == .pop3 ? ["pop3"] : []),
      repeatable: ["authentication", "socketType", "pop3"])
  }

  /// What becomes of fetched mail: Thunderbird 153 leaves it on the server unless told.
  private mutating func pop3(_ server: XMLElement) -> POP3Options? {
    var options: POP3Options?
    for element in server.all("pop3") {
      for child in element.children {
        let text = child.text.trimmingLines
        switch (child.name, text.lowercased()) {
        case ("leaveMessagesOnServer", "true"), ("leaveMessagesOnServer", "false"):
          options = POP3Options(leaveOnServer: text.lowercased() == "true", days: options?.days)
        case ("daysToLeaveMessagesOnServer", _):
          guard let days = Int(text), POP3Options.dayRange.contains(days) else {
            draft.lose("\(child) \(text.quoted)", "it is no number of days", at: child.place)
            continue
          }
          options = POP3Options(leaveOnServer: options?.leaveOnServer ?? true, days: days)
        default: loseElement(child)
        }
      }
    }
    if options?.leaveOnServer == false, options?.days != nil {
      draft.lose(
        "<daysToLeaveMessagesOnServer>", "mail does not stay on the server", at: server.place)
      options?.days = nil
    }
    return options
  }

  private mutating func readOtherServer(_ element: XMLElement, _ type: String) {
    switch type {
    case "jmap" where draft.jmap == nil:
      draft.jmap = urlServer(element, "jmap", element["url"]?.text, methods: [.password])
    case "ews" where draft.ews == nil:
      draft.ews = urlServer(element, "ews", element["url"]?.text, methods: nil)
    case "exchange": readExchange(element)
    default:
      draft.note(
        .warning, "a server of the type \(type.quoted) is left out",
        fix: "settings know imap, pop3, smtp, ews and jmap", at: element.place)
    }
  }

  /// The older element for Exchange, with several addresses in one.
  private mutating func readExchange(_ element: XMLElement) {
    let known = ["hostname", "port", "socketType", "authentication", "username"]
    if let text = element["ewsURL"]?.text, draft.ews == nil {
      draft.ews = urlServer(
        element, "ews", text, methods: nil, known: known + ["ewsURL", "easURL", "owaURL"])
      draft.note(
        .warning,
        "the type 'exchange' becomes 'ews': programs that look for 'exchange' alone find nothing in"
          + " documents of these settings", at: element.place)
    } else if let text = element["ewsURL"]?.text.trimmingLines, draft.ews?.url.text == text {
      loseRest(of: element, but: known + ["ewsURL", "easURL", "owaURL"])
    } else if element["easURL"] == nil {
      draft.lose(
        "a server of the type 'exchange'", "settings know it by its ewsURL", at: element.place)
    }
    if let text = element["easURL"]?.text, let url = try? WebURL(text.trimmingLines) {
      draft.activeSync = SettingsDraft.HostService(
        host: url.host.ascii, username: draft.username(element["username"]?.text, at: nil))
    }
    guard let page = element["owaURL"] else { return }
    if draft.webmail == nil {
      draft.webmail = draft.url(page.text, what: "owaURL", at: page.place)
    } else if draft.webmail?.text != page.text.trimmingLines {
      draft.lose("\(page)", "there is one address of webmail", at: page.place)
    }
  }

  /// A server that is reached by a URL. Only of EWS do settings say how people log in.
  private mutating func urlServer(
    _ element: XMLElement, _ kind: String, _ text: String?, methods fixed: [Authentication]?,
    known: [String] = ["url", "authentication", "username"]
  ) -> SettingsDraft.Service? {
    guard let url = draft.url(text ?? "", what: kind.uppercased(), at: element.place) else {
      return nil
    }
    let methods = authentication(element)
    if let fixed, !methods.isEmpty, methods != fixed {
      loseMethods(methods, of: kind.uppercased(), at: element.place)
    }
    loseAttributes(of: element, but: ["type"])
    loseRest(of: element, but: known, repeatable: ["authentication"])
    return SettingsDraft.Service(
      kind: kind, url: url,
      username: draft.username(element["username"]?.text, at: element.place),
      authentication: fixed == nil ? methods : [])
  }

  /// The first value that is known, as clients take it.
  private mutating func security(_ element: XMLElement) -> Security? {
    let all = element.all("socketType")
    var taken: Security?
    for item in all {
      let text = item.text.trimmingLines
      let known: Security? =
        switch text.lowercased() {
        case "ssl", "tls": .tls
        case "starttls": .starttls
        case "plain", "none": Security.none
        default: nil
        }
      if let known, taken == nil {
        taken = known
      } else if known == nil || known != taken {
        let why = known == nil ? "clients do not know it" : "clients take the first that they know"
        draft.lose("\(item) \(text.quoted)", why, at: item.place)
      }
    }
    return taken
  }

  private mutating func authentication(_ element: XMLElement) -> [Authentication] {
    var methods: [Authentication] = []
    for item in element.all("authentication") {
      let text = item.text.trimmingLines
      loseAttributes(of: item, but: ["system"])
      guard let method = Self.methods[text.lowercased()] else {
        draft.note(
          .warning, "the log-in \(text.quoted) has no place in the settings",
          fix: "settings know \(Authentication.allCases.map(\.rawValue).joined(separator: ", "))",
          at: item.place)
        continue
      }
      if method == .none, text.lowercased() != "none" {
        draft.note(
          .warning, "the log-in \(text.quoted) becomes 'none': no password is asked for",
          at: item.place)
      }
      if !methods.contains(method) { methods.append(method) }
    }
    guard methods.count > 1, methods.contains(.none) else { return methods }
    draft.lose("the log-in 'none'", "it cannot stand beside other ways", at: element.place)
    return methods.filter { $0 != .none }
  }

  private static let methods: [String: Authentication] = [
    "password-cleartext": .password, "plain": .password, "basic": .password,
    "http-basic": .password, "password-encrypted": .encryptedPassword,
    "secure": .encryptedPassword, "oauth2": .oauth2, "gssapi": .kerberos, "ntlm": .ntlm,
    "tls-client-cert": .clientCertificate, "none": .none, "client-ip-address": .none,
    "smtp-after-pop": .none,
  ]

  mutating func readService(
    _ element: XMLElement, _ kind: String,
    _ list: WritableKeyPath<SettingsDraft, [SettingsDraft.Service]>
  ) {
    let text = (element["url"] ?? element["serverURL"])?.text ?? ""
    guard draft.takes("\(element)", after: draft[keyPath: list].count, at: element.place),
      let url = draft.url(text, what: "\(element)", at: element.place)
    else { return }
    let methods = authentication(element)
    if !methods.isEmpty, methods != [.password] {
      loseMethods(methods, of: "\(element)", at: element.place)
    }
    loseAttributes(of: element, but: ["type"])
    loseRest(
      of: element, but: ["url", "serverURL", "username", "authentication"],
      repeatable: ["authentication"])
    let username = draft.username(element["username"]?.text, at: element.place)
    let service = SettingsDraft.Service(kind: kind, url: url, username: username)
    if !draft[keyPath: list].contains(service) { draft[keyPath: list].append(service) }
  }

  private mutating func loseMethods(
    _ methods: [Authentication], of what: String, at place: Place?
  ) {
    draft.lose(
      "the log-in \(methods.map(\.rawValue).joined(separator: ", ")) of \(what)",
      "settings know a password there", at: place)
  }
}
