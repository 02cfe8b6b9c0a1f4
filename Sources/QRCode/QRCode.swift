// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CQREncode
import MailSettings
import System

/// A QR code (ISO/IEC 18004) with error correction of level M, which survives a crease and a bad
/// printer: a square of light and dark modules.
package struct QRCode: Hashable, Sendable {
  /// The modules of a side, without the quiet zone: 21 to 177.
  package let side: Int
  /// Row by row from the top left.
  private let modules: [Bool]

  /// The light modules that must be left around the code, on each side (section 9.1).
  package static let quietZone = 4
  /// The most bytes that the largest code of level M holds.
  package static let mostBytes = 2_331

  /// Encodes bytes as they are; throws where they are none or too many.
  package init(_ bytes: [UInt8]) throws(InvalidValue) {
    guard !bytes.isEmpty else { throw InvalidValue("a QR code cannot be empty") }
    guard bytes.count <= Self.mostBytes else {
      throw InvalidValue(
        "\(bytes.count) bytes do not fit into a QR code, which holds \(Self.mostBytes)",
        fix: "use a shorter name or a shorter link")
    }
    guard let code = QRcode_encodeData(Int32(bytes.count), bytes, 0, QR_ECLEVEL_M) else {
      throw InvalidValue("the QR code cannot be made: \(Self.reason(errno))")
    }
    defer { QRcode_free(code) }
    side = Int(code.pointee.width)
    // The lowest bit of a byte is the module; the others tell what it is for.
    modules = UnsafeBufferPointer(start: code.pointee.data, count: side * side).map { $0 & 1 == 1 }
  }

  /// Encodes text as UTF-8.
  package init(_ text: String) throws(InvalidValue) { try self.init(Array(text.utf8)) }

  /// True for a dark module; light for every place outside.
  package subscript(column: Int, row: Int) -> Bool {
    guard (0..<side).contains(column), (0..<side).contains(row) else { return false }
    return modules[row * side + column]
  }

  /// The dark modules of a row as runs of neighbours.
  package func runs(inRow row: Int) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start: Int?
    for column in 0...side {
      if self[column, row] {
        start = start ?? column
      } else if let first = start {
        runs.append(first..<column)
        start = nil
      }
    }
    return runs
  }

  private static func reason(_ number: Int32) -> String {
    number == ERANGE ? "the data is too long" : "error \(number)"
  }
}
