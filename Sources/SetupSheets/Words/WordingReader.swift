// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SettingsFile
import Trees

/// A file of `languages` as it stands. What it leaves out is said in the language that it starts
/// from, else in English.
struct LanguageFile: Sendable {
  /// What its speakers call it; nil for no name but the tag.
  var name: String?
  /// The language that it changes; nil for one that starts from English.
  var base: Language?
  var sentences: [Phrase: String] = [:]
  var replacements: [Wording.Replacement] = []
  /// Sentences in the words of one maker, by the name that definitions call it.
  var vocabularies: [String: [Phrase: String]] = [:]
  /// How dates are written; nil for as the language that it starts from does.
  var dates: DateForm?
  /// Texts of all definitions by the English ones.
  var texts: [String: String] = [:]
  /// Texts of one definition by the English ones, by the path of the definition.
  var ownTexts: [String: [String: String]] = [:]

  /// Reads a file; `template` holds the gaps that sentences must leave. Problems are reported.
  init?(_ root: Field, like template: Wording?) {
    guard let fields = Fields<DefinitionKeys.Language>(root) else { return nil }
    name = fields[.name]?.displayText(limit: 60)?.text
    base = fields[.base]?.value { text throws(InvalidValue) in try Language(text) }
    if let field = fields[.replace] { replacements = Self.replacements(field) }
    if let field = fields[.phrases] { sentences = Self.sentences(field, template) }
    dates = fields[.dates]?.dateForm()
    for pair in fields[.vocabularies]?.pairs() ?? [] {
      vocabularies[pair.key] = Self.sentences(pair.field, template)
    }
    texts = fields[.texts].map(Self.translations) ?? [:]
    let folders: [(DefinitionKeys.Language, TemplateFile.Folder)] = [
      (.clients, .clients), (.devices, .devices), (.sources, .sources),
    ]
    for (key, folder) in folders {
      for pair in fields[key]?.pairs() ?? [] {
        ownTexts["\(folder.rawValue)/\(pair.key)"] = Self.translations(pair.field)
      }
    }
  }

  private static func sentences(_ field: Field, _ template: Wording?) -> [Phrase: String] {
    var sentences: [Phrase: String] = [:]
    for pair in field.pairs() {
      guard let phrase = Phrase(rawValue: pair.key) else {
        let names = Phrase.allCases.map(\.rawValue)
        field.report.error(
          pair.mark, field.path,
          "there is no sentence \(pair.key.quoted)\(pair.key.suggestion(from: names))")
        continue
      }
      if sentences[phrase] != nil {
        field.report.error(
          pair.mark, pair.field.path, "is given twice", fix: "remove one of the two")
      }
      guard let text = pair.field.sentence() else { continue }
      sentences[phrase] = text
      if let template, Wording.gaps(in: text) != Wording.gaps(in: template[phrase]) {
        pair.field.missesGaps(of: template[phrase])
      }
    }
    return sentences
  }

  /// Texts by the English ones, which leave the same gaps and refer to the same labels.
  private static func translations(_ field: Field) -> [String: String] {
    var texts: [String: String] = [:]
    for pair in field.pairs() {
      guard let text = pair.field.sentence() else { continue }
      if Wording.gaps(in: text) != Wording.gaps(in: pair.key) {
        pair.field.missesGaps(of: pair.key)
      }
      if Set(Glossary.references(in: text)) != Set(Glossary.references(in: pair.key)) {
        pair.field.error(
          "does not show the same words of the program as the English text",
          fix: "keep every @name as it is")
      }
      texts[pair.key] = text
    }
    return texts
  }

  private static func replacements(_ field: Field) -> [Wording.Replacement] {
    field.pairs().compactMap { pair in
      guard case .scalar(let new, _) = pair.field.node.value, !pair.key.isEmpty else { return nil }
      return Wording.Replacement(old: pair.key, new: new)
    }
  }
}

extension Field {
  /// What a set of keys has, whatever the keys are.
  fileprivate func pairs() -> [(key: String, mark: Mark, field: Field)] {
    guard case .mapping(let pairs) = node.value else {
      wrongType(wanted: "a set of keys")
      return []
    }
    return pairs.map {
      ($0.key, $0.mark, Field(node: $0.value, path: .key(path, $0.key), report: report))
    }
  }

  fileprivate func missesGaps(of english: String) {
    let gaps = Wording.gaps(in: english).sorted().map { "{\($0)}" }
    error(
      "does not leave the same gaps as the English sentence",
      fix: gaps.isEmpty ? "leave none" : "the gaps are \(gaps.joined(separator: ", "))")
  }

  fileprivate func dateForm() -> DateForm? {
    guard let fields = Fields<DefinitionKeys.Dates>(self) else { return nil }
    let months = fields[.months]?.list { $0.displayText(limit: 30)?.text } ?? []
    if !months.isEmpty, months.count != 12 {
      fields.error(at: .months, "there are \(months.count) months", fix: "name all twelve")
    }
    guard let day = fields[.day]?.displayText(limit: 60)?.text,
      let month = fields[.month]?.displayText(limit: 60)?.text
    else { return nil }
    return DateForm(day: day, month: month, months: months)
  }
}
