// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// The character strings of zone files: RFC 1035 sections 3.3 and 5.1.
package enum ZoneText {
  /// The most bytes of one string.
  static let longest = 255

  /// A text as one or several quoted strings, which readers join again.
  package static func strings(_ text: String) -> String { strings(pieces(text)) }

  /// Strings as they are cut, each in quotes.
  package static func strings<Piece: Sequence<UInt8>>(_ pieces: [Piece]) -> String {
    var out: [UInt8] = []
    for piece in pieces {
      if !out.isEmpty { out.append(0x20) }
      out.append(0x22)
      for byte in piece { append(byte, to: &out) }
      out.append(0x22)
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// The bytes of a text, at most 255 in one piece; at least one piece.
  static func pieces(_ text: String) -> [ArraySlice<UInt8>] {
    let bytes = Array(text.utf8)
    let starts = stride(from: 0, to: max(1, bytes.count), by: longest)
    return starts.map { bytes[$0..<min($0 + longest, bytes.count)] }
  }

  private static func append(_ byte: UInt8, to out: inout [UInt8]) {
    switch byte {
    case 0x22, 0x5C: out += [0x5C, byte]
    case 0x20...0x7E: out.append(byte)
    default: out += [0x5C, 0x30 + byte / 100, 0x30 + byte / 10 % 10, 0x30 + byte % 10]
    }
  }
}
