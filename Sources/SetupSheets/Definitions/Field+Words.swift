// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SettingsFile
import Trees

extension Field {
  /// The most characters of a text in a definition.
  static let longestWords = 600

  /// A text for all languages, or texts by language that leave the same gaps; `isShown` for words
  /// that the program or device shows.
  func words(_ glossary: Glossary, isShown: Bool = false) -> Words? {
    let given = texts()
    for name in given.flatMap({ Glossary.references(in: $0.1) }).unique()
    where glossary.labels[name] == nil {
      let known = glossary.labels.keys.sorted()
      error(
        "there is no label \(name.quoted)\(name.suggestion(from: known))",
        fix: known.isEmpty
          ? "add it to 'labels:'" : "the labels are \(known.joined(separator: ", "))")
    }
    return glossary.words(given, isShown: isShown)
  }

  /// A text without a language, or texts by language; a key that is none of them may be named.
  func texts(besides other: String? = nil) -> [(Language?, String)] {
    guard case .mapping(let pairs) = node.value else {
      return sentence().map { [(nil, $0)] } ?? []
    }
    var entries: [(Language?, String)] = []
    for pair in pairs where pair.key != other {
      let field = Field(node: pair.value, path: .key(path, pair.key), report: report)
      guard let language = try? Language(pair.key) else {
        report.error(
          pair.mark, path, "\(pair.key.quoted) is no language tag",
          fix: "write a text, or texts by language such as en and de")
        continue
      }
      if entries.contains(where: { $0.0 == language }) {
        report.error(pair.mark, field.path, "is given twice", fix: "remove one of the two")
      }
      guard let text = field.sentence() else { continue }
      if let first = entries.first, Wording.gaps(in: text) != Wording.gaps(in: first.1) {
        field.error(
          "does not leave the same gaps as the text in '\(first.0?.tag ?? "")'",
          fix: "the gaps are \(Self.list(Wording.gaps(in: first.1)))")
      }
      entries.append((language, text))
    }
    if entries.isEmpty, pairs.isEmpty { wrongType(wanted: "a text, or texts by language,") }
    return entries
  }

  /// A sentence whose gaps are known and whose asterisks come in pairs.
  func sentence() -> String? {
    guard let text = displayText(limit: Self.longestWords)?.text else { return nil }
    let known = Gap.allCases.map(\.rawValue)
    for gap in Wording.gaps(in: text).sorted() where !known.contains(gap) {
      error(
        "there is no gap {\(gap)}\(gap.suggestion(from: known))",
        fix: "the gaps are \(Self.list(Set(known)))")
    }
    if !text.utf8.reduce(0, { $0 + ($1 == UInt8(ascii: "*") ? 1 : 0) }).isMultiple(of: 2) {
      error("an asterisk has no partner", fix: "put words that are shown between two: *Next*")
    }
    return text
  }

  private static func list(_ gaps: Set<String>) -> String {
    gaps.isEmpty ? "none" : gaps.sorted().map { "{\($0)}" }.joined(separator: ", ")
  }

  /// Words for the values of a type, such as those for kinds of protection.
  func wordTable<Key: RawRepresentable<String> & CaseIterable & Hashable>(
    _ type: Key.Type, _ glossary: Glossary
  ) -> [Key: Words] {
    guard case .mapping(let pairs) = node.value else {
      wrongType(wanted: "a set of keys")
      return [:]
    }
    let names = Key.allCases.map(\.rawValue)
    var table: [Key: Words] = [:]
    for pair in pairs {
      guard let key = Key(rawValue: pair.key) else {
        report.error(
          pair.mark, path,
          "there is no key \(pair.key.quoted) here\(pair.key.suggestion(from: names))",
          fix: "the accepted keys are \(names.joined(separator: ", "))")
        continue
      }
      if table[key] != nil {
        report.error(pair.mark, .key(path, pair.key), "is given twice", fix: "remove one")
      }
      table[key] = Field(node: pair.value, path: .key(path, pair.key), report: report).words(
        glossary, isShown: true)
    }
    return table
  }

  /// A day as `YYYY-MM-DD`, or a month as `YYYY-MM`.
  func date() -> String? {
    guard let text = text() else { return nil }
    let lengths = text.split(separator: "-", omittingEmptySubsequences: false).map(\.utf8.count)
    let isNumeric = text.utf8.allSatisfy { $0 == 0x2D || 0x30...0x39 ~= $0 }
    guard isNumeric, lengths == [4, 2] || lengths == [4, 2, 2] else {
      error("\(text.quoted) is no date", fix: "write 2026-11-23, or 2026-11 for a month")
      return nil
    }
    return text
  }
}

extension [String] {
  /// Every text once, in order.
  fileprivate func unique() -> [String] {
    reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
