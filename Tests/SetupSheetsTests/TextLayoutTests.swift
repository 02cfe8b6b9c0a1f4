// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SetupSheets

@Suite struct TextLayoutTests {
  struct Width: CustomTestStringConvertible {
    let text: String
    let columns: Int
    let why: String
    var testDescription: String { why }
  }

  @Test(arguments: [
    Width(text: "abc", columns: 3, why: "ASCII"),
    Width(text: "Zoë", columns: 3, why: "composed"),
    Width(text: "Zoe\u{308}", columns: 3, why: "a combining mark takes none"),
    Width(text: "漢字", columns: 4, why: "ideographs take two"),
    Width(text: "한글", columns: 4, why: "Hangul takes two"),
    Width(text: "🦊", columns: 2, why: "emoji take two"),
    Width(text: "👩‍👩‍👧", columns: 2, why: "a family is one emoji"),
    Width(text: "❤\u{FE0F}", columns: 2, why: "a heart shown as emoji"),
    Width(text: "שלום", columns: 4, why: "Hebrew takes one each"),
    Width(text: "", columns: 0, why: "nothing"),
  ])
  func columnsAreThoseOfATerminal(_ row: Width) {
    #expect(TextLayout.columns(row.text) == row.columns)
  }

  struct Wrapped: CustomTestStringConvertible {
    let line: Line
    let rows: [String]
    let why: String
    var testDescription: String { why }
  }

  @Test(arguments: [
    Wrapped(line: [.text("one two three")], rows: ["one two", "three"], why: "at blanks"),
    Wrapped(
      line: [.text("at "), .typed("mail.example.net"), .text(".")],
      rows: ["at", "mail.example.net."], why: "a value stays whole"),
    Wrapped(line: [.typed("a b c d e f")], rows: ["a b c d e f"], why: "a value with blanks too"),
    Wrapped(
      line: [.text("abcdefghijklm")], rows: ["abcdefgh", "ijklm"], why: "a long word breaks"),
    Wrapped(line: [.text("漢字漢字漢")], rows: ["漢字漢字", "漢"], why: "by columns"),
    Wrapped(line: [.text("("), .typed("x"), .text(") y")], rows: ["(x) y"], why: "runs join"),
    Wrapped(line: [.text("  a   b ")], rows: ["a b"], why: "blanks fold"),
    Wrapped(line: [], rows: [], why: "nothing gives no row"),
  ])
  func linesBreakAtEightColumns(_ row: Wrapped) {
    #expect(TextLayout.wrap(row.line, width: 8) == row.rows)
  }
}
