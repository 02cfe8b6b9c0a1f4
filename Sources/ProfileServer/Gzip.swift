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
    var rest = field[...]
    while !rest.isEmpty {
      let (entry, others) = rest.split(at: ",")
      let (coding, weight) = entry.split(at: ";")
      let name = coding.trimmed
      if name.isEqualIgnoringCase("gzip") { return !isZero(weight) }
      if name == "*" { takesAny = !isZero(weight) }
      rest = others
    }
    return takesAny
  }

  /// True for a weight of 0, which may have three decimals.
  private static func isZero(_ weight: Substring) -> Bool {
    let (name, value) = weight.split(at: "=")
    return name.trimmed.isEqualIgnoringCase("q") && value.trimmed.hasPrefix("0")
      && value.trimmed.dropFirst().allSatisfy { $0 == "." || $0 == "0" }
  }
}
