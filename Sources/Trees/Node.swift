// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Where something begins in a text; both count from 1, columns in Unicode code points.
package struct Mark: Hashable, Sendable {
  package let line: UInt32
  package let column: UInt32

  package init(line: Int, column: Int) {
    self.line = UInt32(clamping: line)
    self.column = UInt32(clamping: column)
  }
}

/// A value of a YAML or JSON text with the place where it begins.
package struct Node: Sendable {
  package enum Value: Sendable {
    /// `isPlain` is false for text in quotes, which is never a number, a truth value or empty.
    case scalar(String, isPlain: Bool)
    case sequence([Node])
    case mapping([Pair])
  }

  /// A key with its value; a key that is given twice stands here twice.
  package struct Pair: Sendable {
    package let key: String
    package let mark: Mark
    package let value: Node

    package init(key: String, mark: Mark, value: Node) {
      self.key = key
      self.mark = mark
      self.value = value
    }
  }

  package let mark: Mark
  package let value: Value

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
  package let mark: Mark
  package let message: String
  package var fix: String?

  package init(_ mark: Mark, _ message: String, fix: String? = nil) {
    self.mark = mark
    self.message = message
    self.fix = fix
  }
}
