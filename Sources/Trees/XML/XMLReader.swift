// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CXML
import MailSettings

/// XML through libxml2: nothing is fetched, no entity may be declared, no encoding but UTF-8,
/// ASCII and ISO 8859-1, which need no converter.
package enum XMLReader {
  /// The document; throws why it is not well-formed. `name` is what findings call it; `onlyUTF8`
  /// refuses Latin-1, too.
  package static func read(
    _ bytes: [UInt8], name: String, limits: TreeLimits = TreeLimits(), onlyUTF8: Bool = false
  ) throws(UnreadableDocument) -> XMLDocument {
    let begin = Place(file: name, line: 1, column: 1)
    guard bytes.count <= limits.bytes else {
      throw UnreadableDocument("the document is larger than \(limits.bytes) bytes", place: begin)
    }
    try XMLEncoding.check(bytes, at: begin, onlyUTF8: onlyUTF8)
    guard !hasMoreAttributes(bytes, than: limits.attributes) else {
      throw UnreadableDocument(
        "the document has more than \(limits.attributes) attributes", place: begin)
    }
    let tree = try tree(bytes, name, limits)
    guard let root = tree.root else { throw UnreadableDocument("no element", place: begin) }
    let interrupted = XMLReferences.asComments(bytes)
    return XMLDocument(
      root: root,
      interruptedRoot: try interrupted.map { bytes throws(UnreadableDocument) in
        try self.tree(bytes, name, limits).root ?? root
      } ?? root,
      hasByteOrderMark: bytes.starts(with: XMLEncoding.byteOrderMark),
      hasDocumentType: tree.hasDocumentType, hasPrefixes: tree.hasPrefixes,
      declared: (XMLEncoding.declared("version", bytes), XMLEncoding.declared("encoding", bytes)),
      stylesheet: tree.stylesheet)
  }

  /// To be called once before several threads read documents.
  package static func prepare() { xmlInitParser() }

  /// Counts what can only be an attribute, an equals sign before a quote, wherever it stands.
  private static func hasMoreAttributes(_ bytes: [UInt8], than most: Int) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      var (count, isAfterSign) = (0, false)
      for byte in bytes {
        switch byte {
        case 0x3D: isAfterSign = true
        case 0x20, 0x09, 0x0A, 0x0D: continue
        case 0x22, 0x27:
          if isAfterSign { count += 1 }
          isAfterSign = false
        default: isAfterSign = false
        }
      }
      return count > most
    }
  }

  private static func tree(
    _ bytes: [UInt8], _ name: String, _ limits: TreeLimits
  ) throws(UnreadableDocument) -> XMLTreeBuilder {
    guard let context = xmlNewParserCtxt() else { throw UnreadableDocument("no memory is left") }
    defer { xmlFreeParserCtxt(context) }
    let builder = XMLTreeBuilder(name: name, limits: limits)
    var handler = XMLTreeBuilder.handler
    cxml_set_sax(context, &handler, Unmanaged.passUnretained(builder).toOpaque())
    // NOENT gives attributes with their references replaced; there are none but the five of XML.
    let options =
      XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
      | XML_PARSE_NOENT.rawValue
    withExtendedLifetime(builder) {
      bytes.withUnsafeBytes { buffer in
        let start = buffer.bindMemory(to: CChar.self).baseAddress
        xmlFreeDoc(
          xmlCtxtReadMemory(context, start, Int32(clamping: buffer.count), nil, nil, Int32(options))
        )
      }
    }
    cxml_drop_document(context)
    if let fault = builder.fault { throw fault }
    guard cxml_is_well_formed(context) == 1, builder.root != nil else {
      throw malformed(context, name)
    }
    return builder
  }

  private static func malformed(_ context: xmlParserCtxtPtr, _ name: String) -> UnreadableDocument {
    guard let error = xmlCtxtGetLastError(context)?.pointee else {
      return UnreadableDocument(
        "the document has no element", place: Place(file: name, line: 1, column: 1))
    }
    let text = error.message.map { String(cString: $0) } ?? "unknown"
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return UnreadableDocument(
      "this is not well-formed XML: \(String(line.prefix(200)))",
      fix: "few mail programs read a document that is not well-formed",
      place: Place(
        file: name, line: max(1, Int(error.line)), column: max(1, Int(error.int2))))
  }
}
