// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CXML

/// What a POX request asks for (MS-OXDSCLI section 2.2.3), read with libxml2's pull parser: no
/// DTD, no entities but the five of XML, no network, and nothing of the text is kept but two
/// values.
struct AutodiscoverRequest: Equatable {
  /// The text of `EMailAddress`, blanks removed; nil where there is none.
  var address: String?
  /// The text of `AcceptableResponseSchema`; nil where there is none.
  var responseSchema: String?

  /// Elements in any order and with any prefix; nil for what is not XML or has a DTD.
  init?(_ body: [UInt8]) {
    let options =
      XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue
      | XML_PARSE_NOWARNING.rawValue
    guard !body.isEmpty, body.count <= Int(Int32.max) else { return nil }
    let read = body.withUnsafeBytes { bytes -> (String?, String?)? in
      let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
      guard
        let reader = xmlReaderForMemory(
          start, Int32(bytes.count), nil, nil, Int32(options))
      else { return nil }
      defer { xmlFreeTextReader(reader) }
      return Self.read(reader)
    }
    guard let read else { return nil }
    (address, responseSchema) = read
  }

  private static func read(_ reader: xmlTextReaderPtr) -> (String?, String?)? {
    var address: String?
    var schema: String?
    var element = ""
    while true {
      switch xmlTextReaderRead(reader) {
      case 1: break
      case 0: return (address, schema)
      default: return nil
      }
      switch xmlTextReaderNodeType(reader) {
      case nodeType(XML_READER_TYPE_DOCUMENT_TYPE), nodeType(XML_READER_TYPE_ENTITY_REFERENCE):
        return nil
      case nodeType(XML_READER_TYPE_ELEMENT):
        element = text(xmlTextReaderConstLocalName(reader))
      case nodeType(XML_READER_TYPE_END_ELEMENT):
        element = ""
      case nodeType(XML_READER_TYPE_TEXT), nodeType(XML_READER_TYPE_CDATA):
        let value = text(xmlTextReaderConstValue(reader))
        if element == "EMailAddress" { address = (address ?? "") + value }
        if element == "AcceptableResponseSchema" { schema = (schema ?? "") + value }
      default: break
      }
    }
  }

  private static func nodeType(_ type: xmlReaderTypes) -> Int32 { Int32(type.rawValue) }

  private static func text(_ pointer: UnsafePointer<xmlChar>?) -> String {
    pointer.map { String(cString: $0) } ?? ""
  }
}
