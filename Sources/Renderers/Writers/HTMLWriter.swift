// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Writes HTML as UTF-8, in the form that XML parsers read too: the only place that escapes it.
///
/// Names of elements and attributes are fixed in the program; everything else is escaped.
/// Characters that neither HTML nor XML 1.0 may hold become U+FFFD.
public struct HTMLWriter {
  /// What has been written.
  public private(set) var bytes: [UInt8] = []

  /// A part of a document that others go on with.
  public static var fragment: HTMLWriter {
    var html = HTMLWriter()
    html.bytes = []
    return html
  }

  /// A document that begins with its DOCTYPE, in capitals since XML wants it so.
  public init() {
    bytes.reserveCapacity(8_192)
    literal("<!DOCTYPE html>\n")
  }

  /// An element with what the body writes inside.
  public mutating func element(
    _ name: StaticString, _ attributes: [(StaticString, String)] = [],
    _ body: (inout HTMLWriter) -> Void
  ) {
    open(name, attributes)
    body(&self)
    close(name)
  }

  /// The start of an element that is closed later.
  public mutating func open(_ name: StaticString, _ attributes: [(StaticString, String)] = []) {
    tag(name, attributes)
    literal(">")
  }

  /// The end of an element.
  public mutating func close(_ name: StaticString) {
    literal("</")
    literal(name)
    literal(">")
  }

  /// An element with text inside.
  public mutating func element(
    _ name: StaticString, _ attributes: [(StaticString, String)] = [], text: String
  ) {
    element(name, attributes) { $0.text(text) }
  }

  /// An element that never has content, such as `meta` or `br`.
  public mutating func void(_ name: StaticString, _ attributes: [(StaticString, String)] = []) {
    tag(name, attributes)
    literal("/>")
  }

  /// A style sheet of the program, written as it is: it must hold neither `<` nor `&`.
  public mutating func style(_ sheet: StaticString) {
    literal("<style>\n")
    literal(sheet)
    literal("\n</style>")
  }

  /// Text, escaped.
  public mutating func text(_ text: String) { escape(text) }

  /// A line feed between elements, for people who read the source.
  public mutating func newline() { bytes.append(0x0A) }

  private mutating func tag(_ name: StaticString, _ attributes: [(StaticString, String)]) {
    literal("<")
    literal(name)
    for (name, value) in attributes {
      literal(" ")
      literal(name)
      literal("=\"")
      escape(value)
      literal("\"")
    }
  }

  private mutating func literal(_ text: StaticString) { bytes.append(literal: text) }

  private mutating func escape(_ text: String) {
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x26: literal("&amp;")
      case 0x3C: literal("&lt;")
      case 0x3E: literal("&gt;")
      case 0x22: literal("&quot;")
      case 0x09, 0x0A, 0x20...0x7E: bytes.append(UInt8(truncatingIfNeeded: scalar.value))
      case 0x00...0x1F, 0x7F...0x9F, 0xFDD0...0xFDEF: literal("\u{FFFD}")
      case let value where value & 0xFFFE == 0xFFFE: literal("\u{FFFD}")
      default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
    }
  }
}
