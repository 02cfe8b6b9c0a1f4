// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// What is done with queries that people wrote, without understanding more of SQL than quotes.
struct SQLText {
  /// The query without what ends it.
  let text: String

  init(_ text: String) {
    var rest = text[...]
    while let last = rest.last, last == ";" || last.isWhitespace { rest = rest.dropLast() }
    self.text = String(rest)
  }

  /// The pieces between the places of `$1` outside of quotes and comments.
  var pieces: [String] {
    var pieces: [String] = []
    var piece: [UInt8] = []
    let bytes = Array(text.utf8)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      let next = index + 1 < bytes.count ? bytes[index + 1] : 0
      if byte == UInt8(ascii: "$"), next == UInt8(ascii: "1") {
        pieces.append(String(decoding: piece, as: UTF8.self))
        piece = []
        index += 2
        continue
      }
      var end = index + 1
      if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "`") {
        while end < bytes.count, bytes[end] != byte { end += 1 }
        end = min(bytes.count, end + 1)
      } else if byte == UInt8(ascii: "-"), next == UInt8(ascii: "-") {
        while end < bytes.count, bytes[end] != 0x0A { end += 1 }
      }
      piece += bytes[index..<end]
      index = end
    }
    return pieces + [String(decoding: piece, as: UTF8.self)]
  }

  /// With question marks for the parameter, as MariaDB wants them.
  var withQuestionMarks: String { pieces.joined(separator: "?") }

  /// The query that lists everybody, with the address first, where this one asks for one person by
  /// `COLUMN = $1` or `lower(COLUMN) = $1`; nil for any other.
  var ofEverybody: String? {
    let pieces = pieces
    guard pieces.count == 2, let start = pieces[0].firstNonBlank,
      pieces[0][start...].prefix(6).lowercased() == "select"
    else { return nil }
    var before = pieces[0][...].trimmedEnd
    guard before.last == "=" else { return nil }
    before = before.dropLast().trimmedEnd
    guard let column = Self.lastColumn(before) else { return nil }
    let head = before.dropLast(column.count)
    let list = head[start...].dropFirst(6)
    // What names each row once would take the address into account, too.
    guard list.first?.isWhitespace == true else { return nil }
    return "SELECT \(column) AS mkprofile_address,\(list)\(column) IS NOT NULL\(pieces[1])"
  }

  /// The name of a column, or a function of one, at the end of a text.
  private static func lastColumn(_ text: Substring) -> Substring? {
    func isName(_ character: Character) -> Bool {
      character.isLetter || character.isNumber || "_.\"`".contains(character)
    }
    var rest = text
    if rest.last == ")" {
      guard let open = rest.lastIndex(of: "(") else { return nil }
      guard rest[open...].dropFirst().dropLast().allSatisfy(isName) else { return nil }
      rest = rest[..<open]
    }
    while let last = rest.last, isName(last) { rest = rest.dropLast() }
    let column = text[rest.endIndex...]
    return column.isEmpty || rest.last?.isWhitespace != true ? nil : column
  }
}

extension String {
  fileprivate var firstNonBlank: Index? { firstIndex { !$0.isWhitespace } }
}

extension Substring {
  fileprivate var trimmedEnd: Substring {
    var rest = self
    while rest.last?.isWhitespace == true { rest = rest.dropLast() }
    return rest
  }
}
