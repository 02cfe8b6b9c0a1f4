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
            "daysLeft": item.daysLeft.map { .integer($0) } ?? .null,
          ])
        }),
    ])
  }

  /// A table and a list of what to do, for a ticket or a wiki.
  package static func markdown(_ report: CheckReport) -> String {
    var writer = MarkdownWriter()
    writer.heading(1, [.words(report.domain.unicode)])
    writer.paragraph([.words(summary(report))])
    writer.table(
      [[], [.words("Part")], [.words("Place")], [.words("What is")], [.words("What mends it")]],
      report.items.map(cells))
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private static func cells(_ item: CheckItem) -> [[[MarkdownWriter.Inline]]] {
    let isGood = item.grade == .good
    let found = isGood || item.found.isEmpty ? "" : " (\(item.found.joined(separator: "; ")))"
    let fix = isGood ? "" : item.fix ?? item.expected.joined(separator: "; ")
    let source = isGood ? "" : item.source.map { " (\($0))" } ?? ""
    return [item.grade.word, item.area.rawValue, item.place, item.message + found, fix + source]
      .map { [[.words(SafeText.line($0, longest: SafeText.longestCopied))]] }
  }

  /// One sentence about several domains.
  package static func summary(_ reports: [CheckReport]) -> String {
    let bad = reports.filter { $0.count(.error) > 0 }
    let doubtful = reports.filter { $0.count(.error) == 0 && $0.count(.warning) > 0 }
    func list(_ reports: [CheckReport], _ word: String) -> String {
      guard !reports.isEmpty else { return "none with \(word)" }
      let names = reports.prefix(10).map(\.domain.unicode).joined(separator: ", ")
      let more = reports.count > 10 ? " and \(reports.count - 10) more" : ""
      return "\(reports.count) with \(word) (\(names)\(more))"
    }
    return "\(reports.count) domains: \(list(bad, "errors")), \(list(doubtful, "warnings alone"))"
  }

  /// One object for several domains.
  package static func json(_ reports: [CheckReport]) -> JSON {
    func sum(_ grade: Grade) -> JSON { .integer(reports.reduce(0) { $0 + $1.count(grade) }) }
    return .object([
      "errors": sum(.error), "warnings": sum(.warning), "advice": sum(.advice),
      "good": sum(.good), "domains": .array(reports.map { json($0) }),
    ])
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
