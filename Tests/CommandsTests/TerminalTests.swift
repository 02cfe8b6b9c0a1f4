// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Formats
import Foundation
import MailSettings
import Testing

@testable import Commands
@testable import Console

/// Whatever comes from arguments, settings, rosters and the names of files: no command lets a
/// terminal obey it.
@Suite struct TerminalTests {
  /// An escape sequence, C1, a bell, a bidirectional override and isolate, marks, a line separator.
  static let hostile = "x\u{1B}[31m\u{9B}2J\u{7}\u{202E}\u{2066}\u{200F}\u{2028}\u{7F}y"
  /// The same where it must be one line of a file.
  static let inYAML = "x\\e[31m\\x9b2J\\a\\u202e\\u2066\\u200f\\L\\x7fy"

  private func isSafe(_ text: String) -> Bool {
    !text.unicodeScalars.contains { $0.isUnprintable && $0 != "\n" && $0 != "\t" }
  }

  private static let rows = [
    [hostile], ["--\(hostile)"], ["--format", hostile, "a@example.ch"],
    ["--format", "plain", hostile], ["--format", "plain", "a@\(hostile).ch"],
    ["--format", "plain", "\(hostile)@example.ch"], ["--format", "plain", "\(hostile).example"],
    ["--format", "plain", "--name", hostile, "a@example.ch"],
    ["--format", "plain", "--login", hostile, "a@example.ch"],
    ["--format", "plain", "--language", hostile, "a@example.ch"],
    ["--format", "sheet", "--client", hostile, "a@example.ch"],
    ["--format", "plain", "--settings", hostile, "a@example.ch"],
    ["--format", "plain", "--settings", "@/\(hostile)", "a@example.ch"],
    ["--format", "plain", "--provider", hostile, "a@example.ch"],
    ["--format", "plain", "--output", "@/\(hostile)/", "a@example.ch"],
    ["--format", "plain", "--output", "@/\(hostile)/b/\(hostile)", "a@example.ch"],
    ["--format", "plain", "--dry-run", "--output", "@/\(hostile)", "a@example.ch"],
    ["--format", "plain", "--roster", "@/\(hostile).csv"],
    ["--format", "plain", "--roster", "@/roster.csv", "--output", "@/out/"],
    ["--format", "plain", "--settings", "@/hostile.yaml", "a@example.ch"],
    ["--format", "plain", "--findings", "json", "--settings", "@/hostile.yaml", "a@example.ch"],
    ["--format", "plain", "--color", "always", "--settings", "@/\(hostile)", "a@example.ch"],
    ["check", hostile], ["check", "--only", hostile, "example.ch"], ["deploy", hostile],
    ["deploy", "nginx", hostile], ["names", hostile], ["diff", hostile, hostile],
    ["explain", hostile],
    ["export", "--output", "@/\(hostile)", hostile], ["export", "--output", "@/\(hostile)"],
    ["formats", hostile], ["help", hostile], ["import", hostile],
    ["init", "--output", "@/no/\(hostile)"],
    ["init", hostile], ["link", hostile], ["link", "--key", "@/\(hostile)", "a@example.ch"],
    ["link", "--new-key", "@/\(hostile).key"], ["link", "--new-key", "@/no/\(hostile)"],
    ["lint", hostile], ["lint", "@/\(hostile)"], ["qr", hostile],
    ["qr", "--svg", "@/no/\(hostile)", "a@example.ch"], ["serve", "--listen", hostile],
    ["serve", hostile], ["sheets", hostile], ["sheets", "--templates", "@/\(hostile)"],
    ["sign", hostile], ["sign", "--key", hostile, hostile], ["verify", hostile],
    ["verify", "--ca", hostile, hostile], ["completion", hostile], ["man", hostile],
    ["version", hostile], ["validate", hostile], ["validate", "@/hostile.yaml"],
    ["quickstart", hostile], ["quickstart", "a.example", "--output", "@/no\u{1B}/\(hostile)"],
    ["quickstart", "a.example", "--address", hostile], ["link", "--roster", "@/roster.csv"],
    ["qr", "--roster", "@/roster.csv", "--output", "@/out/", "--map", hostile],
  ]

  @Test(arguments: rows)
  func nothingHostileReachesATerminal(_ arguments: [String]) throws {
    let program = try Program()
    try program.write(
      "address,name,\(Self.hostile)\n\(Self.hostile)@example.ch,b,c\n",
      to: "roster.csv")
    let settings = Program.settings.replacingOccurrences(
      of: "name: Example}",
      with: "name: \"\(Self.inYAML)\", \"\(Self.inYAML)\": 1, logo: \"\(Self.inYAML)\"}")
    try program.write(settings, to: "hostile.yaml")
    let isColored = arguments.contains("always")
    let result = program.run(arguments)
    let error =
      isColored
      ? result.error.replacing(#/\u{1B}\[[0-9;]*m/#, with: "") : result.error
    #expect(isSafe(error), "\(error.debugDescription)")
    #expect(isSafe(result.output), "\(result.output.debugDescription)")
    #expect(result.code != .bug)
  }

  @Test func everyCommandIsTried() throws {
    let tried = Set(Self.rows.compactMap(\.first))
    for command in CLI().namedCommands {
      #expect(tried.contains(command.name), "\(command.name)")
    }
  }

  @Test func textsThatWereEscapedStayAsTheyAre() {
    let once = Self.hostile.printable
    #expect(once.printable == once)
    #expect("Zoë 👩‍👩‍👧 میخواهم".printable == "Zoë 👩‍👩‍👧 میخواهم")
    #expect("a\nb".printable == "a\\u{A}b")
    #expect("a\nb\u{1B}".printableLines == "a\nb\\u{1B}")
  }
}
