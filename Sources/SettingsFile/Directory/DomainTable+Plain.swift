// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

extension DomainTable {
  /// True for the bytes of a name that `DomainName` takes as it stands, without letters of its own
  /// in any spelling: nearly all of very many names, told without making texts of them.
  package static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard 1...253 ~= bytes.count else { return false }
    var length = 0
    var isNumeric = true
    var previous = UInt8(ascii: ".")
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"):
        isNumeric = false
        length += 1
      case UInt8(ascii: "0")...UInt8(ascii: "9"): length += 1
      case UInt8(ascii: "-"):
        // At its third and fourth place, a label may be one of another script (RFC 5891).
        guard length > 0, !(length == 3 && previous == UInt8(ascii: "-")) else { return false }
        isNumeric = false
        length += 1
      case UInt8(ascii: "."):
        guard length > 0, previous != UInt8(ascii: "-") else { return false }
        length = 0
        isNumeric = true
      default: return false
      }
      guard length <= 63 else { return false }
      previous = byte
    }
    return length > 0 && previous != UInt8(ascii: "-") && !isNumeric
  }
}
