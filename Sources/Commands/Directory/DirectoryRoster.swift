// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import Directory
import MailSettings
import Renderers
import SettingsFile
import System

/// `--roster directory:`: everybody whom the directories of the settings know, as a roster.
struct DirectoryRoster {
  /// What stands for a file.
  static let name = "directory:"

  private let catalog: SettingsCatalog
  private let reporter: Reporter

  init(_ catalog: SettingsCatalog, _ reporter: Reporter) {
    self.catalog = catalog
    self.reporter = reporter
  }

  /// Milliseconds that a source may be silent.
  private static let patience = 60_000

  /// The roster as CSV.
  func text() throws(Failure) -> [UInt8] {
    let directories = catalog.directories.filter { $0.options.person != nil }
    guard !directories.isEmpty else {
      throw Failure(
        .badInput, "the settings have no directory of people",
        fix: "add directory: with source: and person:")
    }
    var lines = Array(CSVText.row(["email", "name", "login", "language"]).utf8)
    for directory in directories {
      do throws(DirectoryFault) { try add(directory, to: &lines) } catch {
        let finding = error.finding(.error, at: "directory.person", directory.options.places)
        throw Failure(error.kind == .settings ? .badInput : .unreachable, findings: [finding])
      }
    }
    return lines
  }

  private func add(
    _ directory: ServedDirectory, to lines: inout [UInt8]
  ) throws(DirectoryFault) {
    let options = directory.options
    let talk = try DirectoryTalk(options, .beside, by: Deadline(milliseconds: 10_000))
    let reporter = reporter
    try talk.ask(.people(query: options.person?.words), patience: Self.patience) {
      (line, number) throws(DirectoryFault) in
      let answer = try DirectoryAnswer(line)
      if let fault = answer.fault { throw fault }
      guard answer.number == number else { throw .wrongNumber }
      let people = try answer.people { wrong in
        reporter.report([
          Finding(.warning, at: "directory.person", "somebody is left out: \(wrong)")
        ])
      }
      for listed in people {
        let person = listed.person
        lines +=
          CSVText.row([
            listed.address.description, person.name?.text ?? "", person.login?.text ?? "",
            person.language?.tag ?? "",
          ]).utf8
      }
      guard lines.count <= RosterSource.mostKept else {
        throw DirectoryFault(
          .settings, "has more people than \(RosterSource.mostKept >> 20) MiB hold",
          fix: "write a roster of some of them into a file")
      }
      return answer.isTrue("more")
    }
  }
}
