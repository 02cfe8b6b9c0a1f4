// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Formats
import MailSettings
import Renderers
import SettingsFile
import Testing

@testable import Adoption

/// Whatever settings say comes back from each document that import reads, but for what a finding
/// of the format or of the import names.
@Suite struct RoundTripTests {
  private static let formats: [(format: any Renderer, parts: Set<String>)] = [
    (
      Autoconfig(),
      [
        "incoming", "outgoing", "calendars", "contacts", "files", "ews", "jmap", "webmail", "name",
        "shortName", "documentation", "oauth2", "directories", "activeSync", "manageSieve",
      ]
    ),
    (Autodiscover(), ["incoming", "outgoing"]),
    (MobileSync(), ["activeSync"]),
    (
      MobileConfig(),
      [
        "incoming", "outgoing", "calendars", "contacts", "directories", "activeSync", "ews", "jmap",
        "files", "manageSieve", "name", "apple",
      ]
    ),
    (
      PACC(),
      [
        "incoming", "outgoing", "calendars", "contacts", "files", "ews", "jmap", "manageSieve",
        "name", "shortName",
      ]
    ),
  ]

  @Test(arguments: 0..<200)
  func whatIsNotToldComesBack(_ seed: Int) throws {
    let text = RandomSettings.text(UInt64(seed))
    let catalog = try SettingsLoader.read(Array(text.utf8), name: "settings.yaml").catalog
    let anna = try MailAddress("anna.muster@\(RandomSettings.domain)")
    let bob = try MailAddress("bob@\(RandomSettings.domain)")
    let account = try #require(catalog.account(for: anna))
    let wanted = Facts(try #require(catalog.account(for: bob)))
    for (format, parts) in Self.formats {
      guard let document = try? format.render(account, RenderOptions()) else { continue }
      var options = ImportOptions()
      options.address = anna
      let result = Importer.settings(
        from: SourceDocument(name: format.name, bytes: document.bytes), options)
      let settings = try #require(result.settings, "\(format.name) \(result.findings)\n\(text)")
      let read = try SettingsLoader.read(settings, name: "read").catalog
      let facts = Facts(try #require(read.account(for: bob)))
      for (key, value) in wanted.values where parts.contains(Facts.part(of: key)) {
        let isSame = facts.values.contains { $0.value == value && Facts.isSame($0.key, key) }
        guard !isSame, !Self.isNamed(key, document.findings, result.findings) else { continue }
        Issue.record(
          """
          \(format.name), seed \(seed): \(key) = \(value) is lost without a finding
          \(document.findings.map(\.description).joined(separator: "\n"))
          \(result.findings.map(\.description).joined(separator: "\n"))
          \(String(decoding: settings, as: UTF8.self))
          """)
      }
    }
  }

  /// True where the format's finding is about the key or what it is in, or one of the import
  /// speaks of it.
  private static func isNamed(
    _ key: String, _ rendered: [Finding], _ imported: [Finding]
  ) -> Bool {
    let words: [String: [String]] = [
      "security": ["UseSSL"], "authentication": ["log-in", "Authentication"],
      "username": ["user name"],
    ]
    let last = key.split(separator: ".").last.map(String.init) ?? key
    return rendered.contains { finding in
      let path = finding.path
      guard !path.isEmpty else { return false }
      if key.hasPrefix(path) || path.hasPrefix(key) { return true }
      // A server is left out whole for one of its values; port and protection are one choice.
      let item = path.prefix { $0 != "." }
      guard key.hasPrefix("\(item).") || key == item else { return false }
      return finding.message.hasPrefix("is left out")
        || last == "security" && path.hasSuffix(".port")
        || last == "host" && path.hasSuffix(".security")
    }
      || imported.contains { finding in
        (words[last] ?? []).contains { finding.message.contains($0) }
      }
  }
}

/// What an account says, under the names of the settings.
struct Facts {
  private(set) var values: [(key: String, value: String)] = []

  /// The first word of a key, without its number.
  static func part(of key: String) -> String {
    String(key.prefix { $0.isLetter })
  }

  /// True for the same setting, whatever its number in a list.
  static func isSame(_ first: String, _ second: String) -> Bool {
    first.filter { !$0.isNumber } == second.filter { !$0.isNumber }
  }

  private mutating func add(_ key: String, _ value: String?) {
    if let value { values.append((key, value)) }
  }

  init(_ account: AccountSettings) {
    for server in account.incoming + account.outgoing {
      let place = "\(server.mailProtocol) \(server.host):\(server.port)"
      add("\(server.path).host", place)
      add("\(server.path).security", "\(place) \(server.security)")
      add("\(server.path).authentication", "\(place) \(server.authentication)")
      if server.needsLogin {
        add("\(server.path).username", "\(place) \(server.username.value ?? "")")
      }
      add("\(server.path).pop3", server.pop3.map { "\(place) \($0)" })
      add("\(server.path).pathPrefix", server.pathPrefix.map { "\(place) \($0.text)" })
    }
    for service in account.calendars { add(service) }
    for service in account.contacts { add(service) }
    for service in account.files { add(service) }
    for directory in account.directories {
      add(directory.path, "\(directory.host):\(directory.port) \(directory.security)")
      add("\(directory.path).username", directory.username?.value)
      add(
        "\(directory.path).searchBases", "\(directory.searchBases.map { "\($0.base) \($0.scope)" })"
      )
    }
    add("activeSync", account.activeSync?.ascii)
    add("activeSync.username", account.activeSyncLogin?.value)
    account.ews.map { add($0) }
    account.jmap.map { add($0) }
    add("manageSieve", account.manageSieve?.host.ascii)
    add("webmail", account.webmail?.description)
    let provider = account.provider
    add("name", provider.name.text)
    add("shortName", provider.shortName.text)
    for page in provider.documentation {
      // A page for each language becomes an element of its own.
      let languages = page.url.entries.compactMap(\.language)
      for (index, entry) in page.url.entries.enumerated() {
        let texts = (page.text?.entries ?? []).filter { text in
          languages.contains(text.language) ? text.language == entry.language : index == 0
        }
        add("documentation", "\(entry.url) \(texts.map(\.text.text))")
      }
    }
    add("apple.removalDate", provider.apple.removalDate?.description)
    add("apple.removeAfterDays", provider.apple.removeAfterDays?.description)
    add("apple.removalDisallowed", "\(provider.apple.removalDisallowed)")
    add("apple.preventMove", "\(provider.apple.preventMove)")
    add(
      "apple.consentText",
      provider.apple.consentText.map { "\($0.entries.map(\.text.text).sorted())" })
    add("apple.organization", (provider.apple.organization ?? provider.name).text)
    add(
      "apple.webClip", provider.apple.webClip.map { "\($0.label?.entries.map(\.text.text) ?? [])" })
  }

  private mutating func add<Kind>(_ service: AccountService<Kind>) {
    // A bare host has a slash or none, and webcal is https.
    let url = service.url.isBare ? "\(service.url.host):\(service.url.port)" : service.url.rest
    add(service.path, "\(service.url.host) \(url)")
    add("\(service.path).username", service.username.value)
    add("\(service.path).name", service.name.map { "\($0.entries.map(\.text.text))" })
  }
}
