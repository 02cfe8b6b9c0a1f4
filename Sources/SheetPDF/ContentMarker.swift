// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Marks as artifacts what a page draws outside of all structure elements: rules, frames and the
/// running header and footer (ISO 14289-1 section 7.1). cairo has no word for that.
struct ContentMarker {
  private let bytes: [UInt8]
  private var out: [UInt8] = []
  private var index = 0
  /// How many marked contents are open.
  private var depth = 0
  /// What came since the last marked content ended: where it begins and what of it is drawn.
  private var start = 0
  private var firstDrawn: Int?
  private var endOfDrawn = 0
  private var hasDrawn = false
  private var isText = false

  /// Operators that show something (ISO 32000-1 annex A).
  private static let drawing: Set<String> = [
    "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh", "Tj", "TJ", "'", "\"", "BI",
  ]
  /// Operators that must stay outside: the state that they keep goes on behind the mark.
  private static let outside: Set<String> = ["q", "Q", "cm"]

  /// The drawing of a page with the marks.
  static func mark(_ bytes: [UInt8]) -> [UInt8] {
    var marker = ContentMarker(bytes: bytes)
    marker.run()
    return marker.out
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
    out.reserveCapacity(bytes.count + bytes.count / 8)
  }

  private mutating func run() {
    var operands = 0
    var hasOperands = false
    while let token = next() {
      guard token.isOperator else {
        if !hasOperands { operands = token.start }
        hasOperands = true
        continue
      }
      let begin = hasOperands ? operands : token.start
      hasOperands = false
      let word = String(decoding: bytes[token.start..<index], as: UTF8.self)
      take(word, from: begin)
    }
    flush(to: bytes.count)
  }

  private mutating func take(_ word: String, from begin: Int) {
    switch word {
    case "BDC", "BMC":
      if depth == 0 { flush(to: begin) }
      depth += 1
    case "EMC":
      depth = max(0, depth - 1)
      if depth == 0 {
        out += bytes[start..<index]
        start = index
      }
    default:
      guard depth == 0 else { return }
      if firstDrawn == nil, !Self.outside.contains(word) { firstDrawn = begin }
      if word == "BT" { isText = true }
      if word == "ET" { isText = false }
      if Self.drawing.contains(word) { hasDrawn = true }
      // A text object is inside or outside as a whole.
      if hasDrawn, Self.drawing.contains(word) || word == "ET", !isText { endOfDrawn = index }
    }
  }

  /// Writes what stands outside of all elements.
  private mutating func flush(to end: Int) {
    defer { (start, firstDrawn, hasDrawn) = (end, nil, false) }
    guard hasDrawn, let firstDrawn, firstDrawn < endOfDrawn, endOfDrawn <= end else {
      out += bytes[start..<end]
      return
    }
    out += bytes[start..<firstDrawn]
    out += Array("/Artifact BMC\n".utf8)
    out += bytes[firstDrawn..<endOfDrawn]
    out += Array("\nEMC".utf8)
    out += bytes[endOfDrawn..<end]
  }

  // MARK: Tokens

  private struct Token {
    let start: Int
    let isOperator: Bool
  }

  /// The next operator or operand; strings and dictionaries may hold anything.
  private mutating func next() -> Token? {
    while index < bytes.count, Self.isBlank(bytes[index]) { index += 1 }
    guard index < bytes.count else { return nil }
    let start = index
    switch bytes[index] {
    case UInt8(ascii: "("): skipString()
    case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "["), UInt8(ascii: "]"),
      UInt8(ascii: "{"), UInt8(ascii: "}"):
      index += 1
    case UInt8(ascii: "/"):
      index += 1
      skipWord()
    default:
      skipWord()
      if index == start { index += 1 }
      let first = bytes[start]
      let isNumber = first < 0x3A && first != UInt8(ascii: "'") && first != UInt8(ascii: "\"")
      let isWord = ["true", "false", "null"].contains {
        bytes[start..<index].elementsEqual($0.utf8)
      }
      // Hexadecimal digits stand between angle brackets.
      let isHex = start > 0 && bytes[start - 1] == UInt8(ascii: "<")
      return Token(start: start, isOperator: !isNumber && !isWord && !isHex)
    }
    return Token(start: start, isOperator: false)
  }

  private mutating func skipWord() {
    while index < bytes.count, !Self.isBlank(bytes[index]), !"()<>[]{}/".utf8.contains(bytes[index])
    {
      index += 1
    }
  }

  private mutating func skipString() {
    var open = 0
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "("): open += 1
      case UInt8(ascii: ")"): open -= 1
      default: break
      }
      index = min(index + 1, bytes.count)
      if open == 0 { return }
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 || byte == 0 || byte == 0x0C
  }
}
