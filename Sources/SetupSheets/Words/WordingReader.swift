// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SettingsFile
import Trees

/// A file of `languages` as it stands.
struct LanguageFile {
  /// The language that it changes; nil for one that says everything itself.
  var base: Language?
  var sentences: [Phrase: String] = [:]
  var replacements: [Wording.Replacement] = []

  /// Reads a file; `template` holds the gaps that sentences must leave. Problems are reported.
  init?(_ root: Field, like template: Wording?) {
    guard let fields = Fields<DefinitionKeys.Language>(root) else { return nil }
    base = fields[.base]?.value { text throws(InvalidValue) in try Language(text) }
    if let field = fields[.replace] { replacements = Self.replacements(field) }
    if let field = fields[.phrases] { read(field, template) }
    guard base == nil, let template else { return }
    let missing = template.sentences.keys.map(\.rawValue).sorted()
      .filter { name in !sentences.keys.contains { $0.rawValue == name } }
    if !missing.isEmpty {
      fields.error(
        at: .phrases, "sentences are missing: \(missing.joined(separator: ", "))",
        fix: "add them, or name a language to start from with 'base:'")
    }
  }

  private mutating func read(_ field: Field, _ template: Wording?) {
    guard case .mapping(let pairs) = field.node.value else {
      return field.wrongType(wanted: "a set of keys")
    }
    for pair in pairs {
      let path = Path.key(field.path, pair.key)
      guard let phrase = Phrase(rawValue: pair.key) else {
        let names = Phrase.allCases.map(\.rawValue)
        field.report.error(
          pair.mark, field.path,
          "there is no sentence \(pair.key.quoted)\(pair.key.suggestion(from: names))")
        continue
      }
      if sentences[phrase] != nil {
        field.report.error(pair.mark, path, "is given twice", fix: "remove one of the two")
      }
      let value = Field(node: pair.value, path: path, report: field.report)
      guard let text = value.sentence() else { continue }
      sentences[phrase] = text
      if let template, Wording.gaps(in: text) != Wording.gaps(in: template[phrase]) {
        let gaps = Wording.gaps(in: template[phrase]).sorted().map { "{\($0)}" }
        value.error(
          "does not leave the same gaps as the English sentence",
          fix: gaps.isEmpty ? "leave none" : "the gaps are \(gaps.joined(separator: ", "))")
      }
    }
  }

  private static func replacements(_ field: Field) -> [Wording.Replacement] {
    guard case .mapping(let pairs) = field.node.value else {
      field.wrongType(wanted: "a set of keys")
      return []
    }
    return pairs.compactMap { pair in
      guard case .scalar(let new, _) = pair.value.value, !pair.key.isEmpty else { return nil }
      return Wording.Replacement(old: pair.key, new: new)
    }
  }
}
