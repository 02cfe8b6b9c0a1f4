// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

extension SVGGrammar {
  /// What a logo on sheets and pages may hold: shapes, text, gradients, clips and masks. Nothing of
  /// it runs, loads, leads elsewhere, moves, or repeats itself without end (SVG 1.1 chapters 5 to
  /// 15; scripts, links, animations, foreign objects, filters and patterns are not there).
  package static let logo = SVGGrammar(
    Dictionary(
      uniqueKeysWithValues: LogoParts.elements.map { name in
        (
          name,
          Element(
            LogoParts.attributes, children: LogoParts.elements,
            holdsText: LogoParts.withText.contains(name))
        )
      }),
    editors: LogoParts.editors, judge: LogoParts.judge)
}

/// The words of `SVGGrammar.logo`.
private enum LogoParts {
  static let elements: Set<String> = [
    "svg", "g", "defs", "symbol", "use", "title", "desc", "metadata", "style", "path", "rect",
    "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath",
    "linearGradient", "radialGradient", "stop", "clipPath", "mask", "image",
  ]
  static let withText: Set<String> = [
    "title", "desc", "metadata", "style", "text", "tspan", "textPath",
  ]

  static let attributes: Set<String> = Set(CSSRules.properties).union([
    "id", "class", "style", "type", "media", "lang", "role", "aria-label", "aria-labelledby",
    "aria-hidden", "focusable", "data-name", "title", "version", "baseProfile", "xml:space",
    "xml:lang", "xml:id", "viewBox", "preserveAspectRatio", "width", "height", "x", "y", "x1",
    "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "fr", "d", "points", "dx", "dy",
    "rotate", "textLength", "lengthAdjust", "startOffset", "method", "spacing", "pathLength",
    "transform", "gradientTransform", "gradientUnits", "spreadMethod", "offset", "clipPathUnits",
    "maskUnits", "maskContentUnits", "enable-background", "href", "xlink:href", "xlink:type",
    "zoomAndPan", "contentStyleType", "requiredFeatures", "systemLanguage",
  ])

  static let editors = [
    "http://www.inkscape.org/namespaces/", "http://inkscape.sourceforge.net/",
    "http://sodipodi.sourceforge.net/", "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://creativecommons.org/ns#", "http://web.resource.org/cc/",
    "http://purl.org/dc/elements/1.1/", "http://www.bohemiancoding.com/sketch/ns",
    "http://www.serif.com/", "http://ns.adobe.com/", "http://www.vectornator.io",
    "http://vectornator.io", "https://boxy-svg.com", "http://www.figma.com/figma/ns",
    "http://schemas.microsoft.com/visio/", "http://xml.openoffice.org/svg/export",
  ]

  static func judge(_ attribute: String, _ value: String, _ element: String) -> String? {
    switch attribute {
    case "": return element == "style" ? CSSRules.judge(sheet: value) : nil
    case "href", "xlink:href": return judge(reference: value, element)
    case "style": return CSSRules.judge(declarations: value)
    case "type" where element == "style":
      return value.trimmingBlanks.isEmpty || value == "text/css" ? nil : "only text/css is known"
    case "id", "class", "data-name", "title", "role", "aria-label", "aria-labelledby", "xml:id":
      return nil
    default: return CSSRules.judge(value: value, of: attribute)
    }
  }

  /// A part of the same picture, or a PNG that is written into it.
  private static func judge(reference value: String, _ element: String) -> String? {
    if element != "image" {
      return value.hasPrefix("#") ? nil : "only '#' and a name of the same picture can stand here"
    }
    let start = "data:image/png;base64,"
    guard value.hasPrefix(start) else { return "only a PNG that is written into it can stand here" }
    guard let bytes = Base64.decode(loose: String(value.dropFirst(start.count))) else {
      return "it is not base64"
    }
    do throws(InvalidValue) {
      _ = try PNGPicture(bytes, mostPixels: LogoImage.mostPixels)
      return nil
    } catch {
      return "the picture in it \(error.message)"
    }
  }
}
