// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import SetupSheets
import TestSupport
import Testing

@testable import SheetPDF

/// Sheets that are read from right to left.
@Suite struct MirroredTests {
  private func words(_ language: String) throws -> [PDFFile.Word] {
    let sheet = try Samples.sheet(language: language, codes: [])
    return try PDFFile(try CairoPrinter().print(sheet, PrintSettings())).words.first ?? []
  }

  private func word(_ text: String, _ words: [PDFFile.Word]) throws -> PDFFile.Word {
    try #require(words.first { $0.text == text }, "\(words.map(\.text))")
  }

  @Test(arguments: ["he", "ar"])
  func linesColumnsAndTablesBeginAtTheRight(_ language: String) throws {
    let (mirrored, plain) = (try words(language), try words("en"))
    let edges = (left: plain.map(\.left).min() ?? 0, right: mirrored.map(\.right).max() ?? 0)
    // Short lines: the heading of the first column, which is the right one.
    #expect(try abs(word("Steps", plain).left - edges.left) < 3)
    #expect(try abs(word("Steps", mirrored).right - edges.right) < 3)
    #expect(try word("Checks", plain).left > word("Steps", plain).right)
    #expect(try word("Checks", mirrored).right < word("Steps", mirrored).left)
    // Values stand at the other side of their labels, and are not turned.
    #expect(try word("value0", plain).left > word("row0", plain).right)
    #expect(try word("value0", mirrored).right < word("row0", mirrored).left)
    #expect(mirrored.contains { $0.text == "mail.example.ch" })
  }
}
