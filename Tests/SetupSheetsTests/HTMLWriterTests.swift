// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Renderers
import Testing

@Suite struct HTMLWriterTests {
  struct Row: CustomTestStringConvertible {
    let text: String
    let written: String
    let why: String
    var testDescription: String { why }
  }

  private static let noCharacters = String(
    String.UnicodeScalarView([0xFFFE, 0xFDD0, 0x1FFFF].compactMap { Unicode.Scalar($0 as UInt32) }))

  @Test(arguments: [
    Row(text: "a < b & c > d", written: "a &lt; b &amp; c &gt; d", why: "markup"),
    Row(text: "\"'", written: "&quot;'", why: "quotes, so that one rule serves attributes too"),
    Row(text: "]]></td>", written: "]]&gt;&lt;/td&gt;", why: "ends of sections and elements"),
    Row(text: "&amp;", written: "&amp;amp;", why: "a reference is text too"),
    Row(text: "a\u{0}b\u{1B}c", written: "a\u{FFFD}b\u{FFFD}c", why: "controls are replaced"),
    Row(text: "\u{85}\u{9F}", written: "\u{FFFD}\u{FFFD}", why: "C1 controls are replaced"),
    Row(text: noCharacters, written: "\u{FFFD}\u{FFFD}\u{FFFD}", why: "no characters"),
    Row(text: "Zoë 漢字 🦊 שלום", written: "Zoë 漢字 🦊 שלום", why: "other scripts stay"),
  ])
  func textAndAttributesAreEscaped(_ row: Row) {
    var html = HTMLWriter()
    html.element("p", [("title", row.text)], text: row.text)
    let expected = "<!DOCTYPE html>\n<p title=\"\(row.written)\">\(row.written)</p>"
    #expect(String(decoding: html.bytes, as: UTF8.self) == expected)
  }

  @Test func elementsNest() {
    var html = HTMLWriter()
    html.element("div") { html in
      html.text("a")
      html.void("br")
      html.newline()
      html.element("b", text: "c")
    }
    #expect(
      String(decoding: html.bytes, as: UTF8.self)
        == "<!DOCTYPE html>\n<div>a<br/>\n<b>c</b></div>")
  }
}
