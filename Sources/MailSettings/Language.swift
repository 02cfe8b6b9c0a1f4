// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A language tag (RFC 5646): a language such as `de`, or with a region such as `de-CH`.
public struct Language: Hashable, Sendable, CustomStringConvertible, Comparable {
  /// The tag in its usual case: `de-CH`.
  public let tag: String

  /// Reads a tag in any case, with `-` or `_`; throws for anything that is not one.
  public init(_ text: String) throws(InvalidValue) {
    let parts = text.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "_" }
    let isAlphanumeric = { (part: Substring) in
      part.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) }
    }
    guard let first = parts.first, (2...3).contains(first.utf8.count), parts.count <= 4,
      first.utf8.allSatisfy({ (0x61...0x7A).contains($0 | 0x20) }),
      parts.dropFirst().allSatisfy({ (2...8).contains($0.utf8.count) && isAlphanumeric($0) })
    else {
      throw InvalidValue("\(text.quoted) is not a language tag", fix: "write 'de' or 'de-CH'")
    }
    let rest = parts.dropFirst().map { $0.utf8.count == 2 ? $0.uppercased() : $0.lowercased() }
    tag = ([first.lowercased()] + rest).joined(separator: "-")
  }

  private init(known tag: String) { self.tag = tag }

  /// English, the language of last resort.
  public static let english = Language(known: "en")

  /// The language without its region: `de` for `de-CH`.
  public var base: Language {
    Language(known: String(tag.prefix { $0 != "-" }))
  }

  /// The tag.
  public var description: String { tag }

  /// Alphabetical order of the tags.
  public static func < (left: Language, right: Language) -> Bool { left.tag < right.tag }
}

/// A text in one or several languages, in the order in which they were given.
public struct LocalizedText: Hashable, Sendable {
  /// The texts with their languages; never empty.
  public let entries: [(language: Language, text: DisplayText)]

  /// The texts in order; nil where there is none.
  public init?(_ entries: [(Language, DisplayText)]) {
    guard !entries.isEmpty else { return nil }
    self.entries = entries.map { (language: $0.0, text: $0.1) }
  }

  /// The text for a reader of these languages, the most wanted first: an exact tag, else the
  /// same language from another region, else the first text.
  public func text(for languages: [Language]) -> DisplayText {
    for wanted in languages {
      if let entry = entries.first(where: { $0.language == wanted })
        ?? entries.first(where: { $0.language.base == wanted.base })
      {
        return entry.text
      }
    }
    return entries[0].text
  }

  /// Two texts are equal when all their languages are.
  public static func == (left: LocalizedText, right: LocalizedText) -> Bool {
    left.entries.elementsEqual(right.entries) { $0 == $1 }
  }

  /// Hashes languages and texts in order.
  public func hash(into hasher: inout Hasher) {
    for entry in entries {
      hasher.combine(entry.language)
      hasher.combine(entry.text)
    }
  }
}
