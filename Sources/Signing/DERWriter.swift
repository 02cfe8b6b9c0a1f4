// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CCrypto

/// Writes DER (X.690): elements around elements that are encoded already.
enum DERWriter {
  /// The tags that a signature needs.
  enum Tag: UInt8 {
    case octets = 0x04
    case sequence = 0x30
    case set = 0x31
    /// `[0]` around other elements.
    case context0 = 0xa0
  }

  /// An element around what follows its length.
  static func element(_ tag: Tag, _ content: [UInt8]...) -> [UInt8] {
    let count = content.reduce(0) { $0 + $1.count }
    var out = header(tag, count)
    out.reserveCapacity(out.count + count)
    for part in content { out += part }
    return out
  }

  /// Tag and length of an element whose content has so many bytes.
  static func header(_ tag: Tag, _ count: Int) -> [UInt8] {
    guard count > 0x7f else { return [tag.rawValue, UInt8(clamping: count)] }
    var length: [UInt8] = []
    var rest = count
    while rest > 0 {
      length.insert(UInt8(truncatingIfNeeded: rest), at: 0)
      rest >>= 8
    }
    return [tag.rawValue, 0x80 | UInt8(clamping: length.count)] + length
  }

  /// A set, whose elements DER puts into the order of their bytes (X.690 section 11.6).
  static func set(_ elements: [[UInt8]]) -> [UInt8] {
    element(.set, Array(elements.sorted { $0.lexicographicallyPrecedes($1) }.joined()))
  }

  /// The identifier that libcrypto has under a number.
  static func identifier(_ number: Int32) throws(CryptoError) -> [UInt8] {
    try encoded { i2d_ASN1_OBJECT(OBJ_nid2obj(number), $0) }
  }
}
