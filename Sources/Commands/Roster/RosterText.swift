// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import System

/// The characters of a roster: which of the usual encodings its bytes are in, found out over the
/// whole of it, so that a roster is taken whole or not at all.
enum RosterText: Hashable {
  case utf8
  /// What Excel writes as "CSV" on Windows in most of Europe and America.
  case windows1252
  /// What Excel writes as "Unicode Text", with a byte order mark.
  case utf16(isBigEndian: Bool)

  /// What to say of it; nil where there is nothing.
  var name: String? {
    switch self {
    case .utf8: nil
    case .windows1252: "Windows-1252"
    case .utf16: "UTF-16"
    }
  }
}

/// Looks at every byte of a roster to tell its encoding.
struct RosterTextScan {
  private var first: [UInt8] = []
  /// Bytes of a character that still have to come, and the accepted range of the next one.
  private var expected = 0
  private var range: ClosedRange<UInt8> = 0x80...0xBF
  private var line = 1
  private var characters = 0
  private var firstBad: Int?
  private var firstUndefined: Int?

  /// Five bytes that Windows-1252 does not define.
  private static let undefined: Set<UInt8> = [0x81, 0x8D, 0x8F, 0x90, 0x9D]

  /// Takes the next bytes.
  mutating func take(_ bytes: [UInt8]) {
    if first.count < 3 { first += bytes.prefix(3 - first.count) }
    for byte in bytes {
      if byte == 0x0A { line += 1 }
      if byte == 0 || Self.undefined.contains(byte) { firstUndefined = firstUndefined ?? line }
      follow(byte)
    }
  }

  /// One step of what is well-formed UTF-8 (Unicode, table 3-7).
  private mutating func follow(_ byte: UInt8) {
    if expected > 0 {
      if range.contains(byte) {
        (expected, range) = (expected - 1, 0x80...0xBF)
        if expected == 0 { characters += 1 }
        return
      }
      firstBad = firstBad ?? line
      (expected, range) = (0, 0x80...0xBF)
    }
    switch byte {
    case 0..<0x80: break
    case 0xC2...0xDF: expected = 1
    case 0xE0: (expected, range) = (2, 0xA0...0xBF)
    case 0xED: (expected, range) = (2, 0x80...0x9F)
    case 0xE1...0xEF: expected = 2
    case 0xF0: (expected, range) = (3, 0x90...0xBF)
    case 0xF1...0xF3: expected = 3
    case 0xF4: (expected, range) = (3, 0x80...0x8F)
    default: firstBad = firstBad ?? line
    }
  }

  /// The encoding of everything taken; throws where it is none that can be told.
  func encoding(of name: String) throws(Failure) -> RosterText {
    if first.starts(with: [0xFF, 0xFE]) { return .utf16(isBigEndian: false) }
    if first.starts(with: [0xFE, 0xFF]) { return .utf16(isBigEndian: true) }
    guard let bad = firstBad ?? (expected > 0 ? line : nil) else { return .utf8 }
    guard characters == 0, firstUndefined == nil else {
      let place = firstUndefined ?? bad
      throw Failure(
        .badInput, "\(name.quoted) is neither UTF-8 nor Windows-1252, as line \(place) shows",
        fix: "save it as CSV in UTF-8; nothing was written")
    }
    return .windows1252
  }
}

/// Turns bytes of a roster into UTF-8.
struct RosterDecoder {
  private let encoding: RosterText
  private var pending: [UInt8] = []
  private var isAtStart = true

  init(_ encoding: RosterText) { self.encoding = encoding }

  /// The next bytes in UTF-8; half a character waits for the rest.
  mutating func utf8(_ bytes: [UInt8]) -> [UInt8] {
    switch encoding {
    case .utf8: return bytes
    case .windows1252: return bytes.flatMap { Self.scalar($0) }
    case .utf16(let isBigEndian):
      pending += bytes
      var units: [UInt16] = []
      var end = pending.count / 2 * 2
      for index in stride(from: 0, to: end, by: 2) {
        let (a, b) = (UInt16(pending[index]), UInt16(pending[index + 1]))
        units.append(isBigEndian ? a << 8 | b : b << 8 | a)
      }
      if let last = units.last, 0xD800...0xDBFF ~= last, !bytes.isEmpty {
        units.removeLast()
        end -= 2
      }
      pending.removeFirst(end)
      if isAtStart, units.first == 0xFEFF { units.removeFirst() }
      isAtStart = isAtStart && units.isEmpty
      return Array(String(decoding: units, as: UTF16.self).utf8)
    }
  }

  /// One byte of Windows-1252 (encoding.spec.whatwg.org).
  private static func scalar(_ byte: UInt8) -> [UInt8] {
    guard byte >= 0x80 else { return [byte] }
    let value = byte < 0xA0 ? high[Int(byte) - 0x80] : UInt16(byte)
    return Array(String(decoding: CollectionOfOne(value), as: UTF16.self).utf8)
  }

  private static let high: [UInt16] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
  ]
}
