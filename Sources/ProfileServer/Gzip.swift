// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CZlib

/// The gzip format (RFC 1952) through zlib.
enum Gzip {
  /// The compressed bytes; nil where they are not at least a quarter smaller.
  static func compress(_ bytes: [UInt8]) -> [UInt8]? {
    var stream = z_stream()
    // 15 bits of window, and 16 more for a gzip header instead of zlib's own.
    guard mkprofile_deflate_init(&stream, Z_BEST_COMPRESSION, 15 + 16) == Z_OK else { return nil }
    defer { deflateEnd(&stream) }
    var out = [UInt8](repeating: 0, count: bytes.count * 3 / 4)
    var input = bytes
    let written = input.withUnsafeMutableBufferPointer { input -> Int? in
      out.withUnsafeMutableBufferPointer { output -> Int? in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        return deflate(&stream, Z_FINISH) == Z_STREAM_END ? Int(stream.total_out) : nil
      }
    }
    return written.map { Array(out.prefix($0)) }
  }

  /// True where an `Accept-Encoding` field takes gzip (RFC 9110 section 12.5.3).
  static func isAccepted(_ field: String) -> Bool {
    var takesAny = false
    for entry in field.utf8.split(separator: UInt8(ascii: ",")) {
      let parts = Substring(entry).split(separator: ";", maxSplits: 1)
      guard let name = parts.first?.trimmed else { continue }
      let isRefused = parts.dropFirst().contains { isZero($0.trimmed) }
      if name.isEqualIgnoringCase("gzip") { return !isRefused }
      if name == "*" { takesAny = !isRefused }
    }
    return takesAny
  }

  /// True for a weight of 0, which may have three decimals.
  private static func isZero(_ parameter: Substring) -> Bool {
    let value = parameter.drop { $0 != "=" }.dropFirst().trimmed
    return parameter.prefix(1).isEqualIgnoringCase("q") && value.hasPrefix("0")
      && value.dropFirst().allSatisfy { $0 == "." || $0 == "0" }
  }
}
