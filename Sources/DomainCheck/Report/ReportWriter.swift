// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

/// A report as text for a terminal, as JSON, or as Markdown.
package enum ReportWriter {
  /// Blocks for people: one for each thing that was looked at.
  package static func text(_ report: CheckReport, isColored: Bool) -> String {
    var out = ""
    var last: Area?
    for item in report.items {
      let area = item.area == last ? "" : item.area.rawValue
      last = item.area
      let head = padded(area, 11) + colored(padded(item.grade.word, 8), item.grade, isColored)
      out += head + SafeText.line(item.place) + ": " + SafeText.line(item.message) + "\n"
      for (label, texts) in item.details(with: item.grade != .good) {
        for text in texts {
          // What is to be copied must be whole.
          let longest = label == "is" ? SafeText.longest : SafeText.longestCopied
          out += String(repeating: " ", count: 19) + padded(label, 8)
          out += SafeText.line(text, longest: longest) + "\n"
        }
      }
    }
    return out + "\n" + summary(report) + "\n"
  }

  /// One sentence about all of it.
  package static func summary(_ report: CheckReport) -> String {
    func count(_ grade: Grade, _ one: String, _ many: String) -> String {
      "\(report.count(grade)) \(report.count(grade) == 1 ? one : many)"
    }
    return "\(report.domain.unicode): \(count(.error, "error", "errors")), "
      + "\(count(.warning, "warning", "warnings")), "
      + "\(count(.advice, "piece of advice", "pieces of advice")), \(report.count(.good)) good"
  }

  /// One object for programs.
  package static func json(_ report: CheckReport) -> JSON {
    .object([
      "domain": .string(report.domain.ascii), "reachedResolver": .boolean(report.reachedResolver),
      "errors": .integer(report.count(.error)), "warnings": .integer(report.count(.warning)),
      "advice": .integer(report.count(.advice)), "good": .integer(report.count(.good)),
      "items": .array(
        report.items.map { item in
          .object([
            "area": .string(item.area.rawValue), "grade": .string(item.grade.rawValue),
            "place": .string(SafeText.line(item.place)),
            "message": .string(SafeText.line(item.message)),
            "expected": .strings(
              item.expected.map { SafeText.line($0, longest: SafeText.longestCopied) }),
            "found": .strings(
              item.found.map { SafeText.line($0, longest: SafeText.longestCopied) }),
            "fix": .optional(item.fix.map { SafeText.line($0, longest: SafeText.longestCopied) }),
            "source": .optional(item.source),
          ])
        }),
    ])
  }

  /// A table and a list of what to do, for a ticket or a wiki.
  package static func markdown(_ report: CheckReport) -> String {
    var out = "# \(cell(report.domain.unicode))\n\n\(cell(summary(report)))\n\n"
    out += "| | Part | Place | What is | What mends it |\n|---|---|---|---|---|\n"
    for item in report.items {
      let found =
        item.found.isEmpty || item.grade == .good
        ? "" : " (" + SafeText.line(list(item.found)) + ")"
      let fix = item.grade == .good ? "" : item.fix ?? list(item.expected)
      let source = item.grade == .good ? "" : item.source.map { " (\($0))" } ?? ""
      out += "| \(item.grade.word) | \(item.area.rawValue) | \(cell(item.place)) | "
      out += "\(cell(item.message + found)) | \(cell(fix + source)) |\n"
    }
    return out
  }

  private static func list(_ texts: [String]) -> String { texts.joined(separator: "; ") }

  /// Text that cannot become markup, HTML or another cell.
  private static func cell(_ text: String) -> String {
    var out = ""
    for character in SafeText.line(text, longest: SafeText.longestCopied) {
      if "\\`*_{}[]<>#|!~&$".contains(character) { out += "\\" }
      out.append(character)
    }
    return out
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  private static func colored(_ text: String, _ grade: Grade, _ isColored: Bool) -> String {
    guard isColored else { return text }
    let code =
      switch grade {
      case .good: "32"
      case .advice: "36"
      case .warning: "33"
      case .error: "1;31"
      }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }
}

extension Grade {
  /// The word of the report.
  package var word: String { self == .good ? "ok" : rawValue }
}

extension CheckItem {
  /// What stands below the sentence.
  fileprivate func details(with all: Bool) -> [(String, [String])] {
    guard all else { return [] }
    return [
      ("is", found), ("should", expected), ("fix", fix.map { [$0] } ?? []),
      ("source", source.map { [$0] } ?? []),
    ]
  }
}
