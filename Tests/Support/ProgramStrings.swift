// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The strings of a program in one language, by their ids, read from its language files.
public struct ProgramStrings {
  private var texts: [String: String] = [:]

  /// No strings yet.
  public init() {}

  /// Reads a file by the end of its name: `.ftl` (Fluent), `.po` (gettext), `.dtd`
  /// (Mozilla, of old) and `.xml` (Android).
  /// What another file has said before stays.
  public mutating func read(_ text: String, named name: String) {
    let found =
      switch name.split(separator: ".").last.map(String.init) ?? "" {
      case "ftl": Self.fluent(text)
      case "po": Self.gettext(text)
      case "dtd": Self.entities(text)
      case "xml": Self.android(text)
      default: [:] as [String: String]
      }
    texts.merge(found) { old, _ in old }
  }

  /// True where nothing has been read.
  public var isEmpty: Bool { texts.isEmpty }

  /// The text of an id as people see it: without the marks of keyboard shortcuts, and without the
  /// colon or dots at its end.
  public subscript(id: String) -> String? { texts[id].map(Self.shown) }

  /// A text as people see it.
  public static func shown(_ text: String) -> String {
    var text = text.replacingOccurrences(of: "\u{A0}", with: " ")
    text = text.trimmingCharacters(in: .whitespaces)
    for end in [":", "…", "..."] where text.hasSuffix(end) {
      text = String(text.dropLast(end.count)).trimmingCharacters(in: .whitespaces)
    }
    return text
  }

  /// `id = text` and `.attribute = text` below it, known as `id.attribute`.
  static func fluent(_ text: String) -> [String: String] {
    var found: [String: String] = [:]
    var id = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard let equals = line.firstIndex(of: "="), !line.hasPrefix("#") else { continue }
      let key = line[..<equals].trimmingCharacters(in: .whitespaces)
      let value = line[line.index(after: equals)...].trimmingCharacters(in: .whitespaces)
      if key.hasPrefix("."), line.first == " " {
        found[id + key] = value
      } else if line.first != " ", !key.contains(" ") {
        id = key
        found[id] = value
      }
    }
    return found
  }

  /// `<!ENTITY id "text">`.
  static func entities(_ text: String) -> [String: String] {
    var found: [String: String] = [:]
    for piece in text.components(separatedBy: "<!ENTITY ").dropFirst() {
      let parts = piece.split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      found[parts[0].trimmingCharacters(in: .whitespaces)] = String(parts[1])
    }
    return found
  }

  /// `<string name="id">text</string>`.
  static func android(_ text: String) -> [String: String] {
    var found: [String: String] = [:]
    var rest = text[...]
    while let start = rest.range(of: "<string name=\"") {
      rest = rest[start.upperBound...]
      guard let quote = rest.firstIndex(of: "\""),
        let open = rest[quote...].firstIndex(of: ">"),
        let close = rest[open...].range(of: "</string>")
      else { break }
      let value = String(rest[rest.index(after: open)..<close.lowerBound])
      found[String(rest[..<quote])] = value.withoutEscapes
      rest = rest[close.upperBound...]
    }
    return found
  }

  /// `msgid` and `msgstr`, each of several quoted parts; doubtful translations are left out. The
  /// marks of shortcuts, `&` and `_`, are no part of a text.
  static func gettext(_ text: String) -> [String: String] {
    var found: [String: String] = [:]
    for block in text.components(separatedBy: "\n\n") where !block.contains("#, fuzzy") {
      var fields: [String: String] = [:]
      var key = ""
      for line in block.split(separator: "\n") where !line.hasPrefix("#") {
        guard let quote = line.firstIndex(of: "\""), let end = line.lastIndex(of: "\""),
          quote < end
        else { continue }
        if quote > line.startIndex {
          key = line[..<quote].trimmingCharacters(in: .whitespaces)
        }
        fields[key, default: ""] += line[line.index(after: quote)..<end]
          .replacingOccurrences(of: "\\\"", with: "\"")
      }
      guard let id = fields["msgid"], let value = fields["msgstr"], !id.isEmpty, !value.isEmpty
      else { continue }
      if found[id] == nil { found[id] = value.withoutShortcut }
    }
    return found
  }
}

extension String {
  fileprivate var withoutShortcut: String {
    replacingOccurrences(of: "&", with: "").replacingOccurrences(of: "_", with: "")
  }

  fileprivate var withoutEscapes: String {
    [
      ("\\'", "'"), ("\\\"", "\""), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"),
      ("&#8230;", "…"),
    ].reduce(self) { $0.replacingOccurrences(of: $1.0, with: $1.1) }
  }
}
