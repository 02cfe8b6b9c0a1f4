// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Breaks lines for a terminal or a letter, by the columns that characters take.
enum TextLayout {
  /// A piece of text between two places where a line may break.
  private struct Word {
    var text = ""
    /// True for a value, which stays whole even where it is wider than a line.
    var isWhole = false
  }

  /// The line in rows of at most `width` columns; only a value that is wider sticks out.
  static func wrap(_ line: Line, width: Int) -> [String] {
    line.split(separator: .lineBreak).flatMap { wrap(row: Line($0), width: width) }
  }

  private static func wrap(row line: Line, width: Int) -> [String] {
    var rows: [String] = []
    var row = ""
    var used = 0
    for word in words(line) {
      let needed = columns(word.text)
      if !row.isEmpty, used + 1 + needed <= width {
        row += " "
        row += word.text
        used += 1 + needed
        continue
      }
      if !row.isEmpty { rows.append(row) }
      (row, used) = (word.text, needed)
      while !word.isWhole, used > width, let head = head(of: row, width: width) {
        rows.append(head)
        row = String(row.dropFirst(head.count))
        used = columns(row)
      }
    }
    if !row.isEmpty { rows.append(row) }
    return rows
  }

  /// The columns of the widest piece that cannot be broken.
  static func widestValue(_ line: Line) -> Int {
    words(line).filter(\.isWhole).map { columns($0.text) }.max() ?? 0
  }

  /// The columns of a whole line without a break.
  static func columns(_ line: Line) -> Int { columns(line.plainText) }

  /// The columns of a text on a terminal: two for wide characters, none for combining ones.
  static func columns(_ text: String) -> Int {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
    return text.reduce(0) { $0 + columns($1) }
  }

  private static func columns(_ character: Character) -> Int {
    guard let first = character.unicodeScalars.first else { return 0 }
    // Latin letters and quotation marks need no look into the tables of Unicode.
    let isAlone = character.utf8.count == first.utf8.count
    if isAlone, 0xAE..<0x300 ~= first.value || 0x2010..<0x2028 ~= first.value { return 1 }
    if isAlone, first.isASCII { return 1 }
    if first.properties.isEmojiPresentation { return 2 }
    if character.unicodeScalars.contains(where: { $0.value == 0xFE0F }) { return 2 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch first.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
      0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }

  private static func words(_ line: Line) -> [Word] {
    var words: [Word] = []
    var word = Word()
    for run in line {
      switch run {
      case .typed(let text), .link(let text, _):
        word.text += text
        word.isWhole = true
      case .text, .given, .standIn, .menu, .original, .lineBreak:
        let pieces = run.plainText.utf8.split(separator: 0x20, omittingEmptySubsequences: false)
        for (index, piece) in pieces.enumerated() {
          if index > 0 {
            if !word.text.isEmpty { words.append(word) }
            word = Word()
          }
          word.text += Substring(piece)
        }
      }
    }
    if !word.text.isEmpty { words.append(word) }
    return words
  }

  /// As much of a word without a blank as fits, at least one character.
  private static func head(of text: String, width: Int) -> String? {
    var head = ""
    var used = 0
    for character in text {
      used += columns(character)
      if used > width, !head.isEmpty { break }
      head.append(character)
    }
    return head.isEmpty || head.count == text.count ? nil : head
  }
}
