// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System

/// The sentences of sheets in one language.
struct Wording: Sendable {
  /// The language.
  let language: Language
  /// The sentences; `{gaps}` in them are filled with values.
  private(set) var sentences: [Phrase: String]
  /// What the language spells otherwise than the texts do, such as no-break spaces in French.
  let replacements: [Replacement]
  /// The sentences that the language does not have: they stand here in English.
  private(set) var missing: Set<Phrase> = []
  /// How dates are written.
  var dates = DateForm.iso
  /// What readers got in another language; nil where nobody asks.
  private(set) var misses: Misses?
  private var vocabularies: [String: [Phrase: String]] = [:]
  private var printsPasswords = false

  /// Characters that take the place of others.
  struct Replacement: Hashable, Sendable {
    let old: String
    let new: String
  }

  init(
    language: Language, sentences: [Phrase: String], replacements: [Replacement] = [],
    english: [Phrase: String] = [:], vocabularies: [String: [Phrase: String]] = [:]
  ) {
    self.language = language
    self.replacements = replacements
    let spell = { (text: String) in Self.spelled(text, replacements) }
    self.sentences = replacements.isEmpty ? sentences : sentences.mapValues(spell)
    self.vocabularies = vocabularies.mapValues { $0.mapValues(spell) }
    missing = Set(english.keys).subtracting(sentences.keys)
    self.sentences.merge(english) { own, _ in own }
  }

  /// A sentence without gaps.
  subscript(_ phrase: Phrase) -> String {
    if missing.contains(phrase) { misses?.add(sentences[phrase] ?? phrase.rawValue) }
    return sentences[phrase] ?? phrase.rawValue
  }

  /// The wording that remembers from now on what it lacks.
  func recording() -> Wording {
    var wording = self
    wording.misses = Misses()
    return wording
  }

  /// Says from now on that the password is on the strip, and not that it is nowhere.
  mutating func printPasswords() {
    printsPasswords = true
    sentences[.mailboxPassword] = self[.mailboxPasswordStrip]
  }

  /// The wording with a maker's words for mailboxes and the like, where the language has them.
  func speaking(_ vocabulary: String?) -> Wording {
    guard let own = vocabulary.flatMap({ vocabularies[$0] }) else { return self }
    var wording = self
    wording.sentences.merge(own) { _, new in new }
    wording.missing.subtract(own.keys)
    if printsPasswords { wording.printPasswords() }
    return wording
  }

  /// The names of the vocabularies.
  var vocabularyNames: [String] { vocabularies.keys.sorted() }

  /// A text of a definition in this language, as the language spells it.
  func text(_ words: Words) -> String {
    guard words.speaks(language) else {
      if words.isShown { misses?.showEnglish() } else { misses?.add(words.english) }
      return words.english
    }
    return Self.spelled(words.text(in: language), replacements)
  }

  /// The English words of a program where they differ from those in this language.
  func original(_ words: Words) -> String? {
    language.base == .english || words.english == words.text(in: language) ? nil : words.english
  }

  /// The usual word in place of a program's own, which only the English one is known of: that one
  /// comes along unless it is the same.
  func usual(_ phrase: Phrase, _ words: Words) -> (String, String?) {
    let isSame = self[phrase].lowercased() == words.english.lowercased()
    return (self[phrase], isSame ? nil : words.english)
  }

  /// A sentence as a line, its gaps filled; a gap without a filling stays empty.
  func line(_ phrase: Phrase, _ fillings: [Gap: Line] = [:]) -> Line {
    line(self[phrase], fillings).in(missing.contains(phrase) ? .english : language, language)
  }

  /// A text of a definition as a line.
  func line(_ words: Words, _ fillings: [Gap: Line] = [:]) -> Line {
    line(text(words), fillings).in(words.speaks(language) ? language : .english, language)
  }

