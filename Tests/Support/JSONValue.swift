// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A JSON text read back; numbers and truth values stay apart.
package enum JSONValue: Decodable, Equatable, Sendable {
  case null
  case boolean(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// Reads a JSON text.
  package init(_ bytes: [UInt8]) throws {
    self = try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
  }

  /// Reads one value, the narrowest type first.
  package init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let boolean = try? value.decode(Bool.self) {
      self = .boolean(boolean)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let string = try? value.decode(String.self) {
      self = .string(string)
    } else if let array = try? value.decode([JSONValue].self) {
      self = .array(array)
    } else {
      self = .object(try value.decode([String: JSONValue].self))
    }
  }

  /// The member of an object.
  package subscript(name: String) -> JSONValue? { object?[name] }

  /// The members, where it is an object.
  package var object: [String: JSONValue]? {
    if case .object(let members) = self { members } else { nil }
  }
  /// The items, where it is an array.
  package var array: [JSONValue]? { if case .array(let items) = self { items } else { nil } }
  /// The text, where it is a string.
  package var string: String? { if case .string(let text) = self { text } else { nil } }
  /// The number, where it is one.
  package var number: Double? { if case .number(let number) = self { number } else { nil } }
  /// The truth value, where it is one.
  package var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }

  /// Every string in it, names of members left out.
  package var strings: [String] {
    switch self {
    case .string(let text): [text]
    case .array(let items): items.flatMap(\.strings)
    case .object(let members): members.values.flatMap(\.strings)
    case .null, .boolean, .number: []
    }
  }
}
