// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Where something begins in a text; both count from 1, columns in Unicode code points.
package struct Mark: Hashable, Sendable {
  /// From 1.
  package let line: UInt32
  /// In Unicode code points, from 1.
  package let column: UInt32

  /// A place; both numbers count from 1.
  package init(line: Int, column: Int) {
    self.line = UInt32(clamping: line)
    self.column = UInt32(clamping: column)
  }
}

/// A value of a YAML or JSON text with the place where it begins.
package struct Node: Sendable {
  /// What a value is.
  package enum Value: Sendable {
    /// `isPlain` is false for text in quotes, which is never a number, a truth value or empty.
    case scalar(String, isPlain: Bool)
    case sequence([Node])
    case mapping([Pair])
  }

  /// A key with its value; a key that is given twice stands here twice.
  package struct Pair: Sendable {
    /// As it is written, without quotes.
    package let key: String
    /// Where it begins.
    package let mark: Mark
    /// What belongs to the key.
    package let value: Node

    /// A key with its value.
    package init(key: String, mark: Mark, value: Node) {
      self.key = key
      self.mark = mark
      self.value = value
    }
  }

  /// Where it begins.
  package let mark: Mark
  /// What it is.
  package let value: Value

  /// A value at a place.
  package init(mark: Mark, value: Value) {
    self.mark = mark
    self.value = value
  }

  /// What a value is, in the words of a message.
  package enum Kind: String {
    case list = "a list"
    case keys = "a set of keys"
    case text
    case number = "a number"
    case truth = "true or false"
    case empty
  }

  /// What the value is, in the words of a message.
  package var kind: Kind {
    switch value {
    case .sequence: return .list
    case .mapping: return .keys
    case .scalar(_, isPlain: false): return .text
    case .scalar(let text, isPlain: true):
      if Self.isEmpty(text) { return .empty }
      if text == "true" || text == "false" { return .truth }
      return Int(text) == nil && Double(text) == nil ? .text : .number
    }
  }

  /// The text of a value that may stand for text: no truth value, and not empty.
  package var text: String? {
    guard case .scalar(let text, _) = value, kind != .truth, kind != .empty else { return nil }
    return text
  }

  /// What YAML 1.2 takes for `null` (section 10.3.2).
  private static func isEmpty(_ text: String) -> Bool {
    ["", "~", "null", "Null", "NULL"].contains(text)
  }
}

/// Why a text is no YAML or JSON that can be read, and where.
package struct SyntaxFault: Error {
  /// Where it begins.
  package let mark: Mark
  /// What is wrong, in one sentence without a full stop.
  package let message: String
  /// What mends it; nil where that is plain.
  package var fix: String?

  /// A fault at a place.
  package init(_ mark: Mark, _ message: String, fix: String? = nil) {
    self.mark = mark
    self.message = message
    self.fix = fix
  }
}
