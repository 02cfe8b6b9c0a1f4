// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SettingsFile

/// What the texts of one definition are read with: the words of its program, and what a file of
/// `languages` adds. It remembers every text, for the question what a language lacks.
///
/// Not shared between threads: a definition is read by one, with a glossary of its own.
final class Glossary {
  /// A text as it stands in the definition.
  struct Entry {
    /// The English text, by which files of `languages` translate it.
    let english: String
    /// The languages that the definition itself has it in; empty for a text for all.
    let languages: Set<Language>
    /// True for words that the program shows.
    let isShown: Bool
  }

  /// The words of the program by the names that texts refer to with `@`.
  private(set) var labels: [String: ProgramLabel] = [:]
  /// Every text in the order of the file.
  private(set) var entries: [Entry] = []
  private let additions: [Addition]

  /// Translations of a definition's texts by the English ones.
  struct Addition {
    let language: Language
    let texts: [String: String]
  }

  init(_ additions: [Addition] = []) { self.additions = additions }

  /// Remembers the words of the program before its texts are read.
  func learn(_ labels: [(String, ProgramLabel)]) {
    self.labels = Dictionary(labels) { old, _ in old }
  }

  /// The text for all languages or the texts by language, with what languages add and with the
  /// program's words in place of their names; nil where there is none.
  func words(_ given: [(Language?, String)], isShown: Bool) -> Words? {
    guard let first = given.first else { return nil }
    let own = given.compactMap { entry in entry.0.map { ($0, entry.1) } }
    let english = own.first { $0.0 == .english }?.1 ?? first.1
    var shown = isShown
    var texts = own
    if own.isEmpty {
      let names = Self.references(in: english)
      let languages = names.compactMap { labels[$0]?.words.languages }
        .reduce(into: Set<Language>()) { $0.formUnion($1) }
      if languages.isEmpty { return shownEverywhere(english, names, isShown) }
      texts = languages.sorted { $0 == .english || ($1 != .english && $0 < $1) }
        .map { ($0, english) }
      shown = true
    } else {
      entries.append(
        Entry(english: english, languages: Set(own.map(\.0)), isShown: isShown))
      for addition in additions where !own.contains(where: { $0.0 == addition.language }) {
        if let text = addition.texts[english] { texts.append((addition.language, text)) }
      }
    }
    let resolved = texts.map { ($0.0, resolve($0.1, in: $0.0)) }
    var words = Words(resolved)
    words?.isShown = shown
    return words
  }

  private func shownEverywhere(
    _ text: String, _ names: [String], _ isShown: Bool
  ) -> Words {
    var words = Words(everywhere: names.isEmpty ? text : resolve(text, in: .english))
    words.isShown = isShown
    return words
  }

  /// A text with the program's words in place of `@name`.
  private func resolve(_ text: String, in language: Language) -> String {
    guard text.contains("@") else { return text }
    var out = ""
    for piece in Self.pieces(of: text) {
      switch piece {
      case .text(let text): out += text
      case .reference(let name):
        out += labels[name]?.words.text(in: language) ?? "@\(name)"
      }
    }
    return out
  }

  /// The names that a text refers to.
  static func references(in text: String) -> [String] {
    guard text.contains("@") else { return [] }
    return pieces(of: text).compactMap { if case .reference(let name) = $0 { name } else { nil } }
  }

  private enum Piece { case text(String), reference(String) }

  /// `@name` is a reference where a small letter follows the sign and no letter or digit stands
  /// before it, as one does in an address.
  private static func pieces(of text: String) -> [Piece] {
    var pieces: [Piece] = []
    var plain = ""
    var rest = text[...]
    while let character = rest.first {
      rest = rest.dropFirst()
      let isFree = plain.last.map { !$0.isLetter && !$0.isNumber } ?? true
      guard character == "@", isFree, rest.first?.isLabelStart == true else {
        plain.append(character)
        continue
      }
      let name = rest.prefix { $0.isLabelStart || $0 == "-" || ("0"..."9").contains($0) }
      if !plain.isEmpty { pieces.append(.text(plain)) }
      plain = ""
      pieces.append(.reference(String(name)))
      rest = rest.dropFirst(name.count)
    }
    if !plain.isEmpty { pieces.append(.text(plain)) }
    return pieces
  }
}

extension Character {
  fileprivate var isLabelStart: Bool { ("a"..."z").contains(self) }
}

/// Words of a program with the name that its sources have for them.
struct ProgramLabel: Hashable, Sendable {
  /// The id of the string in the program's language files; nil where those are not public.
  let string: String?
  /// The words.
  let words: Words
}
