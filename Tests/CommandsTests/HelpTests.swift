// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Formats
import Foundation
import Renderers
import Testing

@testable import Commands
@testable import Console

@Suite struct HelpTests {
  private let cli = CLI()

  private func text(_ words: String...) throws -> String {
    let program = try Program()
    program.cli = cli
    let result = program.run(words)
    #expect(result.code == .done)
    #expect(result.error.isEmpty)
    return result.output
  }

  @Test func helpFitsATerminal() throws {
    var texts = [try text("help"), try text("help", "options"), cli.shortUsage]
    for name in cli.namedCommands.map(\.name) + cli.formats.map(\.name) + ["topics"] {
      texts.append(try text("help", name))
    }
    for line in texts.flatMap({ $0.split(separator: "\n") }) {
      #expect(line.count <= HelpLayout.width, "\(line)")
    }
  }

  @Test func helpIsOnePage() throws {
    let help = try text("help")
    #expect(help.split(separator: "\n", omittingEmptySubsequences: false).count <= 61)
    for command in cli.namedCommands {
      let line = help.split(separator: "\n").first { $0.hasPrefix("  \(command.name) ") }
      #expect(line?.hasSuffix(command.summary) == true, "\(command.name)")
    }
  }

  @Test func commandsStandInTheOrderOfUse() {
    let names = ["quickstart", "init", "validate", "explain", "export", "deploy", "serve", "check"]
    let places = names.map { name in cli.namedCommands.firstIndex { $0.name == name } ?? -1 }
    #expect(places == places.sorted() && !places.contains(-1))
    for name in cli.namedCommands.map(\.name) {
      #expect(cli.shortUsage.contains("\n  \(name) "), "\(name)")
    }
    let examples = cli.shortUsage.split(separator: "\n").filter { $0.hasPrefix("  mkprofile ") }
    #expect(examples.count == 3)
  }

  @Test func whatFormatsShareStandsOnce() throws {
    for place in [try text("help", "options"), try text("man")] {
      for sentence in ["The mail program that the sheet is for.", "The day of issue to print"] {
        #expect(place.components(separatedBy: sentence).count == 2, "\(sentence)")
      }
    }
    #expect(try text("help", "options").contains("\nOptions of sheet-text, sheet-markdown, "))
  }

  @Test func everythingIsInHelpManPageAndCompletions() throws {
    let scripts = try Shell.allCases.map { try text("completion", $0.rawValue) }
    let manPage = try text("man").replacingOccurrences(of: "\\-", with: "-")
    let help = try text("help") + text("help", "options")
    for name in cli.namedCommands.map(\.name) + Formats.all.map(\.name) {
      for place in scripts + [manPage, help] { #expect(place.contains(name), "\(name)") }
    }
    for command in cli.commands {
      let own = command.name.isEmpty ? help : try text("help", command.name)
      for option in command.allOptions {
        #expect(own.contains("  \(option.usage)"), "\(option.usage)")
        #expect(option.name == "help" || manPage.contains(option.usage), "\(option.usage)")
        for script in scripts {
          let spelled = script.contains(option.flag) || script.contains("-l \(option.name) ")
          #expect(spelled, "\(option.flag)")
        }
        for value in option.values {
          for place in scripts + [own] { #expect(place.contains(value), "\(value)") }
        }
      }
    }
    for format in Formats.all {
      let own = try text("help", format.name)
      for option in format.options { #expect(own.contains("--\(option.name)")) }
    }
  }

  @Test func namesAreDifferentAndSummariesAreSentences() {
    let names = cli.namedCommands.map(\.name) + cli.formats.map(\.name) + cli.topicNames
    #expect(Set(names).count == names.count)
    for command in cli.commands {
      let flags = command.allOptions.map(\.flag)
      #expect(Set(flags).count == flags.count)
      for summary in [command.summary] + command.allOptions.map(\.summary) {
        #expect(summary.hasSuffix("."), "\(summary)")
      }
    }
    #expect(Set(ExitCode.allCases.map(\.summary)).count == ExitCode.allCases.count)
  }

  @Test func helpNamesExitCodesFilesAndVariables() throws {
    for place in [try text("help", "options"), try text("man")] {
      for code in ExitCode.allCases { #expect(place.contains("\(code.rawValue)")) }
      for variable in EnvironmentVariable.all { #expect(place.contains(variable.name)) }
      for path in cli.usualSettings { #expect(place.contains(path)) }
    }
  }

  @Test func formatsAreListedAsTableAndJSON() throws {
    let table = try text("formats")
    #expect(table.split(separator: "\n").count == Formats.all.count + 1)
    let json = try JSONSerialization.jsonObject(with: Data(try text("formats", "--json").utf8))
    let objects = try #require(json as? [[String: String]])
    #expect(objects.map { $0["name"] } == Formats.all.map(\.name))
    #expect(objects.map { $0["mediaType"] } == Formats.all.map(\.mediaType))
    for format in Formats.all { #expect(table.contains(format.fileExtension)) }
  }

  @Test func roffIsEscaped() {
    var page = Roff(title: "x", section: 1, version: "1", date: "2026-11-28")
    page.heading("A")
    page.paragraph(".so a\\b 'c' -\"d\" é")
    page.term("--x", "'begins")
    #expect(
      page.text
        == ".TH X 1 \"2026-11-28\" \"mkprofile 1\"\n.SH A\n\\&.so a\\eb \\(aqc\\(aq \\-\\(dqd\\(dq"
        + " \\[u00E9]\n.TP\n.B \"\\-\\-x\"\n\\(aqbegins\n")
  }

  /// Runs a checker on a text; nil where it is not installed.
  private func check(_ text: String, with command: String) throws -> String? {
    let name = String(command.prefix { $0 != " " })
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try text.write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c", "command -v \(name) >/dev/null || exit 99; \(command) \(file.path) 2>&1 >/dev/null",
    ]
    process.standardOutput = output
    try process.run()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    if process.terminationStatus == 99 { return nil }
    return process.terminationStatus == 0 ? said : "failed: \(said)"
  }

  @Test(arguments: Shell.allCases)
  func shellReadsItsScript(_ shell: Shell) throws {
    if let said = try check(text("completion", shell.rawValue), with: "\(shell.rawValue) -n") {
      #expect(said == "")
    }
  }
}
