// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

extension [UInt8] {
  /// Appends text as UTF-8.
  mutating func append(_ text: String) { append(contentsOf: text.utf8) }

  /// Appends a literal without making a string of it.
  mutating func append(literal text: StaticString) {
    text.withUTF8Buffer { append(contentsOf: $0) }
  }
}

/// A byte that a syntax writes in another way.
protocol Escaping {
  /// What stands for the byte; nil where it stands for itself.
  static func escape(_ byte: UInt8) -> StaticString?
}

extension Escaping {
  /// Appends text, copying the runs between the bytes that need escaping.
  @inline(__always)
  static func append(_ text: String, to out: inout [UInt8]) {
    var text = text
    text.withUTF8 { bytes in
      var start = 0
      for index in bytes.indices {
        guard let replacement = escape(bytes[index]) else { continue }
        out.append(contentsOf: bytes[start..<index])
        out.append(literal: replacement)
        start = index + 1
      }
      out.append(contentsOf: bytes[start...])
    }
  }
}
