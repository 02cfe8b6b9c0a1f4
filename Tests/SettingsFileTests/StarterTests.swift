// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import TestSupport
import Testing
import Trees

@testable import SettingsFile
@testable import Templates

/// What `mkprofile init` writes loads as it is, and shows every key.
struct StarterTests {
  private let text = String(decoding: PackageResources.starter_yaml, as: UTF8.self)
    .replacing("@DOMAIN@", with: "example.ch").replacing("@HOST@", with: "mail.example.ch")

  /// The starter with every suggestion in use.
  private var wholeText: String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasPrefix("#= ") ? $0.dropFirst(3) : $0 }.joined(separator: "\n")
  }

  @Test func theStarterHasNoFindings() throws {
    let loaded = try load(text)
    #expect(loaded.findings == [])
    #expect(loaded.catalog.domains.map(\.ascii) == ["example.ch"])
    #expect(!text.contains("@DOMAIN@"))
    #expect(!text.contains("\t"))
  }

  @Test func everySuggestionCanBeUsed() throws {
    let folder = try TemporaryFolder()
    try folder.write("domains.txt", "listed.example\n")
    try folder.write("logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
    try folder.copy("root.pem")
    try folder.copy("root.pem", as: "mail.pem")
    try folder.copy("icon.png")
    try folder.write("logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
    let text = wholeText.replacing("/usr/local/bin/app-password", with: "/bin/sh")
    let file = try folder.write("s.yaml", text)
    let loaded = try SettingsLoader.load(path: file)
    #expect(loaded.findings == [])
    #expect(loaded.catalog.wildcards == ["*", "*.customers.example.ch"])
    let provider = try #require(loaded.catalog.providers.first)
    #expect(provider.apple.certificates.count == 1)
    #expect(provider.apple.webClip?.icon?.pixels == 60)
    #expect(provider.dns?.dkim.count == 2)
    #expect(provider.directories.first?.searchBases.count == 1)
  }

  /// Keys that cannot stand beside another one: a comment shows them, in these words.
  private static let inComments: [SettingsSchema.Place: String] = [
    .init("services", "providers"): "\"providers: [...]\"",
    .init("autodiscover", "redirectURL"): "\"redirectURL: URL\"",
    .init("signing", "command"): "\"command: [program, argument]\"",
    .init("setup", "addresses"): "or {addresses: [",
    .init("directoryCommand", "command"): "{command: [program, argument]}",
    .init("domainFilter", "base"): "domains: {base: BASE,",
    .init("domainFilter", "filter"): "filter: FILTER,",
    .init("domainFilter", "scope"): "scope subtree, one or base",
    .init("domainFilter", "name"): "name: ATTRIBUTE,",
    .init("domainFilter", "primary"): "primary: ATTRIBUTE,",
    .init("domainFilter", "provider"): "provider: ATTRIBUTE}",
    .init("personFilter", "base"): "person: {base: BASE,",
    .init("personFilter", "filter"): "filter: \"(mail={address})\"",
    .init("personFilter", "scope"): "scope subtree, one or base",
    .init("personFilter", "login"): "login: uid,",
    .init("personFilter", "name"): "name: cn,",
    .init("personFilter", "language"): "language: preferredLanguage}",
  ]

  /// What the starter shows of the keys of the schema, each in its own place.
  private func shown(_ text: String) throws -> [SettingsSchema.Occurrence] {
    let root = try YAMLParser.parse(SourceText(Array(text.utf8)))
    return try SettingsSchema().occurrences(in: root)
  }

  @Test func everyKeyAndWordIsShown() throws {
    let schema = try SettingsSchema()
    let occurrences = try shown(wholeText)
    let places = Set(occurrences.map(\.place))
    for place in schema.places.subtracting(places).sorted() {
      let words = Self.inComments[place]
      let isShown = words.map { wholeText.contains($0) } ?? false
      #expect(isShown, "\(place) is missing from the starter")
    }
    #expect(places.isDisjoint(with: Self.inComments.keys))
    for place in places {
      let near = occurrences.filter { $0.place == place }.map { neighbours(of: $0.line) }.joined()
      let words = Set(near.split { !$0.isLetter && !$0.isNumber && !"-~?".contains($0) })
      for word in schema.words(place) where !wordsElsewhere(place) {
        #expect(words.contains(Substring(word)), "\(place): the starter does not show \(word)")
      }
    }
  }

  /// True for keys whose words stand at another one.
  private func wordsElsewhere(_ place: SettingsSchema.Place) -> Bool {
    ["security", "authentication", "username"].contains(place.key)
      && place.mapping != "incomingServer"
  }

  /// A line with the comments right above it; for the list of words above a whole section, too.
  private func neighbours(of line: Int) -> String {
    let lines = wholeText.components(separatedBy: "\n")
    var near = [lines[line - 1]]
    for text in lines[..<(line - 1)].reversed() {
      guard text.trimmingCharacters(in: .whitespaces).hasPrefix("#") else { break }
      near.append(text)
    }
    return near.joined(separator: "\n") + "\n"
  }

  /// The test above fails for each key that somebody takes away.
  @Test func whatIsTakenAwayIsMissed() throws {
    let root = try YAMLParser.parse(SourceText(Array(wholeText.utf8)))
    let schema = try SettingsSchema()
    let occurrences = schema.occurrences(in: root)
    for place in Set(occurrences.map(\.place)) {
      var rest: Node? = root
      for occurrence in occurrences.reversed() where occurrence.place == place {
        rest = rest?.replacing(occurrence.path[...], with: nil)
      }
      let left = rest.map { schema.occurrences(in: $0).map(\.place) } ?? []
      #expect(!left.contains(place), "\(place)")
    }
  }

  @Test func theBuiltInProviderHasNoFindings() throws {
    let loaded = try SettingsLoader.read(PackageResources.infomaniak_yaml, name: "infomaniak.yaml")
    #expect(loaded.findings == [])
    #expect(loaded.catalog.wildcards == ["*"])
    let account = loaded.catalog.account(for: try MailAddress("anna@example.ch"))
    #expect(account?.outgoing.map(\.port.number) == [465, 587])
  }
}
