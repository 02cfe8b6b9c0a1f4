// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System
import Testing

struct TextSearchTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let text: String
    let part: String
    /// What stands before, between and after; one piece where the part stands nowhere.
    let pieces: [String]
    var testDescription: String { "\(part) in \(text)" }
  }

  static let rows = [
    Row(text: "https://example.ch", part: "://", pieces: ["https", "example.ch"]),
    Row(text: "example.ch", part: "://", pieces: ["example.ch"]),
    Row(text: "aaa", part: "aa", pieces: ["", "a"]),
    Row(text: "aXbXc", part: "X", pieces: ["a", "b", "c"]),
    Row(text: "X", part: "X", pieces: ["", ""]),
    Row(text: "", part: "X", pieces: [""]),
    Row(text: "aab", part: "ab", pieces: ["a", ""]),
    Row(text: "Zürich, Genève", part: "ü", pieces: ["Z", "rich, Genève"]),
    Row(text: "short", part: "shorter", pieces: ["short"]),
  ]

  @Test(arguments: rows) func partsAreFound(_ row: Row) {
    #expect(row.text.parted(by: row.part).map(String.init) == row.pieces)
    #expect(row.text.holds(row.part) == (row.pieces.count > 1))
    #expect(row.text.replacing(row.part, by: "<>") == row.pieces.joined(separator: "<>"))
    #expect(
      row.text.place(of: row.part).map { String(row.text[..<$0.lowerBound]) }
        == (row.pieces.count > 1 ? row.pieces[0] : nil))
  }

  @Test func nothingIsInEveryTextAndPartsNone() {
    #expect("abc".holds("") && "".holds(""))
    #expect("abc".parted(by: "") == ["abc"])
    #expect("abc".replacing("", by: "x") == "abc")
  }

  @Test func searchOfASliceStaysInIt() {
    let text = "one two one"
    let slice = text.dropFirst(3)
    #expect(slice.place(of: "one").map { text[$0] } == "one")
    #expect(!slice.dropLast(3).holds("one"))
  }
}
