// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// Reads an autodiscover answer (MS-OXDSCLI section 2.2.4) into settings. It is made for one
/// address, so user names are guessed from what they look like.
struct AutodiscoverImport {
  private(set) var draft = SettingsDraft()
  private let address: MailAddress?

  init(_ root: XMLElement, address: MailAddress?) {
    self.address = address
    let response = root["Response"]
    guard let account = response?["Account"] else {
      let reason = response?["Error"]?["Message"]?.text
      draft.note(
        .error, "the answer has no Account" + (reason.map { ": \($0.quoted)" } ?? ""),
        fix: "ask for an address that exists", at: root.place)
      return
    }
    if account["RedirectAddr"] != nil || account["RedirectUrl"] != nil {
      draft.note(
        .error, "the answer sends clients on: it names no servers",
        fix: "import what is found there", at: account.place)
    }
    let known = ["AccountType", "Action", "Protocol", "RedirectAddr", "RedirectUrl", "User"]
    for element in account.children where !known.contains(element.name) {
      draft.note(.note, "\(element) has no place in the settings", at: element.place)
    }
    for element in account.all("Protocol") { read(element) }
    if let domain = address?.domain ?? domainOfLogins(account) {
      draft.domains = [
        SettingsDraft.Value(domain.ascii, guess: address == nil ? "guessed from a LoginName" : nil)
      ]
    }
  }

  private func domainOfLogins(_ account: XMLElement) -> DomainName? {
    account.all("Protocol").lazy.compactMap { $0["LoginName"]?.text }
      .compactMap { try? MailAddress($0.trimmingLines) }.first?.domain
  }

  private mutating func read(_ element: XMLElement) {
    func text(_ name: String) -> String? { element[name]?.text.trimmingLines }
    let types: [String: MailProtocol] = ["IMAP": .imap, "POP3": .pop3, "POP": .pop3, "SMTP": .smtp]
    let type = text("Type") ?? ""
    guard let mailProtocol = types[type.uppercased()] else {
      draft.note(
        .warning, "a protocol of the type \(type.quoted) is left out",
        fix: "settings know IMAP, POP3 and SMTP", at: element.place)
      return
    }
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
      username: username(text("LoginName")))
    if mailProtocol == .smtp {
      draft.outgoing.append(server)
    } else {
      draft.incoming.append(server)
    }
  }

  /// SSL is on where it is missing, and Encryption overrides it.
  private static func security(_ element: XMLElement) -> Security? {
    switch element["Encryption"]?.text.trimmingLines.lowercased() {
    case "ssl": .tls
    case "tls": .starttls
    case "none": Security.none
    default: element["SSL"]?.text.trimmingLines.lowercased() == "off" ? Security.none : nil
    }
  }

  private func username(_ login: String?) -> SettingsDraft.Value {
    LoginGuess.username(login, address: address)
  }
}

/// Which rule gives a user name that stands in a document for one address.
enum LoginGuess {
  static func username(_ login: String?, address: MailAddress?) -> SettingsDraft.Value {
    guard let login, !login.isEmpty else { return SettingsDraft.Value("address") }
    guard let address else {
      let isAddress = (try? MailAddress(login)) != nil
      return SettingsDraft.Value(
        isAddress ? "address" : "local-part", guess: "guessed from \(login.quoted)")
    }
    let typed = address.description
    if login == typed { return SettingsDraft.Value("address") }
    if login == address.local { return SettingsDraft.Value("local-part") }
    if !address.local.isEmpty, let range = login.firstRange(of: address.local) {
      let before = login[..<range.lowerBound]
      let pattern = "\(before){local}\(login[range.upperBound...])"
      if (try? Pattern(pattern)) != nil {
        return SettingsDraft.Value(pattern, guess: "guessed from \(login.quoted)")
      }
    }
    return SettingsDraft.Value("address", guess: "guessed; was \(login.quoted)")
  }
}
