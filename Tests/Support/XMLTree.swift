// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CXML

/// An XML document read back by libxml2: nothing is fetched, no entity is declared.
public final class XMLTree: CustomStringConvertible {
  /// What stands inside an element, in order.
  public enum Piece {
    case element(XMLTree)
    case text(String)
    case cdata(String)
    case comment
  }

  /// The name without a prefix.
  public let name: String
  /// The prefix, where the document uses one.
  public let prefix: String?
  /// The namespace name; nil where none is declared.
  public let namespace: String?
  /// The attributes; those of a namespace as `prefix:name`.
  public let attributes: [String: String]
  /// The content.
  public let pieces: [Piece]

  /// Reads a document; throws why it is not well-formed. A document type is refused unless allowed.
  public convenience init(
    _ bytes: [UInt8], allowsDocumentType: Bool = false
  ) throws(Malformed) {
    let document = try XMLDocumentText(bytes)
    guard allowsDocumentType || document.pointer.pointee.intSubset == nil else {
      throw Malformed(reason: "the document has a document type")
    }
    guard let root = xmlDocGetRootElement(document.pointer) else {
      throw Malformed(reason: "the document has no element")
    }
    self.init(root)
  }

  private init(_ node: xmlNodePtr) {
    let element = node.pointee
    name = Self.string(element.name)
    prefix = (element.ns?.pointee.prefix).map(Self.string)
    namespace = (element.ns?.pointee.href).map(Self.string)
    var attributes: [String: String] = [:]
    var attribute = element.properties
    while let current = attribute {
      let namePrefix = (current.pointee.ns?.pointee.prefix).map { Self.string($0) + ":" } ?? ""
      let value = xmlNodeListGetString(element.doc, current.pointee.children, 1)
      attributes[namePrefix + Self.string(current.pointee.name)] = Self.string(value)
      cxml_free(value)
      attribute = current.pointee.next
    }
    self.attributes = attributes
    var pieces: [Piece] = []
    var child = element.children
    while let current = child {
      switch current.pointee.type {
      case XML_ELEMENT_NODE: pieces.append(.element(XMLTree(current)))
      case XML_CDATA_SECTION_NODE: pieces.append(.cdata(Self.string(current.pointee.content)))
      case XML_TEXT_NODE: pieces.append(.text(Self.string(current.pointee.content)))
      default: pieces.append(.comment)
      }
      child = current.pointee.next
    }
    self.pieces = pieces
  }

  private static func string(_ text: UnsafePointer<xmlChar>?) -> String {
    text.map { String(cString: $0) } ?? ""
  }

  /// The elements inside.
  public var children: [XMLTree] {
    pieces.compactMap { if case .element(let child) = $0 { child } else { nil } }
  }

  /// The text of the element itself and everything in it.
  public var text: String {
    pieces.map { piece in
      switch piece {
      case .element(let child): child.text
      case .text(let text), .cdata(let text): text
      case .comment: ""
      }
    }.joined()
  }

  /// The first child of a name.
  public subscript(name: String) -> XMLTree? { children.first { $0.name == name } }

  /// Every child of a name.
  public func all(_ name: String) -> [XMLTree] { children.filter { $0.name == name } }

  /// The element and everything below it, in document order.
  public var descendants: [XMLTree] { [self] + children.flatMap(\.descendants) }

  /// The name, for messages.
  public var description: String { "<\(name)>" }
}

/// Why a document cannot be read.
public struct Malformed: Error, CustomStringConvertible {
  /// libxml2's own words, with the line.
  public let reason: String
  /// The same.
  public var description: String { reason }
}

/// A parsed document, freed with its owner.
final class XMLDocumentText {
  let pointer: xmlDocPtr

  init(_ bytes: [UInt8]) throws(Malformed) {
    guard let context = xmlNewParserCtxt() else { throw Malformed(reason: "no memory") }
    defer { xmlFreeParserCtxt(context) }
    let options =
      XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
    let document = bytes.withUnsafeBytes { buffer in
      xmlCtxtReadMemory(
        context, buffer.bindMemory(to: CChar.self).baseAddress, Int32(clamping: buffer.count), nil,
        nil, Int32(options))
    }
    guard let document else {
      guard let error = xmlCtxtGetLastError(context) else { throw Malformed(reason: "no XML") }
      throw Malformed(reason: XMLProblems.line(error.pointee))
    }
    pointer = document
  }

  deinit { xmlFreeDoc(pointer) }
}
