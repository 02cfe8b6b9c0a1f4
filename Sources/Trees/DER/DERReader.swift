// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// One value of DER (X.690 section 10) or BER after the other; lengths are held against the bytes
/// that are there. Nothing is verified with it.
package struct DERReader {
  /// `SEQUENCE`.
  package static let sequence: UInt8 = 0x30
  /// `SET`.
  package static let set: UInt8 = 0x31
  /// `INTEGER`.
  package static let integer: UInt8 = 0x02
  /// `OBJECT IDENTIFIER`.
  package static let objectIdentifier: UInt8 = 0x06
  /// `[0]` around a value of its own.
  package static let context0: UInt8 = 0xA0

  /// A value with its tag.
  package struct Value {
    /// The identifier octet.
    package let tag: UInt8
    /// What is inside.
    package let content: ArraySlice<UInt8>
    /// Tag, length and what is inside.
    package let whole: ArraySlice<UInt8>
    fileprivate let allowsBER: Bool
    fileprivate let depth: Int

    /// A reader of what is inside; nil for a primitive value.
    package var reader: DERReader? {
      tag & 0x20 != 0 && depth < DERReader.mostDepth
        ? DERReader(content, allowsBER: allowsBER, depth: depth + 1) : nil
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
  private let allowsBER: Bool
  private let depth: Int

  /// Reads from the beginning of the bytes; lengths that are left open are for BER alone.
  package init(_ bytes: ArraySlice<UInt8>, allowsBER: Bool = false) {
    self.init(bytes, allowsBER: allowsBER, depth: 0)
  }

  private init(_ bytes: ArraySlice<UInt8>, allowsBER: Bool, depth: Int) {
    rest = bytes
    self.allowsBER = allowsBER
    self.depth = depth
  }

  /// True at the end.
  package var isAtEnd: Bool { rest.isEmpty }

  /// The next value where it has this tag; nil, and nothing is passed over, where it has not.
  package mutating func next(_ tag: UInt8) -> Value? { rest.first == tag ? next() : nil }

  /// The next value; nil at the end and where the bytes are damaged.
  package mutating func next() -> Value? {
    let start = rest
    guard let tag = rest.popFirst(), let first = rest.popFirst(), tag & 0x1F != 0x1F else {
      return nil
    }
    if first == 0x80 { return tag & 0x20 != 0 && allowsBER ? indefinite(tag, start) : nil }
    var length = Int(first)
    if first > 0x80 {
      let count = Int(first & 0x7F)
      guard count <= 4, rest.count >= count else { return nil }
      length = rest.prefix(count).reduce(0) { $0 << 8 | Int($1) }
      rest = rest.dropFirst(count)
    }
    guard length <= rest.count else { return nil }
    let content = rest.prefix(length)
    rest = rest.dropFirst(length)
    return tag == 0 && length == 0 ? nil : value(tag, content, start)
  }

  /// A value that ends with two zero bytes; values inside may be such values, too.
  private mutating func indefinite(_ tag: UInt8, _ whole: ArraySlice<UInt8>) -> Value? {
    guard depth < Self.mostDepth else { return nil }
    let start = rest
    var inner = DERReader(rest, allowsBER: true, depth: depth + 1)
    while !inner.rest.starts(with: [0, 0]) {
      guard inner.next() != nil else { return nil }
    }
    let content = start.prefix(start.count - inner.rest.count)
    rest = inner.rest.dropFirst(2)
    return value(tag, content, whole)
  }

  private func value(
    _ tag: UInt8, _ content: ArraySlice<UInt8>, _ start: ArraySlice<UInt8>
  ) -> Value {
    Value(
      tag: tag, content: content, whole: start[..<rest.startIndex], allowsBER: allowsBER,
      depth: depth)
  }
}
