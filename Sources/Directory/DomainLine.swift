// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Where the texts of a line of domains stand, for a line in the usual spelling: without blanks and
/// escapes, in ASCII. Nothing is copied and no tree is built.
struct DomainLine {
  /// True where another line follows.
  private(set) var isMore = false
  /// Where a text begins and ends, three for each row; an empty one where there is none.
  private var texts: [(start: Int32, end: Int32)] = []

  /// Nil for any other spelling.
  init?(_ line: UnsafeBufferPointer<UInt8>, number: Int) {
    var scanner = Scanner(line: line)
    texts.reserveCapacity(line.count / 8)
    guard scanner.skip("{\"id\":\(number),\"domains\":[") else { return nil }
    if !scanner.skip(UInt8(ascii: "]")) {
      repeat {
        guard scanner.skip(UInt8(ascii: "[")) else { return nil }
        for place in 0..<3 {
          if place > 0, !scanner.skip(UInt8(ascii: ",")) {
            texts.append((0, 0))
            continue
          }
          guard let text = scanner.text() else { return nil }
          texts.append(text)
        }
        guard scanner.skip(UInt8(ascii: "]")) else { return nil }
      } while scanner.skip(UInt8(ascii: ","))
      guard scanner.skip(UInt8(ascii: "]")) else { return nil }
    }
    isMore = scanner.skip(",\"more\":true")
    guard scanner.skip(UInt8(ascii: "}")), scanner.isAtEnd else { return nil }
  }

  /// Gives the texts of each row of the same line.
  func forEach(
    _ line: UnsafeBufferPointer<UInt8>,
    _ body: (
      UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>
    ) -> Void
  ) {
    func bytes(_ index: Int) -> UnsafeBufferPointer<UInt8> {
      UnsafeBufferPointer(rebasing: line[Int(texts[index].start)..<Int(texts[index].end)])
    }
    for row in 0..<(texts.count / 3) {
      body(bytes(3 * row), bytes(3 * row + 1), bytes(3 * row + 2))
    }
  }
}

/// Reads on in a line.
private struct Scanner {
  let line: UnsafeBufferPointer<UInt8>
  private var index = 0

  init(line: UnsafeBufferPointer<UInt8>) { self.line = line }

  var isAtEnd: Bool { index == line.count }

  mutating func skip(_ byte: UInt8) -> Bool {
    guard index < line.count, line[index] == byte else { return false }
    index += 1
    return true
  }

  mutating func skip(_ text: String) -> Bool {
    guard line[index...].starts(with: text.utf8) else { return false }
    index += text.utf8.count
    return true
  }

  /// A text in quotes; nil where it has anything that needs to be understood.
  mutating func text() -> (Int32, Int32)? {
    guard skip(UInt8(ascii: "\"")) else { return nil }
    let start = index
    while index < line.count, line[index] != UInt8(ascii: "\"") {
      guard line[index] != UInt8(ascii: "\\"), 0x20..<0x80 ~= line[index] else { return nil }
      index += 1
    }
    let end = index
    guard skip(UInt8(ascii: "\"")) else { return nil }
    return (Int32(clamping: start), Int32(clamping: end))
  }
}
