// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Directory
import MailSettings
import SettingsFile
import Testing

/// Many domains in few bytes.
@Suite struct TableTests {
  @Test func itIsADictionary() throws {
    var table = DomainTable()
    var model: [DomainName: DomainTable.Entry] = [:]
    var random = SystemRandomNumberGenerator()
    let other = try DomainName("other.example")
    for _ in 0..<20_000 {
      let name = try DomainName("d\(Int.random(in: 0..<800, using: &random)).example")
      switch Int.random(in: 0..<4, using: &random) {
      case 0:
        let (removed, known) = (table.remove(name), model.removeValue(forKey: name))
        #expect(removed == (known != nil))
      case 1:
        let entry = DomainTable.Entry(login: other, provider: nil)
        let (isNew, known) = (table.set(name, entry), model.updateValue(entry, forKey: name))
        #expect(isNew == (known != entry))
      case 2:
        let entry = DomainTable.Entry(login: nil, provider: other)
        let (isNew, known) = (table.set(name, entry), model.updateValue(entry, forKey: name))
        #expect(isNew == (known != entry))
      default: #expect(table[name] == model[name])
      }
      if table.isWasteful { table = table.compacted() }
    }
    #expect(table.count == model.count)
    var all: [DomainName: DomainTable.Entry] = [:]
    table.forEach { all[$0] = $1 }
    #expect(all == model)
  }

  @Test func differencesAreThoseOfBothSides() throws {
    var one = DomainTable()
    var two = DomainTable()
    for number in 0..<100 {
      one.set(try DomainName("d\(number).example"), DomainTable.Entry())
      two.set(try DomainName("d\(number + 2).example"), DomainTable.Entry())
    }
    let changed = try DomainName("d50.example")
    one.set(changed, DomainTable.Entry(login: try DomainName("d51.example")))
    let names = Set(try #require(one.differences(from: two, most: 10)).map(\.ascii))
    #expect(
      names == ["d0.example", "d1.example", "d50.example", "d100.example", "d101.example"])
    #expect(one.differences(from: two, most: 3) == nil)
    #expect(one.differences(from: one, most: 0) == [])
  }

  @Test func rowsAreReadInAnySpelling() throws {
    let lines = [
      #"{"id":7,"domains":[["a.ch"],["b.ch","a.ch"],["c.ch","","x.ch"]],"more":true}"#,
      #"{ "more": true, "domains": ["a.ch", ["b.ch", "a.ch"], ["c.ch", null, "x.ch"]], "id": 7 }"#,
      #"{"id":7,"domains":[["a\u002ech"],["b.ch","a.ch"],["c.ch","","x.ch"]],"more":true}"#,
    ]
    for line in lines {
      var rows: [DomainRow] = []
      #expect(try DomainRows.read(Array(line.utf8), number: 7) { rows.append($0) })
      #expect(
        rows == [
          DomainRow(name: "a.ch"), DomainRow(name: "b.ch", primary: "a.ch"),
          DomainRow(name: "c.ch", provider: "x.ch"),
        ], "\(line)")
    }
    #expect(try !DomainRows.read(Array(#"{"id":1,"domains":[]}"#.utf8), number: 1) { _ in })
    for bad in [#"{"id":8,"domains":[]}"#, #"{"id":7}"#, "[]", #"{"id":7,"error":"no"}"#] {
      #expect(throws: DirectoryFault.self, "\(bad)") {
        _ = try DomainRows.read(Array(bad.utf8), number: 7) { _ in }
      }
    }
  }

  @Test func plainNamesAreThoseThatStayAsTheyAre() throws {
    let rows = [
      ("example.ch", true), ("a", true), ("1.x2", true), ("a-b.c--d.ch", true), ("ab-.ch", false),
      ("-a.ch", false), ("xn--bcher-kva.ch", false), ("ab--c.ch", false), ("A.ch", false),
      ("a..ch", false), (".ch", false), ("a.ch.", false), ("", false), ("192.0.2.1", false),
      ("a.1", false), ("a_b.ch", false), ("bücher.ch", false),
      (String(repeating: "a", count: 63) + ".ch", true),
      (String(repeating: "a", count: 64) + ".ch", false),
      (String(repeating: "a.", count: 126) + "a", true),
      (String(repeating: "a.", count: 126) + "aa", false),
    ]
    for (text, isPlain) in rows { #expect(Self.isPlain(text) == isPlain, "\(text)") }
    var random = SystemRandomNumberGenerator()
    let letters = Array("aaxn19-.._A")
    for _ in 0..<20_000 {
      let count = Int.random(in: 0..<12, using: &random)
      let text = String((0..<count).compactMap { _ in letters.randomElement(using: &random) })
      if Self.isPlain(text) { #expect(try DomainName(text).ascii == text, "\(text)") }
    }
  }

  private static func isPlain(_ text: String) -> Bool {
    Array(text.utf8).withUnsafeBufferPointer { DomainTable.isPlain($0) }
  }

  @Test func rowsByBytesAreThoseByTexts() throws {
    let catalog = try Asking.catalog("source: {command: [/bin/true]}\ndomains: true")
    let options = try #require(catalog.directories.first).options
    let rows = [
      #"["a.ch"],["A.ch"],["b.ch","a.ch"],["c.ch","c.ch"],["d.ch","D.ch"],["no_name"],["e.ch",""]"#,
      #"["f.ch","no_name"],["g.ch","","example.ch"],["h.ch","","who.ch"],["xn--bcher-kva.ch"],[""]"#,
    ]
    var (quick, slow) = (
      DomainReading(options, catalog, capacity: 0), DomainReading(options, catalog, capacity: 0)
    )
    for row in rows {
      let line = Array(#"{"id":7,"domains":[\#(row)]}"#.utf8)
      _ = try DomainRows.read(line, number: 7, into: &quick)
      _ = try DomainRows.read(line, number: 7) { slow.take($0) }
    }
    #expect(quick.result == slow.result && quick.result.count == 5)
    #expect(quick.table.differences(from: slow.table, most: 9) == [])
    #expect(quick.table.count == 7)
  }

  @Test func moreDomainsThanTheLimitAreRefused() throws {
    let catalog = try Asking.catalog("source: {command: [/bin/true]}\ndomains: true")
    var reading = DomainReading(
      try #require(catalog.directories.first).options, catalog, capacity: 0, limit: 3)
    let line = Array(#"{"id":1,"domains":[["a.ch"],["b.ch"],["c.ch"],["a.ch"],["d.ch"]]}"#.utf8)
    _ = try DomainRows.read(line, number: 1, into: &reading)
    #expect(reading.isFull)
    #expect(
      reading.result.contains {
        $0.severity == .error && $0.message == "there are more than 3 domains"
      })
  }
}
