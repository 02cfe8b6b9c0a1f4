// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Which elements an SVG may hold, where, and with which attributes. What is not named is refused.
package struct SVGGrammar: Sendable {
  /// What one element may hold.
  package struct Element: Sendable {
    /// Attributes as `name`, `xlink:name` or `xml:name`, whatever prefix a document gives them.
    package var attributes: Set<String>
    /// Elements directly inside.
    package var children: Set<String>
    /// True where text may stand inside, which blanks always may.
    package var holdsText: Bool

    /// An element.
    package init(_ attributes: Set<String>, children: Set<String> = [], holdsText: Bool = false) {
      self.attributes = attributes
      self.children = children
      self.holdsText = holdsText
    }
  }

  /// The elements by their names.
  package let elements: [String: Element]
  /// Namespaces whose elements and attributes are notes of a drawing program to itself, and are
  /// passed over with everything inside.
  package let editors: [String]
  /// What is wrong with the value of an attribute, or under the name "" with the text of an
  /// element; nil where nothing is.
  package let judge: @Sendable (_ attribute: String, _ value: String, _ element: String) -> String?

  /// A grammar.
  package init(
    _ elements: [String: Element], editors: [String] = [],
    judge: @escaping @Sendable (String, String, String) -> String? = { _, _, _ in nil }
  ) {
    self.elements = elements
    self.editors = editors
    self.judge = judge
  }

  /// The namespace of SVG (SVG 1.1 section 1.3).
  package static let namespace = "http://www.w3.org/2000/svg"
  private static let prefixes = [
    "http://www.w3.org/1999/xlink": "xlink", "http://www.w3.org/XML/1998/namespace": "xml",
  ]

  /// Something that the grammar does not allow.
  package struct Problem: Sendable, Hashable {
    /// What is wrong, to follow the name of the picture, such as `has <script>, which…`.
    package let message: String
    /// Where the element begins.
    package let place: Place
  }

  /// Everything in a document that the grammar does not allow, at most `limit` of it.
  package func problems(in document: XMLDocument, limit: Int = 20) -> [Problem] {
    let root = document.root
    guard root.name == "svg", root.namespace == Self.namespace || root.namespace == nil else {
      return [Problem(message: "is no SVG", place: root.place)]
    }
    var problems: [Problem] = []
    if root.namespace == nil {
      problems.append(
        Problem(message: "has no xmlns=\"\(Self.namespace)\"", place: root.place))
    }
    if let place = document.stylesheet {
      problems.append(Problem(message: "loads a style sheet", place: place))
    }
    check(root, &problems, limit)
    return Array(problems.prefix(limit))
  }

  /// XML has at most 256 elements inside one another, which the reader of the text sees to.
  private func check(_ element: XMLElement, _ problems: inout [Problem], _ limit: Int) {
    guard problems.count < limit else { return }
    func note(_ message: String) {
      problems.append(Problem(message: message, place: element.place))
    }
    guard let rule = elements[element.name] else { return note("has \(element.tag)") }
    for (name, value) in element.attributes.sorted(by: { $0.key < $1.key }) {
      guard let known = self.name(of: name, on: element) else { continue }
      guard rule.attributes.contains(known) else {
        note("has the attribute \(name.quoted) on \(element.tag)")
        continue
      }
      if let wrong = judge(known, value, element.name) {
        note("has \(name)=\(value.quoted) on \(element.tag): \(wrong)")
      }
    }
    if rule.holdsText, let wrong = judge("", element.text, element.name) {
      note("has \(element.tag) that does more than draw: \(wrong)")
    }
    for piece in element.pieces {
      switch piece {
      case .text(let text), .cdata(let text):
        if !rule.holdsText, !text.utf8.allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) }) {
          note("has text in \(element.tag)")
        }
      case .comment: break
      case .element(let child):
        if child.namespace == Self.namespace || child.namespace == nil {
          if elements[child.name] != nil, !rule.children.contains(child.name) {
            problems.append(
              Problem(message: "has \(child.tag) in \(element.tag)", place: child.place))
          }
          check(child, &problems, limit)
        } else if !editors.contains(where: { child.namespace?.hasPrefix($0) == true }) {
          problems.append(
            Problem(message: "has \(child.tag), which is no SVG", place: child.place))
        }
      }
    }
  }

  /// The name of an attribute in the words of the grammar; nil for a drawing program's note.
  private func name(of attribute: String, on element: XMLElement) -> String? {
    guard let colon = attribute.firstIndex(of: ":") else { return attribute }
    let local = attribute[attribute.index(after: colon)...]
    let namespace = element.attributeNamespaces[attribute]
    if let namespace, editors.contains(where: namespace.hasPrefix) { return nil }
    return namespace.flatMap { Self.prefixes[$0] }.map { "\($0):\(local)" } ?? attribute
  }
}

extension XMLElement {
  /// The tag as it is written, for messages.
  fileprivate var tag: String { (prefix.map { "<\($0):\(name)>" } ?? "<\(name)>").quoted }
}
