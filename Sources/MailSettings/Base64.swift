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
