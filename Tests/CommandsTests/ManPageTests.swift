// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Commands
@testable import Console

/// The pages of `man`, and the chapters of the manual on a terminal.
@Suite struct ManPageTests {
  private func text(_ words: String...) throws -> String {
    let program = try Program()
    program.cli = CLI()
    let result = program.run(words)
    #expect(result.code == .done)
    #expect(result.error.isEmpty)
    return result.output
  }

  /// Files of every page in a folder; what a checker says of all of them, nil where there is none.
  private func check(with command: String) throws -> String? {
    let folder = FileManager.default.temporaryDirectory.appending(path: "man-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in try text("man", "--list").split(separator: "\n") {
      try Data(text("man", String(name)).utf8).write(to: folder.appending(path: String(name)))
    }
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/bin/sh")
    process.currentDirectoryURL = folder
    process.arguments = [
      "-c",
      "command -v \(command.prefix { $0 != " " }) >/dev/null || exit 99\n"
        + "for page in *; do \(command) $page 2>&1 >/dev/null || echo failed: $page; done",
    ]
    process.standardOutput = output
    try process.run()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return process.terminationStatus == 99 ? nil : said
  }

  @Test(arguments: ["groff -ww -man -Tutf8", "mandoc -T lint -W style"])
  func formattersReadEveryPage(_ command: String) throws {
    if let said = try check(with: command) { #expect(said == "") }
  }

  @Test func everyCommandKeyAndChapterHasAPage() throws {
    let names = try text("man", "--list").split(separator: "\n").map(String.init)
    #expect(Set(names).count == names.count)
    let cli = CLI()
    for command in cli.namedCommands {
      #expect(names.contains("mkprofile-\(command.name).1"))
      let page = try text("man", "mkprofile-\(command.name).1").replacing("\\-", with: "-")
      for option in command.allOptions { #expect(page.contains(option.usage), "\(option.usage)") }
      for example in command.examples {
        let line = example.line.split(separator: " ").first ?? ""
        #expect(page.contains(line), "\(example.line)")
      }
    }
    for topic in ManualTopic.all { #expect(names.contains("mkprofile-\(topic.name).7")) }
    #expect(names.contains("mkprofile.yaml.5"))
    let program = try Program()
    #expect(
      program.run("man", "mkprofile-chek.1").error.contains("did you mean 'mkprofile-check.1'"))
    #expect(program.run("help", "instal").error.contains("did you mean 'install'"))
  }

  @Test func everyChapterFitsATerminal() throws {
    for topic in ManualTopic.all {
      let shown = Set(
        topic.blocks.flatMap { block -> [String] in
          if case .code(let lines) = block { lines.map { "    \($0)" } } else { [] }
        })
      let text = try text("help", topic.name)
      #expect(text.hasPrefix("\(topic.title)\n="))
      for line in text.components(separatedBy: "\n") where !shown.contains(line) {
        let isOneWord = !line.trimmingCharacters(in: .whitespaces).contains(" ")
        #expect(isOneWord || line.count <= HelpLayout.width, "\(topic.name): \(line)")
      }
    }
  }

  @Test func markdownIsRead() {
    let text = """
      # Title

      Some `words` of [a page](https://example.ch)
      and **more** of [a file](file.md).

      <!-- a comment -->
      - One
        point
      1. A number

      | Key | Means |
      |---|---|
      | `a` | b |

      ```sh
      # no heading
      ```
      """
    #expect(
      ManualBlock.read(text) == [
        .heading(1, "Title"),
        .paragraph("Some words of a page (https://example.ch) and more of a file."),
        .item(mark: "-", text: "One point"), .item(mark: "1.", text: "A number"),
        .table(head: ["Key", "Means"], rows: [["a", "b"]]), .code(["# no heading"]),
      ])
  }
}
