// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// One thing that settings say, under the name that findings have for it.
struct Fact: Hashable, CustomStringConvertible {
  /// The key in its settings, such as `incoming[0].username`.
  let path: String
  /// Which server or service of a list it is about, whatever its place there.
  let item: String
  let value: String

  /// The key without its places in lists.
  var kind: String { path.filter { !$0.isNumber && $0 != "[" && $0 != "]" } }

  /// The item that it belongs to, such as `incoming[0]`; the key itself where it is in none.
  var itemPath: String {
    path.lastIndex(of: "]").map { String(path[...$0]) } ?? String(path.prefix { $0 != "." })
  }

  func says(_ other: Fact) -> Bool {
    kind == other.kind && item == other.item && value == other.value
  }

  var description: String { "\(path) = \([item, value].filter { !$0.isEmpty })" }
}

/// What an account says, as facts.
struct Facts {
  private(set) var all: [Fact] = []

  private mutating func add(_ path: String, _ item: String, _ value: String?) {
    if let value { all.append(Fact(path: path, item: item, value: value)) }
  }

  init(_ account: AccountSettings) {
    for server in account.incoming + account.outgoing { add(server) }
    for service in account.calendars { add(service) }
    for service in account.contacts { add(service) }
    for service in account.files { add(service) }
    for directory in account.directories { add(directory) }
    addSingle(account)
    add(account.provider)
    add(account.provider.apple, account.provider.name)
  }

  private mutating func add(_ server: AccountServer) {
    let item = "\(server.mailProtocol) \(server.host):\(server.port)"
    add("\(server.path).protocol", item, "")
    add("\(server.path).security", item, server.security.rawValue)
    add("\(server.path).authentication", item, "\(server.authentication.map(\.rawValue))")
    if server.needsLogin { add("\(server.path).username", item, server.username.value ?? "?") }
    add("\(server.path).pop3", item, server.pop3.map { "\($0.leaveOnServer) \($0.days ?? 0)" })
    add("\(server.path).pathPrefix", item, server.pathPrefix?.text)
  }

  private mutating func add<Kind: RawRepresentable<String>>(_ service: AccountService<Kind>) {
    let item = "\(service.kind.rawValue) \(service.url.host):\(service.url.port)"
    add("\(service.path).protocol", item, "")
    // A bare host has a slash or none.
    add("\(service.path).url", item, service.url.isBare ? "" : service.url.rest)
    if service.kind.rawValue != "webcal" {
      add("\(service.path).username", item, service.username.value)
    }
    add("\(service.path).name", item, Self.texts(service.name))
  }

  private mutating func add(_ directory: AccountDirectory) {
    let item = "\(directory.host):\(directory.port)"
    add("\(directory.path).protocol", item, "")
    add("\(directory.path).security", item, directory.security.rawValue)
    add("\(directory.path).username", item, directory.username?.value)
    for (index, base) in directory.searchBases.enumerated() {
      let path = "\(directory.path).searchBases[\(index)]"
      add("\(path).base", "\(item) \(base.base)", "")
      add("\(path).scope", "\(item) \(base.base)", base.scope.rawValue)
      add("\(path).name", "\(item) \(base.base)", Self.texts(base.name))
    }
  }

  /// What there is one of.
  private mutating func addSingle(_ account: AccountSettings) {
    add("activeSync.host", "", account.activeSync?.ascii)
    add("activeSync.username", "", account.activeSyncLogin?.value)
    add("ews.url", "", account.ews?.url.description)
    add("ews.username", "", account.ews?.username.value)
    add(
      "ews.authentication", "",
      account.ews == nil
        ? nil : account.provider.ews.map { "\($0.authentication.map(\.rawValue))" })
    add("jmap.url", "", account.jmap?.url.description)
    add("jmap.username", "", account.jmap?.username.value)
    add("manageSieve.host", "", account.manageSieve?.host.ascii)
    add("manageSieve.port", "", account.manageSieve?.port.description)
    add("manageSieve.security", "", account.manageSieve?.security.rawValue)
    add("manageSieve.username", "", account.manageSieve?.username.value)
    add("webmail.url", "", account.webmail?.description)
    switch account.autodiscoverRedirect {
    case .address(let address)?: add("autodiscover.redirectAddress", "", "\(address)")
    case .url(let url)?: add("autodiscover.redirectURL", "", "\(url)")
    case .unknown?, nil: break
    }
    guard let oauth2 = account.provider.oauth2 else { return }
    add("oauth2.issuer", "", oauth2.issuer.text)
    add("oauth2.authorizationURL", "", oauth2.authorizationURL.description)
    add("oauth2.tokenURL", "", oauth2.tokenURL.description)
    add("oauth2.scopes", "", "\(oauth2.scopes.map(\.text))")
    add("oauth2.clientID", "", oauth2.clientID?.text)
  }

