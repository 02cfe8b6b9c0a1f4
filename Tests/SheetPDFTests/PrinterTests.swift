// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import QRCode
import Renderers
import TestSupport
import Testing

@testable import SetupSheets
@testable import SheetPDF

@Suite struct PrinterTests {
  private func print(
    _ sheet: Sheet, _ paper: PrintSettings.Paper = .a4
  ) throws -> (bytes: [UInt8], file: PDFFile) {
    var settings = PrintSettings()
    settings.paper = paper
    let bytes = try CairoPrinter().print(sheet, settings)
    return (bytes, try PDFFile(bytes))
  }

  @Test func documentIsTaggedAndSaysItsTitleAndLanguage() throws {
    let (bytes, file) = try print(try Samples.sheet(language: "de-CH"))
    let information = try file.information
    #expect(information["Tagged"] == "yes")
    #expect(information["Title"] == "Example Mail: set up your email")
    #expect(information["Pages"] == "1")
    let document = String(decoding: bytes, as: UTF8.self)
    #expect(document.contains("/Lang (de-CH)"))
    #expect(document.contains("/DisplayDocTitle true"))
    let structure = try file.structure
    for tag in ["Document", "H1", "H2", "Table", "TR", "TH", "TD", "Caption", "L ", "LI", "Figure"]
    {
      #expect(structure.contains(tag), "\(tag)")
    }
    #expect(try file.fonts.allSatisfy { $0.contains(" yes yes yes ") })
  }

  @Test func bytesAreTheSameAgain() throws {
    let sheet = try Samples.sheet()
    #expect(try print(sheet).bytes == print(sheet).bytes)
  }

  @Test(arguments: [
    (PrintSettings.Paper.a4, "595.276 x 841.89 pts (A4)"),
    (.letter, "612 x 792 pts (letter)"),
  ])
  func paperHasItsSize(_ paper: PrintSettings.Paper, _ size: String) throws {
    #expect(try print(Samples.sheet(), paper).file.information["Page size"] == size)
  }

  struct Name: CustomTestStringConvertible {
    let text: String
    let why: String
    var testDescription: String { why }
  }

  @Test(arguments: [
    Name(text: "Jürg Weiß-Ångström ﬁ", why: "Latin"),
    Name(text: "Ελένη Παπαδοπούλου", why: "Greek"),
    Name(text: "Юлия Смирнова", why: "Cyrillic"),
    Name(text: "مرحبا بالعالم", why: "Arabic"),
    Name(text: "שלום עולם", why: "Hebrew"),
    Name(text: "山田太郎", why: "Japanese"),
    Name(text: "김철수", why: "Korean"),
    Name(text: "สมชาย", why: "Thai"),
    Name(text: "अमिताभ", why: "Devanagari"),
    Name(text: "👩‍🔬 Ann", why: "emoji"),
    Name(text: "\u{1F9CC}\u{10FFFD}", why: "characters that no font has"),
  ])
  func namesArePrintedOrRefusedWithAReason(_ name: Name) throws {
    let sheet = try Samples.sheet(subject: [.given(try DisplayText(name.text), nil)])
    do {
      let text = try print(sheet).file.text
      #expect(!text.contains("\u{FFFD}"))
      // Readers turn what is written from right to left: what counts is that it is there.
      let isTurned = name.why == "Arabic" || name.why == "Hebrew"
      #expect(text.contains(isTurned ? name.text.suffix(1) : name.text.prefix(3)), "\(text)")
      #expect(name.why != "characters that no font has")
    } catch let error as RenderFailure {
      let finding = try #require(error.findings.first)
      #expect(finding.message.hasPrefix("no font on this machine has '"))
      #expect(finding.message.contains("U+"))
      #expect(finding.fix?.contains("install one that has them") == true)
      #expect(!["Latin", "Greek", "Cyrillic"].contains(name.why))
    }
  }

  struct Value: CustomTestStringConvertible {
    let text: String
    let testDescription: String
  }

  @Test(arguments: [
    Value(text: "mail.example.ch", testDescription: "short"),
    Value(text: String(repeating: "abcdefghi.", count: 7) + "example", testDescription: "long"),
    Value(
      text: String(repeating: "x", count: 64) + "@" + String(repeating: "y", count: 63)
        + ".example.ch", testDescription: "address as long as it gets"),
    Value(
      text: "https://dav.example.ch/"
        + String(repeating: "calendars/anna%40example.ch/", count: 20),
      testDescription: "URL over many lines"),
  ])
  func valuesStayWholeOrAreBrokenInsideThePage(_ value: Value) throws {
    let file = try print(try Samples.sheet(value: value.text)).file
    #expect(try file.text.filter { !$0.isWhitespace }.contains(value.text))
    for word in try file.words.joined() {
      #expect(word.left >= 42 && word.right <= 553.5, "\(word)")
      #expect(word.top >= 14 && word.bottom <= 842 - 14, "\(word)")
    }
    if value.text.count < 60 {
      #expect(try file.words.joined().contains { $0.text == value.text })
    }
  }

  @Test func codesAreReadFromPaper() throws {
    let contents = ["https://setup.example.ch/?a=1", "[1,[1,1],[0,\"imap\",993,3,1,\"ü\"]]"]
    let file = try print(try Samples.sheet(codes: contents)).file
    #expect(try file.codes() == contents.sorted())
  }

