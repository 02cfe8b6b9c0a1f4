// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// What is inside of a CMS signature (RFC 5652 section 5), whether the signature is good or not.
package enum SignedContent {
  /// 1.2.840.113549.1.7.2 with its tag and length.
  private static let signedData: [UInt8] = [
    0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02,
  ]

  /// True for what begins like CMS in DER or BER.
  package static func isLikely(_ bytes: [UInt8]) -> Bool {
    var reader = DERReader(bytes[...])
    guard let outer = reader.next(), outer.tag == 0x30 else { return false }
    return outer.content.starts(with: signedData)
  }

  /// The content that was signed; throws for a damaged message and for a detached signature.
  package static func unwrap(
    _ bytes: [UInt8], _ place: Place
  ) throws(UnreadableDocument) -> [UInt8] {
    var outer = DERReader(bytes[...])
    guard let info = outer.next(), var rest = info.reader, rest.next() != nil,
      var wrapped = rest.next()?.reader, var signed = wrapped.next()?.reader,
      signed.next()?.tag == 0x02,
      signed.next()?.tag == 0x31, var encapsulated = signed.next()?.reader,
      encapsulated.next()?.tag == 0x06
    else { throw UnreadableDocument("the signature is damaged", place: place) }
    guard var explicit = encapsulated.next()?.reader, let content = explicit.next() else {
      throw UnreadableDocument(
        "the signature is detached: the profile is not inside", fix: "sign with -nodetach",
        place: place)
    }
    guard let octets = content.octets else {
      throw UnreadableDocument("the signed content is damaged", place: place)
    }
    return octets
  }
}

/// One value of DER or BER after the other; lengths are held against the bytes that are there.
package struct DERReader {
  /// A value with its tag.
  package struct Value {
    /// The identifier octet.
    package let tag: UInt8
    /// What is inside.
    package let content: ArraySlice<UInt8>
    fileprivate let depth: Int

    /// A reader of what is inside; nil for a primitive value.
    package var reader: DERReader? {
      tag & 0x20 != 0 && depth < DERReader.mostDepth ? DERReader(content, depth: depth + 1) : nil
    }

    /// The bytes of an OCTET STRING, whose pieces BER may hold one by one; nil for another value.
    package var octets: [UInt8]? {
      if tag == 0x04 { return Array(content) }
      guard tag == 0x24, var pieces = reader else { return nil }
      var out: [UInt8] = []
      while let piece = pieces.next() {
        guard let bytes = piece.octets else { return nil }
        out += bytes
      }
      return out
    }
  }

  fileprivate static let mostDepth = 16

  private var rest: ArraySlice<UInt8>
  private let depth: Int

  /// Reads from the beginning of the bytes.
  package init(_ bytes: ArraySlice<UInt8>) { self.init(bytes, depth: 0) }

  private init(_ bytes: ArraySlice<UInt8>, depth: Int) {
    rest = bytes
    self.depth = depth
  }

  /// The next value; nil at the end and where the bytes are damaged.
  package mutating func next() -> Value? {
    guard let tag = rest.popFirst(), let first = rest.popFirst(), tag & 0x1F != 0x1F else {
      return nil
    }
    if first == 0x80 { return tag & 0x20 != 0 ? indefinite(tag) : nil }
    var length = Int(first)
    if first > 0x80 {
      let count = Int(first & 0x7F)
      guard count <= 4, rest.count >= count else { return nil }
      length = rest.prefix(count).reduce(0) { $0 << 8 | Int($1) }
      rest = rest.dropFirst(count)
    }
    guard length <= rest.count else { return nil }
    defer { rest = rest.dropFirst(length) }
    let content = rest.prefix(length)
    return tag == 0 && length == 0 ? nil : Value(tag: tag, content: content, depth: depth)
  }

  /// A value that ends with two zero bytes; values inside may be such values, too.
  private mutating func indefinite(_ tag: UInt8) -> Value? {
    guard depth < Self.mostDepth else { return nil }
    let start = rest
    var inner = DERReader(rest, depth: depth + 1)
    while !inner.rest.starts(with: [0, 0]) {
      guard inner.next() != nil else { return nil }
    }
    let content = start.prefix(start.count - inner.rest.count)
    rest = inner.rest.dropFirst(2)
    return Value(tag: tag, content: content, depth: depth)
  }
}
