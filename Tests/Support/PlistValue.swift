// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// An XML property list, read element by element so that its exact types are known.
package indirect enum PlistValue: Equatable {
  case string(String)
  case integer(Int)
  case real(Double)
  case boolean(Bool)
  case date(String)
  case data([UInt8])
  case array([PlistValue])
  case dictionary([String: PlistValue])

  /// Reads an XML property list; throws what is wrong with it.
  package init(_ bytes: [UInt8]) throws(Malformed) {
    let root = try XMLTree(bytes, allowsDocumentType: true)
    guard root.name == "plist", root.attributes == ["version": "1.0"], root.children.count == 1
    else {
      throw Malformed(reason: "the root is not <plist version=\"1.0\"> with one value")
    }
    try self.init(root.children[0])
  }

  private init(_ element: XMLTree) throws(Malformed) {
    switch element.name {
    case "string": self = .string(element.text)
    case "true": self = .boolean(true)
    case "false": self = .boolean(false)
    case "date": self = .date(element.text)
    case "integer":
      guard let number = Int(element.text) else { throw Self.bad(element) }
      self = .integer(number)
    case "real":
      guard let number = Double(element.text) else { throw Self.bad(element) }
      self = .real(number)
    case "data":
      let text = element.text.filter { !$0.isWhitespace }
      guard let data = Data(base64Encoded: text) else { throw Self.bad(element) }
      self = .data([UInt8](data))
    case "array":
      var items: [PlistValue] = []
      for child in element.children { items.append(try PlistValue(child)) }
      self = .array(items)
    case "dict": self = .dictionary(try Self.members(element.children))
    default: throw Malformed(reason: "\(element) is not part of a property list")
    }
  }

  private static func members(
    _ children: [XMLTree]
  ) throws(Malformed) -> [String: PlistValue] {
    var members: [String: PlistValue] = [:]
    var index = 0
    while index < children.count {
      guard children[index].name == "key", index + 1 < children.count else {
        throw Malformed(reason: "a dictionary has a value without key or a key without value")
      }
      let key = children[index].text
      guard members[key] == nil else { throw Malformed(reason: "the key '\(key)' stands twice") }
      members[key] = try PlistValue(children[index + 1])
      index += 2
    }
    return members
  }

  private static func bad(_ element: XMLTree) -> Malformed {
    Malformed(reason: "\(element) holds '\(element.text)'")
  }

  /// The member of a dictionary.
  package subscript(key: String) -> PlistValue? { dictionary?[key] }
  /// The members, where it is a dictionary.
  package var dictionary: [String: PlistValue]? {
    if case .dictionary(let members) = self { members } else { nil }
  }
  /// The items, where it is an array.
  package var array: [PlistValue]? { if case .array(let items) = self { items } else { nil } }
  /// The text, where it is a string.
  package var string: String? { if case .string(let text) = self { text } else { nil } }
  /// The number, where it is an integer.
  package var integer: Int? { if case .integer(let number) = self { number } else { nil } }
  /// The truth value, where it is one.
  package var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }

  /// Apple's name of the type.
  package var type: String {
    switch self {
    case .string: "string"
    case .integer: "integer"
    case .real: "real"
    case .boolean: "boolean"
    case .date: "date"
    case .data: "data"
    case .array: "array"
    case .dictionary: "dictionary"
    }
  }
}
