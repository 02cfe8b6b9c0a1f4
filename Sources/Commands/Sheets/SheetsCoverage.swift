// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import SetupSheets

extension Invocation {
  /// Writes what a language lacks as a file of `languages`: complete is 0, else 1.
  func tellCoverage(_ tag: String) throws(Failure) -> ExitCode {
    let language: Language
    do throws(InvalidValue) { language = try Language(tag) } catch {
      throw .usage(error.message, fix: error.fix)
    }
    guard let coverage = cli.sheets.coverage(of: language) else {
      let known = cli.sheets.languages.map(\.tag)
      throw .usage(
        "there is no language \(tag.quoted)\(tag.suggestion(from: known))",
        fix: "the languages are \(known.joined(separator: ", ")); a new one is an empty file"
          + " languages/\(language).yaml in a folder for --templates")
    }
    try io.write(coverage.yaml)
    return coverage.isComplete ? .done : .errorsFound
  }
}

extension SheetCoverage {
  /// The numbers as a comment, then everything missing with its English text.
  fileprivate var yaml: String {
    var text = "# \(summary).\n"
    text += phrases.entries(under: "phrases", depth: 0)
    text += texts.entries(under: "texts", depth: 0)
    for folder in ["clients", "devices", "sources"] {
      let own = labels.filter { $0.name.hasPrefix("\(folder)/") && !$0.missing.isEmpty }
      guard !own.isEmpty else { continue }
      text += "\(folder):\n"
      for part in own {
        text += part.entries(
          under: String(part.name.dropFirst(folder.count + 1)), depth: 1)
      }
    }
    return text
  }
}

extension SheetCoverage.Part {
  fileprivate func entries(under key: String, depth: Int) -> String {
    guard !missing.isEmpty else { return "" }
    let margin = String(repeating: "  ", count: depth)
    var seen: Set<String> = []
    return "\(margin)\(key):\n"
      + missing.filter { seen.insert($0.key).inserted }.map { entry in
        "\(margin)  \(entry.key.inYAML): \(entry.english.inYAML)\n"
      }.joined()
  }
}

extension String {
  /// The text as a key or value of YAML: in quotes unless it is a plain word.
  fileprivate var inYAML: String {
    let isPlain = !isEmpty && utf8.allSatisfy { (0x61...0x7A).contains($0 | 0x20) }
    if isPlain, !["yes", "no", "on", "off", "true", "false", "null"].contains(lowercased()) {
      return self
    }
    var text = "\""
    for character in unicodeScalars {
      switch character {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      default: text.unicodeScalars.append(character)
      }
    }
    return text + "\""
  }
}
