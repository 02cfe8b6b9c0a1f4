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

/// Every key of the settings is in a fixture, and the schema says what each format makes of it.
@Suite struct KeyTests {
  private typealias Place = SettingsSchema.Place

  /// Keys that cannot stand in everything.yaml beside another one, and the fixture that has them.
  private static let elsewhere: [Place: String] = [
    Place("services", "providers"): "redirects", Place("service", "autodiscover"): "redirects",
    Place("autodiscover", "redirectAddress"): "redirects",
    Place("autodiscover", "redirectURL"): "redirects",
    Place("signing", "command"): "redirects", Place("signing", "timeout"): "redirects",
    Place("setup", "addresses"): "domains", Place("directoryCommand", "command"): "redirects",
    Place("domainFilter", "base"): "redirects", Place("domainFilter", "filter"): "redirects",
    Place("domainFilter", "scope"): "redirects", Place("domainFilter", "name"): "redirects",
    Place("domainFilter", "primary"): "redirects", Place("domainFilter", "provider"): "redirects",
    Place("personFilter", "base"): "redirects", Place("personFilter", "filter"): "redirects",
    Place("personFilter", "scope"): "redirects", Place("personFilter", "login"): "redirects",
    Place("personFilter", "name"): "redirects", Place("personFilter", "language"): "redirects",
  ]

  /// What the documents of the trial do not show, and where it shows.
  private static let otherwise: [Place: (formats: Set<String>, reason: String)] = [
    Place("alias", "name"): (Set(Formats.all.map(\.name)), "for an address of the linked domain"),
    Place("activeSync", "host"): (["mobileconfig"], "with --parts activesync"),
    Place("activeSync", "username"): (["mobileconfig"], "with --parts activesync"),
    Place("provider", "publicURL"): (["dns"], "without dns.setup"),
    Place("support", "migrationURL"): (["sheet-html"], "with --client migration-source"),
    Place("provider", "languages"): (["sheet-html"], "with a first language other than English"),
    Place("domainDirectory", "person"): (["sheet-html"], "with a database"),
    Place("personFilter", "name"): (["sheet-html"], "with a directory"),
    Place("personFilter", "language"): (["sheet-html"], "with a directory"),
  ]

  private let schema: SettingsSchema

  init() throws { schema = try SettingsSchema() }

  private func tree(_ fixture: String) throws -> Node {
    try YAMLParser.parse(SourceText(try Repository.bytes("Tests/Fixtures/\(fixture).yaml")))
  }

  @Test func everyKeyIsInAFixture() throws {
    let everything = Set(schema.occurrences(in: try tree("everything")).map(\.place))
    #expect(everything.isDisjoint(with: Self.elsewhere.keys), "these are in everything.yaml")
    let missing = schema.places.subtracting(everything).subtracting(Self.elsewhere.keys)
    #expect(missing.isEmpty, "missing from everything.yaml: \(missing.sorted())")
    for (place, fixture) in Self.elsewhere {
      let has = schema.occurrences(in: try tree(fixture)).contains { $0.place == place }
      #expect(has, "\(place) is missing from \(fixture).yaml")
    }
  }

  @Test func everyKeyHasAnExampleAndSaysWhatIsMadeOfIt() throws {
    let makers = Set(Formats.all.map(\.name) + ["sheets", "serve", "export", "link", "qr"])
    for place in schema.places where schema.mappings(place).isEmpty {
      let property = schema.property(place)
      let makes = property["x-makes"] as? [String: String] ?? [:]
      #expect(!makes.isEmpty, "\(place) has no x-makes: what does each format make of it?")
      #expect(makers.isSuperset(of: makes.keys), "\(place): \(makes.keys)")
      let shared = schema.references(property).contains {
        schema.hasExamples(of: $0)
      }
      #expect(property["examples"] != nil || shared, "\(place) has no examples")
    }
  }

