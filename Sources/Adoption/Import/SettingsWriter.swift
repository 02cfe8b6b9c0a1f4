// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Writes drafts as a settings file, with a comment at everything that was guessed.
struct SettingsWriter {
  private var yaml = YAMLWriter()
  /// Levels that everything stands deeper: 2 in a list of providers.
  private let depth: Int
  /// False leaves out what needs a file beside the settings.
  private let hasFiles: Bool

  /// The settings file.
  static func text(_ drafts: [SettingsDraft], from source: String, hasFiles: Bool) -> String {
    var writer = SettingsWriter(depth: drafts.count > 1 ? 2 : 0, hasFiles: hasFiles)
    writer.yaml.comment("Written by mkprofile import from \(source); read through it before use.")
    writer.yaml.emptyLine()
    guard drafts.count > 1 else {
      for draft in drafts { writer.write(draft) }
      return writer.yaml.text
    }
    writer.yaml.key("providers")
    for draft in drafts {
      var item = SettingsWriter(depth: 2, hasFiles: hasFiles)
      item.write(draft)
      writer.yaml.add(item: item.yaml.text, depth: 1)
    }
    return writer.yaml.text
  }

  private init(depth: Int, hasFiles: Bool) {
    self.depth = depth
    self.hasFiles = hasFiles
  }

  private mutating func write(_ draft: SettingsDraft) {
    writeProvider(draft)
    key("domains")
    for domain in draft.domains { item("name", domain, 1) }
    write(draft.incoming, "incoming")
    write(draft.outgoing, "outgoing")
    writeServices(draft)
    writeOAuth2(draft.oauth2)
    writeApple(draft.apple)
    if let redirect = draft.redirect {
      key("autodiscover")
      pair(redirect.key, redirect.value, 1)
    }
    guard draft.needsEveryServer else { return }
    yaml.emptyLine()
    yaml.comment(
      "All servers of one kind lack TLS or a password log-in: without this line there", depth: depth
    )
    yaml.comment(
      "would be no autoconfig file, with it Thunderbird for Android refuses it.", depth: depth)
    yaml.plain("autoconfig", "{everyServer: true}", depth: depth)
  }

  private mutating func key(_ key: String, _ level: Int = 0) {
    yaml.key(key, depth: depth + level)
  }

  private mutating func pair(_ key: String, _ value: SettingsDraft.Value, _ level: Int) {
    yaml.pair(key, value.text, comment: value.guess, depth: depth + level)
  }

  private mutating func pair(
    _ key: String, _ text: String, _ level: Int, comment: String? = nil
  ) {
    yaml.pair(key, text, comment: comment, depth: depth + level)
  }

  private mutating func plain(_ key: String, _ value: SettingsDraft.Value, _ level: Int) {
    yaml.plain(key, value.text, comment: value.guess, depth: depth + level)
  }

  private mutating func item(_ key: String, _ value: SettingsDraft.Value, _ level: Int) {
    yaml.item(key, value.text, comment: value.guess, depth: depth + level)
  }

  private mutating func writeProvider(_ draft: SettingsDraft) {
    key("provider")
    if let id = draft.id { pair("id", id, 1) }
    if let name = draft.name { pair("name", name, 1) }
    if let shortName = draft.shortName { pair("shortName", shortName, 1) }
    if !draft.languages.isEmpty, draft.languages != ["en"] {
      yaml.list("languages", draft.languages, comment: "guessed from the texts", depth: depth + 1)
    }
    if !draft.documentation.isEmpty {
      key("documentation", 1)
      for page in draft.documentation {
        item("url", SettingsDraft.Value(page.url), 2)
        write(page.texts, "text", 3)
      }
    }
    if let supportEmail = draft.supportEmail {
      key("support", 1)
      pair("email", supportEmail, 2)
    }
  }

  private mutating func write(
    _ texts: [(language: String, text: String)], _ name: String, _ level: Int
  ) {
    guard !texts.isEmpty else { return }
    key(name, level)
    for text in texts { pair(YAMLWriter.scalar(text.language), text.text, level + 1) }
  }

  private mutating func write(_ servers: [SettingsDraft.Server], _ group: String) {
    guard !servers.isEmpty else { return }
    key(group)
    for server in servers {
      item(
        "protocol", SettingsDraft.Value(server.mailProtocol.rawValue, guess: server.origin), 1)
      pair("host", server.host, 2)
      plain("port", server.port, 2)
      pair("security", server.security, 2)
      yaml.list(
        "authentication", server.authentication.map(\.rawValue),
        comment: server.authenticationGuess, depth: depth + 2)
      pair("username", server.username, 2)
      if let pop3 = server.pop3 {
        let days = pop3.days.map { ", days: \($0)" } ?? ""
        plain("pop3", SettingsDraft.Value("{leaveOnServer: \(pop3.leaveOnServer)\(days)}"), 2)
      }
      if let prefix = server.pathPrefix { pair("pathPrefix", prefix, 2) }
    }
  }

