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

  /// Texts by language have all five; a text without languages is a name or a word of the device.
  @Test(arguments: files.filter { !$0.hasPrefix("languages") })
  func everyTextIsInEveryLanguage(_ path: String) throws {
    let file = try file(path)
    let words =
      file.folder == .clients
      ? try #require(Self.library.client(file.name)).allWords
      : try #require(Self.library.device(file.name)).allWords
    let wanted = Set(try ["en", "de", "fr", "it", "es"].map { try Language($0) })
    for text in words where !text.languages.isEmpty {
      #expect(text.languages == wanted, "\(text.english)")
    }
  }

  @Test(arguments: library.languages)
  func everySheetIsReadableInALanguage(_ language: Language) throws {
    let account = try Samples.account(
      Samples.everything(), name: "Anna Muster", language: language.tag)
    for option in [Samples.choices.client, Samples.choices.device] {
      for name in option.values where name != "none" {
        var options = RenderOptions()
        try options.choose(option, name)
        let text = try SheetText().render(account, options).text
        #expect(!text.contains("{") && !text.contains("*"), "\(name)")
        let page = try #require(Page(try SheetHTML().render(account, options)), "\(name)")
        #expect(page.attributes.first == ["lang": language.tag])
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

extension Step {
  fileprivate var allWords: [Words] {
    switch content {
    case .phrase: []
    case .text(let words): [words]
    case .open(let paths): paths.flatMap { [$0.versions, $0.path].compactMap { $0 } }
    }
  }
}

extension Definition {
  fileprivate var allWords: [Words] {
    [name] + [title].compactMap { $0 } + Array(security.values)
      + Array((authentication ?? [:]).values)
      + (steps + warnings + trouble).flatMap(\.allWords)
  }
}

extension ClientDefinition {
  fileprivate var allWords: [Words] {
    definition.allWords + (account + incoming + outgoing).compactMap(\.label)
      + checks.flatMap(\.allWords)
  }
}

extension DeviceDefinition {
  fileprivate var allWords: [Words] {
    definition.allWords + fields.compactMap(\.label) + codes.map(\.meaning)
  }
}
