// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Renderers

#if os(Linux)
  import FoundationXML
#endif

/// A web page as an XML parser reads it; nil where it is not well-formed.
struct Page {
  /// The names of all elements in order.
  let elements: [String]
  /// The attributes of all elements in order.
  let attributes: [[String: String]]
  /// The text outside the style sheet, every run of blanks as one.
  let text: String

  init?(_ document: Document) {
    let reader = Reader()
    let parser = XMLParser(data: Data(document.bytes))
    parser.delegate = reader
    guard parser.parse() else { return nil }
    elements = reader.elements
    attributes = reader.attributes
    text = reader.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// How often an element occurs.
  func count(_ name: String) -> Int { elements.count { $0 == name } }

  private final class Reader: NSObject, XMLParserDelegate {
    var elements: [String] = []
    var attributes: [[String: String]] = []
    var text = ""
    var isStyle = false

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      elements.append(name)
      self.attributes.append(attributes)
      isStyle = name == "style"
    }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
      qualifiedName: String?
    ) {
      isStyle = false
      if ["td", "th", "p", "li", "caption", "h1", "h2"].contains(name) { text += " " }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
      if !isStyle { text += string }
    }
  }
}
