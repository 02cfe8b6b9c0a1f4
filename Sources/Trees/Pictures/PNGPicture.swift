// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CPNG
import MailSettings

/// A PNG that was decoded to its last pixel.
package struct PNGPicture: Sendable {
  /// Its width in pixels.
  package let width: Int
  /// Its height in pixels.
  package let height: Int
  /// The file with what draws it alone: no text, no dates, no colour profiles, nothing behind its
  /// end.
  package let bytes: [UInt8]

  /// PNG (third edition) section 5.2.
  package static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Decodes a file; throws what is wrong with it, to follow the name of the picture.
  package init(_ bytes: [UInt8], mostPixels: Int) throws(InvalidValue) {
    guard bytes.starts(with: Self.signature) else {
      throw InvalidValue("is no PNG", fix: "convert the picture to PNG")
    }
    let (width, height) = try Self.size(bytes)
    guard width > 0, height > 0, width <= mostPixels / height else {
      throw InvalidValue(
        "has \(width) × \(height) pixels; \(mostPixels) in all are allowed",
        fix: "scale the picture down")
    }
    guard mkprofile_png_is_whole(bytes, bytes.count) == 1, let kept = Self.essence(bytes) else {
      throw Self.damaged
    }
    (self.width, self.height, self.bytes) = (width, height, kept)
  }

  private static let damaged = InvalidValue(
    "is not a whole PNG, or a damaged one", fix: "copy the picture again")

  /// What the first chunk says (section 11.2.1), before anything is unpacked.
  private static func size(_ bytes: [UInt8]) throws(InvalidValue) -> (Int, Int) {
    guard bytes.count >= 33, number(bytes[8..<12]) == 13, bytes[12..<16].elementsEqual("IHDR".utf8)
    else { throw damaged }
    return (number(bytes[16..<20]), number(bytes[20..<24]))
  }

  /// The chunks that draw (sections 11.2 and 11.3.1); nil where a chunk is cut off.
  private static func essence(_ bytes: [UInt8]) -> [UInt8]? {
    var out = signature
    var index = signature.count
    while index + 12 <= bytes.count {
      let length = number(bytes[index..<(index + 4)])
      guard length <= bytes.count - index - 12 else { return nil }
      let name = String(decoding: bytes[(index + 4)..<(index + 8)], as: UTF8.self)
      let end = index + 12 + length
      if ["IHDR", "PLTE", "tRNS", "IDAT", "IEND"].contains(name) { out += bytes[index..<end] }
      if name == "IEND" { return out }
      index = end
    }
    return nil
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reduce(0) { $0 << 8 | Int($1) }
  }
}
