// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Walks through DER (X.690 section 10) as far as telling certificates from other files takes.
/// Nothing is verified with it.
struct DERReader {
  /// A value with its tag.
  struct Element {
    let tag: UInt8
    /// The value without tag and length.
    let content: ArraySlice<UInt8>
    /// Tag, length and value.
    let whole: ArraySlice<UInt8>

    var inside: DERReader { DERReader(content) }
  }

  static let sequence: UInt8 = 0x30
  static let set: UInt8 = 0x31
  static let integer: UInt8 = 0x02
  static let objectIdentifier: UInt8 = 0x06
  /// `[0]` around a value of its own.
  static let context0: UInt8 = 0xA0

  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  /// True at the end.
  var isAtEnd: Bool { rest.isEmpty }

  /// The next element; nil at the end, and where none begins or its end is missing.
  mutating func next() -> Element? {
    var bytes = rest
    guard let tag = bytes.popFirst(), let first = bytes.popFirst() else { return nil }
    var length = Int(first)
    if first >= 0x80 {
      let count = Int(first & 0x7F)
      guard (1...4).contains(count), bytes.count >= count else { return nil }
      length = bytes.prefix(count).reduce(0) { $0 << 8 | Int($1) }
      bytes = bytes.dropFirst(count)
    }
    guard length <= bytes.count else { return nil }
    let content = bytes.prefix(length)
    let element = Element(
      tag: tag, content: content, whole: rest[rest.startIndex..<content.endIndex])
    rest = rest[content.endIndex...]
    return element
  }

  /// The next element where it has this tag; nil, and nothing is passed over, where it has not.
  mutating func next(_ tag: UInt8) -> Element? { rest.first == tag ? next() : nil }
}