  @Test func pagesOfALongSheetAreNumberedAndNoRowIsSplit() throws {
    let file = try print(try Samples.sheet(rows: 120)).file
    let pages = try file.words
    #expect(pages.count > 2)
    for (index, page) in pages.enumerated() {
      let text = page.map(\.text).joined(separator: " ")
      #expect(text.contains("Page \(index + 1) of \(pages.count)"))
      #expect(text.contains("Issued 2026-11-23"))
      if index > 0 { #expect(text.hasPrefix("Example Mail: set up your email")) }
      // A label and its value are on the same page, on one line.
      for word in page where word.text.hasPrefix("row") {
        let value = page.first { $0.text == "value\(word.text.dropFirst(3))" }
        #expect(abs((value?.bottom ?? 0) - word.bottom) < 6, "\(word)")
      }
    }
    #expect(try file.structure.contains("Table"))
  }

  @Test func stripStandsAtTheFootAndTheMessageKeepsThePassword() throws {
    var sheet = try Samples.sheet()
    sheet.strip = Strip(
      heading: "Cut here",
      rows: [ValueTable.Row(label: "Password", lines: [[.typed("s3cret-Oo0")]])])
    let (bytes, file) = try print(sheet)
    let word = try #require(try file.words.joined().first { $0.text == "s3cret-Oo0" })
    #expect(word.bottom > 760)
    #expect(!String(decoding: bytes, as: UTF8.self).contains("s3cret"))
    sheet.strip?.rows[0].lines = [[.typed("s3cret\u{10FFFD}")]]
    do {
      _ = try print(sheet)
      Issue.record("was printed")
    } catch let error as RenderFailure {
      #expect(
        error.findings.allSatisfy { !"\($0)".contains("s3cret") && !"\($0)".contains("10FFFD") })
    }
  }

  @Test func outputThatIsClosedIsAnError() throws {
    #expect(throws: RenderFailure.self) {
      let book = try CairoPrinter().bind(PrintSettings()) { _ in false }
      _ = try book.add(try Samples.sheet(), named: "a")
      try book.finish()
    }
  }

  @Test func pagesOfABookAreNumberedThroughAndLinked() throws {
    var bytes: [UInt8] = []
    let book = try CairoPrinter().bind(PrintSettings()) {
      bytes += $0
      return true
    }
    var index = try Samples.sheet(codes: [])
    index.sections[0].blocks = [
      .grid(
        Grid(
          caption: "Who", headers: ["Name", "Page"],
          rows: [[[.text("Anna")], [.link("3", target: "#page-3")]]]))
    ]
    let sheet = try Samples.sheet(rows: 60)
    let own = try book.pages(of: sheet)
    book.number(upTo: 2 + own)
    _ = try book.add(index, named: "Index")
    book.addBlankPage()
    #expect(try book.add(sheet, named: "Anna", place: "page-3") == 3)
    try book.finish()
    let file = try PDFFile(bytes)
    let pages = try file.words.map { $0.map(\.text).joined(separator: " ") }
    #expect(pages.count == 2 + own && pages[1].isEmpty)
    #expect(pages[0].contains("Page 1 of \(2 + own)") && pages[2].contains("Page 3 of \(2 + own)"))
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("(page-3)") && text.contains("/Contents <FEFF0033>"))
    let faults = try AccessibilityTests.faults(bytes)
    #expect(faults.isEmpty, "\(faults)")
  }

  @Test(arguments: PrintSettings.TypeSize.allCases)
  func codesHaveTheSameSizeWhateverThePageDoes(_ type: PrintSettings.TypeSize) throws {
    var settings = PrintSettings()
    settings.type = type
    for rows in [1, 30] {
      let sheet = try Samples.sheet(rows: rows)
      let file = try PDFFile(try CairoPrinter().print(sheet, settings))
      // 30 mm of 25.4 to the inch at 200 dots, found by the words beside the code.
      let word = try #require(try file.words.joined().first { $0.text == "Scan" && $0.left > 60 })
      #expect(word.left > 42.5 + CodeSetter.side && word.left < 42.5 + 1.5 * CodeSetter.side)
    }
    #expect(CodeSetter.side * 25.4 / 72 >= 30)
  }

  @Test func bookHasSheetsInOrderWithContents() throws {
    var bytes: [UInt8] = []
    var settings = PrintSettings()
    settings.title = "Sheets"
    let book = try CairoPrinter().bind(settings) {
      bytes += $0
      return true
    }
    var pages: [Int] = []
    for rows in [1, 80, 1] {
      pages.append(try book.add(try Samples.sheet(rows: rows), named: "rows \(rows)"))
    }
    // A sheet that cannot be printed leaves no trace.
    #expect(throws: RenderFailure.self) {
      try book.add(try Samples.sheet(value: "\u{10FFFD}"), named: "bad")
    }
    try book.finish()
    let file = try PDFFile(bytes)
    let count = try file.words.count
    #expect(pages[0] == 1 && pages[1] == 2 && pages[2] == count)
    #expect(book.nextPage == count + 1)
    #expect(try file.information["Title"] == "Sheets")
    let first = try file.words[1].map(\.text).joined(separator: " ")
    #expect(first.contains("Page 1 of \(count - 2)"))
  }
}
