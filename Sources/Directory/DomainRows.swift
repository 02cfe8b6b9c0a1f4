// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SettingsFile
import Trees

/// A row of what a directory says of its domains.
package struct DomainRow: Hashable, Sendable {
  /// The domain as it stands there.
  package var name: String
  /// The primary domain; empty for none.
  package var primary = ""
  /// The id of the provider; empty for none.
  package var provider = ""

  /// A row as it stands there.
  package init(name: String, primary: String = "", provider: String = "") {
    self.name = name
    self.primary = primary
    self.provider = provider
  }
}

/// The rows of a line: `[["example.ch"],["example.com","example.ch"]]`. The usual spelling, without
/// blanks or escapes, is read without building a tree of it: there may be millions.
package struct DomainRows {
  private let line: [UInt8]
  private var index = 0

  /// The rows of `name` in a line, each given to `body`; true where more lines follow. A line that
  /// reads `"more":true` says so.
  package static func read(
    _ line: [UInt8], number: Int, _ body: (DomainRow) -> Void
  ) throws(DirectoryFault) -> Bool {
    var rows: [DomainRow] = []
    rows.reserveCapacity(2_048)
    var reader = DomainRows(line: line)
    if let isMore = reader.quickly(number, { rows.append($0) }) {
      for row in rows { body(row) }
      return isMore
    }
    let answer = try DirectoryAnswer(line)
    if let fault = answer.fault { throw fault }
    guard answer.number == number else { throw .wrongNumber }
    for row in try Self.rows(answer, "domains") { body(row) }
    return answer.isTrue("more")
  }

  /// The rows of a member of an answer.
  package static func rows(
    _ answer: DirectoryAnswer, _ name: String
  ) throws(DirectoryFault) -> [DomainRow] {
    guard let nodes = answer.list(name) else {
      throw DirectoryFault(.unreachable, "wrote no \(name.quoted), which it was asked for")
    }
    return nodes.map { node in
      guard case .sequence(let fields) = node.value else {
        return DomainRow(name: node.text ?? "")
      }
      let texts = fields.map { $0.text ?? "" }
      return DomainRow(
        name: texts.first ?? "", primary: texts.count > 1 ? texts[1] : "",
        provider: texts.count > 2 ? texts[2] : "")
    }
  }

  /// Nil for anything but the usual spelling.
  private mutating func quickly(_ number: Int, _ body: (DomainRow) -> Void) -> Bool? {
    guard skip("{\"id\":\(number),\"domains\":[") else { return nil }
    if !skip("]") {
      repeat {
        guard skip("["), let name = string() else { return nil }
        var row = DomainRow(name: name)
        if skip(",") {
          guard let text = string() else { return nil }
          row.primary = text
          if skip(",") {
            guard let text = string() else { return nil }
            row.provider = text
          }
        }
        guard skip("]") else { return nil }
        body(row)
      } while skip(",")
      guard skip("]") else { return nil }
    }
    if skip(",\"more\":true}") { return index == line.count ? true : nil }
    return skip("}") && index == line.count ? false : nil
  }

  private mutating func skip(_ text: String) -> Bool {
    var next = index
    for byte in text.utf8 {
      guard next < line.count, line[next] == byte else { return false }
      next += 1
    }
    index = next
    return true
  }

  private mutating func string() -> String? {
    guard index < line.count, line[index] == UInt8(ascii: "\"") else { return nil }
    let start = index + 1
    var end = start
    while end < line.count, line[end] != UInt8(ascii: "\"") {
      guard line[end] != UInt8(ascii: "\\"), line[end] >= 0x20, line[end] < 0x80 else { return nil }
      end += 1
    }
    guard end < line.count else { return nil }
    index = end + 1
    return String(decoding: line[start..<end], as: UTF8.self)
  }
}

extension DirectoryFault {
  /// An answer that is not to the question.
  package static let wrongNumber = DirectoryFault(
    .unreachable, "has not repeated the number of the question",
    fix: "an answer holds the 'id' of its question, and there is one for each")
}
