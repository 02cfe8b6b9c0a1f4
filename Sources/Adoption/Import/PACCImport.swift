// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System
import Trees

/// Reads a PACC answer (draft-ietf-mailmaint-pacc) into settings.
struct PACCImport {
  private(set) var draft = SettingsDraft()
  private let file: String

  init(_ root: Node, file: String) {
    self.file = file
    let protocols = root["protocols"]
    for type in [MailProtocol.imap, .pop3, .smtp] {
      guard let (entry, text) = said(protocols, type.rawValue, "host") else { continue }
      readServer(type, text, place(entry), root["authentication"])
      loseRest(entry, "protocols.\(type.rawValue)", ["host"])
    }
    draft.calendars = service(protocols, "caldav")
    draft.contacts = service(protocols, "carddav")
    draft.files = service(protocols, "webdav")
    draft.jmap = service(protocols, "jmap").first
    if let (entry, text) = said(protocols, "managesieve", "host") {
      draft.manageSieve = draft.host(text, at: place(entry))
      loseRest(entry, "protocols.managesieve", ["host"])
    }
    readInfo(root["info"])
    readAuthentication(root["authentication"])
    loseRest(root, "", ["protocols", "authentication", "info"])
    loseRest(
      protocols, "protocols",
      ["imap", "pop3", "smtp", "caldav", "carddav", "webdav", "jmap", "managesieve"])
  }

  private func place(_ node: Node) -> Place {
    Place(file: file, line: Int(node.mark.line), column: Int(node.mark.column))
  }

  /// A protocol with where it is; nil where there is none, with a note where that is not said.
  private mutating func said(_ protocols: Node?, _ kind: String, _ key: String) -> (Node, String)? {
    guard let entry = protocols?[kind] else { return nil }
    guard let text = entry[key]?.text else {
      draft.lose("protocols.\(kind)", "it has no \(key) that is a text", at: place(entry))
      return nil
    }
    return (entry, text)
  }

  private mutating func readServer(
    _ type: MailProtocol, _ text: String, _ place: Place, _ authentication: Node?
  ) {
    guard let host = draft.host(text, at: place) else { return }
    let hasPassword = authentication?["password"]?.scalar == "true"
    let hasTokens = authentication?["oauth-public"] != nil
    let server = SettingsDraft.Server(
      mailProtocol: type, host: host, port: SettingsDraft.Value("\(type.usualPort(.tls))"),
      security: SettingsDraft.Value(Security.tls.rawValue),
      authentication: hasTokens && !hasPassword ? [.oauth2] : [.password],
      authenticationGuess: !hasPassword && !hasTokens ? "guessed" : nil,
      username: SettingsDraft.Value("address"))
    if type == .smtp { draft.outgoing.append(server) } else { draft.incoming.append(server) }
  }

  private mutating func service(_ protocols: Node?, _ kind: String) -> [SettingsDraft.Service] {
    guard let (entry, text) = said(protocols, kind, "url"),
      let url = draft.url(text, what: kind, at: place(entry))
    else { return [] }
    loseRest(entry, "protocols.\(kind)", ["url"])
    return [
      SettingsDraft.Service(kind: kind, url: url, username: SettingsDraft.Value("address"))
    ]
  }

  private mutating func readInfo(_ info: Node?) {
    let provider = info?["provider"]
    let place = info.map { self.place($0) }
    let name = draft.name(provider?["name"]?.text, limit: 60, what: "name", at: place)
    if let name { draft.name = SettingsDraft.Value(name) }
    draft.shortName = draft.name(
      provider?["shortName"]?.text, limit: 20, what: "shortName", at: place)
    let help = info?["help"]
    if let page = help?["documentation"]?.text,
      let url = draft.page(page, what: "documentation", at: place)
    {
      draft.documentation.append(SettingsDraft.Page(url: url, texts: []))
    }
    for (index, contact) in (help?["contact"]?.items ?? []).enumerated() {
      if index == 0, let text = contact.text, text.hasPrefix("mailto:"),
        let address = try? MailAddress(String(text.dropFirst(7)))
      {
        draft.supportEmail = address.description
      } else {
        draft.lose(
          "the contact \((contact.text ?? "").quoted)", "settings have one address for help",
          at: self.place(contact))
      }
    }
    if let logo = provider?["logo"] {
      draft.lose("the logo", "settings take a file: add 'logo:'", at: self.place(logo))
    }
    loseRest(info, "info", ["provider", "help"])
    loseRest(help, "info.help", ["documentation", "contact"])
    loseRest(provider, "info.provider", ["name", "shortName", "logo"])
  }

  private mutating func readAuthentication(_ authentication: Node?) {
    if let tokens = authentication?["oauth-public"] {
      draft.note(
        .warning, "the log-in with OAuth2 is left out: the answer has its issuer, but not its URLs",
        fix: "add 'oauth2:' with authorizationURL and tokenURL", at: place(tokens))
    }
    loseRest(authentication, "authentication", ["oauth-public", "password"])
  }

  private mutating func loseRest(_ node: Node?, _ path: String, _ known: [String]) {
    guard case .mapping(let pairs)? = node?.value else { return }
    for pair in pairs where !known.contains(pair.key) {
      draft.lose(
        "\(path.isEmpty ? "" : "\(path).")\(pair.key)", "no client is told",
        at: place(pair.value))
    }
  }
}

extension Node {
  /// The value of a key; nil where there is none.
  subscript(key: String) -> Node? {
    guard case .mapping(let pairs) = value else { return nil }
    return pairs.first { $0.key == key }?.value
  }

  /// The values of a list; none where it is no list.
  var items: [Node] { if case .sequence(let nodes) = value { nodes } else { [] } }
}
