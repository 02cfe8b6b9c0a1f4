// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings

/// One field of a row, with the place where it begins.
struct CSVField: Hashable {
  let text: String
  let line: Int
  let column: Int
}

/// One row: its fields, or what is wrong with it.
struct CSVRow: Hashable {
  /// What keeps a row from being read.
  struct Fault: Hashable {
    let line: Int
    let column: Int
    let message: String
    let fix: String?
  }

  let line: Int
  var fields: [CSVField] = []
  var fault: Fault?
}

extension CSVRow {
  /// What follows `sep=` where the row is Excel's first line: nothing where that has ended the field
  /// already; nil for any other row.
  fileprivate var namedSeparator: [UInt8]? {
    guard fault == nil, fields.dropFirst().allSatisfy(\.text.isEmpty), fields.count < 3,
      let text = fields.first?.text.lowercased(), text.hasPrefix("sep="), text.utf8.count < 6
    else { return nil }
    return Array(text.utf8.dropFirst(4))
  }
}

/// Reads CSV (RFC 4180) from chunks of bytes; holds one chunk and one row, however long the file.
///
/// UTF-8 with or without byte order mark; the first comma, semicolon or tab of the header, or what
/// Excel's first line `sep=;` says, separates fields from then on; rows end with CR, LF or both;
/// blank lines are skipped.
struct CSVReader {
  /// More is refused: what a stranger sends cannot fill the memory.
  static let mostFieldBytes = 4_096
  static let mostFields = 64

  private var bytes: ByteStream
  private var separator: UInt8?

  private enum Ending { case field, row, file }

  /// Reads what `chunk` gives until it gives nothing.
  init(_ chunk: @escaping () throws(Failure) -> [UInt8]) { bytes = ByteStream(chunk) }

  /// How many bytes have been read.
  var position: Int { bytes.position }

  /// The next row that is not blank; nil at the end.
  mutating func next() throws(Failure) -> CSVRow? {
    while try bytes.peek() != nil {
      let isFirst = separator == nil && bytes.line == 1
      let row = try row()
      if isFirst, let named = row.namedSeparator {
        separator = named.first ?? separator
        continue
      }
      let isBlank = row.fields.count == 1 && row.fields[0].text.isEmpty && row.fault == nil
      if !isBlank { return row }
    }
    return nil
  }

  private mutating func row() throws(Failure) -> CSVRow {
    var row = CSVRow(line: bytes.line)
    while true {
      let ending = try field(&row)
      if row.fault != nil {
        if ending == .field { try skipRow() }
        return row
      }
      if ending != .field { return row }
      if row.fields.count >= Self.mostFields {
        fail(&row, "the row has more than \(Self.mostFields) fields")
        try skipRow()
        return row
      }
    }
  }

  /// Reads a field and what ends it; after a fault `.field` means that the row goes on.
  private mutating func field(_ row: inout CSVRow) throws(Failure) -> Ending {
    while let byte = try bytes.peek(), byte == 0x20 || (byte == 0x09 && !isSeparator(byte)) {
      _ = try bytes.next()
    }
    let (line, column) = (bytes.line, bytes.column)
    var content: [UInt8] = []
    let isQuoted = try bytes.peek() == UInt8(ascii: "\"")
    if isQuoted, try !quoted(&content, &row) { return .field }
    let hasLines = bytes.line > line
    let ending = try unquoted(&content, &row, isQuoted)
    if isQuoted, hasLines, row.fault != nil {
      // A quote that was forgotten ends at the next one, lines below.
      row.fault = CSVRow.Fault(
        line: line, column: column, message: "the quote is not closed in this line",
        fix: "close it, or write a quote inside quotes twice")
    }
    guard row.fault == nil else { return ending }
    guard let text = String(validating: content, as: UTF8.self) else {
      row.fault = CSVRow.Fault(
        line: line, column: column, message: "the field is not UTF-8",
        fix: "save the file as CSV in UTF-8")
      return ending
    }
    row.fields.append(
      CSVField(text: isQuoted ? text : text.trimmingBlanks, line: line, column: column))
    return ending
  }

  /// Reads between quotes; false after a fault.
  private mutating func quoted(_ content: inout [UInt8], _ row: inout CSVRow) throws(Failure)
    -> Bool
  {
    let (line, column) = (bytes.line, bytes.column)
    _ = try bytes.next()
    while let byte = try bytes.next() {
      if byte == UInt8(ascii: "\"") {
        guard try bytes.peek() == byte else { return true }
        _ = try bytes.next()
      }
      content.append(byte)
      if content.count > Self.mostFieldBytes { break }
    }
    row.fault = CSVRow.Fault(
      line: line, column: column, message: "the quote is not closed",
      fix: "close it, or write a quote inside quotes twice")
    return false
  }

  /// Reads up to the end of the field; after a closing quote only blanks may stand there.
  private mutating func unquoted(
    _ content: inout [UInt8], _ row: inout CSVRow, _ isAfterQuote: Bool
  ) throws(Failure) -> Ending {
    while let byte = try bytes.peek() {
      if byte == 0x0A {
        _ = try bytes.next()
        return .row
      }
      if isSeparator(byte) {
        separator = byte
        _ = try bytes.next()
        return .field
      }
      if isAfterQuote, byte != 0x20, byte != 0x09 {
        fail(&row, "text goes on after the closing quote", "write a quote inside quotes twice")
        return .field
      }
      if !isAfterQuote { content.append(byte) }
      if content.count > Self.mostFieldBytes {
        fail(&row, "the field is longer than \(Self.mostFieldBytes) bytes")
        return .field
      }
      _ = try bytes.next()
    }
    return .file
  }

  private func isSeparator(_ byte: UInt8) -> Bool {
    guard let separator else { return byte == 0x2C || byte == 0x3B || byte == 0x09 }
    return byte == separator
  }

  private func fail(_ row: inout CSVRow, _ message: String, _ fix: String? = nil) {
    row.fault = CSVRow.Fault(line: bytes.line, column: bytes.column, message: message, fix: fix)
  }

  private mutating func skipRow() throws(Failure) {
    while let byte = try bytes.next(), byte != 0x0A {}
  }
}
