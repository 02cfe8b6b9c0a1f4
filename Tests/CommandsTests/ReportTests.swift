// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import Foundation
import Testing

@testable import Commands

@Suite struct ReportTests {
  private static let warned = ["--format", "plain", "warn@example.ch"]

  @Test func warningsAreSaidNotesOnlyOnRequest() throws {
    let program = try Program()
    let usual = program.run(Self.warned)
    #expect(usual.code == .done)
    #expect(
      usual.error == "warn@example.ch: warning: incoming[0]: is not for everybody\n")
    #expect(program.run(Self.warned + ["--quiet"]).error == "")
    #expect(program.run(Self.warned + ["--verbose"]).error.contains("note: outgoing: one of two"))
  }

  @Test func strictMakesWarningsErrors() throws {
    let program = try Program()
    let result = program.run(Self.warned + ["--strict", "--output", "@/x"])
    #expect(result.code == .badInput)
    #expect(result.error.contains("error: incoming[0]: is not for everybody"))
    #expect(program.files() == ["mkprofile.yaml"])
    #expect(program.run("--format", "plain", "--strict", "a@example.ch").code == .done)
  }

  @Test func jsonIsOneObjectALine() throws {
    let program = try Program()
    let words = ["warn@example.ch", "bad@example.ch", "none@\"test", "--output", "@/o"]
    let result = program.run(["--format", "plain", "--findings", "json", "--verbose"] + words)
    #expect(result.code == .errorsFound)
    var severities: [String] = []
    for line in result.error.split(separator: "\n") {
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      #expect(
        Set(object.keys) == [
          "severity", "file", "line", "column", "account", "path", "message", "fix",
        ])
      severities.append(try #require(object["severity"] as? String))
    }
    #expect(severities == ["error", "note", "warning", "error", "note"])
  }

  @Test func jsonHasPlaces() throws {
    let program = try Program()
    try program.write("email,name\nx@,X\n", to: "r.csv")
    let result = program.run(
      "--format", "plain", "--roster", "@/r.csv", "--output", "@/o", "--findings", "json")
    #expect(
      result.error.hasPrefix(
        #"{"severity":"error","file":"@/r.csv","line":2,"column":1,"account":null,"path":"email","#)
    )
  }

  static let colors: [(terminal: Bool, environment: [String: String], choice: String, is: Bool)] = [
    (true, [:], "auto", true), (false, [:], "auto", false), (false, [:], "always", true),
    (true, [:], "never", false), (true, ["NO_COLOR": "1"], "auto", false),
    (true, ["NO_COLOR": ""], "auto", true), (true, ["TERM": "dumb"], "auto", false),
    (true, ["NO_COLOR": "1"], "always", true),
  ]

  @Test(arguments: colors.indices)
  func colorIsForTerminals(_ index: Int) throws {
    let row = Self.colors[index]
    let program = try Program()
    program.isTerminal = row.terminal
    program.environment = row.environment
    let result = program.run(Self.warned + ["--color", row.choice])
    #expect(result.error.contains("\u{1B}[1;33mwarning:\u{1B}[0m") == row.is)
    #expect(result.error.contains("\u{1B}") == row.is)
  }

  @Test(arguments: [
    ["serve", "--log-format", "json", "--bogus"], ["serve", "--log-format=json", "extra"],
    ["serve", "--log-format", "json", "--settings", "@/none.yaml"],
    ["--format", "plain", "--findings", "json"], ["--findings=json", "--bogus"],
    ["--format", "plain", "--findings", "json", "x@@", "a@example.ch"],
  ])
  func everyLineIsJSONWhereThatIsWanted(_ words: [String]) throws {
    let program = try Program()
    let lines = program.run(words).error.split(separator: "\n")
    #expect(!lines.isEmpty)
    for line in lines {
      #expect(throws: Never.self, "\(line)") {
        try JSONSerialization.jsonObject(with: Data(line.utf8))
      }
    }
  }
}
