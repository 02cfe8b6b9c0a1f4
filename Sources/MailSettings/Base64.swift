// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CNettle

/// Base64 with padding (RFC 4648 section 4), through Nettle.
package enum Base64 {
  /// The text of some bytes, without line breaks, as ASCII.
  package static func encode(_ bytes: [UInt8]) -> [UInt8] {
    let length = mkprofile_base64_length(bytes.count)
    return [UInt8](unsafeUninitializedCapacity: length) { out, count in
      guard let start = out.baseAddress else { return }
      start.withMemoryRebound(to: CChar.self, capacity: length) {
        nettle_base64_encode_raw($0, bytes.count, bytes)
      }
      count = length
    }
  }

  /// The bytes behind a text as property lists have it: blanks, tabs and line breaks anywhere, the
  /// padding whole, in part or left out; nil for what is not base64.
  package static func decode(loose text: String) -> [UInt8]? {
    var digits = text.utf8.filter { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    while digits.last == UInt8(ascii: "=") { digits.removeLast() }
    guard !digits.isEmpty else { return text.utf8.contains(UInt8(ascii: "=")) ? nil : [] }
    digits += [UInt8](repeating: UInt8(ascii: "="), count: (4 - digits.count % 4) % 4)
    return decode(digits)
  }

  /// The bytes behind a text; nil for anything that `encode` would not write, and for nothing.
  package static func decode(_ text: [UInt8]) -> [UInt8]? {
    var count = 0
    var bytes = [UInt8](repeating: 0, count: text.count)
    let isRead = text.withUnsafeBytes { text in
      mkprofile_base64_decode(
        &count, &bytes, text.count, text.baseAddress?.assumingMemoryBound(to: CChar.self))
    }
    guard isRead != 0, count > 0 else { return nil }
    bytes.removeLast(bytes.count - count)
    return encode(bytes) == text ? bytes : nil
  }
}
