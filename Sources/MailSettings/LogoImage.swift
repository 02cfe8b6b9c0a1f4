// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A provider's logo: a PNG, or an SVG that runs nothing and loads nothing.
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

  /// A logo from the bytes of a file; throws what is wrong with it. An SVG must hold no script, no
  /// entities and nothing from elsewhere, in documents that many people open.
  public init(_ bytes: [UInt8]) throws(InvalidValue) {
    if bytes.starts(with: Self.signature) {
      kind = .png
      guard bytes.count >= 33, bytes[12..<16].elementsEqual("IHDR".utf8) else {
        throw InvalidValue("is not a whole PNG", fix: "copy the picture again")
      }
      let (width, height) = (Self.number(bytes[16..<20]), Self.number(bytes[20..<24]))
      guard width > 0, height > 0, width <= Self.mostPixels / height else {
        throw InvalidValue(
          "has \(width) × \(height) pixels; \(Self.mostPixels) in all are allowed",
          fix: "scale the picture down")
      }
    } else {
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw InvalidValue("is neither an SVG nor a PNG", fix: "convert the picture")
      }
      try Self.check(svg: text)
      kind = .svg
    }
    self.bytes = bytes
  }

  /// PNG (third edition) section 5.2.
  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reduce(0) { $0 << 8 | Int($1) }
  }

  /// Refuses what could run or load something (SVG 2 sections 5.7 and 15, CSS images): the picture
  /// is refused as a whole, since one that was changed would no longer be the provider's.
  private static func check(svg text: String) throws(InvalidValue) {
    let lower = text.lowercased()
    guard lower.contains("<svg") else {
      throw InvalidValue("is neither an SVG nor a PNG", fix: "convert the picture")
    }
    let fix = "export the picture as plain SVG, or as PNG"
    for word in forbidden where lower.contains(word) {
      throw InvalidValue("is an SVG with '\(word)'", fix: fix)
    }
    for name in ["href", "src"] {
      for target in values(of: name, in: lower)
      where !target.hasPrefix("#") && !target.hasPrefix("data:image/") {
        throw InvalidValue("is an SVG that refers to \(String(target).quoted)", fix: fix)
      }
    }
    var rest = lower[...]
    while let range = rest.firstRange(of: "url(") {
      rest = rest[range.upperBound...]
      let target = rest.drop { $0 == " " || $0 == "\"" || $0 == "'" }
      guard target.hasPrefix("#") else {
        throw InvalidValue("is an SVG that loads a URL", fix: fix)
      }
    }
    if hasHandler(lower) { throw InvalidValue("is an SVG with event handlers", fix: fix) }
  }

  /// Escapes could hide the rest, so those beyond the usual five are refused too.
  private static let forbidden = [
    "<script", "<!entity", "<foreignobject", "javascript:", "<iframe", "<!doctype",
    "<?xml-stylesheet", "@import", "&#", "<animate", "<set",
  ]

  /// What stands between the quotes of every attribute of this name, with or without a prefix.
  private static func values(of name: String, in text: String) -> [Substring] {
    var found: [Substring] = []
    var rest = text[...]
    while let range = rest.firstRange(of: name) {
      rest = rest[range.upperBound...]
      let afterName = rest.drop(while: \.isWhitespace)
      guard afterName.first == "=" else { continue }
      let value = afterName.dropFirst().drop(while: \.isWhitespace)
      guard let quote = value.first, quote == "\"" || quote == "'" else { continue }
      found.append(value.dropFirst().prefix { $0 != quote })
    }
    return found
  }

  /// True where an attribute begins with `on`.
  private static func hasHandler(_ text: String) -> Bool {
    var rest = text[...]
    while let range = rest.firstRange(of: "on") {
      let isStart = text[..<range.lowerBound].last.map {
        $0.isWhitespace || $0 == "\"" || $0 == "'" || $0 == "/"
      }
      rest = rest[range.upperBound...]
      let after = rest.drop { $0.isLetter }.drop(while: \.isWhitespace)
      if isStart == true, after.first == "=" { return true }
    }
    return false
  }
}
