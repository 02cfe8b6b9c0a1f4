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

/// README.md and the chapters of the manual say what the program does, or one of these fails.
@Suite struct ReadmeTests {
  /// Options of other programs: certbot, systemctl, ./dev test, tar.
  private static let options = ["--email", "--now", "--packages", "--strip-components"]

  private let readme: String
  /// Each chapter by its path.
  private let chapters: [(path: String, text: String)]
  private let cli = CLI()

  init() throws {
    readme = String(decoding: try Repository.bytes("README.md"), as: UTF8.self)
    chapters = try FileManager.default.contentsOfDirectory(
      atPath: Repository.url("Templates/manual").path
    ).sorted().map { name in
      let path = "Templates/manual/\(name)"
      return (path, String(decoding: try Repository.bytes(path), as: UTF8.self))
    }
  }

  private var everything: String { readme + chapters.map(\.text).joined() }

  /// The lines of the table after a comment that begins with these words, without its head.
  private func rows(_ mark: String) -> [String] {
    let rest = everything.components(separatedBy: "<!-- \(mark):").dropFirst().first ?? ""
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

  @Test func everyFormatSaysWhatItCannotSay() {
    let named = rows("cannot say").compactMap { $0.split(separator: "|").first }
      .flatMap { $0.split(separator: "`").enumerated().filter { $0.offset % 2 == 1 } }
      .map { String($0.element) }
    for format in Formats.all {
      #expect(named.contains(format.name), "no row says what \(format.name) cannot say")
    }
    #expect(Set(named) == Set(Formats.all.map(\.name)))
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
    let rest = try #require(everything.components(separatedBy: "<!-- settings:").dropFirst().first)
    let block = try #require(rest.components(separatedBy: "```").dropFirst().first)
    let yaml = Array(block.dropFirst("yaml\n".count).utf8)
    let loaded = try SettingsLoader.read(yaml, name: "README.yaml")
    #expect(loaded.findings.isEmpty, "\(loaded.findings)")
    #expect(loaded.catalog.domains.map(\.ascii) == ["example.ch", "example.com"])
  }

  @Test func everyCommandIsShown() {
    for name in cli.namedCommands.map(\.name) {
      let isShown = everything.contains("mkprofile \(name)")
      #expect(isShown, "\(name) is neither in README.md nor in the manual")
    }
  }

  @Test func everyOptionExists() throws {
    let options = Set(cli.commands.flatMap(\.allOptions).map(\.flag))
    let used = everything.matches(of: try Regex<Substring>("--[a-z][a-z-]*")).map {
      String($0.output)
    }
    #expect(used.count > 10)
    for option in used where !Self.options.contains(option) {
      #expect(options.contains(option), "\(option) is no option")
    }
  }

  @Test func everyLinkLeadsSomewhere() throws {
    let link = try Regex<(Substring, Substring)>(#"\]\(([^):]+)\)"#)
    for (page, text) in chapters + [("README.md", readme)] {
      let folder = Repository.url(page).deletingLastPathComponent()
      for match in text.matches(of: link) {
        let path = folder.appending(path: String(match.output.1)).path
        #expect(FileManager.default.fileExists(atPath: path), "\(page): \(match.output.1)")
      }
    }
  }

  @Test func theReadmeIsShortAndListsEveryChapter() {
    #expect(readme.split(separator: "\n", omittingEmptySubsequences: false).count <= 250)
    let topics = ManualTopic.all.map(\.name)
    #expect(Set(topics.map { "Templates/manual/\($0).md" }) == Set(chapters.map(\.path)))
    let listed = readme.split(separator: "\n").filter { $0.hasPrefix("| [") }
    #expect(
      listed.map { $0.prefix { $0 != ")" }.dropFirst(2) }
        == topics.map { "[\($0)](Templates/manual/\($0).md" })
  }

  @Test func versionIsTheSameEverywhere() throws {
    #expect(readme.contains("This is mkprofile \(CLI.version)"))
    let changes = String(decoding: try Repository.bytes("CHANGELOG.md"), as: UTF8.self)
    let headings = changes.components(separatedBy: "\n").filter { $0.hasPrefix("## [") }
    #expect(headings.first?.hasPrefix("## [\(CLI.version)]") == true)
  }
}
