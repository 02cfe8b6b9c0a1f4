// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Formats
import Testing

@testable import Commands
@testable import Console

/// What `mkprofile` hands over is a command of the program that it becomes.
@Suite struct MenusTests {
  private var programs: [String: (CLI) -> [Commands.Command]] {
    [
      "mkprofile-serve": CLI.commandsOfServer, "mkprofile-pdf": CLI.commandsOfPrinter,
      "mkprofile-check": CLI.commandsOfCheck,
    ]
  }

  static let rows: [[String]] = [
    ["serve", "--listen", "127.0.0.1:0"], ["--format", "sheet-pdf", "anna@example.ch"],
    ["validate"], ["check", "example.ch"], ["import", "example.ch"], ["lint", "example.ch"],
    ["diff", "example.ch", "example.com"], ["quickstart", "a.example", "--import"],
  ]

  @Test(arguments: rows)
  func theProgramBesideHasTheCommand(_ words: [String]) throws {
    let program = try Program(formats: Formats.all)
    var names: [String] = []
    program.cli.becomeProgram = { name in
      names.append(name)
      return Failure(.noSuchFile, "not here")
    }
    _ = program.run(words)
    #expect(!names.isEmpty, "\(words) hands nothing over")
    for name in names {
      let menu = try #require(programs[name], "\(name)")
      let command = try CommandSet(menu(CLI())).find(in: words).command
      #expect(words.first == command.name || command.name.isEmpty)
    }
  }

  @Test func onlyItsOwnCommandsAreThere() throws {
    for (name, menu) in programs {
      let program = try Program()
      program.cli = CLI(menu)
      let result = program.run("sign", "x")
      #expect(result.code == .usage, "\(name)")
      #expect(result.error.contains("unknown command 'sign'"), "\(name): \(result.error)")
      #expect(program.run("version").output.hasPrefix("mkprofile "), "\(name)")
    }
  }
}
