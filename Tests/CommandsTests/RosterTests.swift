// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import Foundation
import Renderers
import Testing

@testable import Commands

@Suite struct RosterTests {
  private func run(_ roster: String, _ words: String...) throws -> (Program, Program.Result) {
    let program = try Program()
    try program.write(roster, to: "r.csv")
    let rest = ["--roster", "@/r.csv", "--output", "@/out"] + words
    return (program, program.run(["--format", "sheet"] + rest))
  }

  @Test func everyColumnReachesTheDocument() throws {
    let (program, result) = try run(
      """
      Device;LANGUAGE;login;Name;client;Email
      x;de-ch;amm;"Anna
      Muster";outlook;anna@example.ch
      ;;;;;bea@example.ch

      """, "--lang", "fr")
    #expect(result.code == .done)
    #expect(result.error == "mkprofile: wrote 2 files to @/out/\n")
    #expect(
      program.read("out/anna@example.ch.txt")
        == "anna@example.ch\nAnna Muster\namm\nde-CH\nclient=outlook\n")
    #expect(program.read("out/bea@example.ch.txt") == "bea@example.ch\nfr\nclient=generic\n")
  }

  @Test func oneRosterServesFormatsWithDifferentDevices() throws {
    func device(_ values: String...) -> FormatOption {
      FormatOption("device", values: values, summary: "The device.")
    }
    let program = try Program(formats: [
      FakeFormat(name: "profile", options: [device("universal", "iphone")]),
      FakeFormat(name: "sheet", options: [device("none", "printer")]),
    ])
    try program.write(
      "email,name,device\na@example.ch,A,printer\nb@example.ch,B,iphone\nc@example.ch,C,fax\n",
      to: "r.csv")
    let result = program.run(
      ["--format", "profile", "--roster", "@/r.csv", "--output", "@/out"])
    #expect(program.read("out/a@example.ch.plain.txt")?.contains("device=universal") == true)
    #expect(program.read("out/b@example.ch.plain.txt")?.contains("device=iphone") == true)
    #expect(result.error.contains("4:16: error: device: 'fax' is not a value of --device"))
    let single = program.run(
      "--format", "sheet", "--device", "iphone", "--output", "-", "a@example.ch")
    #expect(single.code == .usage)
    #expect(single.error.contains("the accepted ones are none, printer"), "\(single.error)")
  }

  static let badHeaders = [
    Typed(
      "email,nmae", .badInput, "@/r.csv:1:7: error: unknown column 'nmae'; did you mean 'name'?"),
    Typed("email", .badInput, "@/r.csv:1:1: error: the column 'name' is missing"),
    Typed("name,login", .badInput, "the column 'email' is missing"),
    Typed("email,name,email", .badInput, "@/r.csv:1:12: error: the column 'email' is there twice"),
    Typed("email,name,Passwort", .badInput, "@/r.csv:1:12: error: a roster cannot have the column"),
    Typed("\"email", .badInput, "@/r.csv:1:1: error: the quote is not closed"),
    Typed("", .badInput, "is empty"),
  ]

  @Test(arguments: badHeaders)
  func badHeaderStops(_ header: Typed) throws {
    let (program, result) = try run((header.words.first ?? "") + "\na@example.ch,A,x\n")
    let (_, empty) = try run(header.words.first ?? "")
    #expect(empty.code == header.code)
    #expect(empty.error.contains(header.error), "\(empty.error)")
    if !header.words.isEmpty { #expect(result.code == .badInput) }
    #expect(program.files(in: "out").isEmpty)
  }

  static let badRows = [
    Typed("x@,X", .errorsFound, "@/r.csv:3:1: error: email: 'x@' has no usable domain"),
    Typed(",X", .errorsFound, "@/r.csv:3:1: error: email: '' has no '@'"),
    Typed(
      "b@example.ch", .errorsFound, "the row has 1 field, the header 2\n  fix: leave a field empty"),
    Typed("b@example.ch,B,c", .errorsFound, "the row has 3 fields, the header 2"),
    Typed("b@example.ch,\u{7}", .errorsFound, "@/r.csv:3:14: error: name:"),
    Typed("a@example.ch,A", .errorsFound, "email: 'a@example.ch' is in line 2 already"),
    Typed("A@EXAMPLE.ch,A", .done, "wrote 2 files"),
    Typed("bad@example.ch,B", .errorsFound, "@/r.csv:3:1: error: incoming: there is no server"),
    Typed("b@nobody.test,B", .errorsFound, "@/r.csv:3:1: error: the settings do not serve"),
    Typed("\"b@example.ch,B", .errorsFound, "@/r.csv:3:1: error: the quote is not closed"),
  ]

  @Test(arguments: badRows)
  func goodRowsAreWrittenBesideABadOne(_ row: Typed) throws {
    let line = row.words.joined(separator: " ")
    let (program, result) = try run("email,name\na@example.ch,A\n\(line)\n")
    #expect(result.code == row.code)
    #expect(result.error.contains(row.error), "\(result.error)")
    #expect(program.read("out/a@example.ch.txt") == "a@example.ch\nA\nclient=generic\n")
    #expect(program.files(in: "out").count == (row.code == .done ? 2 : 1))
  }

  @Test func badLanguageAndClientAreInTheirColumns() throws {
    let (_, result) = try run("email,name,language,client\nb@example.ch,B,german!,outlok\n")
    #expect(result.code == .errorsFound)
    #expect(result.error.contains("@/r.csv:2:16: error: language: 'german!'"))
    #expect(result.error.contains("@/r.csv:2:24: error: client: 'outlok'"))
    #expect(result.error.contains("did you mean 'outlook'?"))
    #expect(result.error.contains("wrote 0 files to @/out/, 1 row failed\n"))
    #expect(result.error.hasSuffix("mkprofile: found 2 errors in all\n"))
  }

  @Test func rosterWithoutRowsIsAWarning() throws {
    let (_, result) = try run("email,name\n")
    #expect(result.code == .done)
    #expect(result.error.contains("warning: @/r.csv has no rows"))
  }

  @Test func columnWithoutAnOptionIsANote() throws {
    let roster = "email,name,device\na@example.ch,A,x\n"
    #expect(try !run(roster).1.error.contains("device"))
    #expect(try run(roster, "--verbose").1.error.contains("note: device: the column 'device'"))
  }

  @Test func standardInputIsRead() throws {
    let program = try Program()
    program.input = [Array("email,na".utf8), Array("me\na@example.ch,A\nx@,\n".utf8)]
    let result = program.run("--format", "plain", "--roster", "-", "--output", "@/out/")
    #expect(result.code == .errorsFound)
    #expect(result.error.contains("standard input:3:1: error: email"))
    #expect(program.files(in: "out") == ["a@example.ch.plain.txt"])
  }

  @Test func dryRunSaysWhatItWouldWrite() throws {
    let (program, result) = try run("email,name\na@example.ch,A\n", "--dry-run")
    #expect(result.code == .done)
    #expect(result.error.contains("would write 30 bytes: @/out/a@example.ch.txt\n"))
    #expect(result.error.hasSuffix("mkprofile: would write 1 file to @/out/\n"))
    #expect(program.files() == ["mkprofile.yaml", "r.csv"])
  }

  @Test func repeatedWarningsAreSaidOnce() throws {
    let rows = (0..<100).map { "warn\($0)@example.ch,W\n" }.joined()
    let (program, result) = try run("email,name\n" + rows)
    #expect(result.code == .done)
    #expect(result.error.split(separator: "\n").count == 4)
    #expect(result.error.contains("mkprofile: found 100 warnings in all"))
    #expect(result.error.contains("mkprofile: 99 findings were the same as those above"))
    #expect(program.files(in: "out").count == 100)
  }

  @Test func strictRowsFailOneByOne() throws {
    let (program, result) = try run(
      "email,name\nwarn@example.ch,W\na@example.ch,A\n", "--strict")
    #expect(result.code == .errorsFound)
    #expect(result.error.contains("@/r.csv:2:1: error: incoming[0]: is not for everybody"))
    #expect(program.files(in: "out") == ["a@example.ch.txt"])
  }

  @Test func interruptionLeavesNoTemporaryFiles() throws {
    let program = try Program()
    try program.write(
      "email,name\n" + (0..<20).map { "a\($0)@example.ch,A\n" }.joined(), to: "r.csv")
    program.interruptAfter = 15
    let result = program.run(
      "--format", "plain", "--roster", "@/r.csv", "--output", "@/out")
    #expect(result.code == .cannotWrite)
    #expect(result.error.contains("stopped"))
    #expect(program.files(in: "out").isEmpty)
  }

  @Test func progressIsForTerminalsOnlyAndVanishes() throws {
    let program = try Program()
    program.isTerminal = true
    program.environment = ["NO_COLOR": "1"]
    try program.write("email,name\na@example.ch,A\nb@example.ch,B\n", to: "r.csv")
    let words = ["--format", "plain", "--roster", "@/r.csv", "--output", "@/out"]
    let shown = program.run(words).error
    #expect(shown.contains("\r[#######"))
    #expect(shown.contains("100 % 2 rows, 0 failed\u{1B}[K"))
    #expect(shown.hasSuffix("\r\u{1B}[Kmkprofile: wrote 2 files to @/out/\n"))
    #expect(program.run(words + ["--quiet"]).error.isEmpty)
    #expect(!program.run(words + ["--findings", "json"]).error.contains("\u{1B}"))
    program.isTerminal = false
    #expect(program.run(words).error == "mkprofile: wrote 2 files to @/out/\n")
  }
}