  private func line(_ sentence: String, _ fillings: [Gap: Line]) -> Line {
    var line: Line = []
    var rest = sentence[...]
    while let open = rest.firstIndex(where: { $0 == "{" || $0 == "*" }) {
      let close: Character = rest[open] == "*" ? "*" : "}"
      let inside = rest.index(after: open)
      guard let end = rest[inside...].firstIndex(of: close) else { break }
      if open > rest.startIndex { line.append(.text(String(rest[..<open]))) }
      let name = String(rest[inside..<end])
      if close == "*" {
        line.append(menu(self.line(name, fillings).plainText))
      } else if let gap = Gap(rawValue: name) {
        let filling = fillings[gap] ?? []
        line += line.isEmpty && gap == .client ? filling.capitalized : filling
      }
      rest = rest[rest.index(after: end)...]
    }
    if !rest.isEmpty { line.append(.text(String(rest))) }
    return line
  }

  /// Words that a program shows, in the quotation marks of the language.
  func menu(_ words: String) -> Run {
    .menu(words, quoted: self[.quoted].replacing("{word}", by: words))
  }

  /// A day or month as the language writes it.
  func date(_ date: String) -> String { dates.text(date) }

  /// The names of the gaps in a sentence.
  static func gaps(in sentence: String) -> Set<String> {
    let parts = sentence.split(separator: "{", omittingEmptySubsequences: false).dropFirst()
    return Set(parts.map { String($0.prefix { $0 != "}" }) })
  }

  private static func spelled(_ text: String, _ replacements: [Replacement]) -> String {
    replacements.reduce(text) { $0.replacing($1.old, by: $1.new) }
  }
}

/// What a language lacked while a sheet was made.
final class Misses: Sendable {
  private struct State {
    var texts: [String] = []
    var showsEnglish = false
  }

  private let state = Guarded(State())

  /// A sentence that stands on the sheet in English.
  func add(_ text: String) {
    state.withLock { if !$0.texts.contains(text) { $0.texts.append(text) } }
  }

  /// The words of a program stand on the sheet in English.
  func showEnglish() { state.withLock { $0.showsEnglish = true } }

  /// The sentences in English, in the order in which they were needed.
  var texts: [String] { state.withLock { $0.texts } }
  /// True where the words of a program are in English.
  var showsEnglish: Bool { state.withLock { $0.showsEnglish } }
}

extension Line {
  /// The line with a capital at its beginning, as a sentence has it; names such as `eM Client`
  /// stay as their makers write them.
  fileprivate var capitalized: Line {
    guard case .text(let text)? = first, let letter = text.first,
      !text.prefix(while: { $0 != " " }).contains(where: \.isUppercase)
    else { return self }
    return [.text(letter.uppercased() + text.dropFirst())] + dropFirst()
  }

  /// The line with its own words marked as those of another language than the sheet's.
  fileprivate func `in`(_ language: Language, _ expected: Language) -> Line {
    guard language != expected else { return self }
    return flatMap { run -> Line in
      guard case .text(let text) = run, let given = try? DisplayText(text, limit: 2_000) else {
        return [run]
      }
      // A name or the like has no blanks at its ends: those stay the sheet's own.
      let before = text.prefix { $0 == " " }
      let after = text.dropFirst(before.count).reversed().prefix { $0 == " " }
      let pieces: [Run?] = [
        before.isEmpty ? nil : .text(String(before)), .given(given, language),
        after.isEmpty ? nil : .text(String(after)),
      ]
      return pieces.compactMap { $0 }
    }
  }
}

/// What a sentence leaves open, written in it as `{host}`.
enum Gap: String, Sendable, CaseIterable {
  case address, client, count, date, domain, host, hour, login, minute, name, names
  case most, page, path, port, provider, resolution, security, server, url, version, word
  /// Seconds that answers of a domain's zone may be kept.
  case ttl
  /// Where the Apple profile is to be had, and the page about it.
  case link
  /// Pages of the provider.
  case passwordURL, appPasswordURL, migrationURL
  /// The provider that mail is copied from.
  case source
  /// Where the services beside mail are.
  case davURL, calendarURL, contactsURL, subscriptionURL, filesURL, sieveHost
  case activeSyncHost
}
