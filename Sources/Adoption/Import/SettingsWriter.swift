// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

extension SettingsDraft {
  /// The settings file, with a comment at everything that was guessed.
  func yaml(from source: String) -> String {
    var yaml = YAMLWriter()
    yaml.comment("Written by mkprofile import from \(source); read through it before use.")
    yaml.emptyLine()
    writeProvider(&yaml)
    yaml.key("domains")
    for domain in domains { yaml.item("name", domain.text, comment: domain.guess, depth: 1) }
    write(incoming, "incoming", &yaml)
    write(outgoing, "outgoing", &yaml)
    writeServices(&yaml)
    writeOAuth2(&yaml)
    writeOptions(&yaml)
    return yaml.text
  }

  private func writeProvider(_ yaml: inout YAMLWriter) {
    yaml.key("provider")
    if let id { yaml.pair("id", id.text, comment: id.guess, depth: 1) }
    if let name { yaml.pair("name", name.text, comment: name.guess, depth: 1) }
    if let shortName { yaml.pair("shortName", shortName, depth: 1) }
    if let language = documentation.lazy.compactMap(\.texts.first?.language).first,
      language != "en"
    {
      yaml.list("languages", [language], comment: "guessed from the texts", depth: 1)
    }
    if !documentation.isEmpty {
      yaml.key("documentation", depth: 1)
      for page in documentation {
        yaml.item("url", page.url, depth: 2)
        guard !page.texts.isEmpty else { continue }
        yaml.key("text", depth: 3)
        for text in page.texts { yaml.pair(YAMLWriter.scalar(text.language), text.text, depth: 4) }
      }
    }
    if let supportEmail {
      yaml.key("support", depth: 1)
      yaml.pair("email", supportEmail, depth: 2)
    }
  }

  private func write(_ servers: [Server], _ group: String, _ yaml: inout YAMLWriter) {
    guard !servers.isEmpty else { return }
    yaml.key(group)
    for server in servers {
      yaml.item("protocol", server.mailProtocol.rawValue, comment: server.origin, depth: 1)
      yaml.pair("host", server.host, depth: 2)
      yaml.plain("port", server.port.text, comment: server.port.guess, depth: 2)
      yaml.pair("security", server.security.text, comment: server.security.guess, depth: 2)
      yaml.list(
        "authentication", server.authentication.map(\.rawValue),
        comment: server.authenticationGuess, depth: 2)
      yaml.pair("username", server.username.text, comment: server.username.guess, depth: 2)
    }
  }

  private func writeServices(_ yaml: inout YAMLWriter) {
    write(calendars, "calendars", &yaml)
    write(contacts, "contacts", &yaml)
    if !directories.isEmpty { yaml.key("directories") }
    for directory in directories { write(directory, &yaml) }
    write(files, "files", &yaml)
    if let activeSync {
      yaml.key("activeSync")
      yaml.pair("host", activeSync, depth: 1)
    }
    if let jmap {
      yaml.key("jmap")
      yaml.pair("url", jmap.url, comment: jmap.origin, depth: 1)
      yaml.pair("username", jmap.username, depth: 1)
    }
    if let manageSieve {
      yaml.key("manageSieve")
      yaml.pair("host", manageSieve, depth: 1)
    }
    if let webmail {
      yaml.key("webmail")
      yaml.pair("url", webmail, depth: 1)
    }
  }

  private func write(_ services: [Service], _ group: String, _ yaml: inout YAMLWriter) {
    guard !services.isEmpty else { return }
    yaml.key(group)
    for service in services {
      yaml.item("protocol", service.kind, comment: service.origin, depth: 1)
      yaml.pair("url", service.url, depth: 2)
      yaml.pair("username", service.username, depth: 2)
      if let name = service.name { yaml.pair("name", name, depth: 2) }
    }
  }

  private func write(_ directory: Directory, _ yaml: inout YAMLWriter) {
    yaml.item("protocol", "ldap", depth: 1)
    yaml.pair("host", directory.host, depth: 2)
    yaml.plain("port", "\(directory.port)", depth: 2)
    yaml.pair("security", directory.security.rawValue, depth: 2)
    if let username = directory.username { yaml.pair("username", username, depth: 2) }
    guard !directory.searchBases.isEmpty else { return }
    yaml.key("searchBases", depth: 2)
    for base in directory.searchBases {
      yaml.item("base", base.base, depth: 3)
      yaml.pair("scope", base.scope, depth: 4)
      if let name = base.name { yaml.pair("name", name, depth: 4) }
    }
  }

  private func writeOAuth2(_ yaml: inout YAMLWriter) {
    guard let oauth2 else { return }
    yaml.key("oauth2")
    yaml.pair("issuer", oauth2.issuer.text, comment: oauth2.issuer.guess, depth: 1)
    yaml.pair("authorizationURL", oauth2.authorizationURL, depth: 1)
    yaml.pair("tokenURL", oauth2.tokenURL, depth: 1)
    if !oauth2.scopes.isEmpty { yaml.list("scopes", oauth2.scopes, depth: 1) }
    if let clientID = oauth2.clientID { yaml.pair("clientID", clientID, depth: 1) }
  }

  private func writeOptions(_ yaml: inout YAMLWriter) {
    if organization != nil || !consentTexts.isEmpty || removalDisallowed || hasWebClip {
      yaml.key("apple")
      if let organization { yaml.pair("organization", organization, depth: 1) }
      if !consentTexts.isEmpty {
        yaml.key("consentText", depth: 1)
        for text in consentTexts {
          yaml.pair(YAMLWriter.scalar(text.language), text.text, depth: 2)
        }
      }
      if removalDisallowed { yaml.plain("removalDisallowed", "true", depth: 1) }
      if hasWebClip { yaml.plain("webClip", "true", depth: 1) }
    }
    if needsEveryServer {
      yaml.emptyLine()
      yaml.comment("All servers of one kind lack TLS or a password log-in: without this line there")
      yaml.comment("would be no autoconfig file, with it Thunderbird for Android refuses it.")
      yaml.plain("autoconfig", "{everyServer: true}", depth: 0)
    }
  }

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
