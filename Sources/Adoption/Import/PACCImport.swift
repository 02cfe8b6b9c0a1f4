// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SettingsFile
import Trees

/// Reads a PACC answer (draft-ietf-mailmaint-pacc) into settings.
struct PACCImport {
  private(set) var draft = SettingsDraft()
  private let file: String

  init(_ root: Node, file: String) {
    self.file = file
    let protocols = root["protocols"]
    for type in [MailProtocol.imap, .pop3, .smtp] {
      guard let entry = protocols?[type.rawValue], let text = entry["host"]?.text else { continue }
      readServer(type, text, place(entry), root["authentication"])
    }
    readService(protocols, "caldav", \.calendars)
    readService(protocols, "carddav", \.contacts)
    readService(protocols, "webdav", \.files)
    if let entry = protocols?["jmap"], let text = entry["url"]?.text,
      let url = draft.url(text, what: "jmap", at: place(entry))
    {
      draft.jmap = SettingsDraft.Service(kind: "jmap", url: url, username: "address")
    }
    if let entry = protocols?["managesieve"], let text = entry["host"]?.text {
      draft.manageSieve = draft.host(text, at: place(entry))
    }
    readInfo(root["info"])
    readIssuer(root["authentication"])
  }

  private func place(_ node: Node) -> Place {
    Place(file: file, line: Int(node.mark.line), column: Int(node.mark.column))
  }

  private mutating func readServer(
    _ type: MailProtocol, _ text: String, _ place: Place, _ authentication: Node?
  ) {
    guard let host = draft.host(text, at: place) else { return }
    let server = SettingsDraft.Server(
      mailProtocol: type, host: host, port: SettingsDraft.Value("\(type.usualPort(.tls))"),
      security: SettingsDraft.Value(Security.tls.rawValue), authentication: [.password],
      authenticationGuess: authentication?["password"] == nil ? "guessed" : nil,
      username: SettingsDraft.Value("address"))
    if type == .smtp { draft.outgoing.append(server) } else { draft.incoming.append(server) }
  }

  private mutating func readService(
    _ protocols: Node?, _ kind: String,
    _ list: WritableKeyPath<SettingsDraft, [SettingsDraft.Service]>
  ) {
    guard let entry = protocols?[kind], let text = entry["url"]?.text,
      let url = draft.url(text, what: kind, at: place(entry))
    else { return }
    draft[keyPath: list].append(SettingsDraft.Service(kind: kind, url: url, username: "address"))
  }

  private mutating func readInfo(_ info: Node?) {
    let provider = info?["provider"]
    let place = info.map { self.place($0) }
    let name = draft.display(provider?["name"]?.text, limit: 60, what: "name", at: place)
    if let name { draft.name = SettingsDraft.Value(name) }
    draft.shortName = draft.display(
      provider?["shortName"]?.text, limit: 20, what: "shortName", at: place)
    if let page = info?["help"]?["documentation"]?.text,
      let url = draft.url(page, [.https, .http], what: "documentation", at: place)
    {
      draft.documentation.append(SettingsDraft.Page(url: url, texts: []))
    }
    if let contact = info?["help"]?["contact"]?.items.first?.text, contact.hasPrefix("mailto:") {
      draft.supportEmail = (try? MailAddress(String(contact.dropFirst(7))))?.description
    }
    if let logo = provider?["logo"] {
      draft.note(.note, "the logo is left out: settings take a file", at: self.place(logo))
    }
  }

  private mutating func readIssuer(_ authentication: Node?) {
    guard let tokens = authentication?["oauth-public"] else { return }
    draft.note(
      .warning, "the OAuth2 issuer is left out: its URLs are not in the answer",
      fix: "add 'oauth2:' with authorizationURL and tokenURL", at: place(tokens))
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
