// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Base64 with padding (RFC 4648 section 4).
package enum Base64 {
  /// The text of some bytes, without line breaks, as UTF-8.
  package static func encode(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity((bytes.count + 2) / 3 * 4)
    var rest = bytes.makeIterator()
    while let first = rest.next() {
      let second = rest.next()
      let third = second == nil ? nil : rest.next()
      let group = UInt32(first) << 16 | UInt32(second ?? 0) << 8 | UInt32(third ?? 0)
      out.append(digits[Int(group >> 18)])
      out.append(digits[Int(group >> 12 & 63)])
      out.append(second == nil ? pad : digits[Int(group >> 6 & 63)])
      out.append(third == nil ? pad : digits[Int(group & 63)])
    }
    return out
  }

  /// The bytes behind a text without blanks; nil for anything that `encode` would not write.
  package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    guard !text.isEmpty, text.count.isMultiple(of: 4) else { return nil }
    var out: [UInt8] = []
    out.reserveCapacity(text.count / 4 * 3)
    var group: UInt32 = 0
    var (count, padding) = (0, 0)
    for byte in text {
      if byte == pad {
        padding += 1
      } else {
        guard padding == 0, let value = value(of: byte) else { return nil }
        group |= value << UInt32(6 * (3 - count))
      }
      count += 1
      guard count == 4 else { continue }
      guard padding <= 2 else { return nil }
      let whole = [UInt8(group >> 16 & 0xFF), UInt8(group >> 8 & 0xFF), UInt8(group & 0xFF)]
      // Bits that padding leaves over are 0 in the one spelling of the bytes.
      guard whole.dropFirst(3 - padding).allSatisfy({ $0 == 0 }) else { return nil }
      out += whole.prefix(3 - padding)
      (group, count) = (0, 0)
    }
    return out
  }

  private static let pad = UInt8(ascii: "=")
  private static let digits = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private static func value(of byte: UInt8) -> UInt32? {
    switch byte {
    case 0x41...0x5A: UInt32(byte) - 0x41
    case 0x61...0x7A: UInt32(byte) - 0x61 + 26
    case 0x30...0x39: UInt32(byte) - 0x30 + 52
    case 0x2B: 62
    case 0x2F: 63
    default: nil
    }
  }
}
