// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import Foundation
import MailSettings
import Renderers
import SetupSheets
import Testing

@testable import Commands

/// People with several programs, and what one document of many people is made of.
@Suite struct RosterSetTests {
  /// A binder that takes three pages for a sheet with a strip, two for one of Thunderbird and one
  /// for every other, and remembers what it was given.
  private final class Binder: SheetBinder, @unchecked Sendable {
    var log: [String] = []
    var count = 0

    func print(_ sheet: Sheet, _ settings: PrintSettings) -> [UInt8] { [] }

    func bind(
      _ settings: PrintSettings, write: @escaping (UnsafeRawBufferPointer) -> Bool
    ) -> any SheetBook {
      log.append("type \(settings.type.rawValue)")
      return Book(self)
    }
  }

  private final class Book: SheetBook {
    let binder: Binder
    var nextPage = 1

    init(_ binder: Binder) { self.binder = binder }

    func pages(of sheet: Sheet) -> Int {
      sheet.strip != nil ? 3 : sheet.title.plainText.contains("Thunderbird") ? 2 : 1
    }

    func number(upTo count: Int) { binder.count = count }

    func add(_ sheet: Sheet, named name: String, place: String?) -> Int {
      let title = sheet.title.plainText.split(separator: ": ").last.map(String.init) ?? ""
      binder.log.append("\(nextPage) \(title) [\(name)] \(place ?? "")")
      for block in sheet.sections.filter({ $0.heading == "Set-up sheets" }).flatMap(\.blocks) {
        guard case .list(let lines) = block else { continue }
        binder.log += lines.map { line in
          guard case .link(_, let target) = line.last else { return line.plainText }
          return "\(line.plainText) -> \(target)"
        }
      }
      nextPage += pages(of: sheet)
      return nextPage
    }

    func addBlankPage() {
      binder.log.append("\(nextPage) blank")
      nextPage += 1
    }

    func finish() {}
  }

  private func book(_ roster: String, _ words: String...) throws -> (Binder, Program.Result) {
    let binder = Binder()
    let program = try Program(formats: [PrintedSheet(printer: binder)])
    program.cli.binder = binder
    try program.write(roster, to: "r.csv")
    let result = program.run(
      ["--format", "sheet-pdf", "--roster", "@/r.csv", "--output", "@/out.pdf"] + words)
    return (binder, result)
  }

  @Test func anIndexComesFirstAndEachPersonBeginsAFreshLeaf() throws {
    let (binder, result) = try book(
      "email,name,client\nb@example.ch,Émile Zo,thunderbird\na@example.ch,Zoe,generic\n"
        + "c@example.ch,Anna,generic\n")
    #expect(result.code == .done, "\(result.error)")
    #expect(
      binder.log == [
        "type normal", "1 Index [Index] ", "2 blank",
        "3 set up Thunderbird [Émile Zo, b@example.ch] page-3",
        "5 set up your email [Zoe, a@example.ch] page-5", "6 blank",
        "7 set up your email [Anna, c@example.ch] page-7",
      ])
    #expect(binder.count == 7)
    #expect(result.error.contains("wrote 3 sheets for 3 people to @/out.pdf"))
  }

  @Test(arguments: [
    "email,name,client,password\na@example.ch,A,thunderbird+fairemail,s3cret\n",
    "email,name,client,password\na@example.ch,A,thunderbird,s3cret\na@example.ch,A,fairemail,\n",
  ])
  func severalProgramsOfAPersonAreOneSet(_ roster: String) throws {
    let (binder, result) = try book(roster, "--with-password", "--large")
    #expect(result.code == .done, "\(result.error)")
    // The letter has the strip; the sheets are behind it.
    #expect(
      binder.log == [
        "type large", "1 Index [Index] ", "2 blank",
        "3 your mailbox is ready [A, a@example.ch] page-3",
        "Example: set up Thunderbird, Page 7 -> #page-7",
        "Example: set up FairEmail, Page 9 -> #page-9",
        "6 blank", "7 set up Thunderbird [] page-7", "9 set up FairEmail [] page-9",
      ])
    #expect(result.error.contains("wrote 3 sheets for 1 person"))
  }

  @Test func indexIsSortedByNameWithoutCaseAndAccents() throws {
    let printed = PrintedSheet()
    let names = ["zoe", "Émile", "Anna", "", "Eva", "Łukasz", "Max"]
    let entries = names.enumerated().map {
      PrintedSheet.IndexEntry(name: $1, address: "m\($0)@example.ch", page: $0 + 1)
    }
    let sheet = try #require(printed.index(entries, [.english]).first)
    guard case .grid(let grid) = sheet.sections[0].blocks[0] else {
      Issue.record("there is no table")
      return
    }
    #expect(
      grid.rows.map { $0[0].plainText } == ["Anna", "Émile", "Eva", "Łukasz", "", "Max", "zoe"])
    #expect(grid.rows[0][2] == [.link("3", target: "#page-3")])
  }

  private func files(_ roster: String, _ format: any Renderer) throws -> [String] {
    let program = try Program(formats: [format, SheetText()])
    try program.write(roster, to: "r.csv")
    let result = program.run([
      "--format", format.name, "--roster", "@/r.csv", "--output", "@/out",
    ])
    #expect(result.code == .done, "\(result.error)")
    return program.files(in: "out").sorted()
  }

  @Test func aFolderGetsAFileForEachProgram() throws {
    let roster =
      "email,name,client\na@example.ch,A,thunderbird+fairemail\nb@example.ch,B,thunderbird\n"
      + "b@example.ch,B,outlook-new\n"
    #expect(
      try files(roster, SheetText()) == [
        "a@example.ch.fairemail.txt", "a@example.ch.txt", "b@example.ch.outlook-new.txt",
        "b@example.ch.txt",
      ])
    // For a profile the programs say nothing: there is one for each person.
    #expect(
      try files(roster, MobileConfig()) == [
        "a@example.ch.mobileconfig", "b@example.ch.mobileconfig",
      ])
  }

  @Test func theSameProgramTwiceIsRefused() throws {
    let program = try Program(formats: [SheetText()])
    try program.write(
      "email,name,client\na@example.ch,A,thunderbird\na@example.ch,A,thunderbird\n", to: "r.csv")
    let result = program.run([
      "--format", "sheet-text", "--roster", "@/r.csv", "--output", "@/out",
    ])
    #expect(result.code == .errorsFound)
    #expect(result.error.contains("'a@example.ch' is in line 2 already"))
  }

  @Test func aPageWithThePasswordDoesNotSayThatThereIsNone() throws {
    let program = try Program(formats: [SheetText()])
    try program.write("email,name,password\na@example.ch,A,s3cret\n", to: "r.csv")
    let result = program.run([
      "--format", "sheet-text", "--roster", "@/r.csv", "--output", "@/out", "--with-password",
    ])
    #expect(result.code == .done, "\(result.error)")
    let sheet = try #require(program.read("out/a@example.ch.txt"))
    #expect(!sheet.contains("not printed here"))
    #expect(sheet.contains("on the strip to cut off"))
  }
}
