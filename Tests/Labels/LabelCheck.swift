// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import SetupSheets
import TestSupport

/// The words of definitions against checkouts of the programs' language files.
struct LabelCheck {
  /// Where the checkouts are.
  let folder: URL
  private var compared = 0
  private var different = 0
  private var absent = 0

  init(folder: URL) { self.folder = folder }

  /// Prints every difference; true where there is none.
  mutating func run() -> Bool {
    for table in SheetLibrary.builtIn.labelTables { run(table) }
    print("\(compared) words compared, \(different) differ, \(absent) are not there")
    return different + absent == 0
  }

  private mutating func run(_ table: LabelTable) {
    var known: [Language: ProgramStrings] = [:]
    var counts: [Language: Int] = [:]
    for language in Set(table.rows.flatMap { $0.texts.map(\.language) }) {
      known[language] = strings(table, language)
    }
    for row in table.rows {
      for (language, text) in row.texts {
        guard let found = known[language] else { continue }
        guard let theirs = found[row.string] else {
          absent += 1
          print("\(table.path): \(row.name), \(language): the program has no \(row.string)")
          continue
        }
        counts[language, default: 0] += 1
        compared += 1
        guard theirs != ProgramStrings.shown(text) else { continue }
        different += 1
        print(
          "\(table.path): \(row.name), \(language): \"\(text)\", but the program says"
            + " \"\(theirs)\" (\(row.string))")
      }
    }
    let names = table.sources.map(\.checkout).joined(separator: ", ")
    let numbers = counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    print(
      "\(table.path) (\(names)): "
        + (numbers.isEmpty ? "no checkout in the folder" : numbers.joined(separator: ", "))
        + "; \(table.unnamed) words without an id")
  }

  /// The strings of one language; nil where no file of it is in the folder.
  private func strings(_ table: LabelTable, _ language: Language) -> ProgramStrings? {
    var strings = ProgramStrings()
    for source in table.sources {
      let tag = source.tags[language] ?? language.tag
      for path in source.files {
        let file = folder.appendingPathComponent(source.checkout)
          .appendingPathComponent(path.replacingOccurrences(of: "{language}", with: tag))
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { continue }
        strings.read(text, named: file.lastPathComponent)
      }
    }
    return strings.isEmpty ? nil : strings
  }
}
