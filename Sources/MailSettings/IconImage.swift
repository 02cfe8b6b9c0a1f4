// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A PNG that devices take as an icon: square, at most 400 pixels wide (Apple's schema of
/// `com.apple.webClip.managed`).
public struct IconImage: Hashable, Sendable {
  /// The file as it is.
  public let bytes: [UInt8]
  /// Its width and height in pixels.
  public let pixels: Int

  /// The widest that Apple recommends, in pixels.
  public static let mostPixels = 400

  /// An icon from the bytes of a PNG file; throws what is wrong with it.
  public init(png bytes: [UInt8]) throws(InvalidValue) {
    let head = Array("IHDR".utf8)
    guard bytes.starts(with: Self.signature) else {
      throw InvalidValue("is not a PNG", fix: "convert the picture to PNG")
    }
    guard bytes.count >= 33, Self.number(bytes[8..<12]) == 13, Array(bytes[12..<16]) == head,
      bytes.suffix(8).prefix(4).elementsEqual("IEND".utf8)
    else { throw InvalidValue("is not a whole PNG", fix: "copy the picture again") }
    let (width, height) = (Self.number(bytes[16..<20]), Self.number(bytes[20..<24]))
    guard width == height, width > 0 else {
      throw InvalidValue("is \(width) × \(height) pixels, not square", fix: "crop the picture")
    }
    guard width <= Self.mostPixels else {
      throw InvalidValue(
        "is \(width) pixels wide; \(Self.mostPixels) are allowed", fix: "scale the picture down")
    }
    self.bytes = bytes
    pixels = Int(width)
  }

  /// PNG (third edition) section 5.2.
  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.reduce(0) { $0 << 8 | UInt32($1) }
  }
}
