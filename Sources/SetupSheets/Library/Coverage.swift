// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SettingsFile

/// What a language has of all that sheets can say.
package struct SheetCoverage: Sendable {
  /// The texts of one kind.
  package struct Part: Sendable {
    /// `phrases`, `texts`, or the path of a definition, such as `clients/thunderbird`.
    package let name: String
    /// How many there are.
    package let total: Int
    /// What is missing: the key under which a file of `languages` has it, and the English text.
    package let missing: [(key: String, english: String)]
  }

  /// The language.
  package let language: Language
  /// The sentences that all sheets share.
  package let phrases: Part
  /// The texts of definitions, each once.
  package let texts: Part
  /// The words that programs show, definition by definition. Where a language lacks them, sheets
  /// show the English ones and say so.
  package let labels: [Part]

  /// True where no sheet has a sentence in another language.
  package var isComplete: Bool { phrases.missing.isEmpty && texts.missing.isEmpty }

  /// The numbers in one sentence.
  package var summary: String {
    func share(_ parts: [Part], _ word: String) -> String {
      let total = parts.reduce(0) { $0 + $1.total }
      let missing = parts.reduce(0) { $0 + $1.missing.count }
      return "\(total - missing) of \(total) \(word)"
    }
    return "'\(language)' has \(share([phrases], "sentences")), "
      + "\(share([texts], "texts of definitions")) and \(share(labels, "words of programs"))"
  }
}

extension SheetLibrary {
  /// The texts of one definition.
  struct DefinitionTexts {
    let file: TemplateFile
    let entries: [Glossary.Entry]
  }

  /// The texts of all definitions.
  var allTexts: [DefinitionTexts] {
    allFiles.compactMap { file in
      guard let root = file.content.root else { return nil }
      let glossary = Glossary()
      switch file.folder {
      case .clients: _ = ClientDefinition(root, id: file.name, glossary)
      case .devices: _ = DeviceDefinition(root, id: file.name, glossary)
      case .sources: _ = SourceDefinition(root, id: file.name, glossary)
      case .languages: return nil
      }
      return DefinitionTexts(file: file, entries: glossary.entries)
    }
  }

  /// What a language has; nil for one that there is no file of.
  package func coverage(of language: Language) -> SheetCoverage? {
    guard let wording = wording(language), let english = self.wording(.english) else { return nil }
    let phrases = Phrase.allCases.filter { wording.missing.contains($0) }
      .map { (key: $0.rawValue, english: english[$0]) }
    var seen: Set<String> = []
    var missing: [(key: String, english: String)] = []
    var labels: [SheetCoverage.Part] = []
    for texts in allTexts {
      let added = Set(additions(to: texts.file, in: language).flatMap(\.texts.keys))
      let isThere = { (entry: Glossary.Entry) in
        entry.languages.contains(language) || entry.languages.contains(language.base)
          || added.contains(entry.english)
      }
      for entry in texts.entries where !entry.isShown && seen.insert(entry.english).inserted {
        if !isThere(entry) { missing.append((entry.english, entry.english)) }
      }
      let shown = texts.entries.filter(\.isShown)
      guard !shown.isEmpty else { continue }
      labels.append(
        SheetCoverage.Part(
          name: texts.file.id, total: shown.count,
          missing: shown.filter { !isThere($0) }.map { ($0.english, $0.english) }))
    }
    return SheetCoverage(
      language: language,
      phrases: .init(name: "phrases", total: Phrase.allCases.count, missing: phrases),
      texts: .init(name: "texts", total: seen.count, missing: missing), labels: labels)
  }

  /// The words of every program that names where its language files are.
  package var labelTables: [LabelTable] {
    allFiles.filter { $0.folder == .clients }.compactMap { file in
      guard let root = file.content.root else { return nil }
      let glossary = Glossary()
      guard let client = ClientDefinition(root, id: file.name, glossary), !client.strings.isEmpty
      else { return nil }
      let named = client.definition.labels.sorted { $0.key < $1.key }.compactMap {
        name, label in
        label.string.map { string in
          LabelTable.Row(
            name: name, string: string,
            texts: label.words.languages.sorted().map { ($0, label.words.text(in: $0)) })
        }
      }
      return LabelTable(
        path: file.path, sources: client.strings, rows: named,
        unnamed: client.definition.labels.count - named.count)
    }
  }
}
