// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CLibUUID

/// A UUID made from names with SHA-1 (version 5, RFC 9562 section 5.5), through libuuid.
struct NameUUID: Hashable, Sendable, CustomStringConvertible {
  /// The 36 characters in upper case, as Apple writes them.
  let description: String

  /// The UUID of these names in mkprofile's own name space; a different list of names, even with
  /// the same characters, gives a different UUID. No name holds a NUL character.
  init(_ names: [String]) {
    var joined: [CChar] = []
    for name in names {
      joined.append(contentsOf: name.utf8.map { CChar(bitPattern: $0) })
      joined.append(0)
    }
    var out = [UInt8](repeating: 0, count: 16)
    uuid_generate_sha1(&out, Self.nameSpace, joined, joined.count)
    description = Self.text(out)
  }

  /// Never changes: every identifier on every installed device derives from it.
  private static let nameSpace: [UInt8] = [
    0x5D, 0xA2, 0xAE, 0xAD, 0xFD, 0xA6, 0x44, 0x95, 0x95, 0x84, 0x7B, 0x73, 0x28, 0xCC, 0x0E, 0x9D,
  ]

  private static func text(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var out: [UInt8] = []
    out.reserveCapacity(36)
    for (index, byte) in bytes.enumerated() {
      if index == 4 || index == 6 || index == 8 || index == 10 { out.append(0x2D) }
      out.append(digits[Int(byte >> 4)])
      out.append(digits[Int(byte & 15)])
    }
    return String(decoding: out, as: UTF8.self)
  }
}
