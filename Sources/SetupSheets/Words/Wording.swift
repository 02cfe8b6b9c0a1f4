// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The sentences of sheets in one language.
struct Wording: Sendable {
  /// The language.
  let language: Language
  /// The sentences; `{gaps}` in them are filled with values.
  let sentences: [Phrase: String]
  /// What the language spells otherwise than the texts do, such as no-break spaces in French.
  let replacements: [Replacement]

  /// Characters that take the place of others.
  struct Replacement: Hashable, Sendable {
    let old: String
    let new: String
  }

  init(
    language: Language, sentences: [Phrase: String], replacements: [Replacement] = []
  ) {
    self.language = language
    self.replacements = replacements
    self.sentences =
      replacements.isEmpty
      ? sentences : sentences.mapValues { Self.spelled($0, replacements) }
  }

  /// A sentence without gaps.
  subscript(_ phrase: Phrase) -> String { sentences[phrase] ?? phrase.rawValue }

  /// A text of a definition in this language, as the language spells it.
  func text(_ words: Words) -> String { Self.spelled(words.text(in: language), replacements) }

  /// The English words of a program where they differ from those in this language.
  func original(_ words: Words) -> String? {
    language.base == .english || words.english == words.text(in: language) ? nil : words.english
  }

  /// A sentence as a line, its gaps filled; a gap without a filling stays empty.
  func line(_ phrase: Phrase, _ fillings: [Gap: Line] = [:]) -> Line {
    line(self[phrase], fillings)
  }

  /// A text of a definition as a line.
  func line(_ words: Words, _ fillings: [Gap: Line] = [:]) -> Line {
    line(text(words), fillings)
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
    .menu(words, quoted: self[.quoted].replacing("{word}", with: words))
  }

  /// The names of the gaps in a sentence.
  static func gaps(in sentence: String) -> Set<String> {
    let parts = sentence.split(separator: "{", omittingEmptySubsequences: false).dropFirst()
    return Set(parts.map { String($0.prefix { $0 != "}" }) })
  }

  private static func spelled(_ text: String, _ replacements: [Replacement]) -> String {
    replacements.reduce(text) { $0.replacing($1.old, with: $1.new) }
  }
}

extension String {
  /// The text with every occurrence of another replaced.
  fileprivate func replacing(_ old: String, with new: String) -> String {
    let (text, old) = (Array(utf8), Array(old.utf8))
    guard let first = old.first, text.contains(first) else { return self }
    var out: [UInt8] = []
    out.reserveCapacity(text.count + 16)
    var index = 0
    while index < text.count {
      if text[index] == first, text[index...].starts(with: old) {
        out.append(contentsOf: new.utf8)
        index += old.count
      } else {
        out.append(text[index])
        index += 1
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}

extension Line {
  /// The line with a capital at its beginning, as a sentence has it.
  fileprivate var capitalized: Line {
    guard case .text(let text)? = first, let letter = text.first else { return self }
    return [.text(letter.uppercased() + text.dropFirst())] + dropFirst()
  }
}

/// What a sentence leaves open, written in it as `{host}`.
enum Gap: String, Sendable, CaseIterable {
  case address, client, count, date, day, domain, host, hour, login, minute, month, name, names
  case page, path, port, provider, resolution, security, server, url, version, word, year
}