  private mutating func add(_ provider: Provider) {
    add("provider.id", "", provider.id.ascii)
    add("provider.name", "", provider.name.text)
    add("provider.shortName", "", provider.shortName.text)
    add("provider.support.email", "", provider.support?.email?.description)
    for (index, page) in provider.documentation.enumerated() {
      // A page for each language becomes an element of its own.
      let languages = page.url.entries.compactMap(\.language)
      for (place, entry) in page.url.entries.enumerated() {
        let texts = (page.text?.entries ?? []).filter { text in
          languages.contains(text.language) ? text.language == entry.language : place == 0
        }
        let path = "provider.documentation[\(index)]"
        add("\(path).url", "", entry.url.description)
        add(
          "\(path).text", entry.url.description,
          texts.isEmpty ? nil : "\(texts.map { "\($0.language.tag) \($0.text)" })")
        if let language = entry.language, !texts.contains(where: { $0.language == language }) {
          add("\(path).url", "language of \(entry.url)", language.tag)
        }
      }
    }
  }

  mutating func takeHelpAsPage(_ support: Support?) {
    for entry in support?.url?.entries ?? [] {
      add("provider.documentation[0].url", "", entry.url.description)
    }
  }

  private mutating func add(_ apple: AppleOptions, _ name: DisplayText) {
    add("apple.organization", "", (apple.organization ?? name).text)
    let consent = apple.consentText?.entries.map(\.text.text).sorted()
    add("apple.consentText", "", consent.map { "\($0)" })
    add("apple.removalDisallowed", "", apple.removalDisallowed ? "true" : nil)
    add("apple.removalDate", "", apple.removalDate?.description)
    add("apple.removeAfterDays", "", apple.removeAfterDays?.description)
    add("apple.preventMove", "", apple.preventMove ? "true" : nil)
    guard let clip = apple.webClip else { return }
    add("apple.webClip", "", "")
    add("apple.webClip.label", "", Self.texts(clip.label))
    add("apple.webClip.fullScreen", "", clip.fullScreen ? "true" : nil)
  }

  /// One text is the same in every language.
  private static func texts(_ texts: LocalizedText?) -> String? {
    guard let entries = texts?.entries else { return nil }
    return entries.count == 1
      ? entries[0].text.text : "\(entries.map { "\($0.language.tag) \($0.text)" })"
  }
}

/// The keys that a settings file of import has, and what it says of those that it guessed.
struct SaidKeys {
  private(set) var guesses: [String: String] = [:]
  private(set) var all: Set<String> = []

  init(_ settings: [UInt8]) {
    var above: [(indent: Int, path: String)] = []
    var counts: [String: Int] = [:]
    for line in String(decoding: settings, as: UTF8.self).split(separator: "\n") {
      var indent = line.prefix { $0 == " " }.count
      var rest = line.dropFirst(indent)
      guard !rest.hasPrefix("#") else { continue }
      above.removeAll { $0.indent >= indent }
      if rest.hasPrefix("- ") {
        let parent = above.last?.path ?? ""
        above.append((indent, "\(parent)[\(counts[parent, default: 0])]"))
        counts[parent, default: 0] += 1
        rest = rest.dropFirst(2)
        indent += 2
      }
      let key = rest.prefix { $0 != ":" }
      let parent = above.last.map { $0.path + "." } ?? ""
      let path = parent + key
      above.append((indent, path))
      all.insert(path)
      if let comment = rest.firstRange(of: "   # ") {
        guesses[path] = String(rest[comment.upperBound...])
      }
    }
  }
}
