// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The sentences of sheets in one language.
struct Wording: Sendable {
  /// The language.
  let language: Language
  /// The sentences; `{gaps}` in them are filled with values.
  let sentences: [Phrase: String]

  /// Every language that sheets are written in.
  static let all = [english]

  /// The wording for a reader of these languages, the most wanted first; English where sheets
  /// are written in none of them.
  static func best(for languages: [Language]) -> Wording {
    for wanted in languages {
      if let exact = all.first(where: { $0.language == wanted }) { return exact }
      if let near = all.first(where: { $0.language.base == wanted.base }) { return near }
    }
    return english
  }

  /// A sentence without gaps.
  subscript(_ phrase: Phrase) -> String { sentences[phrase] ?? phrase.rawValue }

  /// A sentence as a line, its gaps filled; a gap without a filling stays empty.
  func line(_ phrase: Phrase, _ fillings: [Gap: Line] = [:]) -> Line {
    var line: Line = []
    var rest = self[phrase][...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      if open > rest.startIndex { line.append(.text(String(rest[..<open]))) }
      let name = String(rest[rest.index(after: open)..<close])
      if let gap = Gap(rawValue: name) { line += fillings[gap] ?? [] }
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { line.append(.text(String(rest))) }
    return line
  }
}

/// What a sentence leaves open, written in it as `{host}`.
enum Gap: String, Sendable, CaseIterable {
  case address, count, domain, host, login, name, page, port, provider, resolution, security, server
  case url
}
