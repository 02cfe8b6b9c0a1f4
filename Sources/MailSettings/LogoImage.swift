// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A provider's logo, as SVG or PNG.
public struct LogoImage: Hashable, Sendable {
  /// How a logo is written.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Scalable Vector Graphics.
    case svg
    /// Portable Network Graphics.
    case png

    /// As HTTP and `data:` name it.
    public var mediaType: String { self == .svg ? "image/svg+xml" : "image/png" }
  }

  /// How it is written.
  public let kind: Kind
  /// The file as it is.
  public let bytes: [UInt8]

  /// The most pixels of a PNG: more only make documents large.
  public static let mostPixels = 4_000_000

  /// A logo from the bytes of a file; throws what is wrong with it. An SVG must hold no script and
  /// no entities, which a picture needs as little as documents that many people open.
  public init(_ bytes: [UInt8]) throws(InvalidValue) {
    if bytes.starts(with: Self.signature) {
      kind = .png
      guard bytes.count >= 33, bytes[12..<16].elementsEqual("IHDR".utf8) else {
        throw InvalidValue("is not a whole PNG", fix: "copy the picture again")
      }
      let (width, height) = (Self.number(bytes[16..<20]), Self.number(bytes[20..<24]))
      guard width > 0, height > 0, width * height <= Self.mostPixels else {
        throw InvalidValue(
          "has \(width) × \(height) pixels; \(Self.mostPixels) in all are allowed",
          fix: "scale the picture down")
      }
    } else {
      guard let text = String(validating: bytes, as: UTF8.self)?.lowercased(), text.contains("<svg")
      else { throw InvalidValue("is neither an SVG nor a PNG", fix: "convert the picture") }
      for word in ["<script", "<!entity", "<foreignobject", "javascript:"] where text.contains(word)
      {
        throw InvalidValue("is an SVG with '\(word)'", fix: "save the picture without it")
      }
      kind = .svg
    }
    self.bytes = bytes
  }

  /// PNG (third edition) section 5.2.
  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reduce(0) { $0 << 8 | Int($1) }
  }
}
