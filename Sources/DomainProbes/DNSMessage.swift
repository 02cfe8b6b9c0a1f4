// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CAres
import DomainCheck
import MailSettings
import System

/// Reads an answer of the DNS (RFC 1035 section 4); names through c-ares, which knows their tricks.
struct DNSMessage {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var offset = 12

  /// More records than this are not looked at.
  private static let mostRecords = 1_000

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// What it says.
  var answer: Answer {
    var reader = self
    var answer = reader.read() ?? Answer(.malformed)
    answer.isRecursive = number16(2).map { $0 & 0x80 != 0 } ?? true
    return answer
  }

  private mutating func read() -> Answer? {
    let flags = number16(2) ?? 0
    let code = flags & 15
    guard let questions = number16(4), let answers = number16(6), let authorities = number16(8)
    else { return nil }
    for _ in 0..<questions {
      guard name(at: &offset) != nil else { return nil }
      offset += 4
    }
    if code != 0, code != 3 { return Answer(.refused(code: code)) }
    var records: [FoundRecord] = []
    for _ in 0..<min(answers, Self.mostRecords) {
      guard let record = record() else { return nil }
      if let record = record.found { records.append(record) }
    }
    var zone: String?
    var namesServers = false
    for _ in 0..<min(authorities, Self.mostRecords) {
      guard let record = record() else { break }
      if record.type == RecordType.soa.rawValue { zone = record.owner }
      if record.type == RecordType.ns.rawValue { namesServers = true }
    }
    var answer = Answer(
      code == 3 ? .noName : .answered, records, zone: zone, isAuthenticated: flags & 0x20 != 0)
    let isAuthoritative = flags & 0x400 != 0
    answer.isReferral =
      namesServers && !isAuthoritative && answers == 0 && zone == nil && code == 0
    return answer
  }

  private mutating func record() -> (owner: String, type: UInt16, found: FoundRecord?)? {
    guard let owner = name(at: &offset), let type = number16(offset),
      let high = number16(offset + 4), let low = number16(offset + 6),
      let length = number16(offset + 8), offset + 10 + length <= bytes.count
    else { return nil }
    let start = offset + 10
    offset = start + length
    let ttl = high << 16 | low
    let data = RecordType(rawValue: UInt16(type)).flatMap { self.data($0, start..<start + length) }
    return (
      owner, UInt16(type), data.map { FoundRecord(name: owner, ttl: ttl, data: $0) }
    )
  }

  private func data(_ type: RecordType, _ range: Range<Int>) -> FoundData? {
    var start = range.lowerBound
    func host(after count: Int) -> String? {
      guard range.count > count else { return nil }
      start += count
      return name(at: &start)
    }
    switch type {
    case .a, .aaaa: return IPAddress(bytes: Array(bytes[range])).map(FoundData.address)
    case .cname: return host(after: 0).map(FoundData.cname)
    case .ns: return host(after: 0).map(FoundData.ns)
    case .ptr: return host(after: 0).map(FoundData.ptr)
    case .soa: return host(after: 0).map(FoundData.soa)
    case .mx:
      guard let preference = number16(start), let host = host(after: 2) else { return nil }
      return .mx(preference: preference, host: host)
    case .srv:
      guard let priority = number16(start), let weight = number16(start + 2),
        let port = number16(start + 4), let host = host(after: 6)
      else { return nil }
      return .srv(priority: priority, weight: weight, port: port, host: host)
    case .txt: return .txt(strings(range))
    case .caa:
      guard range.count >= 2, range.count >= 2 + Int(bytes[start + 1]) else { return nil }
      let tag = start + 2..<start + 2 + Int(bytes[start + 1])
      return .caa(
        flags: Int(bytes[start]), tag: String(decoding: bytes[tag], as: UTF8.self),
        value: String(decoding: bytes[tag.upperBound..<range.upperBound], as: UTF8.self))
    case .tlsa:
      guard range.count > 3 else { return nil }
      return .tlsa(
        usage: Int(bytes[start]), selector: Int(bytes[start + 1]), matching: Int(bytes[start + 2]),
        data: bytes[(start + 3)..<range.upperBound].map(Self.digits).joined())
    case .ds: return .other(type)
    }
  }

  private static func digits(_ byte: UInt8) -> String {
    String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
  }

  /// The strings of a text.
  private func strings(_ range: Range<Int>) -> [[UInt8]] {
    var out: [[UInt8]] = []
    var index = range.lowerBound
    while index < range.upperBound {
      let end = min(range.upperBound, index + 1 + Int(bytes[index]))
      out.append(Array(bytes[(index + 1)..<end]))
      index = end
    }
    return out
  }

  private func number16(_ index: Int) -> Int? {
    guard index >= 0, index + 1 < bytes.count else { return nil }
    return Int(bytes[index]) << 8 | Int(bytes[index + 1])
  }

  /// A name in lower case, and the place after it.
  private func name(at index: inout Int) -> String? {
    guard let base = bytes.baseAddress, index < bytes.count else { return nil }
    var text: UnsafeMutablePointer<CChar>?
    var length = 0
    guard
      ares_expand_name(base + index, base, Int32(bytes.count), &text, &length) == 0,
      let text
    else { return nil }
    defer { ares_free_string(text) }
    index += length
    return String(cString: text).lowercased()
  }
}
