// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import TestSupport
import Testing
import Trees

/// Logos are read as XML and as pictures, never searched for words.
@Suite struct LogoTests {
  private static let open = "<svg xmlns=\"http://www.w3.org/2000/svg\""
  private static let linked = "\(open) xmlns:xlink=\"http://www.w3.org/1999/xlink\""

  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    var says = ""
    init(_ name: String, _ text: String, says: String = "") {
      (testDescription, self.text, self.says) = (name, text, says)
    }
  }

  static let good = [
    Row("shapes", "\(open)><circle r=\"9\" fill=\"url(#a)\"/></svg>"),
    Row("a declaration and a comment", "<?xml version=\"1.0\"?>\n<!-- on and on -->\n\(open)/>"),
    Row(
      "the document type of Illustrator",
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\""
        + " \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n\(linked) version=\"1.1\""
        + " id=\"Layer_1\" x=\"0px\" y=\"0px\" xml:space=\"preserve\""
        + " style=\"enable-background:new 0 0 9 9;\"><style type=\"text/css\">\n"
        + ".st0{fill:#1E7E34;}\n.st1{fill:url(#SVGID_1_);}\n</style><g><path class=\"st0\""
        + " d=\"M1,2c3-4,5.5.5,9,9z\"/></g></svg>"),
    Row(
      "the notes of Inkscape",
      "\(open) xmlns:inkscape=\"http://www.inkscape.org/namespaces/inkscape\""
        + " xmlns:sodipodi=\"http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd\""
        + " inkscape:version=\"1.3\"><sodipodi:namedview id=\"v\" inkscape:zoom=\"1\"/><rect"
        + " width=\"9\" height=\"9\" style=\"fill:#fff;-inkscape-stroke:none;filter:none\"/></svg>"
    ),
    Row("character references", "\(open)><title>A &amp; B &#8211; C</title></svg>"),
    Row("blanks round =", "<svg xmlns = \"http://www.w3.org/2000/svg\" width = \"9\"/>"),
    Row("another prefix", "<s:svg xmlns:s=\"http://www.w3.org/2000/svg\"><s:rect/></s:svg>"),
    Row("a part that is used twice", "\(linked)><g id=\"a\"/><use xlink:href=\"#a\"/></svg>"),
    Row("a dark colour", "\(open)><rect fill=\"#1e9999\" style=\"stroke:#2e8000\"/></svg>"),
  ]

  @Test(arguments: good) func drawingsAreTaken(_ row: Row) throws {
    #expect(try LogoImage(Array(row.text.utf8)).kind == .svg)
  }

  static let bad = [
    Row("a script", "\(open)><script>x</script></svg>", says: "has '<script>', in line 1"),
    Row(
      "a script of XHTML",
      "\(open) xmlns:h=\"http://www.w3.org/1999/xhtml\">\n<h:script>alert(1)</h:script></svg>",
      says: "has '<h:script>', which is no SVG, in line 2"),
    Row(
      "a refresh",
      "\(open)><h:meta xmlns:h=\"http://www.w3.org/1999/xhtml\" http-equiv=\"refresh\"/></svg>",
      says: "has '<h:meta>'"),
    Row(
      "a foreign object",
      "\(open)><x:foreignObject xmlns:x=\"http://www.w3.org/2000/svg\"/></svg>",
      says: "has '<x:foreignObject>'"),
    Row("a handler", "\(open) onload=\"alert(1)\"/>", says: "the attribute 'onload'"),
    Row("a handler on lines", "\(open)\n\nonload\n=\n\"x()\"/>", says: "the attribute 'onload'"),
    Row("a handler in capitals", "\(open) ONLOAD='x()'/>", says: "the attribute 'ONLOAD'"),
    Row("a link", "\(linked)><a xlink:href=\"java\tscript:x\"><g/></a></svg>", says: "has '<a>'"),
    Row("an animation", "\(open)><rect><set to=\"5\"/></rect></svg>", says: "has '<set>'"),
    Row(
      "an animation with a prefix",
      "\(open) xmlns:s=\"http://www.w3.org/2000/svg\"><s:animate/></svg>",
      says: "has '<s:animate>'"),
    Row("a filter", "\(open)><filter id=\"f\"/></svg>", says: "has '<filter>'"),
    Row("a pattern", "\(open)><pattern id=\"p\"/></svg>", says: "has '<pattern>'"),
    Row(
      "a picture from elsewhere", "\(open)><image href=\"https://example.net/x.png\"/></svg>",
      says: "has href='https://example.net/x.png' on '<image>'"),
    Row(
      "a drawing in a picture",
      "\(open)><image href=\"data:image/svg+xml;base64,PHN2Zy8+\"/></svg>",
      says: "only a PNG that is written into it"),
    Row(
      "a use from elsewhere", "\(linked)><use xlink:href='//example.net/x#a'/></svg>",
      says: "only '#' and a name"),
    Row(
      "a use with another prefix",
      "\(open) xmlns:q=\"http://www.w3.org/1999/xlink\"><use q:href=\"x.svg#a\"/></svg>",
      says: "only '#' and a name"),
    Row(
      "a URL in a style", "\(open)><rect style=\"fill: url( 'https://example.net' )\"/></svg>",
      says: "it loads something"),
    Row("an import", "\(open)><style>@import 'x.css';</style></svg>", says: "'@'"),
    Row(
      "a set of images",
      "\(open)><style>svg{fill:image-set(\"https://x.test/x.png\" 1x)}</style></svg>",
      says: "the function 'image-set()' is not allowed"),
    Row(
      "a property", "\(open)><style>svg{background:red}</style></svg>",
      says: "the property 'background' is not allowed"),
    Row(
      "an escape in CSS", "\(open)><rect style=\"fill:\\75rl(https://evil.test/x)\"/></svg>",
      says: "hides what it says"),
    Row(
      "a comment in CSS", "\(open)><rect style=\"fi/**/ll:u/*x*/rl(https://evil.test/x)\"/></svg>",
      says: "is not allowed"),
    Row("a huge size of type", "\(open)><text font-size=\"1e7\">x</text></svg>", says: "too large"),
    Row("a huge width", "\(open) width=\"90000000000\"/>", says: "too large"),
    Row("no XML", "\(open)><rect</svg>", says: "is no SVG that can be read"),
    Row("text", "hello <svg", says: "is no SVG that can be read"),
    Row("a web page", "<html></html>", says: "is no SVG"),
    Row("nothing", "", says: "is neither an SVG in UTF-8 nor a PNG"),
    Row("no namespace", "<svg width=\"9\"/>", says: "has no xmlns="),
    Row(
      "a style sheet from elsewhere",
      "<?xml-stylesheet href=\"https://x.test/x.css\"?>\(open)/>", says: "loads a style sheet"),
    Row(
      "an entity", "<!DOCTYPE svg [<!ENTITY a 'b'>]>\(open)/>", says: "declares entities"),
    Row(
      "Latin-1", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\(open)/>",
      says: "its encoding is 'ISO-8859-1'"),
    Row(
      "a part inside of itself", "\(open)><g id=\"a\"><use href=\"#a\"/></g></svg>",
      says: "drawn inside of itself"),
    Row("parts without end", nested, says: "draws more than"),
    Row("masks without end", masks, says: "draws more than"),
  ]

  /// Each part holds the one before it ten times.
  private static let nested =
    "\(open)><g id=\"a0\"/>"
    + (1...9).map { level in
      "<g id=\"a\(level)\">"
        + String(repeating: "<use href=\"#a\(level - 1)\"/>", count: 10) + "</g>"
    }.joined() + "</svg>"

  /// Each mask is drawn through the one before it twice, by the classes of a style sheet.
  private static let masks =
    "\(open)><style>"
    + (0...30).map { ".m\($0){mask:url(#m\($0))}" }.joined() + "</style><mask id=\"m0\"/>"
    + (1...30).map { level in
      "<mask id=\"m\(level)\">"
        + String(repeating: "<rect class=\"m\(level - 1)\"/>", count: 2) + "</mask>"
    }.joined() + "<rect class=\"m30\"/></svg>"

  @Test(arguments: bad) func whatIsNotAllowedIsSaidWithItsLine(_ row: Row) {
    let error = #expect(throws: InvalidValue.self) { try LogoImage(Array(row.text.utf8)) }
    #expect(error?.message.contains(row.says) == true, "\(error?.message ?? "")")
    #expect(error?.fix != nil)
  }

  @Test func picturesInPNGAreDecodedToTheirEnd() throws {
    let icon = try Repository.bytes("Tests/FixtureFiles/icon.png")
    let logo = try LogoImage(icon)
    #expect(logo.kind.mediaType == "image/png")
    #expect(try LogoImage(logo.bytes) == logo)
    #expect(try LogoImage(icon + [1, 2, 3]) == logo)
    for end in stride(from: 0, to: logo.bytes.count, by: max(1, logo.bytes.count / 60)) {
      #expect(throws: InvalidValue.self) { try LogoImage(Array(logo.bytes[..<end])) }
    }
    var spoiled = logo.bytes
    spoiled[spoiled.count / 2] ^= 0x55
    #expect(throws: InvalidValue.self) { try LogoImage(spoiled) }
  }

  @Test func hugePicturesAreNotUnpacked() {
    let head: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]
    for size: [UInt8] in [
      [0, 255, 0, 1], [0x7F, 255, 255, 255], [255, 255, 255, 255], [0, 0, 0, 0],
    ] {
      let picture = head + Array("IHDR".utf8) + size + size + [UInt8](repeating: 0, count: 30)
      let error = #expect(throws: InvalidValue.self) { try LogoImage(picture) }
      #expect(error?.message.contains("pixels") == true)
    }
  }
}
