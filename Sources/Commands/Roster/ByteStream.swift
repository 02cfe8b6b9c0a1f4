// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console

/// Bytes from chunks, one at a time, with the place of the next one. Every line end is LF here.
struct ByteStream {
  /// A longer line is refused: a file without an end cannot keep the program busy for ever.
  static let mostLineBytes = 1 << 20

  private let chunk: () throws(Failure) -> [UInt8]
  private var buffer: [UInt8] = []
  private var index = 0
  private var isAtStart = true
  private var isAtEnd = false
  private var lineStart = 0

  /// The line of the next byte, from 1.
  private(set) var line = 1
  /// The column of the next byte in code points, from 1.
  private(set) var column = 1
  /// How many bytes went by.
  private(set) var position = 0

  /// What `chunk` gives until it gives nothing.
  init(_ chunk: @escaping () throws(Failure) -> [UInt8]) { self.chunk = chunk }

  /// The next byte; nil at the end.
  mutating func peek() throws(Failure) -> UInt8? {
    if isAtStart { try skipMark() }
    guard let byte = try raw(0) else { return nil }
    return byte == 0x0D ? 0x0A : byte
  }

  /// Takes the next byte; CR LF is taken as one.
  mutating func next() throws(Failure) -> UInt8? {
    guard let byte = try peek() else { return nil }
    if try raw(0) == 0x0D, try raw(1) == 0x0A { advance(1) }
    advance(1)
    if byte == 0x0A {
      line += 1
      column = 1
      lineStart = position
    } else if position - lineStart > Self.mostLineBytes {
      throw Failure(.badInput, "line \(line) of the roster is longer than 1 MiB")
    } else if byte & 0xC0 != 0x80 {
      column += 1
    }
    return byte
  }

  /// The byte so far ahead, as it is.
  private mutating func raw(_ offset: Int) throws(Failure) -> UInt8? {
    while index + offset >= buffer.count {
      guard !isAtEnd else { return nil }
      let more = try chunk()
      isAtEnd = more.isEmpty
      buffer.removeFirst(min(index, buffer.count))
      index = 0
      buffer += more
    }
    return buffer[index + offset]
  }

  private mutating func advance(_ count: Int) {
    index += count
    position += count
  }

  /// Skips the byte order mark that spreadsheets write.
  private mutating func skipMark() throws(Failure) {
    isAtStart = false
    if try raw(0) == 0xEF, try raw(1) == 0xBB, try raw(2) == 0xBF { advance(3) }
  }
}
