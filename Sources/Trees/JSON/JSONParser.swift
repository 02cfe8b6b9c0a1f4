// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// JSON exactly as RFC 8259 has it, read into the same tree as YAML.
package struct JSONParser {
  private let bytes: [UInt8]
  private let limits: TreeLimits
  private var index = 0
  private var position = Position()
  private var values = 0

  /// The text's value; throws the first thing that cannot be read.
  package static func parse(
    _ text: SourceText, limits: TreeLimits = .settings
  ) throws(SyntaxFault) -> Node {
    var parser = JSONParser(bytes: text.bytes, limits: limits)
    parser.skipBlanks()
    guard parser.current != nil else {
      throw SyntaxFault(
        Mark(line: 1, column: 1), "the file is empty",
        fix: "mkprofile init writes one to start from")
    }
    let node = try parser.value(depth: 0)
    parser.skipBlanks()
    guard parser.current == nil else {
      throw parser.fault("there is more text after the end of the settings")
    }
    return node
  }

  private init(bytes: [UInt8], limits: TreeLimits) {
    self.bytes = bytes
    self.limits = limits
  }

  private mutating func value(depth: Int) throws(SyntaxFault) -> Node {
    let mark = position.mark
    try count(1)
    switch current {
    case UInt8(ascii: "{"): return Node(mark: mark, value: .mapping(try pairs(depth: depth)))
    case UInt8(ascii: "["): return Node(mark: mark, value: .sequence(try items(depth: depth)))
    case UInt8(ascii: "\""): return Node(mark: mark, value: .scalar(try string(), isPlain: false))
    default: return Node(mark: mark, value: .scalar(try word(), isPlain: true))
    }
  }

  private mutating func pairs(depth: Int) throws(SyntaxFault) -> [Node.Pair] {
    var pairs: [Node.Pair] = []
    try enter(depth)
    if skip(UInt8(ascii: "}")) { return pairs }
    repeat {
      skipBlanks()
      let mark = position.mark
      guard current == UInt8(ascii: "\"") else { throw fault("a key in double quotes is missing") }
      let key = try string()
      guard skip(UInt8(ascii: ":")) else { throw fault("a colon is missing after the key") }
      skipBlanks()
      pairs.append(Node.Pair(key: key, mark: mark, value: try value(depth: depth + 1)))
    } while skip(UInt8(ascii: ","))
    guard skip(UInt8(ascii: "}")) else { throw fault("a comma or '}' is missing") }
    return pairs
  }

  private mutating func items(depth: Int) throws(SyntaxFault) -> [Node] {
    var items: [Node] = []
    try enter(depth)
    if skip(UInt8(ascii: "]")) { return items }
    repeat {
      skipBlanks()
      items.append(try value(depth: depth + 1))
    } while skip(UInt8(ascii: ","))
    guard skip(UInt8(ascii: "]")) else { throw fault("a comma or ']' is missing") }
    return items
  }

  /// Steps over the opening bracket.
  private mutating func enter(_ depth: Int) throws(SyntaxFault) {
    guard depth < limits.depth else {
      throw fault("more than \(limits.depth) lists or sets of keys in one another")
    }
    advance()
  }

  /// `true`, `false`, `null` or a number.
  private mutating func word() throws(SyntaxFault) -> String {
    let mark = position.mark
    var text = ""
    while let byte = current, byte.isWordByte, text.utf8.count < 400 {
      text.unicodeScalars.append(Unicode.Scalar(byte))
      advance()
    }
    guard ["true", "false", "null"].contains(text) || Self.isNumber(text) else {
      let shown = text.isEmpty ? "this" : "'\(text)'"
      throw SyntaxFault(mark, "\(shown) is no value of JSON", fix: "put texts in double quotes")
    }
    return text
  }

  private static func isNumber(_ text: String) -> Bool {
    var rest = text.utf8[...]
    func digits() -> Int {
      let end = rest.firstIndex { !(0x30...0x39).contains($0) } ?? rest.endIndex
      defer { rest = rest[end...] }
      return rest[..<end].count
    }
    func take(_ bytes: UInt8...) -> Bool {
      guard let first = rest.first, bytes.contains(first) else { return false }
      rest = rest.dropFirst()
      return true
    }
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { guard digits() > 0 else { return false } }
    if take(UInt8(ascii: ".")) { guard digits() > 0 else { return false } }
    if take(UInt8(ascii: "e"), UInt8(ascii: "E")) {
      _ = take(UInt8(ascii: "+"), UInt8(ascii: "-"))
      guard digits() > 0 else { return false }
    }
    return rest.isEmpty
  }
}

extension JSONParser {
  private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

  private func fault(_ message: String) -> SyntaxFault { SyntaxFault(position.mark, message) }

  private mutating func advance() {
    position.advance(over: bytes[index])
    index += 1
  }

  private mutating func skipBlanks() {
    while let byte = current, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { advance() }
  }

  private mutating func skip(_ byte: UInt8) -> Bool {
    skipBlanks()
    guard current == byte else { return false }
    advance()
    return true
  }

  private mutating func count(_ more: Int) throws(SyntaxFault) {
    values += more
    guard values <= limits.values else {
      throw fault("the file has more than \(limits.values) values")
    }
  }

  private mutating func string() throws(SyntaxFault) -> String {
    let begin = position.mark
    var content: [UInt8] = []
    advance()
    while let byte = current, byte != UInt8(ascii: "\"") {
      if byte == UInt8(ascii: "\\") {
        content += Array(String(try escape()).utf8)
        continue
      }
      guard byte >= 0x20 else {
        let isBreak = byte == 0x0A || byte == 0x0D
        throw SyntaxFault(
          isBreak ? begin : position.mark,
          isBreak
            ? "the quotes are not closed in this line" : "a tab or control character is in quotes",
          fix: isBreak ? "close them, or write \\n for a line break" : "write \\t for a tab")
      }
      content.append(byte)
      advance()
    }
    guard current != nil else { throw SyntaxFault(begin, "the quotes are not closed") }
    advance()
    return String(decoding: content, as: UTF8.self)
  }

  private mutating func escape() throws(SyntaxFault) -> Unicode.Scalar {
    let mark = position.mark
    advance()
    let letter = current
    if letter != nil { advance() }
    switch letter {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicodeEscape(mark)
    default: throw SyntaxFault(mark, "the backslash escape is unknown", fix: "write \\\\")
    }
  }

  /// What follows `\u`; a character beyond U+FFFF is a pair of them (RFC 8259 section 7).
  private mutating func unicodeEscape(_ mark: Mark) throws(SyntaxFault) -> Unicode.Scalar {
    let first = try hexUnit(mark)
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
      bytes[index + 1] == UInt8(ascii: "u")
    else { throw SyntaxFault(mark, "half of a surrogate pair stands alone") }
    advance()
    advance()
    let second = try hexUnit(mark)
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x1_0000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw SyntaxFault(mark, "half of a surrogate pair stands alone") }
    return scalar
  }

  private mutating func hexUnit(_ mark: Mark) throws(SyntaxFault) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw SyntaxFault(mark, "\\u needs four hexadecimal digits")
      }
      unit = unit << 4 | UInt32(digit)
      advance()
    }
    return unit
  }
}

extension UInt8 {
  fileprivate var isWordByte: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
    default: false
    }
  }
}
