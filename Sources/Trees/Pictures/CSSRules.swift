// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The part of CSS that a logo may use: properties that draw, with values that load nothing. A
/// text that a parser could read in another way than this one, as by escapes, is refused.
enum CSSRules {
  /// Presentation attributes (SVG 1.1 appendix N, SVG 2 section 6.6), which are the same in CSS.
  static let properties: [String] = [
    "alignment-baseline", "baseline-shift", "clip", "clip-path", "clip-rule", "color",
    "color-interpolation", "color-interpolation-filters", "color-rendering", "direction",
    "display", "dominant-baseline", "fill", "fill-opacity", "fill-rule", "flood-color",
    "flood-opacity", "font", "font-family", "font-feature-settings", "font-kerning", "font-size",
    "font-size-adjust", "font-stretch", "font-style", "font-variant", "font-variant-caps",
    "font-variant-east-asian", "font-variant-ligatures", "font-variant-numeric",
    "font-variant-position", "font-variant-alternates", "font-variation-settings", "font-weight",
    "glyph-orientation-horizontal", "glyph-orientation-vertical", "image-rendering", "inline-size",
    "isolation", "kerning", "letter-spacing", "line-height", "mask", "mask-type", "mix-blend-mode",
    "opacity", "overflow", "paint-order", "pointer-events", "shape-margin", "shape-padding",
    "shape-rendering", "solid-color", "solid-opacity", "stop-color", "stop-opacity", "stroke",
    "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin",
    "stroke-miterlimit", "stroke-opacity", "stroke-width", "text-align", "text-anchor",
    "text-decoration", "text-decoration-color", "text-decoration-line", "text-decoration-style",
    "text-indent", "text-orientation", "text-rendering", "text-transform", "transform",
    "unicode-bidi", "vector-effect", "visibility", "white-space", "word-spacing", "writing-mode",
    "enable-background", "width", "height", "x", "y", "r", "cx", "cy", "rx", "ry", "d",
    "shape-inside", "marker", "marker-start", "marker-mid", "marker-end", "filter",
  ]
  private static let known = Set(properties)
  /// Functions that only compute.
  private static let functions: Set<String> = [
    "rgb", "rgba", "hsl", "hsla", "matrix", "translate", "translatex", "translatey", "scale",
    "scalex", "scaley", "rotate", "skewx", "skewy", "rect", "url", "icc-color",
  ]
  /// Where programs write them without any use, they say so.
  private static let onlyNone: Set<String> = [
    "marker", "marker-start", "marker-mid", "marker-end", "filter", "shape-inside",
  ]

  /// What is wrong with declarations, as in `style="…"`; nil where nothing is.
  static func judge(declarations text: String) -> String? {
    guard let text = withoutComments(text) else { return "a comment of CSS does not end" }
    for declaration in text.split(separator: ";") {
      let parts = declaration.split(separator: ":", maxSplits: 1)
      let name = String(parts.first ?? "").trimmed.lowercased()
      if name.isEmpty, parts.count < 2 { continue }
      guard parts.count == 2 else { return "\(String(declaration).quoted) is no declaration" }
      let value = String(parts[1])
      if name.hasPrefix("-inkscape-") || name.hasPrefix("-webkit-") || name.hasPrefix("-moz-") {
        if value.contains("(") { return "the property \(name.quoted) has a function" }
        continue
      }
      guard known.contains(name) else { return "the property \(name.quoted) is not allowed" }
      if let wrong = judge(value: value, of: name) { return wrong }
    }
    return nil
  }

  /// What is wrong with a style sheet; nil where nothing is.
  static func judge(sheet text: String) -> String? {
    guard let text = withoutComments(text) else { return "a comment of CSS does not end" }
    if text.contains("@") { return "rules with '@' are not allowed" }
    let (rules, rest) = rules(of: text)
    for (selector, declarations) in rules {
      if let bad = selector.unicodeScalars.first(where: { !isSelector($0) }) {
        return "a selector with \(String(bad).quoted) is not allowed"
      }
      if let wrong = judge(declarations: declarations) { return wrong }
    }
    return rest.isEmpty ? nil : "\(rest.quoted) is no rule of CSS"
  }

