// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Something that goes from one process of this version of the program to another as bytes.
protocol Packed {
  /// Appends it.
  func pack(into bytes: inout [UInt8])
  /// Reads it; throws where the bytes are no such thing.
  init(from reader: inout PackedReader) throws(PackedFailure)
}

/// Bytes that were not packed by this version of the program.
struct PackedFailure: Error, Hashable {}

/// Takes packed values from bytes, one after the other; never reads past their end.
struct PackedReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  /// True where everything was read.
  var isAtEnd: Bool { rest.isEmpty }

  mutating func byte() throws(PackedFailure) -> UInt8 {
    guard let byte = rest.popFirst() else { throw PackedFailure() }
    return byte
  }

  mutating func bytes(_ count: Int) throws(PackedFailure) -> ArraySlice<UInt8> {
    guard count >= 0, count <= rest.count else { throw PackedFailure() }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  /// A value of a type that says itself how it is read.
  mutating func value<Value: Packed>(_ type: Value.Type = Value.self) throws(PackedFailure) -> Value
  {
    try Value(from: &self)
  }
}

extension Int: Packed {
  func pack(into bytes: inout [UInt8]) {
    let number = UInt32(clamping: self)
    for shift in [24, 16, 8, 0] as [UInt32] {
      bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  init(from reader: inout PackedReader) throws(PackedFailure) {
    self = try reader.bytes(4).reduce(0) { $0 << 8 | Int($1) }
  }
}

extension String: Packed {
  func pack(into bytes: inout [UInt8]) {
    utf8.count.pack(into: &bytes)
    bytes.append(contentsOf: utf8)
  }

  init(from reader: inout PackedReader) throws(PackedFailure) {
    let count = try reader.value(Int.self)
    guard let text = String(validating: try reader.bytes(count), as: UTF8.self) else {
      throw PackedFailure()
    }
    self = text
  }
}

extension Array: Packed where Element: Packed {
  func pack(into bytes: inout [UInt8]) {
    count.pack(into: &bytes)
    for element in self { element.pack(into: &bytes) }
  }

  init(from reader: inout PackedReader) throws(PackedFailure) {
    self = []
    // An element takes a byte at least, so that a wrong number ends soon.
    for _ in 0..<(try reader.value(Int.self)) { append(try reader.value()) }
  }
}

extension Optional: Packed where Wrapped: Packed {
  func pack(into bytes: inout [UInt8]) {
    bytes.append(self == nil ? 0 : 1)
    if let self { self.pack(into: &bytes) }
  }

  init(from reader: inout PackedReader) throws(PackedFailure) {
    self = try reader.byte() == 0 ? nil : try reader.value(Wrapped.self)
  }
}
