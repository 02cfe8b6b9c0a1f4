// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SettingsFile

extension SheetLibrary {
  /// Everything that is wrong in a file.
  func findings(in file: TemplateFile) -> [Finding] {
    let content = file.content
    guard let root = content.root else { return content.report.findings }
    switch file.folder {
    case .clients:
      let client = ClientDefinition(root, id: file.name)
      for name in client?.definition.retirement?.instead ?? [] where !clients.contains(name) {
        root.error("there is no client \(name.quoted)\(name.suggestion(from: clients))")
      }
      if let vocabulary = client?.definition.vocabulary { check(vocabulary, root) }
    case .devices: _ = DeviceDefinition(root, id: file.name)
    case .sources: _ = SourceDefinition(root, id: file.name)
    case .languages: check(language: file.name, root)
    }
    return content.report.findings
  }

  private func check(_ vocabulary: String, _ root: Field) {
    let known = languages.flatMap { wording($0)?.vocabularyNames ?? [] }
    guard !known.contains(vocabulary) else { return }
    root.error(
      "no language has the vocabulary \(vocabulary.quoted)\(vocabulary.suggestion(from: known))",
      fix: "name one of \(Set(known).sorted().joined(separator: ", "))")
  }

  private func check(language name: String, _ root: Field) {
    guard let language = try? Language(name) else {
      return root.error("the file's name is no language tag", fix: "call it de.yaml or the like")
    }
    let template = language == .english ? SheetLibrary.builtIn : self
    guard let file = LanguageFile(root, like: template.wording(.english)) else { return }
    var known = Set(allTexts.flatMap(\.entries).map(\.english))
    for (path, texts) in file.ownTexts.sorted(by: { $0.key < $1.key }) {
      let own = Set(allTexts.first { $0.file.id == path }?.entries.map(\.english) ?? [])
      if own.isEmpty { root.warning("there is no definition \(path.quotedPath)") }
      for text in texts.keys.sorted() where !own.contains(text) && !own.isEmpty {
        root.warning("\(path) has no text \(text.quoted)", fix: Self.stale)
      }
      known.formUnion(own)
    }
    for text in file.texts.keys.sorted() where !known.contains(text) {
      root.warning("no definition has the text \(text.quoted)", fix: Self.stale)
    }
  }

  private static let stale = "it may have changed: mkprofile sheets --coverage lists the texts"
}