  /// The rules of a style sheet, and what is left.
  static func rules(of text: String) -> (rules: [(selector: String, body: String)], rest: String) {
    var rules: [(selector: String, body: String)] = []
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      let body = rest[rest.index(after: open)...]
      guard let close = body.firstIndex(of: "}") else { break }
      rules.append((String(rest[..<open]).trimmed, String(body[..<close])))
      rest = body[body.index(after: close)...]
    }
    return (rules, String(rest).trimmed)
  }

  /// The names behind every `url(#…)` of a text.
  static func references(in text: String) -> [String] {
    var names: [String] = []
    var rest = text[...]
    while let mark = rest.firstIndex(of: "#") {
      let before = rest[..<mark].reversed().drop { $0.isWhitespace || $0 == "\"" || $0 == "'" }
      rest = rest[rest.index(after: mark)...]
      guard before.prefix(4).reversed().elementsEqual("url(") else { continue }
      let name = rest.prefix { $0 != ")" && $0 != "\"" && $0 != "'" }
      names.append(String(name).trimmed)
    }
    return names
  }

  private static func isSelector(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".", "#", ",", ">", "*", " ", "\n", "\r", "\t":
      true
    default: scalar.value > 0x9F && !scalar.isUnprintable
    }
  }

  /// What is wrong with one value; nil where nothing is.
  static func judge(value: String, of property: String) -> String? {
    if value.unicodeScalars.contains(where: { ["\\", "{", "}", "@", "<"].contains($0) }) {
      return "it has a character that hides what it says"
    }
    let lower = value.lowercased()
    if onlyNone.contains(property), !["none", "inherit", ""].contains(lower.trimmed) {
      return "\(property) is not allowed"
    }
    var rest = lower[...]
    while let open = rest.firstIndex(of: "(") {
      let name = String(
        rest[..<open].reversed().prefix { $0.isLetter || $0 == "-" || $0.isNumber }.reversed())
      guard name.isEmpty || functions.contains(name) else {
        return "the function \("\(name)()".quoted) is not allowed"
      }
      rest = rest[rest.index(after: open)...]
      guard name == "url" else { continue }
      let target = rest.drop { $0.isWhitespace || $0 == "\"" || $0 == "'" }
      guard target.hasPrefix("#") else { return "it loads something" }
    }
    return hugeNumber(in: lower, of: property).map { "\($0.quoted) is too large" }
  }

  /// Coordinates of drawings are far below; renderers fail beyond.
  private static let largest = 1_000_000.0
  private static let largestType = 10_000.0

  private static func hugeNumber(in text: String, of property: String) -> String? {
    let largest = property.hasPrefix("font") ? largestType : largest
    var number: [UInt8] = []
    var isColor = false
    for byte in Array(text.utf8) + [0x20] {
      switch byte {
      // A colour such as #1e7e34 is no number.
      case UInt8(ascii: "#"): isColor = true
      case 0x30...0x39 where isColor, 0x61...0x66 where isColor: continue
      case 0x30...0x39, UInt8(ascii: "."): number.append(byte)
      case UInt8(ascii: "e") where !number.isEmpty: number.append(byte)
      case UInt8(ascii: "+") where number.last == UInt8(ascii: "e"),
        UInt8(ascii: "-") where number.last == UInt8(ascii: "e"):
        number.append(byte)
      default:
        isColor = false
        if isMore(than: largest, number) {
          return String(decoding: number.prefix(40), as: UTF8.self)
        }
        number.removeAll(keepingCapacity: true)
      }
    }
    return nil
  }

  private static func isMore(than largest: Double, _ number: [UInt8]) -> Bool {
    guard number.count > 4 || number.contains(UInt8(ascii: "e")) else { return false }
    // What is behind a second point is another number.
    var points = 0
    let first = number.prefix {
      if $0 == UInt8(ascii: ".") { points += 1 }
      return points < 2
    }
    var text = String(decoding: first, as: UTF8.self)
    while let last = text.last, "e+-".contains(last) { text.removeLast() }
    if let dot = text.first, dot == "." { text = "0\(text)" }
    return (Double(text) ?? 0) > largest
  }

  static func withoutComments(_ text: String) -> String? {
    var out = ""
    var rest = text[...]
    while let slash = rest.firstIndex(of: "/") {
      let next = rest.index(after: slash)
      guard next < rest.endIndex, rest[next] == "*" else {
        out += rest[...slash]
        rest = rest[next...]
        continue
      }
      out += rest[..<slash] + " "
      rest = rest[rest.index(after: next)...]
      while true {
        guard let star = rest.firstIndex(of: "*") else { return nil }
        rest = rest[rest.index(after: star)...]
        if rest.first == "/" { break }
      }
      rest = rest.dropFirst()
    }
    return out + rest
  }
}

extension String {
  /// Without white space at both ends.
  var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text = text.dropFirst() }
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return String(text)
  }
}
