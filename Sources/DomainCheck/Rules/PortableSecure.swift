// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System
import Trees

extension SVGGrammar {
  /// SVG Tiny Portable/Secure, which mail programs take as a logo: the elements and attributes of
  /// its schema (SVG_1.2_PS.rng, as Mail::BIMI 3 validates with it).
  static let portableSecure = SVGGrammar(
    PortableSecure.elements,
    judge: { attribute, value, element in
      switch (element, attribute) {
      case ("svg", "baseProfile"): value == "tiny-ps" ? nil : "write baseProfile=\"tiny-ps\""
      case ("svg", "version"): value == "1.2" ? nil : "write version=\"1.2\""
      case ("use", "xlink:href"), ("use", "href"):
        value.hasPrefix("#") ? nil : "only '#' and a name of the same picture can stand here"
      default: value.holds("url(") ? PortableSecure.judge(value) : nil
      }
    })
}

/// The words of the schema.
private enum PortableSecure {
  static func judge(_ value: String) -> String? {
    let isLocal = value.parted(by: "url(").dropFirst()
      .allSatisfy { $0.drop { " \"'".contains($0) }.hasPrefix("#") }
    return isLocal ? nil : "it leads to another file"
  }

  private static let core: Set<String> = [
    "id", "xml:id", "xml:base", "xml:lang", "xml:space", "class", "role", "rel", "rev", "typeof",
    "content", "datatype", "resource", "about", "property",
  ]
  private static let style: Set<String> = [
    "color", "color-rendering", "direction", "display-align", "fill", "fill-opacity", "fill-rule",
    "font-family", "font-size", "font-style", "font-variant", "font-weight", "line-increment",
    "solid-color", "solid-opacity", "stop-color", "stop-opacity", "stroke", "stroke-dasharray",
    "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit",
    "stroke-opacity", "stroke-width", "text-align", "text-anchor", "unicode-bidi",
    "vector-effect",
  ]
  private static let conditions: Set<String> = ["requiredFonts", "systemLanguage"]
  private static let description: Set<String> = core.union(conditions).union([
    "buffered-rendering", "display", "image-rendering", "shape-rendering", "text-rendering",
    "viewport-fill", "viewport-fill-opacity", "visibility",
  ])
  private static let painted: Set<String> = [
    "circle", "defs", "ellipse", "g", "line", "linearGradient", "path", "polygon", "polyline",
    "radialGradient", "rect", "solidColor", "text", "textArea", "use",
  ]

  private static func shape(
    _ own: Set<String>, children: Set<String> = [], holdsText: Bool = false
  ) -> SVGGrammar.Element {
    SVGGrammar.Element(
      core.union(style).union(conditions).union(["transform"]).union(own), children: children,
      holdsText: holdsText)
  }

  private static func plain(
    _ own: Set<String>, children: Set<String> = []
  ) -> SVGGrammar.Element {
    SVGGrammar.Element(core.union(style).union(own), children: children)
  }

  static let elements: [String: SVGGrammar.Element] = [
    "svg": plain(
      [
        "width", "height", "viewBox", "baseProfile", "contentScriptType",
        "externalResourcesRequired", "focusable", "playbackOrder", "preserveAspectRatio",
        "snapshotTime", "timelineBegin", "version", "zoomAndPan",
      ], children: painted.union(["desc", "title", "metadata"])),
    "desc": SVGGrammar.Element(description, holdsText: true),
    "title": SVGGrammar.Element(description, holdsText: true),
    "metadata": SVGGrammar.Element([], holdsText: true),
    "path": shape(["d", "pathLength"]),
    "rect": shape(["x", "y", "width", "height", "rx", "ry"]),
    "circle": shape(["cx", "cy", "r"]),
    "ellipse": shape(["cx", "cy", "rx", "ry"]),
    "line": shape(["x1", "y1", "x2", "y2"]),
    "polyline": shape(["points"]),
    "polygon": shape(["points"]),
    "text": shape(["x", "y", "rotate", "editable"], holdsText: true),
    "textArea": shape(["x", "y", "width", "height"], holdsText: true),
    "use": shape(["x", "y", "href", "xlink:href"]),
    "g": shape([], children: painted),
    "defs": plain([], children: painted),
    "solidColor": plain([]),
    "linearGradient": plain(["x1", "y1", "x2", "y2", "gradientUnits"], children: ["stop"]),
    "radialGradient": plain(["cx", "cy", "r", "gradientUnits"], children: ["stop"]),
    "stop": plain(["offset"]),
  ]
}
