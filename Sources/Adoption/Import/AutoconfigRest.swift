// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// Pages and tokens of an autoconfig document, and what settings have no place for.
extension AutoconfigImport {
  mutating func readPage(_ element: XMLElement, url name: String, text: String) {
    loseAttributes(of: element, but: [name])
    loseRest(of: element, but: [text], repeatable: [text])
    guard draft.takes("\(element)", after: draft.documentation.count, at: element.place),
      let url = draft.page(
        element.attributes[name] ?? "", what: "\(element)", at: element.place)
    else { return }
    var page = SettingsDraft.Page(url: url, texts: [])
    for item in element.all(text) {
      loseAttributes(of: item, but: ["lang"])
      guard let line = draft.name(item.text, limit: 1_000, what: "\(item)", at: item.place) else {
        continue
      }
      let tag = item.attributes["lang"] ?? "en"
      guard let language = try? Language(tag) else {
        draft.lose("\(item)", "\(tag.quoted) is no language", at: item.place)
        continue
      }
      if let same = page.texts.first(where: { $0.language == language.tag }) {
        if same.text != line {
          draft.lose("a second \(item) in \(tag)", "there is one text a language", at: item.place)
        }
        continue
      }
      page.texts.append((language.tag, line))
    }
    if element.name != "documentation" {
      draft.note(
        .warning,
        "\(element) becomes a page of documentation: people see it, but no program asks them to"
          + " do something first", at: element.place)
    }
    add(page, at: element.place)
  }

  private mutating func add(_ page: SettingsDraft.Page, at place: Place) {
    guard let index = draft.documentation.firstIndex(where: { $0.url == page.url }) else {
      draft.documentation.append(page)
      return
    }
    for text in page.texts {
      let known = draft.documentation[index].texts.first { $0.language == text.language }
      guard let known else {
        draft.documentation[index].texts.append(text)
        continue
      }
      if known.text != text.text {
        draft.lose(
          "a second text about \(page.url) (\(text.text.quoted))", "a page has one text a language",
          at: place)
      }
    }
  }

  mutating func readInstruction(_ element: XMLElement) {
    draft.lose(
      "\(element) \(element.text.trimmingLines.quoted)",
      "it has no page to lead to; add it as text of one under 'documentation:'", at: element.place)
  }

  mutating func readWebmail(_ element: XMLElement) {
    let page = element["loginPage"]
    let said = page?.attributes["url"] ?? element["loginPageInfo"]?.attributes["url"] ?? ""
    draft.webmail = draft.url(said, what: "webMail", at: element.place) ?? draft.webmail
    loseRest(of: element, but: ["loginPage"])
    if let page { loseAttributes(of: page, but: ["url"]) }
  }

  mutating func readTokens(_ element: XMLElement) {
    func text(_ name: String) -> String { element[name]?.text.trimmingLines ?? "" }
    loseRest(
      of: element,
      but: ["issuer", "scope", "authURL", "tokenURL", "clientID", "clientSecret"])
    guard
      let authorization = draft.page(text("authURL"), [.https], what: "oAuth2", at: element.place),
      let token = draft.page(text("tokenURL"), [.https], what: "oAuth2", at: element.place)
    else { return }
    let said = draft.filled(text("issuer")) ?? text("issuer")
    let isUsable = (try? WebURL(said)) != nil || (try? DomainName(said)) != nil
    if !isUsable, !said.isEmpty {
      draft.lose("the issuer \(said.quoted)", "it is no host or URL", at: element.place)
    }
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
      draft.lose("clientSecret", "it is no secret in a file", at: element.place)
    }
  }

  /// Tells of every attribute that settings have no place for.
  mutating func loseAttributes(of element: XMLElement, but known: [String]) {
    for (name, value) in element.attributes.sorted(by: { $0.key < $1.key })
    where !known.contains(name) && !name.hasPrefix("xmlns") && !name.hasPrefix("xml:")
      && !name.hasPrefix("xsi:")
    {
      draft.lose(
        "\(name)=\(value.quoted) of \(element)", "no program is told", at: element.place)
    }
  }

  /// Tells of every child that settings have no place for, and of those that stand there twice.
  mutating func loseRest(
    of element: XMLElement, but known: [String], repeatable: [String] = []
  ) {
    var seen: [String: String] = [:]
    for child in element.children {
      guard known.contains(child.name) else {
        loseElement(child)
        continue
      }
      let text = child.text.trimmingLines
      if let first = seen[child.name], !repeatable.contains(child.name), first != text {
        draft.lose("a second \(child) \(text.quoted)", "the first one counts", at: child.place)
      }
      seen[child.name] = seen[child.name] ?? text
    }
  }

  /// Tells what it means for users that an element has no place in the settings.
  mutating func loseElement(_ element: XMLElement) {
    let value = element.children.isEmpty ? element.text.trimmingLines : ""
    let isShown = !value.isEmpty && !SecretKeys.contains(element.name)
    let shown = isShown ? "\(element) \(value.quoted)" : "\(element)"
    let isDefault = Self.defaults[element.name].map { $0 == value.lowercased() } ?? false
    draft.lose(
      shown,
      isDefault
        ? "programs do so unless told"
        : Self.consequences[element.name] ?? "no program is told", at: element.place)
  }

  /// What Thunderbird 153 does where a file does not say it.
  private static let defaults = [
    "useGlobalPreferredServer": "false", "addThisServer": "true", "downloadOnBiff": "true",
  ]

  private static let consequences: [String: String] = [
    "useGlobalPreferredServer":
      "Thunderbird sends with the server of this file, not with the one that people prefer",
    "addThisServer": "Thunderbird adds the server to its list in any case",
    "restriction": "programs do not know that the server answers in one network only",
    "checkInterval": "programs ask for new mail as often as they like",
    "downloadOnBiff": "Thunderbird fetches new mail by itself, as it does unless told",
    "pop3": "it is no POP3 server",
    "imap": "programs take their own defaults for IMAP",
    "password": "everybody types the password",
    "inputField": "no program asks people for it",
    "loginPageInfo": "people find the fields of the log-in page by themselves",
    "clientConfigUpdate": "programs do not look there for changes",
    "xmppServer": "settings know no chat",
    "videoConference": "settings know no video conferences",
    "owaURL": "no program is told",
  ]
}
