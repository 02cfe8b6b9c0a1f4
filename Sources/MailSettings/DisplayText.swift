// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// One line of text for people: not empty, without line breaks, control characters,
/// direction overrides or characters that XML 1.0 cannot hold (section 2.2).
public struct DisplayText: Hashable, Sendable, CustomStringConvertible {
  /// The text, blanks at both ends removed.
  public let text: String

  /// The text, checked; `limit` is the largest number of code points, as
  /// JSON Schema counts them.
  public init(_ text: String, limit: Int = 1_000) throws(InvalidValue) {
    let trimmed = text.trimmingBlanks
    guard !trimmed.isEmpty else { throw InvalidValue("the text is empty") }
    if let bad = trimmed.unicodeScalars.first(where: \.isUnprintable) {
      let code = String(bad.value, radix: 16, uppercase: true)
      throw InvalidValue("\(trimmed.quoted) has the control character U+\(code)")
    }
    let count = trimmed.unicodeScalars.count
    guard count <= limit else {
      throw InvalidValue(
        "the text has \(count) characters, \(limit) are allowed", fix: "shorten it")
    }
    self.text = trimmed
  }

  /// The text itself.
  public var description: String { text }
}

extension String {
  /// The text without blanks and tabs at its ends.
  public var trimmingBlanks: String {
    var text = self[...]
    while let first = text.first, first == " " || first == "\t" { text = text.dropFirst() }
    while let last = text.last, last == " " || last == "\t" { text = text.dropLast() }
    return String(text)
  }
}
