// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import Renderers
import Testing

@testable import SetupSheets

@Suite struct DefinitionTests {
  static let library = SheetLibrary.builtIn
  static let files = library.allFiles.map(\.path)

  private func file(_ path: String) throws -> TemplateFile {
    try #require(Self.library.allFiles.first { $0.path == path })
  }

  @Test(arguments: files)
  func nothingIsWrongInAFile(_ path: String) throws {
    #expect(Self.library.findings(in: try file(path)).map(\.description) == [])
  }

  @Test func everyFileOfTheFoldersIsPartOfTheProgram() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Templates")
    for folder in TemplateFile.Folder.allCases {
      let there = try FileManager.default.contentsOfDirectory(
        atPath: root.appending(path: folder.rawValue).path)
      let known = Self.library.allFiles.filter { $0.folder == folder }.map { "\($0.name).yaml" }
      #expect(there.sorted() == known.sorted())
    }
  }

  /// A definition that was begun as a copy still has the sources of the other one.
  @Test func noDefinitionHasTheSourcesOfAnother() throws {
    // What fits every program or provider is written after standards.
    let general = ["clients/generic.yaml", "devices/generic.yaml", "sources/imap.yaml"]
    let yaml = try Self.library.allFiles.filter {
      $0.folder != .languages && !general.contains($0.path)
    }.map { file in (file.path, Set(try list("sources", in: file))) }
    for (index, (path, sources)) in yaml.enumerated() {
      #expect(!sources.isEmpty, "\(path) has no sources")
      for (other, others) in yaml[..<index] {
        let shared = sources.intersection(others)
        #expect(shared.isEmpty, "\(path) has sources of \(other): \(shared.sorted())")
      }
    }
  }

  /// The lines below a key at the margin, each without its dash and quotes.
  private func list(_ key: String, in file: TemplateFile) throws -> [String] {
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Templates/\(file.path)")
    let lines = try String(contentsOf: url, encoding: .utf8).components(separatedBy: "\n")
    let rest = lines.drop { $0 != "\(key):" }.dropFirst()
    return rest.prefix { $0.hasPrefix("  ") }.map {
      $0.trimmingCharacters(in: CharacterSet(charactersIn: " -\"'"))
    }
  }

  /// Texts by language have five; the other languages translate them in files of their own.
  @Test(arguments: files.filter { !$0.hasPrefix("languages") })
  func everyTextIsInFiveLanguages(_ path: String) throws {
    let file = try file(path)
    let wanted = Set(try ["en", "de", "fr", "it", "es"].map { try Language($0) })
    let texts = try #require(Self.library.allTexts.first { $0.file.id == file.id })
    for text in texts.entries where !text.isShown {
      #expect(text.languages == wanted, "\(text.english)")
    }
  }

  @Test(arguments: library.languages)
  func aLanguageOfTheProgramLacksNothing(_ language: Language) throws {
    let coverage = try #require(Self.library.coverage(of: language))
    #expect(coverage.phrases.missing.map(\.key) == [])
    #expect(coverage.texts.missing.map(\.key) == [])
  }

  @Test(arguments: library.languages)
  func everySheetIsReadableInALanguage(_ language: Language) throws {
    let account = try Samples.account(
      Samples.everything(), name: "Anna Muster", language: language.tag)
    for option in [Samples.choices.client, Samples.choices.device, Samples.choices.source] {
      for name in option.values where name != "none" {
        var options = RenderOptions()
        try options.choose(option, name)
        if option.name == "source" {
          try options.choose(Samples.choices.client, "migration-source")
        }
        let document = try SheetText().render(account, options)
        let text = document.text
        #expect(!text.contains("{") && !text.contains("*"), "\(name)")
        #expect(!document.findings.contains { $0.message.contains("are in English") }, "\(name)")
        let page = try #require(Page(try SheetHTML().render(account, options)), "\(name)")
        #expect(page.attributes.first?["lang"] == language.tag)
        #expect(page.count("h1") == 1 && page.count("caption") == page.count("table"))
      }
    }
  }

  @Test(arguments: try ["fr", "fr-CH"].map { try Language($0) })
  func frenchHasNoBreakSpaces(_ language: Language) throws {
    let wording = Self.library.wording(for: [language])
    for phrase in Phrase.allCases {
      for (before, after) in zip(wording[phrase], wording[phrase].dropFirst()) {
        if ":;?!»".contains(after), before != "/" { #expect(before != " ", "\(phrase)") }
        if before == "«" { #expect(after == "\u{A0}", "\(phrase)") }
      }
    }
  }

  @Test func swissGermanHasNoSharpS() throws {
    let account = try Samples.account(Samples.usual(), language: "de-CH")
    for name in Self.library.clients {
      var options = RenderOptions()
      try options.choose(Samples.choices.client, name)
      let text = try SheetText().render(account, options).text
      #expect(!text.contains("ß") && !text.contains("„"), "\(name)")
    }
  }

  /// A sentence that nothing uses would be translated for nobody.
  @Test func everySentenceIsUsed() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    var text = ""
    for folder in ["Sources/SetupSheets", "Templates/clients", "Templates/devices"] {
      let files = try #require(
        FileManager.default.enumerator(
          at: root.appending(path: folder), includingPropertiesForKeys: nil))
      for case let url as URL in files
      where ["swift", "yaml"].contains(url.pathExtension) && url.lastPathComponent != "Phrase.swift"
      {
        text += try String(contentsOf: url, encoding: .utf8)
      }
    }
    for phrase in Phrase.allCases {
      let name = phrase.rawValue
      let isUsed =
        text.contains(".\(name)") || text.contains(name + "\n")
        || text.contains("use: \(name)") || text.contains("\(name),") || text.contains("\(name)]")
      #expect(isUsed, "\(name)")
    }
  }
}
