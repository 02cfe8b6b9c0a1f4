// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Formats
import Foundation
import MailSettings
import Renderers
import SettingsFile
import TestSupport
import Testing

@testable import Commands
@testable import Console

/// README.md says what the program does, or one of these fails.
@Suite struct ReadmeTests {
  private let readme: String
  private let cli = CLI()

  init() throws {
    readme = String(decoding: try Repository.bytes("README.md"), as: UTF8.self)
  }

  /// The lines of the table after a comment that begins with these words, without its head.
  private func rows(_ mark: String) -> [String] {
    let rest = readme.components(separatedBy: "<!-- \(mark):").dropFirst().first ?? ""
    return rest.components(separatedBy: "\n").dropFirst().prefix { $0.hasPrefix("|") }
      .dropFirst(2).map { $0 }
  }

  @Test func tableOfFormatsIsTheRegistry() {
    #expect(
      rows("formats")
        == Formats.all.map {
          "| `\($0.name)` | \($0.summary) | `.\($0.fileExtension)` | `\($0.mediaType)` |"
        })
  }

  @Test func tableOfExitCodesIsComplete() {
    #expect(
      rows("exit codes")
        == ExitCode.allCases.sorted { $0.rawValue < $1.rawValue }
        .map { "| \($0.rawValue) | \($0.summary) |" })
  }

  @Test func freshMachineNeedsTwoCommands() throws {
    let first = try #require(readme.components(separatedBy: "```sh\n").dropFirst().first)
    #expect(first.hasPrefix("./dev demo\n./dev test\n```\n"))
    let script = String(decoding: try Repository.bytes("dev"), as: UTF8.self)
    for command in ["demo", "test"] { #expect(script.contains("\n  \(command)) ")) }
  }

  @Test func exampleOfSettingsIsGood() throws {
    let rest = try #require(readme.components(separatedBy: "<!-- settings:").dropFirst().first)
    let block = try #require(rest.components(separatedBy: "```").dropFirst().first)
    let yaml = Array(block.dropFirst("yaml\n".count).utf8)
    let loaded = try SettingsLoader.read(yaml, name: "README.yaml")
    #expect(loaded.findings.isEmpty, "\(loaded.findings)")
    #expect(loaded.catalog.domains.map(\.ascii) == ["example.ch", "example.com"])
  }

  @Test func everyCommandIsShown() {
    for name in cli.namedCommands.map(\.name) {
      let isShown = readme.contains("mkprofile \(name)")
      #expect(isShown, "\(name) is not in README.md")
    }
  }

  @Test func everyOptionExists() throws {
    let options = Set(cli.commands.flatMap(\.allOptions).map(\.flag))
    let used = readme.matches(of: try Regex<Substring>("--[a-z][a-z-]*")).map { String($0.output) }
    #expect(used.count > 10)
    for option in used { #expect(options.contains(option), "\(option) is no option") }
  }

  @Test func everyLinkLeadsSomewhere() throws {
    for match in readme.matches(of: try Regex<(Substring, Substring)>(#"\]\(([^):]+)\)"#)) {
      let path = Repository.url(String(match.output.1)).path
      #expect(FileManager.default.fileExists(atPath: path), "\(match.output.1)")
    }
  }

  @Test func versionIsTheSameEverywhere() throws {
    #expect(readme.contains("This is mkprofile \(CLI.version)"))
    let changes = String(decoding: try Repository.bytes("CHANGELOG.md"), as: UTF8.self)
    let headings = changes.components(separatedBy: "\n").filter { $0.hasPrefix("## [") }
    #expect(headings.first?.hasPrefix("## [\(CLI.version)]") == true)
  }
}