  /// What each format makes of the keys of a fixture: those whose documents differ where a key is
  /// left out or says something else.
  private func measure(_ fixture: Fixture) throws -> [Place: Set<String>] {
    let root = try YAMLParser.parse(SourceText(try Repository.bytes(fixture.file)))
    let trial = try Trial(fixture)
    let before = try #require(try trial.documents(root), "\(fixture.name) does not load")
    var measured: [Place: Set<String>] = [:]
    for occurrence in schema.occurrences(in: root)
    where schema.mappings(occurrence.place).isEmpty {
      let said = self.said(occurrence.place)
      var changed: Set<String> = measured[occurrence.place] ?? []
      // Every way of changing it is tried until all that is said is seen.
      for tree in variants(root, occurrence) where !said.isSubset(of: changed) || changed.isEmpty {
        guard let after = try trial.documents(tree) else { continue }
        changed.formUnion(before.keys.filter { before[$0] != after[$0] })
      }
      if changed.isEmpty, Self.otherwise[occurrence.place] == nil,
        let tree = root.replacing(occurrence.path.dropLast(), with: nil),
        let after = try trial.documents(tree)
      {
        changed.formUnion(before.keys.filter { before[$0] != after[$0] })
      }
      measured[occurrence.place] = changed
    }
    return measured
  }

  /// What the schema says of the formats whose documents are tried.
  private func said(_ place: Place) -> Set<String> {
    let makes = (schema.property(place)["x-makes"] as? [String: String] ?? [:]).keys
    let said = Set(makes).intersection(Trial.formats.map(\.name))
    return makes.contains("sheets") ? said.union(["sheet-html"]) : said
  }

  /// The tree without a key, and with other values for it.
  private func variants(_ root: Node, _ occurrence: SettingsSchema.Occurrence) -> [Node] {
    let path = occurrence.path[...]
    guard case .scalar(let text, let isPlain) = root.at(path)?.value else {
      return [root.replacing(path, with: nil)].compactMap(\.self)
    }
    let words = schema.words(occurrence.place).filter { $0 != text }
    let host = text.replacing("://", with: "://x", maxReplacements: 1)
    let next = Int(text).map { ["\($0 + 1)"] } ?? []
    let opposite = ["true": ["false"], "false": ["true"]][text] ?? []
    let values = words + next + opposite + (next.isEmpty ? [host, "x\(text)", "\(text)x"] : [])
    return
      ([root.replacing(path, with: nil)]
      + values.map { value in
        root.replacing(path, with: Node(mark: root.mark, value: .scalar(value, isPlain: isPlain)))
      }).compactMap(\.self)
  }

  @Test func theSchemaSaysWhatEachFormatMakes() throws {
    var measured: [Place: Set<String>] = [:]
    for name in [
      "everything", "redirects", "every-server", "oauth2", "oauth2-only", "pop3", "domains",
      "windows-domain", "infomaniak", "starttls", "plaintext",
    ] {
      let fixture = try #require(Fixtures.all.first { $0.name == name })
      measured.merge(try measure(fixture)) { $0.union($1) }
    }
    for (place, made) in measured.sorted(by: { $0.key < $1.key }) {
      let elsewhere = Self.otherwise[place]?.formats ?? []
      let said = self.said(place)
      #expect(
        said.subtracting(elsewhere) == made.subtracting(elsewhere),
        "\(place): said \(said.sorted()), made \(made.sorted())")
    }
  }
}

/// Documents of changed settings.
private struct Trial {
  /// Sheets differ in their syntax alone.
  static let formats = Formats.all.filter { format in
    !format.name.hasPrefix("sheet-") || format.name == "sheet-html"
  }

  private let folder: URL
  private let subjects: [String]

  init(_ fixture: Fixture) throws {
    subjects = fixture.subjects
    folder = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID())")
    try FileManager.default.createDirectory(
      at: folder.appending(path: "Fixtures"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      at: folder.appending(path: "FixtureFiles"),
      withDestinationURL: Repository.url("Tests/FixtureFiles"))
  }

  /// Each format's documents; nil where the settings cannot be read.
  func documents(_ tree: Node) throws -> [String: String]? {
    let file = folder.appending(path: "Fixtures/trial.json")
    try Data(tree.json.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    guard let catalog = try? SettingsLoader.load(path: file.path).catalog else { return nil }
    var documents: [String: String] = [:]
    for subject in subjects {
      let account =
        subject.contains("@")
        ? catalog.account(for: try MailAddress(subject))
        : catalog.account(forDomain: try DomainName(subject))
      for format in Self.formats {
        let text = account.flatMap { try? format.render($0, format.usualOptions).text } ?? "none"
        documents[format.name, default: ""] += Self.withoutDigests(text)
      }
    }
    return documents
  }

  /// Without the name of the edition, and the digest of the PACC answer in the zone.
  private static func withoutDigests(_ text: String) -> String {
    text.components(separatedBy: "\n").filter { !$0.contains("v=UAAC1") }.joined(separator: "\n")
      .replacing(#/[0-9a-f]{8}<\/p><\/footer>/#, with: "</p></footer>")
  }
}
