// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SettingsFile
import Trees

/// Where the language files of a program lie, so that its labels can be compared with them.
package struct StringSource: Hashable, Sendable {
  /// The name of the checkout, such as `thunderbird-l10n`.
  package let checkout: String
  /// Paths in it, with `{language}` where the program's own tag of a language stands.
  package let files: [String]
  /// The program's tags where they are not those of the definition, such as `es-ES` for `es`.
  /// An empty one stands for a file without a tag.
  package let tags: [Language: String]
}

/// One program's words and where its sources have them.
package struct LabelTable: Sendable {
  /// One word.
  package struct Row: Sendable {
    /// Its name in the definition.
    package let name: String
    /// The id in the program's language files.
    package let string: String
    /// The words by language.
    package let texts: [(language: Language, text: String)]
  }

  /// The path of the definition.
  package let path: String
  /// Where the language files are.
  package let sources: [StringSource]
  /// The words that have an id.
  package let rows: [Row]
  /// How many words have none.
  package let unnamed: Int
}

extension Field {
  /// The words of a program, by name.
  func programLabels(_ glossary: Glossary) {
    guard case .mapping(let pairs) = node.value else { return wrongType(wanted: "a set of keys") }
    var labels: [(String, ProgramLabel)] = []
    for pair in pairs {
      let field = Field(node: pair.value, path: .key(path, pair.key), report: report)
      let isName = pair.key.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
      }
      if !isName || pair.key.utf8.first.map({ !(0x61...0x7A).contains($0) }) ?? true {
        report.error(
          pair.mark, path, "\(pair.key.quoted) cannot be referred to",
          fix: "use small letters, digits and hyphens, a letter first")
      }
      var string: String?
      var given: [(Language?, String)] = []
      if case .mapping(let texts) = pair.value.value {
        for text in texts where text.key == "string" {
          string =
            Field(node: text.value, path: field.path, report: report)
            .displayText(limit: 200)?.text
        }
      }
      given = field.texts(besides: "string")
      guard let words = glossary.words(given, isShown: true) else { continue }
      labels.append((pair.key, ProgramLabel(string: string, words: words)))
    }
    glossary.learn(labels)
  }

  /// Where the language files of a program lie.
  func stringSources() -> [StringSource] {
    (items() ?? []).compactMap { item in
      guard let fields = Fields<DefinitionKeys.Strings>(item) else { return nil }
      let files = fields[.files]?.list { $0.displayText(limit: 200)?.text } ?? []
      var tags: [Language: String] = [:]
      if let field = fields[.languages], case .mapping(let pairs) = field.node.value {
        for pair in pairs {
          guard let language = try? Language(pair.key) else { continue }
          tags[language] = pair.value.text ?? ""
        }
      }
      return fields[.checkout]?.displayText(limit: 100).map {
        StringSource(checkout: $0.text, files: files, tags: tags)
      }
    }
  }
}