  private mutating func writeServices(_ draft: SettingsDraft) {
    write(draft.calendars, "calendars")
    write(draft.contacts, "contacts")
    if !draft.directories.isEmpty { key("directories") }
    for directory in draft.directories { write(directory) }
    write(draft.files, "files")
    if let activeSync = draft.activeSync {
      key("activeSync")
      pair("host", activeSync.host, 1)
      pair("username", activeSync.username, 1)
    }
    if let ews = draft.ews {
      key("ews")
      write(ews)
      if !ews.authentication.isEmpty {
        yaml.list("authentication", ews.authentication.map(\.rawValue), depth: depth + 1)
      }
    }
    if let jmap = draft.jmap {
      key("jmap")
      write(jmap)
    }
    if let manageSieve = draft.manageSieve {
      key("manageSieve")
      pair("host", manageSieve, 1)
    }
    if let webmail = draft.webmail {
      key("webmail")
      pair("url", webmail, 1)
    }
  }

  /// A service that there is one of.
  private mutating func write(_ service: SettingsDraft.Service) {
    let comment = [service.url.guess, service.origin].compactMap { $0 }.joined(separator: "; ")
    pair("url", service.url.text, 1, comment: comment.isEmpty ? nil : comment)
    pair("username", service.username, 1)
  }

  private mutating func write(_ services: [SettingsDraft.Service], _ group: String) {
    guard !services.isEmpty else { return }
    key(group)
    for service in services {
      item("protocol", SettingsDraft.Value(service.kind, guess: service.origin), 1)
      pair("url", service.url, 2)
      pair("username", service.username, 2)
      if let name = service.name { pair("name", name, 2) }
    }
  }

  private mutating func write(_ directory: SettingsDraft.Directory) {
    item("protocol", SettingsDraft.Value("ldap"), 1)
    pair("host", directory.host, 2)
    plain("port", SettingsDraft.Value("\(directory.port)"), 2)
    pair("security", directory.security.rawValue, 2)
    if let username = directory.username { pair("username", username, 2) }
    guard !directory.searchBases.isEmpty else { return }
    key("searchBases", 2)
    for base in directory.searchBases {
      item("base", SettingsDraft.Value(base.base), 3)
      pair("scope", base.scope, 4)
      if let name = base.name { pair("name", name, 4) }
    }
  }

  private mutating func writeOAuth2(_ oauth2: SettingsDraft.Tokens?) {
    guard let oauth2 else { return }
    key("oauth2")
    pair("issuer", oauth2.issuer, 1)
    pair("authorizationURL", oauth2.authorizationURL, 1)
    pair("tokenURL", oauth2.tokenURL, 1)
    if !oauth2.scopes.isEmpty { yaml.list("scopes", oauth2.scopes, depth: depth + 1) }
    if let clientID = oauth2.clientID { pair("clientID", clientID, 1) }
  }

  private mutating func writeApple(_ apple: SettingsDraft.Apple) {
    guard apple.isNeeded(withFiles: hasFiles) else { return }
    key("apple")
    if let organization = apple.organization { pair("organization", organization, 1) }
    write(apple.consentTexts, "consentText", 1)
    let isTrue = SettingsDraft.Value("true")
    if apple.removalDisallowed { plain("removalDisallowed", isTrue, 1) }
    if let date = apple.removalDate { plain("removalDate", SettingsDraft.Value(date), 1) }
    if let days = apple.removeAfterDays { plain("removeAfterDays", days, 1) }
    if apple.preventMove { plain("preventMove", isTrue, 1) }
    if hasFiles, !apple.certificates.isEmpty {
      yaml.list("certificates", apple.certificates.map(\.name), depth: depth + 1)
    }
    guard let clip = apple.webClip else { return }
    guard clip.label != nil || clip.fullScreen || hasFiles && clip.icon != nil else {
      return plain("webClip", isTrue, 1)
    }
    key("webClip", 1)
    if let label = clip.label { pair("label", label, 2) }
    if hasFiles, let icon = clip.icon { pair("icon", icon.name, 2) }
    if clip.fullScreen { plain("fullScreen", isTrue, 2) }
  }
}

extension SettingsDraft.Apple {
  /// True where there is anything to write.
  fileprivate func isNeeded(withFiles hasFiles: Bool) -> Bool {
    organization != nil || !consentTexts.isEmpty || removalDisallowed || removalDate != nil
      || removeAfterDays != nil || preventMove || webClip != nil
      || hasFiles && !certificates.isEmpty
  }
}

extension SettingsDraft {
  /// True where an autoconfig file for phones would have no incoming or no outgoing server.
  var needsEveryServer: Bool {
    [incoming, outgoing].contains { servers in
      !servers.isEmpty
        && servers.allSatisfy { server in
          server.security.text == Security.none.rawValue
            || Set(server.authentication).isDisjoint(
              with: [.password, .encryptedPassword, .oauth2])
        }
    }
  }
}
