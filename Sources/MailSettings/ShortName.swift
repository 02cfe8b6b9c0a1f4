// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A short name for a provider that has none of its own.
enum ShortName {
  /// Characters that a short name has at most.
  static let limit = 20

  /// The name where it is short enough; else the word of it that the id begins with; else its first
  /// words, as far as they say something; else the first label of the id.
  static func of(_ name: DisplayText, _ id: DomainName) -> DisplayText {
    guard name.text.count > limit else { return name }
    let words = name.text.split(separator: " ").map(String.init)
    let label = label(of: id)
    let kept = firstWords(words)
    let own = words.first { word in
      let word = word.lowercased()
      return [id.ascii, id.unicode, id.labels.first.map(String.init) ?? ""].contains(word)
    }
    var names = [kept, label]
    if let own, !kept.split(separator: " ").contains(where: { $0 == own }) {
      names.insert(own.count <= limit ? own : label, at: 0)
    }
    return names.lazy.compactMap { try? DisplayText($0) }.first ?? name
  }

  /// As many words as fit; none at their end that only lead to the next one.
  private static func firstWords(_ words: [String]) -> String {
    var kept: [String] = []
    var length = -1
    for word in words {
      guard length + 1 + word.count <= limit else { break }
      length += 1 + word.count
      kept.append(word)
    }
    while let last = kept.last, links.contains(last.lowercased()) { kept.removeLast() }
    return kept.joined(separator: " ")
  }

  /// The first label of a name, cut at a hyphen where it is long.
  private static func label(of id: DomainName) -> String {
    let label = id.unicode.split(separator: ".").first.map(String.init) ?? ""
    guard label.count > limit else { return label }
    let cut = label.prefix(limit)
    let end = cut.lastIndex(of: "-").map { cut[..<$0] } ?? cut
    return String(end.isEmpty ? cut : end)
  }

  /// Words that mean nothing without the next one.
  private static let links: Set<String> = [
    "of", "the", "and", "for", "at", "in", "by", "&", "+", "-", "\u{2013}",
    "von", "vom", "der", "die", "das", "des", "dem", "den", "und", "f\u{FC}r", "am", "im", "bei",
    "zu",
    "zum", "zur", "de", "du", "la", "le", "les", "et", "pour", "\u{E0}", "aux", "au",
    "di", "del", "della", "dei", "da", "e", "ed", "per", "il", "lo", "i", "gli",
    "y", "para", "el", "los", "las", "con",
  ]
}
