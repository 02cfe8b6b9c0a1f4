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

/// The rows of a line: `[["example.ch"],["example.com","example.ch"]]`.
package enum DomainRows {
  /// The rows of `name` in a line, each given to `body`; true where more lines follow. A line that
  /// reads `"more":true` says so.
  package static func read(
    _ line: [UInt8], number: Int, _ body: (DomainRow) -> Void
  ) throws(DirectoryFault) -> Bool {
    if let isMore = usual(line, number, { line in for row in line.rows { body(line.texts(row)) } })
    {
      return isMore
    }
    let answer = try DirectoryAnswer(line)
    if let fault = answer.fault { throw fault }
    guard answer.number == number else { throw .wrongNumber }
    for row in try Self.rows(answer, "domains") { body(row) }
    return answer.isTrue("more")
  }

  /// The same into a table: there may be millions.
  package static func read(
    _ line: [UInt8], number: Int, into reading: inout DomainReading
  ) throws(DirectoryFault) -> Bool {
    if let isMore = usual(line, number, { reading.take($0) }) { return isMore }
    return try read(line, number: number) { reading.take($0) }
  }

  /// Whether more lines follow one in the usual spelling; nil for any other.
  private static func usual(_ line: [UInt8], _ number: Int, _ body: (DomainLine) -> Void) -> Bool? {
    line.withUnsafeBufferPointer { bytes in
      guard let line = DomainLine(bytes, number: number) else { return nil }
      body(line)
      return line.isMore
    }
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
}

extension DirectoryFault {
  /// An answer that is not to the question.
  package static let wrongNumber = DirectoryFault(
    .unreachable, "has not repeated the number of the question",
    fix: "an answer holds the 'id' of its question, and there is one for each")
}
