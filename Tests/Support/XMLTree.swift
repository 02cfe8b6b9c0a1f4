// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CXML
@_exported import ClientRules
import MailSettings
@_exported import Trees

/// An XML document read back.
package typealias XMLTree = XMLElement

extension XMLElement {
  /// Reads a document; throws why it is not well-formed. A document type is refused unless allowed.
  package convenience init(
    _ bytes: [UInt8], allowsDocumentType: Bool = false
  ) throws(Malformed) {
    let document = try XMLDocument(bytes)
    guard allowsDocumentType || !document.hasDocumentType else {
      throw Malformed(reason: "the document has a document type")
    }
    let root = document.root
    self.init(
      name: root.name, prefix: root.prefix, namespace: root.namespace,
      attributes: root.attributes, pieces: root.pieces, place: root.place)
  }
}

extension XMLDocument {
  /// Reads a document; throws why it is not well-formed.
  package init(_ bytes: [UInt8]) throws(Malformed) {
    do {
      self = try XMLReader.read(bytes, name: "document")
    } catch {
      let finding = error.findings[0]
      throw Malformed(reason: "line \(finding.place?.line ?? 0): \(finding.message)")
    }
  }
}

/// Why a document cannot be read.
package struct Malformed: Error, CustomStringConvertible {
  /// The reader's own words, with the line.
  package let reason: String
  /// The same.
  package var description: String { reason }
}

/// Why a client makes nothing of a document.
package struct Refused: Error, Equatable, CustomStringConvertible {
  /// The rule's name, such as `thunderbird/port`, or the reason in a few words.
  package let description: String

  /// A refusal.
  package init(_ reason: String) { description = reason }
}

extension MailClient {
  /// The program's name.
  package var name: String { program.name }

  /// The account for the address that a person types; throws why there is none.
  package func account(
    from document: [UInt8], for address: String
  ) throws(Refused) -> ClientAccount {
    guard let document = try? XMLDocument(document) else {
      throw Refused("not well-formed")
    }
    var remarks: [Remark] = []
    do {
      return try account(from: document, for: address, &remarks)
    } catch {
      throw Refused(error.rule.id)
    }
  }
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
