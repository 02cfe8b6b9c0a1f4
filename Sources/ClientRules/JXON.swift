// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// How Thunderbird turns elements into JavaScript values before it reads them: numbers and truth
/// values lose their spelling, an empty element becomes true, attributes make an object.
enum JXON {
  /// The text that the value of an element becomes; nil where there is no element.
  static func text(_ element: XMLElement?) -> String? {
    guard let element else { return nil }
    guard element.attributes.isEmpty, !element.declaresNamespace, element.children.isEmpty
    else { return "[object Object]" }
    if element.pieces.isEmpty { return "true" }
    let text = element.text
    return text.isEmpty ? "[object Object]" : converted(text)
  }

  /// True for an element whose value stays a string.
  static func isString(_ element: XMLElement) -> Bool {
    guard element.attributes.isEmpty, !element.declaresNamespace, element.children.isEmpty
    else { return false }
    let text = element.text
    return !text.withoutWhitespace.isEmpty && !["true", "false"].contains(text.lowercased())
      && number(String(text.withoutWhitespace)) == nil
  }

  /// The host that Thunderbird makes of an element; nil where it is none.
  static func host(_ element: XMLElement?) -> String? {
    guard let element, element.pieces.isEmpty || !element.text.withoutWhitespace.isEmpty
    else { return nil }
    return text(element).flatMap(hostOfConverted)
  }

  /// The host that it makes of an attribute; an empty or blank one is no value.
  static func host(of attribute: String) -> String? {
    attribute.withoutWhitespace.isEmpty ? nil : hostOfConverted(converted(attribute))
  }

  private static func hostOfConverted(_ text: String) -> String? {
    text == "0" || text == "false" ? nil : text.thunderbirdHost
  }

  /// The port that JavaScript makes of a converted value, 1 to 65535: a number without what stands
  /// behind its point, or the digits that a text begins with.
  static func port(_ text: String) -> Int? {
    integer(text).flatMap { (1...65_535).contains($0) ? $0 : nil }
  }

  /// The integer that JavaScript makes of a converted value.
  static func integer(_ text: String) -> Int? {
    if let number = Double(text) { return Int(exactly: number.rounded(.towardZero)) }
    let trimmed = text.withoutWhitespace
    let sign = trimmed.hasPrefix("-") || trimmed.hasPrefix("+") ? 1 : 0
    let digits = trimmed.dropFirst(sign).prefix { $0.isASCII && $0.isNumber }
    return Int(trimmed.prefix(sign) + digits)
  }

  /// The rule that an element meets whose text is not read as it is written.
  static func remark(_ element: XMLElement?) -> Remark? {
    guard let element, let read = text(element), read != element.text else { return nil }
    let hasAttributes = !element.attributes.isEmpty
    return Remark(
      hasAttributes ? .thunderbirdAttribute : .thunderbirdValue,
      "\(element.text.quoted) becomes \(read.quoted)", at: element.place)
  }

  /// What a text becomes.
  static func converted(_ text: String) -> String {
    let trimmed = text.withoutWhitespace
    if trimmed.isEmpty { return text.isEmpty ? "true" : "NaN" }
    let lower = text.utf8.count <= 5 ? text.lowercased() : ""
    if lower == "true" || lower == "false" { return lower }
    return number(String(trimmed)).map(\.writtenByJavaScript) ?? text
  }

  /// JavaScript's `parseFloat` of what `isFinite` accepts: a decimal literal, or digits after 0x,
  /// 0o or 0b, of which only the 0 is read.
  private static func number(_ text: String) -> Double? {
    guard let first = text.utf8.first, "0123456789+-.".utf8.contains(first) else { return nil }
    let lower = text.lowercased()
    for (prefix, digits) in [("0x", "0123456789abcdef"), ("0o", "01234567"), ("0b", "01")]
    where lower.hasPrefix(prefix) {
      let rest = lower.dropFirst(2)
      return !rest.isEmpty && rest.allSatisfy(digits.contains) ? 0 : nil
    }
    guard lower.utf8.allSatisfy({ "0123456789+-.e".utf8.contains($0) }),
      let number = Double(lower), number.isFinite
    else { return nil }
    return number
  }
}

extension String {
  /// True for text that Thunderbird 153 changes: its reader turns numbers and booleans into
  /// values of JavaScript, and it replaces placeholders wherever they stand.
  package var isMisreadByThunderbird: Bool {
    Placeholders.occur(in: self) || JXON.converted(self) != self
      || (utf8.count <= 9 && ["infinity", "+infinity", "-infinity"].contains(lowercased()))
      || (!isEmpty && Double(self) != nil)
  }

  /// The text without white space at its ends.
  var withoutWhitespace: Substring {
    var text = self[...]
    let ends = [utf8.first, utf8.last]
    if ends.allSatisfy({ $0.map { (0x21...0x7E).contains($0) } == true }) { return text }
    while text.first?.isWhitespace == true { text = text.dropFirst() }
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return text
  }
}
