// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Base64 for URLs, without padding (RFC 4648 section 5).
enum Base64URL {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  static func text(_ bytes: [UInt8]) -> String {
    var out: [UInt8] = []
    var (pending, bits) = (0, 0)
    for byte in bytes {
      pending = (pending << 8 | Int(byte)) & 0xFFFF
      bits += 8
      while bits >= 6 {
        bits -= 6
        out.append(alphabet[pending >> bits & 63])
      }
    }
    if bits > 0 { out.append(alphabet[pending << (6 - bits) & 63]) }
    return String(decoding: out, as: UTF8.self)
  }

  /// Nil for a character of another alphabet, and for a spelling that `text` would not give.
  static func bytes(_ text: some StringProtocol) -> [UInt8]? {
    var out: [UInt8] = []
    var (pending, bits) = (0, 0)
    for character in text.utf8 {
      guard let value = value(character) else { return nil }
      pending = (pending << 6 | value) & 0xFFFF
      bits += 6
      if bits >= 8 {
        bits -= 8
        out.append(UInt8(pending >> bits & 0xFF))
      }
    }
    let isWhole = bits < 6 && pending & (1 << bits - 1) == 0
    return isWhole ? out : nil
  }

  private static func value(_ character: UInt8) -> Int? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(character) - 65
    case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(character) - 71
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(character) + 4
    case UInt8(ascii: "-"): 62
    case UInt8(ascii: "_"): 63
    default: nil
    }
  }
}
