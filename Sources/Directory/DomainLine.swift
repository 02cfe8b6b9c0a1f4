// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import SettingsFile
import System

/// Where the texts of a line of domains stand, for a line in the usual spelling: without blanks and
/// escapes, in ASCII. Nothing is copied and no tree is built; it holds as long as the line does.
struct DomainLine {
  /// Where the texts of a row stand; an empty place where there is none.
  struct Row {
    var name: Range<Int32>
    var primary: Range<Int32> = 0..<0
    var provider: Range<Int32> = 0..<0
  }

  private let line: UnsafeBufferPointer<UInt8>
  /// The rows, in their order.
  private(set) var rows: [Row] = []
  /// True where another line follows.
  private(set) var isMore = false

  /// Nil for any other spelling.
  init?(_ line: UnsafeBufferPointer<UInt8>, number: Int) {
    guard Self.isSimple(line) else { return nil }
    self.line = line
    rows.reserveCapacity(line.count / 24)
    var scanner = Scanner(line: line)
    guard scanner.skip("{\"id\":\(number),\"domains\":[") else { return nil }
    if !scanner.skip(UInt8(ascii: "]")) {
      repeat {
        guard let row = scanner.row() else { return nil }
        rows.append(row)
      } while scanner.skip(UInt8(ascii: ","))
      guard scanner.skip(UInt8(ascii: "]")) else { return nil }
    }
    isMore = scanner.skip(",\"more\":true")
    guard scanner.skip(UInt8(ascii: "}")), scanner.isAtEnd else { return nil }
  }

  /// True where every byte stands for itself.
  private static func isSimple(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    var bits: UInt8 = 0
    for byte in line { bits |= byte | (byte &- 0x20) }
    return bits < 0x80 && UnsafeRawBufferPointer(line).place(of: UInt8(ascii: "\\")) == nil
  }

  /// The bytes of a text.
  subscript(place: Range<Int32>) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: line[Int(place.lowerBound)..<Int(place.upperBound)])
  }

  /// A row as texts.
  func texts(_ row: Row) -> DomainRow {
    func text(_ place: Range<Int32>) -> String { String(decoding: self[place], as: UTF8.self) }
    return DomainRow(
      name: text(row.name), primary: text(row.primary), provider: text(row.provider))
  }

  /// True where there is nothing to find out about a row.
  func isPlain(_ row: Row) -> Bool {
    row.provider.isEmpty && DomainTable.isPlain(self[row.name])
      && (row.primary.isEmpty || DomainTable.isPlain(self[row.primary]))
  }
}

/// Reads on in a line.
private struct Scanner {
  let line: UnsafeBufferPointer<UInt8>
  private var index = 0

  init(line: UnsafeBufferPointer<UInt8>) { self.line = line }

  var isAtEnd: Bool { index == line.count }

  mutating func skip(_ byte: UInt8) -> Bool {
    guard index < line.count, line[index] == byte else { return false }
    index += 1
    return true
  }

  mutating func skip(_ text: String) -> Bool {
    guard line[index...].starts(with: text.utf8) else { return false }
    index += text.utf8.count
    return true
  }

  /// One to three texts in brackets.
  mutating func row() -> DomainLine.Row? {
    guard skip(UInt8(ascii: "[")), let name = text() else { return nil }
    var row = DomainLine.Row(name: name)
    if skip(UInt8(ascii: ",")) {
      guard let primary = text() else { return nil }
      row.primary = primary
      if skip(UInt8(ascii: ",")) {
        guard let provider = text() else { return nil }
        row.provider = provider
      }
    }
    return skip(UInt8(ascii: "]")) ? row : nil
  }

  /// A text in quotes.
  private mutating func text() -> Range<Int32>? {
    guard skip(UInt8(ascii: "\"")) else { return nil }
    let start = index
    guard
      let end = UnsafeRawBufferPointer(line).place(of: UInt8(ascii: "\""), from: start)
    else { return nil }
    index = end + 1
    return Int32(clamping: start)..<Int32(clamping: end)
  }
}
