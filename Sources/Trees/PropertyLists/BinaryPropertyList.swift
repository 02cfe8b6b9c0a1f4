// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System

/// Binary property lists (`bplist00`, CFBinaryPList.c): objects that name each other by number.
///
/// Every offset and count is held against the bytes that are there; an object that contains
/// itself and a deep nest are refused. An object that many others name counts each time, as a
/// value and with its bytes.
struct BinaryPropertyList {
  /// How such a file begins.
  static let magic = Array("bplist00".utf8)

  private let bytes: [UInt8]
  private let limits: TreeLimits
  private let offsetSize: Int
  private let referenceSize: Int
  private let count: Int
  private let table: Int
  private var values = 0
  private var content = 0
  private var open: Set<Int> = []

  /// The outermost value; throws what is wrong with it.
  static func read(
    _ bytes: [UInt8], _ limits: TreeLimits
  ) throws(UnreadableDocument) -> PropertyListNode {
    var reader = try BinaryPropertyList(bytes, limits)
    let trailer = bytes.count - 32
    let top = try reader.number(at: trailer + 16, size: 8)
    return try reader.object(top, depth: 0)
  }

  /// Reads the trailer: sizes, the number of objects, and where the table of offsets is.
  private init(_ bytes: [UInt8], _ limits: TreeLimits) throws(UnreadableDocument) {
    guard bytes.starts(with: Self.magic), bytes.count >= 8 + 1 + 32 else {
      throw UnreadableDocument("the binary property list is cut off")
    }
    self.bytes = bytes
    self.limits = limits
    let trailer = bytes.count - 32
    offsetSize = Int(bytes[trailer + 6])
    referenceSize = Int(bytes[trailer + 7])
    count = Self.integer(bytes[(trailer + 8)..<(trailer + 16)]) ?? -1
    table = Self.integer(bytes[(trailer + 24)..<(trailer + 32)]) ?? -1
    guard (1...8).contains(offsetSize), (1...8).contains(referenceSize),
      (1...limits.values).contains(count), (8..<trailer).contains(table),
      count <= (trailer - table) / offsetSize
    else { throw UnreadableDocument("the binary property list has a damaged trailer") }
  }

  private static func integer(_ bytes: ArraySlice<UInt8>) -> Int? {
    var value: UInt64 = 0
    for byte in bytes { value = value << 8 | UInt64(byte) }
    return Int(exactly: value)
  }

  private func damaged(_ what: String) -> UnreadableDocument {
    UnreadableDocument("the binary property list is damaged: \(what)")
  }

  /// A number of some bytes, the highest first.
  private func number(at offset: Int, size: Int) throws(UnreadableDocument) -> Int {
    guard offset >= 8, size <= 8, offset <= bytes.count - size,
      let value = Self.integer(bytes[offset..<(offset + size)])
    else { throw damaged("a number lies outside of the file") }
    return value
  }

  private mutating func object(
    _ index: Int, depth: Int
  ) throws(UnreadableDocument) -> PropertyListNode {
    guard (0..<count).contains(index) else { throw damaged("an object does not exist") }
    guard depth < limits.depth else {
      throw UnreadableDocument(
        "more than \(limits.depth) dictionaries and arrays inside one another")
    }
    values += 1
    guard values <= limits.values else {
      throw UnreadableDocument("the property list has more than \(limits.values) values")
    }
    guard open.insert(index).inserted else { throw damaged("an object contains itself") }
    defer { open.remove(index) }
    let offset = try number(at: table + index * offsetSize, size: offsetSize)
    guard (8..<table).contains(offset) else { throw damaged("an object lies outside of the file") }
    return PropertyListNode(try value(at: offset, depth: depth))
  }

