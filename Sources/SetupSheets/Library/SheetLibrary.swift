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
    var clients: [String: ClientDefinition] = [:]
    var devices: [String: DeviceDefinition] = [:]
    var wordings: [Language: Wording] = [:]
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
  /// The languages that sheets are written in.
  package var languages: [Language] {
    files.filter { $0.folder == .languages }.compactMap { try? Language($0.name) }
  }

  private func names(_ folder: TemplateFile.Folder) -> [String] {
    let names = files.filter { $0.folder == folder }.map(\.name).sorted()
    return names.filter { $0 == Self.generic } + names.filter { $0 != Self.generic }
  }

  /// The name of the definition that fits every program, and of that for every device.
  static let generic = "generic"

  /// A mail program by its name; the generic one where there is none of that name.
  func client(_ name: String) -> ClientDefinition? {
    if let known = memory.withLock({ $0.clients[name] }) { return known }
    guard let file = self.file(.clients, name) else { return nil }
    let client = file.content.root.flatMap { ClientDefinition($0, id: name) }
    memory.withLock { $0.clients[name] = client }
    return client
  }

  /// A device by its name.
  func device(_ name: String) -> DeviceDefinition? {
    if let known = memory.withLock({ $0.devices[name] }) { return known }
    guard let file = self.file(.devices, name) else { return nil }
    let device = file.content.root.flatMap { DeviceDefinition($0, id: name) }
    memory.withLock { $0.devices[name] = device }
    return device
  }

  /// The wording of a language that there is a file for.
  func wording(_ language: Language) -> Wording? { wording(language, isBase: false) }

  /// A base of another language has none itself, so that no two can name each other.
  private func wording(_ language: Language, isBase: Bool) -> Wording? {
    if let known = memory.withLock({ $0.wordings[language] }) { return known }
    guard let file = self.file(.languages, language.tag),
      let root = file.content.root, let own = LanguageFile(root, like: nil)
    else { return nil }
    let base = isBase ? nil : own.base.flatMap { wording($0, isBase: true) }
    let made = Wording(
      language: language,
      sentences: (base?.sentences ?? [:]).merging(own.sentences) { _, new in new },
      replacements: (base?.replacements ?? []) + own.replacements)
    if !isBase || own.base == nil { memory.withLock { $0.wordings[language] = made } }
    return made
  }

  /// The wording for a reader of these languages, the most wanted first; English where sheets
  /// are written in none of them.
  func wording(for wanted: [Language]) -> Wording {
    for language in wanted {
      if let found = wording(language) ?? wording(language.base) { return found }
    }
    return wording(.english) ?? Wording(language: .english, sentences: [:])
  }

  /// The device or client behind a name, and everything that is wrong in its file.
  func findings(in file: TemplateFile) -> [Finding] {
    let content = file.content
    if let root = content.root {
      switch file.folder {
      case .clients:
        let client = ClientDefinition(root, id: file.name)
        for name in client?.definition.retirement?.instead ?? [] where !clients.contains(name) {
          root.error("there is no client \(name.quoted)\(name.suggestion(from: clients))")
        }
      case .devices: _ = DeviceDefinition(root, id: file.name)
      case .languages:
        if (try? Language(file.name)) == nil {
          root.error("the file's name is no language tag", fix: "call it de.yaml or the like")
        }
        let isEnglish = file.name == Language.english.tag
        let template = isEnglish ? SheetLibrary.builtIn : self
        _ = LanguageFile(root, like: template.wording(.english))
      }
    }
    return content.report.findings
  }

  /// Every file.
  var allFiles: [TemplateFile] { files }

  private func file(_ folder: TemplateFile.Folder, _ name: String) -> TemplateFile? {
    files.first { $0.folder == folder && $0.name == name }
  }
}
