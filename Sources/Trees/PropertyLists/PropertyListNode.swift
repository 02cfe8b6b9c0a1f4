// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// A value of a property list with its exact type and, in XML, its place.
package struct PropertyListNode: Sendable {
  /// What a property list can hold.
  package indirect enum Value: Sendable, Equatable {
    /// Text.
    case string(String)
    /// A whole number.
    case integer(Int)
    /// A number with a fraction, even where that is 0.
    case real(Double)
    /// True or false.
    case boolean(Bool)
    /// A point in time as it is written; in a binary property list, as `2030-12-31T00:00:00Z`.
    case date(String)
    /// Bytes.
    case data([UInt8])
    /// Values in order.
    case array([PropertyListNode])
    /// Values by name, in the order of the document.
    case dictionary([Member])
  }

  /// A name with its value.
  package struct Member: Sendable, Equatable {
    /// The name.
    package let key: String
    /// Its value.
    package let value: PropertyListNode

    /// A member.
    package init(key: String, value: PropertyListNode) {
      self.key = key
      self.value = value
    }
  }

  /// The value.
  package let value: Value
  /// Where it begins; nil in a binary property list.
  package let place: Place?

  /// A value at a place.
  package init(_ value: Value, place: Place? = nil) {
    self.value = value
    self.place = place
  }

  /// The first member of this name, where it is a dictionary.
  package subscript(key: String) -> PropertyListNode? {
    dictionary?.first { $0.key == key }?.value
  }

  /// The members, where it is a dictionary.
  package var dictionary: [Member]? {
    if case .dictionary(let members) = value { members } else { nil }
  }
  /// The items, where it is an array.
  package var array: [PropertyListNode]? {
    if case .array(let items) = value { items } else { nil }
  }
  /// The bytes, where it is data.
  package var data: [UInt8]? { if case .data(let bytes) = value { bytes } else { nil } }
  /// The text, where it is a string.
  package var string: String? { if case .string(let text) = value { text } else { nil } }
  /// The number, where it is an integer.
  package var integer: Int? { if case .integer(let number) = value { number } else { nil } }
  /// The truth value, where it is one.
  package var boolean: Bool? { if case .boolean(let value) = value { value } else { nil } }

  /// Apple's name of the type.
  package var type: String {
    switch value {
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

extension PropertyListNode: Equatable {
  /// Equal values; places do not count.
  package static func == (left: PropertyListNode, right: PropertyListNode) -> Bool {
    left.value == right.value
  }
}
