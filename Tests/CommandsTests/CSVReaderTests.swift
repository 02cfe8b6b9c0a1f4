// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Commands
@testable import Console

/// A text and the rows in it; a fault is shown as `!LINE:COLUMN message`.
struct Table: CustomTestStringConvertible {
  let why: String
  let text: [UInt8]
  let rows: [[String]]

  init(_ why: String, _ text: String, _ rows: [[String]]) {
    self.init(why, Array(text.utf8), rows)
  }

  init(_ why: String, _ text: [UInt8], _ rows: [[String]]) {
    self.why = why
    self.text = text
    self.rows = rows
  }

  var testDescription: String { why }
}

@Suite struct CSVReaderTests {
  static let long = String(repeating: "x", count: CSVReader.mostFieldBytes + 1)
  static let unclosed = "the quote is not closed"

  static let tables = [
    Table("nothing", "", []),
    Table("comma", "a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    Table("semicolon", "a;b\n1,5;2\n", [["a", "b"], ["1,5", "2"]]),
    Table("tab", "a\tb\n1,5\t2;3\n", [["a", "b"], ["1,5", "2;3"]]),
    Table("no line end at the end", "a,b\n1,2", [["a", "b"], ["1", "2"]]),
    Table("CR LF", "a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
    Table("CR alone", "a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
    Table("byte order mark", "\u{FEFF}a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    Table("blank lines", "\n\na,b\n\r\n  \n1,2\n\n", [["a", "b"], ["1", "2"]]),
    Table("empty fields", "a,b,c\n,,\n", [["a", "b", "c"], ["", "", ""]]),
    Table("blanks around", " a , b \n 1 , 2 \n", [["a", "b"], ["1", "2"]]),
    Table("quotes", "\"a\",\"b\"\n\"1,5\",\"2\"\n", [["a", "b"], ["1,5", "2"]]),
    Table("blanks around quotes", "a, \"b\" \n1, \"2\" ,3", [["a", "b"], ["1", "2", "3"]]),
    Table("doubled quotes", "a,b\n\"say \"\"hi\"\"\",\"\"\n", [["a", "b"], ["say \"hi\"", ""]]),
    Table("quote in the middle", "a,b\n5\" disk,2\n", [["a", "b"], ["5\" disk", "2"]]),
    Table("line break inside", "a,b\n\"1\r\n2\",3\n", [["a", "b"], ["1\n2", "3"]]),
    Table("beyond ASCII", "a,b\nJörg,Ω\n", [["a", "b"], ["Jörg", "Ω"]]),
    Table(
      "not UTF-8", Array("a,b\nx,J".utf8) + [0xF6] + Array("rg\n1,2".utf8),
      [["a", "b"], ["!2:3 the field is not UTF-8"], ["1", "2"]]),
    Table(
      "cut UTF-8 at the end", Array("a,b\nx,".utf8) + [0xE2, 0x82],
      [["a", "b"], ["!2:3 the field is not UTF-8"]]),
    Table("UTF-16", [0xFF, 0xFE, 0x61, 0, 0x2C, 0, 0x62, 0], [["!1:1 the field is not UTF-8"]]),
    Table(
      "quote open at the end", "a,b\n1,2\nö,\"x\ny\n",
      [["a", "b"], ["1", "2"], ["!3:3 \(unclosed)"]]),
    Table(
      "quote open for some lines", "a,b\n1,\"2\n3,\"4\n5,6\n",
      [["a", "b"], ["!2:3 the quote is not closed in this line"], ["5", "6"]]),
    Table("Excel's first line", "sep=;\na,b;c\n1;2\n", [["a,b", "c"], ["1", "2"]]),
    Table("Excel's first line with a tab", "sep=\t\na;b\tc\n1\t2\n", [["a;b", "c"], ["1", "2"]]),
    Table("Excel's first line elsewhere", "a;b\nsep=;\n", [["a", "b"], ["sep=", ""]]),
    Table(
      "text after a quote", "a,b\n\"1\"x,2\n3,4\n",
      [["a", "b"], ["!2:4 text goes on after the closing quote"], ["3", "4"]]),
    Table(
      "long field", "a,b\n1,\(long)\n3,4\n",
      [["a", "b"], ["!2:4099 the field is longer than 4096 bytes"], ["3", "4"]]),
    Table(
      "long quoted field", "a,b\n\"\(long)\n3,4\n",
      [["a", "b"], ["!2:1 \(unclosed)"], ["3", "4"]]),
    Table(
      "many fields", "a,b\n" + String(repeating: "1,", count: 70) + "\n3,4\n",
      [["a", "b"], ["!2:129 the row has more than 64 fields"], ["3", "4"]]),
  ]

  @Test(arguments: tables, [1, 3, 100_000])
  func rowsAreTheSameWhateverTheChunks(_ table: Table, _ size: Int) throws {
    var rest = table.text[...]
    var reader = CSVReader { () throws(Failure) in
      defer { rest = rest.dropFirst(size) }
      return Array(rest.prefix(size))
    }
    var rows: [[String]] = []
    while let row = try reader.next() {
      let fault = row.fault.map { "!\($0.line):\($0.column) \($0.message)" }
      rows.append(fault.map { [$0] } ?? row.fields.map(\.text))
    }
    #expect(rows == table.rows)
    #expect(reader.position == table.text.count)
  }

  @Test func placesCountCodePoints() throws {
    var chunks = [Array("ä,ö,ü\n\"\n\n\",x,y\nz,".utf8)]
    var reader = CSVReader { () throws(Failure) in chunks.popLast() ?? [] }
    var places: [[Int]] = []
    while let row = try reader.next() { places += row.fields.map { [$0.line, $0.column] } }
    #expect(places == [[1, 1], [1, 3], [1, 5], [2, 1], [4, 3], [4, 5], [5, 1], [5, 3]])
  }

  @Test(arguments: [UInt8(0), 0x20, UInt8(ascii: "a"), UInt8(ascii: ","), UInt8(ascii: "\"")])
  func lineWithoutAnEndIsRefused(_ byte: UInt8) {
    var reader = CSVReader { () throws(Failure) in [UInt8](repeating: byte, count: 1 << 16) }
    #expect(throws: Failure.self) { while try reader.next() != nil {} }
    #expect(reader.position <= ByteStream.mostLineBytes + 1)
  }

  /// Whatever the bytes are, reading ends, every byte is consumed once, and limits hold.
  @Test(arguments: 0..<200)
  func anyBytesAreRead(_ seed: Int) throws {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
    let alphabet = Array("\",;\t\r\n a".utf8) + [0xC3, 0xB6, 0xFF, 0]
    let bytes = (0..<500).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return alphabet[Int(state >> 33) % alphabet.count]
    }
    var chunks = [bytes]
    var reader = CSVReader { () throws(Failure) in chunks.popLast() ?? [] }
    var rows = 0
    while let row = try reader.next() {
      rows += 1
      #expect(row.fields.count <= CSVReader.mostFields)
      #expect(row.fault != nil || !row.fields.isEmpty)
    }
    #expect(reader.position == bytes.count)
    #expect(rows <= bytes.count)
  }
}
