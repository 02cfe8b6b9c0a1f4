// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Formats
import Foundation
import MailSettings
import Renderers
import SettingsFile
import TestSupport
import Testing
import Trees

@testable import Adoption

/// What a format says of a key, `import` reads back from the format.
@Suite struct ReadBackTests {
  private typealias Place = SettingsSchema.Place

  private static let formats = ["autoconfig", "autodiscover", "mobileconfig", "pacc"]

  /// Keys that are in a document and cannot come back from it, with the reason.
  private static let lost: [Place: String] = [
    Place("alias", "name"): "a document is about one domain: a linked one is read as its own",
    Place("alias", "login"): "so is how people log in there",
    Place("autoconfig", "everyServer"): "the servers that it keeps are read",
    Place("manageSieve", "username"): "PACC has no user names",
    Place("manageSieve", "port"): "PACC has no ports",
  ]

  /// The keys of the settings that `import` makes from a fixture's documents.
  private func read(
    _ name: String, address: String, _ format: String, parts: String? = nil
  ) throws -> Set<Place> {
    let fixture = try #require(Fixtures.all.first { $0.name == name })
    let catalog = try SettingsLoader.load(path: Repository.url(fixture.file).path).catalog
    let account = try #require(catalog.account(for: try MailAddress(address)))
    let renderer = try #require(Formats.named(format))
    var choice = RenderOptions()
    if let parts, let option = renderer.options.first(where: { $0.name == "parts" }) {
      try choice.choose(option, parts)
    }
    let document = try renderer.render(account, choice)
    var options = ImportOptions()
    options.address = try MailAddress(address)
    let result = Importer.settings(
      from: SourceDocument(name: "document", bytes: document.bytes), options)
    guard let settings = result.settingsWithFiles ?? result.settings else { return [] }
    let root = try YAMLParser.parse(SourceText(settings))
    return Set(try SettingsSchema().occurrences(in: root).map(\.place))
  }

  @Test func everyKeyOfADocumentComesBack() throws {
    let schema = try SettingsSchema()
    var back: Set<Place> = []
    for format in Self.formats {
      for (name, address) in [
        ("everything", "anna@everything.example"), ("redirects", "anna@moved.example"),
        ("redirects", "anna@elsewhere.example"), ("oauth2", "anna@oauth.example"),
        ("every-server", "anna@every.example"),
      ] {
        back.formUnion(try read(name, address: address, format))
      }
    }
    back.formUnion(
      try read(
        "everything", address: "anna@everything.example", "mobileconfig", parts: "activesync"))
    for place in schema.places where schema.mappings(place).isEmpty {
      let makes = schema.property(place)["x-makes"] as? [String: String] ?? [:]
      guard Self.formats.contains(where: { makes[$0] != nil }) else { continue }
      let isLost = Self.lost[place] != nil
      #expect(
        back.contains(place) != isLost,
        "\(place): \(isLost ? "comes back after all" : "import reads it from no document")")
    }
  }
}
