// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CZlib

/// The compression of streams in a PDF (ISO 32000-1 section 7.4.4), through zlib.
enum Flate {
  /// The most bytes that a page's drawing has.
  private static let longest = 64 << 20

  /// The bytes unpacked; nil where they are damaged, or too many.
  static func unpack(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    var room = max(4_096, bytes.count * 8)
    while room <= longest {
      var out = [UInt8](repeating: 0, count: room)
      var count = uLongf(room)
      let status = bytes.withUnsafeBufferPointer { input in
        uncompress(&out, &count, input.baseAddress, uLong(input.count))
      }
      if status == Z_OK { return Array(out.prefix(Int(clamping: count))) }
      guard status == Z_BUF_ERROR else { return nil }
      room *= 2
    }
    return nil
  }

  /// The bytes packed; nil where no memory is left.
  static func pack(_ bytes: [UInt8]) -> [UInt8]? {
    var count = compressBound(uLong(bytes.count))
    var out = [UInt8](repeating: 0, count: Int(clamping: count))
    guard compress2(&out, &count, bytes, uLong(bytes.count), Z_DEFAULT_COMPRESSION) == Z_OK else {
      return nil
    }
    return Array(out.prefix(Int(clamping: count)))
  }
}
