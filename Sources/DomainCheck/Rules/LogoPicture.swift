// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// A logo against the grammar of SVG Tiny Portable/Secure (draft-svg-tiny-ps-abrotman): SVG Tiny 1.2
/// without everything that moves, is clicked on, or leads elsewhere.
struct LogoPicture {
  typealias Problem = (grade: Grade, message: String, fix: String)

  /// What is wrong with it, each kind once.
  private(set) var problems: [Problem] = []

  /// The most bytes that mail programs take.
  private static let most = 32_768

  init(_ answer: WebAnswer) {
    let type = String(answer.contentType.prefix { $0 != ";" }.lowercased()).trimmingBlanks
    if type != "image/svg+xml" {
      note(.warning, "the logo is sent as \(type.quoted)", "send it as image/svg+xml")
    }
    if answer.body.count > Self.most {
      note(.warning, "the logo has \(answer.body.count) bytes", "keep it under \(Self.most)")
    }
    let document: XMLDocument
    do throws(UnreadableDocument) {
      document = try XMLReader.read(answer.body, name: "logo")
    } catch {
      note(
        .error,
        "the logo is no well-formed XML: \(error.findings.first?.message ?? "it cannot be read")",
        "export it again")
      return
    }
    if document.hasDocumentType {
      note(.error, "the logo has a document type declaration", "remove <!DOCTYPE ...>")
    }
    judge(document.root)
  }

  private mutating func note(_ grade: Grade, _ message: String, _ fix: String) {
    if !problems.contains(where: { $0.message == message }), problems.count < 20 {
      problems.append((grade, message, fix))
    }
  }

  private mutating func judge(_ root: XMLElement) {
    guard root.name == "svg" else {
      return note(.error, "the logo is no SVG picture", "publish an SVG file")
    }
    if root.namespace != SVGTinyPS.namespace {
      note(
        .error, "the logo's root is not in the namespace of SVG",
        "add xmlns=\"\(SVGTinyPS.namespace)\"")
    }
    if root.attributes["baseProfile"] != "tiny-ps" {
      note(.error, "the logo is not SVG Tiny PS", "export it with baseProfile=\"tiny-ps\"")
    }
    if root.attributes["version"] != "1.2" {
      note(.error, "the logo's SVG version is not 1.2", "set version=\"1.2\"")
    }
    for name in ["x", "y"] where root.attributes[name] != nil {
      note(.error, "the logo's root has \(name.quoted)", "remove that attribute")
    }
    let title = root.children.first { $0.name == "title" }
    if title == nil { note(.error, "the logo has no title", "add <title> with the brand's name") }
    if let title, title.text.allSatisfy(\.isWhitespace) {
      note(.warning, "the logo's title is empty", "write the brand's name into it")
    }
    let box = root.attributes["viewBox"]?.split { " ,\t\n".contains($0) }.compactMap { Double($0) }
    if let box, box.count == 4, box[2] != box[3] {
      note(.warning, "the logo is not square", "make its viewBox a square")
    } else if box?.count != 4 {
      note(.warning, "the logo has no viewBox", "add one that is a square")
    }
    for child in root.children { check(child, in: root) }
    attributes(root)
  }

  private mutating func check(_ element: XMLElement, in parent: XMLElement) {
    guard element.namespace == SVGTinyPS.namespace || element.namespace == parent.namespace else {
      return note(
        .error,
        "the logo has <\(element.prefix.map { "\($0):" } ?? "")\(element.name)>, which is"
          + " no SVG", "remove it; editors have an option for plain SVG")
    }
    guard SVGTinyPS.elements.contains(element.name) else {
      return note(
        .error, "the logo has <\(element.name)>, which SVG Tiny PS does not allow", "remove it")
    }
    attributes(element)
    // Metadata may hold anything.
    if element.name == "metadata" { return }
    for child in element.children { check(child, in: element) }
  }

  private mutating func attributes(_ element: XMLElement) {
    for (name, value) in element.attributes.sorted(by: { $0.key < $1.key }) {
      if name == "xlink:href" || name == "href" || value.contains("url(") {
        let isInside =
          value.contains("url(") ? value.contains("url(#") : value.hasPrefix("#")
        if !isInside {
          note(.error, "the logo leads to another file: \(value.quoted)", "put all into one file")
        }
      }
      if name.contains(":") ? SVGTinyPS.isForeign(name) : !SVGTinyPS.attributes.contains(name) {
        note(
          .error, "the logo has the attribute \(name.quoted), which SVG Tiny PS does not allow",
          "remove it")
      }
    }
  }
}

/// What SVG Tiny Portable/Secure has of SVG Tiny 1.2.
enum SVGTinyPS {
  static let namespace = "http://www.w3.org/2000/svg"

  /// Elements that a picture may have; the root is checked by itself.
  static let elements: Set<String> = [
    "title", "desc", "metadata", "defs", "g", "use", "switch", "path", "rect", "circle", "ellipse",
    "line", "polyline", "polygon", "text", "tspan", "textArea", "tbreak", "linearGradient",
    "radialGradient", "stop", "solidColor", "font", "font-face", "font-face-src", "font-face-name",
    "glyph", "missing-glyph", "hkern",
  ]

  /// Attributes without a prefix, of any element (SVG Tiny 1.2, appendix "Attribute Table").
  static let attributes: Set<String> = Set(
    [
      "about baseProfile class content cx cy d datatype display-align editable fill fill-opacity",
      "fill-rule font-family font-size font-style font-variant font-weight gradientUnits height id",
      "line-increment offset opacity pathLength points preserveAspectRatio property r rel",
      "requiredExtensions requiredFeatures requiredFonts requiredFormats resource rev role rotate",
      "rx ry shape-rendering solid-color solid-opacity stop-color stop-opacity stroke",
      "stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit",
      "stroke-opacity stroke-width systemLanguage text-align text-anchor text-rendering transform",
      "typeof vector-effect version viewBox viewport-fill viewport-fill-opacity visibility width x",
      "x1 x2 y y1 y2 color color-rendering direction display image-rendering unicode-bidi",
      "buffered-rendering g1 g2 k u1 u2 ascent alphabetic accent-height bbox cap-height descent",
      "font-stretch hanging horiz-adv-x horiz-origin-x ideographic lang mathematical",
      "overline-position overline-thickness panose-1 slope stemh stemv strikethrough-position",
      "strikethrough-thickness underline-position underline-thickness unicode unicode-range",
      "units-per-em widths x-height arabic-form glyph-name name snapshotTime",
    ].flatMap { $0.split(separator: " ").map(String.init) })

  /// True for an attribute of a namespace that pictures have no use for.
  static func isForeign(_ name: String) -> Bool {
    !["xlink:href", "xlink:type", "xlink:title", "xml:id", "xml:lang", "xml:space"].contains(name)
  }
}
