// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import TestSupport
import Testing

@testable import Commands
@testable import Console

/// Whatever stands in a document, in whichever field: no command that reads documents lets a
/// terminal obey it.
@Suite struct HostileTextTests {
  /// What XML may hold: C1, an override and an isolate, a mark, a line separator, delete.
  private static let inXML = "x\u{9B}2J\u{202E}\u{2066}\u{200F}\u{2028}\u{7F}y"
  /// A reference to the same, which no look at the bytes finds.
  private static let reference = "x&#x9b;2J&#x202e;y"
  /// The same and an escape sequence, as JSON writes it.
  private static let inJSON = "x\\u001b[31m\\u009b2J\\u0007\\u202e\\u2066y"

  private static let documents = [
    "autoconfig.xml", "autodiscover.xml", "mobilesync.xml", "pacc.json", "settings.json",
    "autodiscover.json", "thunderbird.json",
  ]

  private static func golden(_ name: String) throws -> String {
    let path = "Tests/Goldens/everything/anna@everything.example.\(name)"
    return String(decoding: try Repository.bytes(path), as: UTF8.self)
  }

  /// The document once for each of its values, with something hostile behind that value.
  private static func spoilt(_ name: String) throws -> [String] {
    let text = try golden(name)
    let isXML = name.hasSuffix(".xml")
    let pattern = isXML ? #/>[^<>\n]+<|="[^"]*"/# : #/"[^"\n]+"/#
    return text.matches(of: pattern).enumerated().map { number, match in
      var copy = text
      let hostile = !isXML ? inJSON : number.isMultiple(of: 2) ? inXML : reference
      copy.insert(contentsOf: hostile, at: text.index(before: match.range.upperBound))
      return copy
    }
  }

  private func expectSafe(_ result: Program.Result, _ what: String) {
    for text in [result.output, result.error] {
      let bad = text.unicodeScalars.first { $0.isUnprintable && $0 != "\n" && $0 != "\t" }
      #expect(bad == nil, "\(what): \(text.debugDescription)")
    }
    #expect(result.code != .bug, "\(what)")
  }

  private func tryAll(_ bytes: [UInt8], _ program: Program, _ name: String) throws {
    try program.write(bytes, to: name)
    for arguments in [
      ["lint", "@/\(name)"], ["lint", "--json", "@/\(name)"],
      ["lint", "--sarif", "@/\(name)"],
      ["import", "--verbose", "@/\(name)"], ["diff", "@/good", "@/\(name)"],
    ] { expectSafe(program.run(arguments), arguments.joined(separator: " ")) }
  }

  @Test(arguments: documents)
  func aDocumentIsOnlyRead(_ name: String) throws {
    let program = try Program()
    try program.write(Self.golden(name), to: "good")
    let all = try Self.spoilt(name)
    #expect(all.count > 1)
    for text in all { try tryAll(Array(text.utf8), program, name) }
  }

  /// Keys and values, as text and in binary form, where everything may stand.
  @Test(arguments: [PropertyListSerialization.PropertyListFormat.xml, .binary])
  func aProfileIsOnlyRead(_ format: PropertyListSerialization.PropertyListFormat) throws {
    let program = try Program()
    let golden = Data(try Self.golden("mobileconfig").utf8)
    try program.write([UInt8](golden), to: "good")
    let list = try PropertyListSerialization.propertyList(from: golden, format: nil)
    let hostile = format == .binary ? TerminalTests.hostile : Self.inXML
    for place in 0..<Places.count(list) {
      var places = Places(wanted: place, hostile: hostile)
      let bytes = try PropertyListSerialization.data(
        fromPropertyList: places.spoil(list), format: format, options: 0)
      try tryAll([UInt8](bytes), program, "profile")
    }
  }

  /// Walks through a property list and spoils one place of it: a key, or a text.
  private struct Places {
    let wanted: Int
    let hostile: String
    var seen = 0

    private mutating func spoil(text: String) -> String {
      defer { seen += 1 }
      return seen == wanted ? text + hostile : text
    }

    mutating func spoil(_ value: Any) -> Any {
      switch value {
      case let text as String: return spoil(text: text)
      case let list as [Any]: return list.map { spoil($0) }
      case let keys as [String: Any]:
        var out: [String: Any] = [:]
        for (key, value) in keys.sorted(by: { $0.key < $1.key }) {
          out[spoil(text: key)] = spoil(value)
        }
        return out
      default: return value
      }
    }

    static func count(_ value: Any) -> Int {
      var places = Places(wanted: -1, hostile: "")
      _ = places.spoil(value)
      return places.seen
    }
  }
}
