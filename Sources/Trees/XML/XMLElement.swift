// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// An element of an XML document with everything in it and the place where its tag begins.
package final class XMLElement: Sendable, CustomStringConvertible {
  /// What stands inside an element, in order.
  package enum Piece: Sendable {
    /// An element.
    case element(XMLElement)
    /// Text, with references replaced.
    case text(String)
    /// A CDATA section.
    case cdata(String)
    /// A comment or a processing instruction.
    case comment
  }

  /// The name without a prefix.
  package let name: String
  /// The prefix, where the document uses one.
  package let prefix: String?
  /// The namespace name; nil where none is declared.
  package let namespace: String?
  /// The attributes; those of a namespace as `prefix:name`.
  package let attributes: [String: String]
  /// Their names in the order of the document.
  package let attributeNames: [String]
  /// The namespace names of those attributes that have a prefix, by the same names.
  package let attributeNamespaces: [String: String]
  /// True where the tag declares a namespace, which is an attribute to parsers that know none.
  package let declaresNamespace: Bool
  /// True for `<name/>`, of which some parsers report less than of `<name></name>`.
  package let closesItself: Bool
  /// The content.
  package let pieces: [Piece]
  /// The elements among them.
  package let children: [XMLElement]
  /// Where the tag begins.
  package let place: Place

  /// An element.
  package init(
    name: String, prefix: String? = nil, namespace: String? = nil,
    attributes: [String: String] = [:], attributeNames: [String] = [],
    attributeNamespaces: [String: String] = [:], declaresNamespace: Bool = false,
    closesItself: Bool = false, pieces: [Piece],
    place: Place
  ) {
    self.name = name
    self.prefix = prefix
    self.namespace = namespace
    self.attributes = attributes
    self.attributeNames = attributeNames
    self.attributeNamespaces = attributeNamespaces
    self.declaresNamespace = declaresNamespace
    self.closesItself = closesItself
    self.pieces = pieces
    children = pieces.compactMap { if case .element(let child) = $0 { child } else { nil } }
    self.place = place
  }

  /// The text of the element itself and everything in it.
  package var text: String {
    if pieces.count == 1, case .text(let text) = pieces[0] { return text }
    return pieces.map { piece in
      switch piece {
      case .element(let child): child.text
      case .text(let text), .cdata(let text): text
      case .comment: ""
      }
    }.joined()
  }

  /// The first child of a name.
  package subscript(name: String) -> XMLElement? {
    children.first { $0.name == name }
  }

  /// Every child of a name.
  package func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

  /// The element and everything below it, in document order.
  package var descendants: [XMLElement] {
    var out: [XMLElement] = []
    collect(into: &out)
    return out
  }

  private func collect(into out: inout [XMLElement]) {
    out.append(self)
    for child in children { child.collect(into: &out) }
  }

  /// The name, for messages.
  package var description: String { "<\(name)>" }
}

/// A well-formed XML document.
package struct XMLDocument: Sendable {
  /// The outermost element.
  package let root: XMLElement
  /// The same document as a parser sees it that takes references such as `&amp;` for an
  /// interruption of the text, as comments are.
  package let interruptedRoot: XMLElement
  /// True where a byte order mark stands before everything else.
  package let hasByteOrderMark: Bool
  /// True where there is a document type declaration.
  package let hasDocumentType: Bool
  /// True where a name has a prefix.
  package let hasPrefixes: Bool
  /// The version and the encoding of the XML declaration; nil where it does not say them.
  package let declared: (version: String?, encoding: String?)
  /// Where an instruction `xml-stylesheet` stands; nil without one.
  package let stylesheet: Place?

  /// A document.
  package init(
    root: XMLElement, interruptedRoot: XMLElement, hasByteOrderMark: Bool, hasDocumentType: Bool,
    hasPrefixes: Bool = false, declared: (version: String?, encoding: String?) = (nil, nil),
    stylesheet: Place? = nil
  ) {
    self.root = root
    self.declared = declared
    self.hasPrefixes = hasPrefixes
    self.interruptedRoot = interruptedRoot
    self.hasByteOrderMark = hasByteOrderMark
    self.hasDocumentType = hasDocumentType
    self.stylesheet = stylesheet
  }

  /// The document as a program reads it that knows no namespaces: a prefix is a part of the name.
  package var withQualifiedNames: XMLDocument {
    guard hasPrefixes else { return self }
    return XMLDocument(
      root: root.withQualifiedNames, interruptedRoot: interruptedRoot.withQualifiedNames,
      hasByteOrderMark: hasByteOrderMark, hasDocumentType: hasDocumentType, declared: declared,
      stylesheet: stylesheet)
  }
}

extension XMLElement {
  fileprivate var withQualifiedNames: XMLElement {
    XMLElement(
      name: prefix.map { "\($0):\(name)" } ?? name, namespace: namespace, attributes: attributes,
      attributeNames: attributeNames, attributeNamespaces: attributeNamespaces,
      declaresNamespace: declaresNamespace, closesItself: closesItself,
      pieces: pieces.map { piece in
        if case .element(let child) = piece { .element(child.withQualifiedNames) } else { piece }
      }, place: place)
  }
}
