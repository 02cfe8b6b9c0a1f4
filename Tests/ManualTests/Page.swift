// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// A page of the documentation with what it shows of a terminal.
struct Page: CustomStringConvertible, Sendable {
  /// The path from the root of the repository.
  let path: String
  /// What it shows of a terminal, in order.
  let blocks: [ConsoleBlock]

  var description: String { path }
  /// The name of the file without its extension.
  var name: String { URL(filePath: path).deletingPathExtension().lastPathComponent }

  init(_ path: String) throws {
    self.path = path
    let text = String(decoding: try Repository.bytes(path), as: UTF8.self)
    blocks = ConsoleBlock.read(
      text, scene: URL(filePath: path).deletingPathExtension().lastPathComponent)
  }

  /// README.md, the chapters of the manual, and the pages about programs for app passwords.
  static let all: [Page] = {
    let chapters =
      FileManager.default.enumerator(atPath: Repository.url("Templates").path)?
      .compactMap { $0 as? String }.filter { $0.hasSuffix(".md") }.sorted() ?? []
    return (["README.md"] + chapters.map { "Templates/\($0)" }).compactMap { try? Page($0) }
  }()
}

/// A block between ```console and ```: commands after `$`, each with what it writes.
///
/// A comment on the line before says how it is run: `<!-- in: SCENE -->` in a folder like
/// `Tests/Manual/SCENE`, else in one that has the page's name, else `plain`; the blocks of one scene
/// follow each other in one folder. `<!-- network: NAME -->` in the test network of that name.
/// `<!-- not run: REASON -->` not at all: the test lists every such reason.
struct ConsoleBlock: Sendable {
  struct Command: Sendable {
    /// What is typed, in one line.
    let line: String
    /// What is shown below: `…` stands for any text in a line, or alone for any lines.
    let output: [String]
  }

  /// The line of the page, from 1.
  let line: Int
  let commands: [Command]
  let scene: String
  let network: String?
  let reason: String?

  fileprivate static func read(_ text: String, scene: String) -> [ConsoleBlock] {
    var blocks: [ConsoleBlock] = []
    var marks: [String: String] = [:]
    var shown: [String]?
    var language = ""
    var begin = 0
    for (index, line) in text.components(separatedBy: "\n").enumerated() {
      if let lines = shown {
        if line.hasPrefix("```") {
          if language == "console" {
            blocks.append(
              ConsoleBlock(
                line: begin, commands: commands(lines), scene: marks["in"] ?? scene,
                network: marks["network"], reason: marks["not run"]))
          }
          (shown, marks) = (nil, [:])
        } else {
          shown = lines + [line]
        }
      } else if line.hasPrefix("```") {
        (shown, begin) = ([], index + 1)
        language = String(line.dropFirst(3))
      } else if line.hasPrefix("<!-- "), let colon = line.range(of: ": ") {
        let name = line[..<colon.lowerBound].dropFirst("<!-- ".count)
        marks[String(name)] = String(line[colon.upperBound...]).replacing(" -->", with: "")
      } else if !line.isEmpty {
        marks = [:]
      }
    }
    return blocks
  }

  private static func commands(_ lines: [String]) -> [Command] {
    var commands: [(line: String, output: [String])] = []
    var goesOn = false
    for line in lines {
      var typed = line
      let isNew = line.hasPrefix("$ ")
      if isNew { typed.removeFirst(2) }
      guard isNew || goesOn else {
        if !commands.isEmpty { commands[commands.count - 1].output.append(line) }
        continue
      }
      goesOn = typed.hasSuffix("\\")
      if goesOn { typed.removeLast() }
      if isNew {
        commands.append((typed, []))
      } else {
        commands[commands.count - 1].line += typed.trimmingCharacters(in: .whitespaces)
      }
    }
    return commands.map { Command(line: $0.line, output: $0.output) }
  }
}
