// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How Thunderbird turns elements into JavaScript values before it reads them: numbers and truth
/// values lose their spelling, an empty element becomes true, attributes make an object.
enum JXON {
  /// The text that the value of an element becomes; nil where there is no element.
  static func text(_ element: XMLTree?) -> String? {
    guard let element else { return nil }
    guard element.attributes.isEmpty, element.children.isEmpty else { return "[object Object]" }
    return converted(element.text)
  }

  /// What a text becomes.
  static func converted(_ text: String) -> String {
    let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
    if trimmed.isEmpty { return "true" }
    if ["true", "false"].contains(text.lowercased()) { return text.lowercased() }
    guard isNumber(trimmed) else { return text }
    return shown(parseFloat(trimmed))
  }

  /// JavaScript's `isFinite(text)`: a decimal literal, or digits after 0x, 0o or 0b.
  private static func isNumber(_ text: String) -> Bool {
    ValueRule.matches(
      text,
      "^([+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,2})?|0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+)$"
    )
  }

  /// JavaScript's `parseFloat`: the longest decimal prefix, so that 0x1F is 0.
  private static func parseFloat(_ text: String) -> Double {
    let end = text.firstIndex { "xXoObB".contains($0) } ?? text.endIndex
    return Double(text[..<end]) ?? .nan
  }

  private static func shown(_ number: Double) -> String {
    number.rounded() == number && abs(number) < 1e18 ? String(Int64(number)) : String(number)
  }
}
