// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CXML

/// A value of an XML property list, as far as a look at a profile needs it.
indirect enum PropertyListValue: Equatable {
  case dictionary([(key: String, value: PropertyListValue)])
  case array([PropertyListValue])
  /// A leaf by the name of its element, such as `string`, with its text.
  case leaf(String, String)

  static func == (left: Self, right: Self) -> Bool {
    switch (left, right) {
    case (.dictionary(let left), .dictionary(let right)):
      left.count == right.count && zip(left, right).allSatisfy { $0 == $1 }
    case (.array(let left), .array(let right)): left == right
    case (.leaf(let left, let text), .leaf(let right, let other)): left == right && text == other
    default: false
    }
  }

  /// The value of a key.
  subscript(key: String) -> PropertyListValue? {
    guard case .dictionary(let pairs) = self else { return nil }
    return pairs.first { $0.key == key }?.value
  }

  /// The text of a string.
  var string: String? {
    guard case .leaf("string", let text) = self else { return nil }
    return text
  }
}

/// Reads XML property lists with libxml2's pull parser: no DTD is loaded, no entity but the five
/// of XML, no network.
struct PropertyListReader {
  private let reader: xmlTextReaderPtr
  private var depth = 0

  private static let deepest = 64

  /// The one value of a property list; nil for what is none.
  static func read(_ bytes: [UInt8]) -> PropertyListValue? {
    let options =
      XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
    guard !bytes.isEmpty, let length = Int32(exactly: bytes.count) else { return nil }
    return bytes.withUnsafeBytes { buffer in
      let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
      guard let reader = xmlReaderForMemory(start, length, nil, nil, Int32(options)) else {
        return nil
      }
      defer { xmlFreeTextReader(reader) }
      var list = PropertyListReader(reader: reader)
      return list.whole()
    }
  }

  private init(reader: xmlTextReaderPtr) { self.reader = reader }

  private enum Event: Equatable {
    case start(String, isEmpty: Bool)
    case text(String)
    case end
  }

  /// What comes next apart from comments and blanks; nil at the end and for what is not well.
  private mutating func next() -> Event? {
    while xmlTextReaderRead(reader) == 1 {
      switch xmlTextReaderNodeType(reader) {
      case nodeType(XML_READER_TYPE_ELEMENT):
        guard let name = xmlTextReaderConstName(reader) else { return nil }
        return .start(String(cString: name), isEmpty: xmlTextReaderIsEmptyElement(reader) == 1)
      case nodeType(XML_READER_TYPE_TEXT), nodeType(XML_READER_TYPE_CDATA):
        guard let text = xmlTextReaderConstValue(reader) else { return nil }
        return .text(String(cString: text))
      case nodeType(XML_READER_TYPE_END_ELEMENT): return .end
      case nodeType(XML_READER_TYPE_ENTITY_REFERENCE): return nil
      default: continue
      }
    }
    return nil
  }

  private mutating func whole() -> PropertyListValue? {
    guard case .start("plist", isEmpty: false) = next(),
      case .start(let name, let isEmpty) = next(), let value = value(name, isEmpty),
      next() == .end, next() == nil, xmlTextReaderReadState(reader) != -1
    else { return nil }
    return value
  }

  private mutating func value(_ name: String, _ isEmpty: Bool) -> PropertyListValue? {
    guard depth < Self.deepest else { return nil }
    depth += 1
    defer { depth -= 1 }
    switch name {
    case "dict": return isEmpty ? .dictionary([]) : dictionary()
    case "array": return isEmpty ? .array([]) : array()
    case "string", "integer", "real", "date", "data", "true", "false":
      return isEmpty ? .leaf(name, "") : text().map { .leaf(name, $0) }
    default: return nil
    }
  }

  private mutating func text() -> String? {
    var text = ""
    while let event = next() {
      switch event {
      case .text(let more): text += more
      case .end: return text
      case .start: return nil
      }
    }
    return nil
  }

  private mutating func array() -> PropertyListValue? {
    var values: [PropertyListValue] = []
    while let event = next() {
      switch event {
      case .start(let name, let isEmpty):
        guard let value = value(name, isEmpty) else { return nil }
        values.append(value)
      case .text: return nil
      case .end: return .array(values)
      }
    }
    return nil
  }

  private mutating func dictionary() -> PropertyListValue? {
    var pairs: [(key: String, value: PropertyListValue)] = []
    while let event = next() {
      if event == .end { return .dictionary(pairs) }
      guard case .start("key", let isEmpty) = event, let key = isEmpty ? "" : text(),
        case .start(let name, let isEmptyValue) = next(), let value = value(name, isEmptyValue)
      else { return nil }
      pairs.append((key, value))
    }
    return nil
  }
}

private func nodeType(_ type: xmlReaderTypes) -> Int32 { Int32(type.rawValue) }
