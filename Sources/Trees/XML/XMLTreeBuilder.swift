// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CXML
import MailSettings

/// Puts elements together as libxml2's parser reports them.
final class XMLTreeBuilder {
  private struct Frame {
    let name: String
    let prefix: String?
    let namespace: String?
    let attributes: Attributes
    let declaresNamespace: Bool
    let closesItself: Bool
    let place: Place
    var pieces: [XMLElement.Piece] = []
    var text: [UInt8] = []

    mutating func endText() {
      guard !text.isEmpty else { return }
      pieces.append(.text(String(decoding: text, as: UTF8.self)))
      text.removeAll(keepingCapacity: true)
    }

    mutating func element() -> XMLElement {
      endText()
      return XMLElement(
        name: name, prefix: prefix, namespace: namespace, attributes: attributes.values,
        attributeNames: attributes.names, attributeNamespaces: attributes.namespaces,
        declaresNamespace: declaresNamespace, closesItself: closesItself,
        pieces: pieces, place: place)
    }
  }

  private let name: String
  private let limits: TreeLimits
  private var frames: [Frame] = []
  private var count = 0
  fileprivate(set) var root: XMLElement?
  fileprivate(set) var hasDocumentType = false
  /// True where a name has a prefix.
  private(set) var hasPrefixes = false
  private(set) var stylesheet: Place?
  fileprivate(set) var fault: UnreadableDocument?

  init(name: String, limits: TreeLimits) {
    self.name = name
    self.limits = limits
  }

  /// The builder behind a parser.
  fileprivate static func of(_ context: UnsafeMutableRawPointer?) -> XMLTreeBuilder? {
    cxml_owner(context).map { Unmanaged.fromOpaque($0).takeUnretainedValue() }
  }

  fileprivate func open(
    _ name: String, _ prefix: String?, _ namespace: (name: String?, isDeclared: Bool),
    _ attributes: Attributes, _ context: UnsafeMutableRawPointer?
  ) {
    count += 1
    guard count <= limits.values else {
      return stop(context, "the document has more than \(limits.values) elements")
    }
    if let last = frames.indices.last { frames[last].endText() }
    if prefix != nil { hasPrefixes = true }
    frames.append(
      Frame(
        name: name, prefix: prefix, namespace: namespace.name, attributes: attributes,
        declaresNamespace: namespace.isDeclared,
        closesItself: cxml_closes_itself(context) == 1,
        place: place(context)))
  }

  fileprivate func close() {
    guard var frame = frames.popLast() else { return }
    let element = frame.element()
    if let last = frames.indices.last {
      frames[last].pieces.append(.element(element))
    } else {
      root = element
    }
  }

  fileprivate func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let last = frames.indices.last else { return }
    frames[last].text += bytes
  }

  fileprivate func instruction(_ target: String, _ context: UnsafeMutableRawPointer?) {
    if target == "xml-stylesheet", stylesheet == nil { stylesheet = place(context) }
    piece(.comment)
  }

  fileprivate func piece(_ piece: XMLElement.Piece) {
    guard let last = frames.indices.last else { return }
    frames[last].endText()
    frames[last].pieces.append(piece)
  }

  /// Ends the parsing with a reason.
  fileprivate func stop(
    _ context: UnsafeMutableRawPointer?, _ message: String, fix: String? = nil
  ) {
    if fault == nil { fault = UnreadableDocument(message, fix: fix, place: place(context)) }
    xmlStopParser(context?.assumingMemoryBound(to: xmlParserCtxt.self))
  }

  private func place(_ context: UnsafeMutableRawPointer?) -> Place {
    var (line, column): (Int32, Int32) = (1, 1)
    cxml_tag_place(context, &line, &column)
    return Place(file: name, line: Int(line), column: Int(column))
  }
}

extension XMLTreeBuilder {
  /// What libxml2 calls while it reads.
  static var handler: xmlSAXHandler {
    var handler = xmlSAXHandler()
    handler.initialized = UInt32(XML_SAX2_MAGIC)
    handler.startElementNs = { context, name, prefix, uri, declared, _, count, _, attributes in
      XMLTreeBuilder.of(context)?.open(
        string(name), prefix.map(string), (uri.map(string), declared > 0),
        pairs(attributes, Int(count)), context)
    }
    handler.endElementNs = { context, _, _, _ in XMLTreeBuilder.of(context)?.close() }
    let characters: charactersSAXFunc = { context, text, count in
      XMLTreeBuilder.of(context)?.text(UnsafeBufferPointer(start: text, count: Int(count)))
    }
    handler.characters = characters
    handler.ignorableWhitespace = characters
    handler.cdataBlock = { context, text, count in
      let bytes = UnsafeBufferPointer(start: text, count: Int(count))
      XMLTreeBuilder.of(context)?.piece(.cdata(String(decoding: bytes, as: UTF8.self)))
    }
    handler.comment = { context, _ in XMLTreeBuilder.of(context)?.piece(.comment) }
    handler.processingInstruction = { context, target, _ in
      XMLTreeBuilder.of(context)?.instruction(string(target), context)
    }
    handler.internalSubset = { context, _, _, _ in
      XMLTreeBuilder.of(context)?.hasDocumentType = true
    }
    handler.entityDecl = { context, _, _, _, _, _ in
      XMLTreeBuilder.of(context)?.stop(
        context, "the document declares entities, which can make it grow without end",
        fix: "write the text itself")
    }
    handler.reference = { context, name in
      XMLTreeBuilder.of(context)?.stop(
        context, "the entity \(string(name).quoted) is not declared",
        fix: "XML itself knows amp, lt, gt, quot and apos only")
    }
    return handler
  }
}

/// Attributes by name, their names in order, and the namespaces of those with a prefix.
private typealias Attributes = (
  values: [String: String], names: [String], namespaces: [String: String]
)

/// Five pointers an attribute: name, prefix, namespace, begin and end of the value.
private func pairs(
  _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, _ count: Int
) -> Attributes {
  var out: Attributes = ([:], [], [:])
  guard let attributes, count > 0 else { return out }
  for index in 0..<count {
    let fields = attributes + index * 5
    guard let begin = fields[3], let end = fields[4] else { continue }
    let value = UnsafeBufferPointer(start: begin, count: max(0, end - begin))
    let name = (fields[1].map { string($0) + ":" } ?? "") + string(fields[0])
    out.names.append(name)
    out.values[name] = String(decoding: value, as: UTF8.self)
    if fields[1] != nil { out.namespaces[name] = string(fields[2]) }
  }
  return out
}

private func string(_ text: UnsafePointer<xmlChar>?) -> String {
  text.map { String(cString: $0) } ?? ""
}
