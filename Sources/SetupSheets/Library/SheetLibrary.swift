// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SettingsFile
import System

/// The definitions of mail programs and devices, and the languages that sheets are written in.
///
/// A file is read when a sheet needs it, once. The built-in ones are part of the program; a folder
/// with the subfolders `clients`, `devices` and `languages` replaces them file by file.
package final class SheetLibrary: Sendable {
  /// What files say.
  private struct Memory {
    var clients: [Key: ClientDefinition] = [:]
    var devices: [Key: DeviceDefinition] = [:]
    var sources: [Key: SourceDefinition] = [:]
    var languages: [Language: LanguageFile] = [:]
    var wordings: [Language: Wording] = [:]
  }

  /// A definition with what one language adds to it.
  private struct Key: Hashable {
    let name: String
    let language: Language
  }

  private let files: [TemplateFile]
  private let webFiles: [WebFile: [UInt8]]
  private let memory = Guarded(Memory())

  /// The definitions that are part of the program.
  package static let builtIn = SheetLibrary(TemplateFile.builtIn)

  init(_ files: [TemplateFile], web: [WebFile: [UInt8]] = [:]) {
    self.files = files
    webFiles = web
  }

  /// A file of the set-up page.
  package func web(_ file: WebFile) -> [UInt8] { webFiles[file] ?? file.builtIn }

  /// The built-in definitions, with those of a folder in their place or beside them. Throws
  /// everything that is wrong in the folder.
  package static func load(folder: String) throws(SettingsFailure) -> SheetLibrary {
    let own = try TemplateFile.read(folder: folder)
    var web: [WebFile: [UInt8]] = [:]
    for file in WebFile.allCases { web[file] = try file.read(folder: folder) }
    let library = SheetLibrary(
      TemplateFile.builtIn.filter { built in !own.contains { $0.isSame(as: built) } } + own,
      web: web)
    let findings = own.flatMap { library.findings(in: $0) }
    if findings.contains(where: { $0.severity == .error }) {
      throw SettingsFailure(cause: .invalid, findings: findings)
    }
    return library
  }

  /// The names of the mail programs, the generic one first, which is the default.
  package var clients: [String] { names(.clients) }
  /// The names of the devices, the generic one first.
  package var devices: [String] { names(.devices) }
  /// The providers that mail is copied from, any of them first.
  package var sources: [String] { names(.sources) }
  /// The languages that sheets are written in.
  package var languages: [Language] {
    files.filter { $0.folder == .languages }.compactMap { try? Language($0.name) }
  }

  private func names(_ folder: TemplateFile.Folder) -> [String] {
    let names = files.filter { $0.folder == folder }.map(\.name).sorted()
    let first = folder == .sources ? Self.anySource : Self.generic
    return names.filter { $0 == first } + names.filter { $0 != first }
  }

  /// The name of the definition that fits every program, and of that for every device.
  static let generic = "generic"
  /// The name of the definition that fits every provider that mail is copied from.
  static let anySource = "imap"

  /// A mail program by its name, for readers of a language; nil where there is none of that name.
  func client(_ name: String, for language: Language = .english) -> ClientDefinition? {
    read(.clients, name, language, \.clients) { ClientDefinition($0, id: name, $1) }
  }

  /// A device by its name, for readers of a language.
  func device(_ name: String, for language: Language = .english) -> DeviceDefinition? {
    read(.devices, name, language, \.devices) { DeviceDefinition($0, id: name, $1) }
  }

  /// A provider that mail is copied from, by its name, for readers of a language.
  func source(_ name: String, for language: Language = .english) -> SourceDefinition? {
    read(.sources, name, language, \.sources) { SourceDefinition($0, id: name, $1) }
  }

  private func read<Value>(
    _ folder: TemplateFile.Folder, _ name: String, _ language: Language,
    _ known: WritableKeyPath<Memory, [Key: Value]> & Sendable, _ make: (Field, Glossary) -> Value?
  ) -> Value? {
    let key = Key(name: name, language: language)
    if let value = memory.withLock({ $0[keyPath: known][key] }) { return value }
    guard let file = self.file(folder, name), let root = file.content.root else { return nil }
    let value = make(root, Glossary(additions(to: file, in: language)))
    memory.withLock { $0[keyPath: known][key] = value }
    return value
  }

  /// What the file of a language, and the one that it starts from, add to a definition.
  func additions(to file: TemplateFile, in language: Language) -> [Glossary.Addition] {
    var wanted = [language]
    if let base = languageFile(language)?.base { wanted.append(base) }
    if language.base != language, !wanted.contains(language.base) { wanted.append(language.base) }
    return wanted.compactMap { wanted in
      guard let own = languageFile(wanted) else { return nil }
      let texts = own.texts.merging(own.ownTexts[file.id] ?? [:]) { _, new in new }
      // What a base says is said in the language itself.
      return texts.isEmpty ? nil : Glossary.Addition(language: language, texts: texts)
    }
  }

  /// What the speakers of a language call it; its tag where its file does not say so.
  func ownName(of language: Language) -> String { languageFile(language)?.name ?? language.tag }

  private func languageFile(_ language: Language) -> LanguageFile? {
    if let known = memory.withLock({ $0.languages[language] }) { return known }
    guard let root = self.file(.languages, language.tag)?.content.root,
      let own = LanguageFile(root, like: nil)
    else { return nil }
    memory.withLock { $0.languages[language] = own }
    return own
  }

  /// The wording of a language that there is a file for.
  func wording(_ language: Language) -> Wording? {
    if let known = memory.withLock({ $0.wordings[language] }) { return known }
    guard let own = languageFile(language) else { return nil }
    // A base has none itself, so that no two can name each other.
    let base = own.base.flatMap { languageFile($0) }
    let english = language == .english ? nil : languageFile(.english)
    var made = Wording(
      language: language,
      sentences: (base?.sentences ?? [:]).merging(own.sentences) { _, new in new },
      replacements: (base?.replacements ?? []) + own.replacements,
      english: english?.sentences ?? [:],
      vocabularies: (base?.vocabularies ?? [:])
        .merging(own.vocabularies) { $0.merging($1) { _, new in new } })
    made.dates = own.dates ?? base?.dates ?? english?.dates ?? .iso
    memory.withLock { $0.wordings[language] = made }
    return made
  }

  /// The wording for a reader of these languages, the most wanted first; English where sheets
  /// are written in none of them.
  func wording(for wanted: [Language]) -> Wording {
    for language in wanted {
      let shared = language.isLatinAmerican ? try? Language("es-419") : nil
      let found = wording(language) ?? shared.flatMap { wording($0) } ?? wording(language.base)
      if let found { return found }
    }
    return wording(.english) ?? Wording(language: .english, sentences: [:])
  }

  /// Every file.
  var allFiles: [TemplateFile] { files }

  func file(_ folder: TemplateFile.Folder, _ name: String) -> TemplateFile? {
    files.first { $0.folder == folder && $0.name == name }
  }
}
