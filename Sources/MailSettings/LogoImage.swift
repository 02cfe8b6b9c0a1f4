// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A provider's picture: a PNG, or an SVG that runs nothing and loads nothing.
public struct LogoImage: Hashable, Sendable {
  /// How a picture is written.
  public enum Kind: String, Hashable, Sendable { case svg, png }

  /// How it is written.
  public let kind: Kind
  /// The file as it is.
  public let bytes: [UInt8]

  /// A picture from the bytes of a file; throws what is wrong with it.
  public init(_ bytes: [UInt8]) throws(InvalidValue) {
    self.bytes = bytes
    if bytes.starts(with: Self.pngSignature) {
      guard bytes.suffix(8).prefix(4).elementsEqual("IEND".utf8) else {
        throw InvalidValue("is not a whole PNG", fix: "copy the picture again")
      }
      kind = .png
      return
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw InvalidValue("is neither PNG nor SVG in UTF-8", fix: "convert the picture")
    }
    try Self.check(svg: text)
    kind = .svg
  }

  /// As HTTP sends it.
  public var mediaType: String { kind == .png ? "image/png" : "image/svg+xml" }

  /// PNG (third edition) section 5.2.
  private static let pngSignature: [UInt8] = [
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A,
  ]

  /// Refuses what could run or load something (SVG 2 sections 5.7 and 15, CSS images): the picture
  /// is refused as a whole, since one that was changed would no longer be the provider's.
  private static func check(svg text: String) throws(InvalidValue) {
    let lower = text.lowercased()
    guard lower.contains("<svg") else {
      throw InvalidValue("is neither PNG nor SVG", fix: "convert the picture")
    }
    let fix = "export the picture as plain SVG, or as PNG"
    for (part, name) in forbidden where lower.contains(part) {
      throw InvalidValue("is an SVG with \(name)", fix: fix)
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
    ("<script", "a script"), ("<foreignobject", "foreign content"), ("<iframe", "a frame"),
    ("<!doctype", "a document type"), ("<!entity", "entities"),
    ("<?xml-stylesheet", "a style sheet"),
    ("@import", "an imported style sheet"), ("javascript:", "a script"), ("&#", "escapes"),
    ("<animate", "animations"), ("<set", "animations"),
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
