// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The bytes of a settings file, known to be UTF-8 without control characters.
package struct SourceText {
  /// The text without a byte order mark.
  package let bytes: [UInt8]

  /// Checks the bytes; throws at the first that cannot stand in a settings file. What programs
  /// write to one another `hasUnprintable` characters, as JSON allows: each value is judged later.
  package init(_ bytes: [UInt8], hasUnprintable: Bool = false) throws(SyntaxFault) {
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    if text.starts(with: [0xFE, 0xFF]) || text.starts(with: [0xFF, 0xFE]) {
      throw SyntaxFault(
        Mark(line: 1, column: 1), "the file is in UTF-16", fix: "save it as UTF-8")
    }
    let fault = text.withUnsafeBufferPointer { Self.firstFault($0, hasUnprintable) }
    if let fault {
      throw SyntaxFault(Self.mark(of: fault.offset, in: text), fault.message, fix: fault.fix)
    }
    self.bytes = text
  }

  private struct Fault {
    let offset: Int
    let message: String
    let fix: String
  }

  private static func firstFault(
    _ bytes: UnsafeBufferPointer<UInt8>, _ hasUnprintable: Bool
  ) -> Fault? {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte >= 0x20, byte < 0x7F {
        index += 1
        continue
      }
      guard let (scalar, length) = scalar(bytes, at: index) else {
        let code = String(byte, radix: 16, uppercase: true)
        return Fault(
          offset: index, message: "the byte 0x\(code) is not valid UTF-8", fix: "save it as UTF-8")
      }
      if isForbidden(scalar), !(hasUnprintable && scalar >= 0x20) {
        let code = String(scalar, radix: 16, uppercase: true)
        return Fault(
          offset: index, message: "the control character U+\(code) is not allowed",
          fix: "remove it")
      }
      index += length
    }
    return nil
  }

  /// What nobody sees; with the line separators that libyaml counts as new lines and editors do
  /// not, and what shows a text in another order than it has.
  private static func isForbidden(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x09, 0x0A, 0x0D: false
    default: Unicode.Scalar(scalar)?.isUnprintable ?? true
    }
  }

  /// The code point that begins here and its length in bytes; nil for what RFC 3629 forbids.
  private static func scalar(
    _ bytes: UnsafeBufferPointer<UInt8>, at index: Int
  ) -> (UInt32, Int)? {
    let first = bytes[index]
    let (length, least): (Int, UInt32) =
      switch first {
      case 0x00...0x7F: (1, 0)
      case 0xC2...0xDF: (2, 0x80)
      case 0xE0...0xEF: (3, 0x800)
      case 0xF0...0xF4: (4, 0x1_0000)
      default: (0, 0)
      }
    guard length > 0, bytes.count - index >= length else { return nil }
    if length == 1 { return (UInt32(first), 1) }
    var scalar = UInt32(first) & (0x7F >> UInt32(length))
    for next in bytes[(index + 1)..<(index + length)] {
      guard next & 0xC0 == 0x80 else { return nil }
      scalar = scalar << 6 | UInt32(next & 0x3F)
    }
    guard scalar >= least, Unicode.Scalar(scalar) != nil else { return nil }
    return (scalar, length)
  }

  private static func mark(of offset: Int, in bytes: [UInt8]) -> Mark {
    var position = Position()
    for byte in bytes.prefix(offset) { position.advance(over: byte) }
    return position.mark
  }
}

/// A place that moves over a text byte by byte.
struct Position {
  private var line = 1
  private var column = 1
  private var previous: UInt8 = 0

  var mark: Mark { Mark(line: line, column: column) }

  /// Lines end with LF, CRLF or CR, as in YAML.
  mutating func advance(over byte: UInt8) {
    switch byte {
    case 0x0A where previous == 0x0D: break
    case 0x0A, 0x0D: (line, column) = (line + 1, 1)
    case 0x80...0xBF: break
    default: column += 1
    }
    previous = byte
  }
}
