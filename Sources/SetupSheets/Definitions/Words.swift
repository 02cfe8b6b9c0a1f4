// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// A text of a definition in one or several languages. `{gaps}` in it are filled with values,
/// and what stands between asterisks are words that the program or device shows.
struct Words: Hashable, Sendable {
  /// The texts; empty for one that is the same in every language, such as a name.
  private let byLanguage: [Language: String]
  private let first: String
  /// True for words that a program or device shows: where a language has none of its own, those
  /// in English are what readers find on the screen.
  var isShown = false

  /// A text that is the same in every language.
  init(everywhere text: String) {
    byLanguage = [:]
    first = text
  }

  /// Texts by language, the first of which stands in for languages that are missing; nil where
  /// there is none.
  init?(_ entries: [(Language, String)]) {
    guard let first = entries.first else { return nil }
    byLanguage = Dictionary(entries) { old, _ in old }
    self.first = byLanguage[.english] ?? first.1
  }

  /// The languages that there are texts for; empty where one text is for all.
  var languages: Set<Language> { Set(byLanguage.keys) }

  /// True where there is a text in a language, or one for all.
  func speaks(_ language: Language) -> Bool {
    byLanguage.isEmpty || byLanguage[language] != nil || byLanguage[language.base] != nil
  }

  /// The text for a reader: an exact tag, else the same language, else English.
  func text(in language: Language) -> String {
    byLanguage[language] ?? byLanguage[language.base] ?? first
  }

  /// What English readers get: most programs were named in English first.
  var english: String { first }

  /// Every text.
  var all: [String] { byLanguage.isEmpty ? [first] : Array(byLanguage.values) }
}