  private mutating func value(
    at offset: Int, depth: Int
  ) throws(UnreadableDocument) -> PropertyListNode.Value {
    let marker = bytes[offset]
    let low = Int(marker & 15)
    switch marker >> 4 {
    case 0 where low == 8: return .boolean(false)
    case 0 where low == 9: return .boolean(true)
    case 1: return .integer(try integer(at: offset + 1, power: low))
    case 2: return .real(try real(at: offset + 1, power: low))
    case 3 where low == 3: return .date(try date(at: offset + 1))
    case 4:
      let (start, length) = try extent(offset, low, unit: 1)
      return .data(Array(bytes[start..<(start + length)]))
    case 5, 7:
      let (start, length) = try extent(offset, low, unit: 1)
      return .string(String(decoding: bytes[start..<(start + length)], as: UTF8.self))
    case 6:
      let (start, length) = try extent(offset, low, unit: 2)
      let units = (0..<length).map {
        UInt16(bytes[start + $0 * 2]) << 8 | UInt16(bytes[start + $0 * 2 + 1])
      }
      return .string(String(decoding: units, as: UTF16.self))
    case 10, 12:
      let (start, length) = try extent(offset, low, unit: referenceSize)
      var items: [PropertyListNode] = []
      for item in 0..<length { items.append(try reference(start, item, depth)) }
      return .array(items)
    case 13: return .dictionary(try members(offset, low, depth))
    default: throw damaged("an object of the unknown kind \(marker)")
    }
  }

  /// Seconds since 2001 in UTC, within the years that have four digits.
  private func date(at offset: Int) throws(UnreadableDocument) -> String {
    let seconds = try real(at: offset, power: 3) + 978_307_200
    guard (-62_135_596_800..<253_402_300_800).contains(seconds) else {
      throw damaged("a date that no calendar has")
    }
    return Timestamp(microseconds: Int64(seconds) * 1_000_000).seconds
  }

  private mutating func members(
    _ offset: Int, _ low: Int, _ depth: Int
  ) throws(UnreadableDocument) -> [PropertyListNode.Member] {
    let (start, length) = try extent(offset, low, unit: referenceSize * 2)
    var members: [PropertyListNode.Member] = []
    var keys: Set<String> = []
    for item in 0..<length {
      guard let key = try reference(start, item, depth).string else {
        throw damaged("a key is no text")
      }
      guard keys.insert(key).inserted else {
        throw UnreadableDocument("the key \(key.quoted) stands twice")
      }
      let value = try reference(start, length + item, depth)
      members.append(PropertyListNode.Member(key: key, value: value))
    }
    return members
  }

  private mutating func reference(
    _ start: Int, _ item: Int, _ depth: Int
  ) throws(UnreadableDocument) -> PropertyListNode {
    let index = try number(at: start + item * referenceSize, size: referenceSize)
    return try object(index, depth: depth + 1)
  }

  /// Where the content of an object begins and how many units it has; all of them are there.
  private mutating func extent(
    _ offset: Int, _ low: Int, unit: Int
  ) throws(UnreadableDocument) -> (start: Int, length: Int) {
    var start = offset + 1
    var length = low
    if low == 15 {
      guard start < table, bytes[start] >> 4 == 1, bytes[start] & 15 <= 3 else {
        throw damaged("a length is no number")
      }
      let size = 1 << Int(bytes[start] & 15)
      length = try number(at: start + 1, size: size)
      start += 1 + size
    }
    guard start <= table, length <= (table - start) / unit else {
      throw damaged("an object is longer than the file")
    }
    content += length * unit
    guard content <= limits.content else {
      throw UnreadableDocument(
        "the property list has more than \(limits.content) bytes once its references are written"
          + " out", fix: "no device takes such a profile; ask where it came from")
    }
    return (start, length)
  }

  private func integer(at offset: Int, power: Int) throws(UnreadableDocument) -> Int {
    switch power {
    case 0, 1, 2: return try number(at: offset, size: 1 << power)
    case 3:
      guard offset <= bytes.count - 8 else { throw damaged("a number is cut off") }
      var value: UInt64 = 0
      for byte in bytes[offset..<(offset + 8)] { value = value << 8 | UInt64(byte) }
      return Int(Int64(bitPattern: value))
    default: throw damaged("a number of \(1 << power) bytes")
    }
  }

  private func real(at offset: Int, power: Int) throws(UnreadableDocument) -> Double {
    guard power == 2 || power == 3, offset <= bytes.count - (1 << power) else {
      throw damaged("a fraction has an unknown size")
    }
    var value: UInt64 = 0
    for byte in bytes[offset..<(offset + (1 << power))] { value = value << 8 | UInt64(byte) }
    return power == 3
      ? Double(bitPattern: value) : Double(Float(bitPattern: UInt32(truncatingIfNeeded: value)))
  }
}
