// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The secret with which links are sealed.
package struct LinkKey: Sendable {
  let bytes: [UInt8]

  /// A new key that nobody can guess.
  package static func random() -> LinkKey {
    var generator = SystemRandomNumberGenerator()
    return LinkKey(
      bytes: (0..<size).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// Reads the content of a key file: 64 hexadecimal digits or more, alone on a line.
  package init(file content: [UInt8]) throws(InvalidValue) {
    let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
    let digits = content.drop { blanks.contains($0) }.reversed().drop { blanks.contains($0) }
      .reversed().map { Character(UnicodeScalar($0)).hexDigitValue }
    let values = digits.compactMap { $0 }
    guard values.count == digits.count, values.count >= 2 * Self.size, values.count <= 256,
      values.count % 2 == 0
    else {
      throw InvalidValue(
        "holds no key for links: 64 to 256 hexadecimal digits",
        fix: "make one with: mkprofile link --new-key FILE")
    }
    bytes = stride(from: 0, to: values.count, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
  }

  /// What a key file holds.
  package var file: [UInt8] {
    Array((bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\n").utf8)
  }

  /// Bytes of a new key, as long as what it seals with.
  private static let size = 32
}
