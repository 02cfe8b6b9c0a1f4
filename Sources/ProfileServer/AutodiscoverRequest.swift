// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CXML

/// What a POX request asks for (MS-OXDSCLI section 2.2.3), read with libxml2's pull parser: no
/// DTD, no entities but the five of XML, no network, no nesting deeper than 256, and nothing of
/// the text is kept but two values.
struct AutodiscoverRequest: Equatable {
  /// The text of `EMailAddress` without blanks around it; nil where there is none.
  var address: String?
  /// The text of `AcceptableResponseSchema` without blanks around it; nil where there is none.
  var responseSchema: String?

  /// Elements in any order, of any namespace and with any prefix; nil for what is not XML or has
  /// a DTD.
  init?(_ body: [UInt8]) {
    let options =
      XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
      | XML_PARSE_IGNORE_ENC.rawValue
    // UTF-16 and UTF-32 have zero bytes, EBCDIC begins otherwise: libxml2 would convert them.
    guard let first = body.first, [0x3C, 0x20, 0x09, 0x0A, 0x0D, 0xEF].contains(first),
      !body.contains(0), let length = Int32(exactly: body.count)
    else { return nil }
    let isRead = body.withUnsafeBytes { bytes in
      let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
      // No client sends anything but UTF-8; naming it, and not reading which one is declared, keeps
      // strangers from choosing a converter.
      guard let reader = xmlReaderForMemory(start, length, nil, "UTF-8", Int32(options)) else {
        return false
      }
      defer { xmlFreeTextReader(reader) }
      return read(reader)
    }
    guard isRead else { return nil }
    address = address.map { String($0[...].trimmed) }
    responseSchema = responseSchema.map { String($0[...].trimmed) }
  }

  /// To be called once before several threads read requests.
  static func prepare() { xmlInitParser() }

  private mutating func read(_ reader: xmlTextReaderPtr) -> Bool {
    var value: WritableKeyPath<Self, String?>?
    while true {
      switch xmlTextReaderRead(reader) {
      case 1: break
      case 0: return true
      default: return false
      }
      switch xmlTextReaderNodeType(reader) {
      case nodeType(XML_READER_TYPE_DOCUMENT_TYPE), nodeType(XML_READER_TYPE_ENTITY_REFERENCE):
        return false
      case nodeType(XML_READER_TYPE_ELEMENT):
        value = xmlTextReaderIsEmptyElement(reader) == 1 ? nil : Self.value(reader)
      case nodeType(XML_READER_TYPE_END_ELEMENT): value = nil
      case nodeType(XML_READER_TYPE_TEXT), nodeType(XML_READER_TYPE_CDATA):
        guard let value, let text = xmlTextReaderConstValue(reader) else { break }
        self[keyPath: value] = (self[keyPath: value] ?? "") + String(cString: text)
      default: break
      }
    }
  }

  /// Where the text of the element goes that the reader stands at.
  private static func value(_ reader: xmlTextReaderPtr) -> WritableKeyPath<Self, String?>? {
    guard let name = xmlTextReaderConstLocalName(reader) else { return nil }
    switch String(cString: name) {
    case "EMailAddress": return \.address
    case "AcceptableResponseSchema": return \.responseSchema
    default: return nil
    }
  }
}

private func nodeType(_ type: xmlReaderTypes) -> Int32 { Int32(type.rawValue) }
