// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Directory
import Renderers

/// Writes rows of domains, many in a line.
struct DomainWriter {
  private let number: Int
  private let output: Int32
  private var line: [UInt8] = []
  private var isEmpty = true

  /// Bytes after which a line is sent.
  private static let enough = 48 * 1_024
  /// What is longer than any name is cut: it is refused in any case.
  private static let longest = 2_000

  /// A writer of the answer to one question.
  init(number: Int, output: Int32) {
    self.number = number
    self.output = output
    line.reserveCapacity(Self.enough + 4 * Self.longest)
    begin()
  }

  private mutating func begin() {
    line.removeAll(keepingCapacity: true)
    line += "{\"id\":\(number),\"domains\":[".utf8
    isEmpty = true
  }

  /// Adds a row.
  mutating func add(_ row: DomainRow) {
    open()
    add(row.name)
    if !row.primary.isEmpty || !row.provider.isEmpty {
      line.append(UInt8(ascii: ","))
      add(row.primary)
    }
    if !row.provider.isEmpty {
      line.append(UInt8(ascii: ","))
      add(row.provider)
    }
    close()
  }

  /// Adds a line of COPY in its text format. One without anything to escape is taken over as bytes:
  /// there may be millions.
  mutating func add(copied bytes: UnsafeBufferPointer<UInt8>) {
    var line = bytes
    if line.last == 0x0A { line = UnsafeBufferPointer(rebasing: line.dropLast()) }
    var tabs = (line.count, line.count)
    var count = 0
    for (index, byte) in line.enumerated() {
      if byte == 0x09 {
        count += 1
        if count == 1 { tabs.0 = index } else { tabs.1 = index }
      } else if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        // `\N` as the last of two columns: no primary domain.
        guard count == 1, index == tabs.0 + 1, line.count == index + 2, line[index + 1] == 0x4E,
          index <= Self.longest
        else { return add(DomainRow(CopyLine.fields(bytes))) }
        return add(plain: line[..<tabs.0])
      }
    }
    guard count < 3, line.count <= Self.longest else {
      return add(DomainRow(CopyLine.fields(bytes)))
    }
    if count == 0 { return add(plain: line[...]) }
    let second = line[(tabs.0 + 1)..<(count == 2 ? tabs.1 : line.count)]
    guard count == 2 else { return add(plain: line[..<tabs.0], second) }
    add(plain: line[..<tabs.0], second, line[(tabs.1 + 1)...])
  }

  private typealias Piece = Slice<UnsafeBufferPointer<UInt8>>

  private mutating func add(plain name: Piece, _ primary: Piece? = nil, _ provider: Piece? = nil) {
    open()
    add(name)
    if let primary {
      line.append(UInt8(ascii: ","))
      add(primary)
    }
    if let provider {
      line.append(UInt8(ascii: ","))
      add(provider)
    }
    close()
  }

  private mutating func add(_ bytes: Piece) {
    line.append(UInt8(ascii: "\""))
    line.append(contentsOf: UnsafeBufferPointer(rebasing: bytes))
    line.append(UInt8(ascii: "\""))
  }

  private mutating func add(_ text: String) {
    let bytes = text.utf8.prefix(Self.longest)
    // A character that is cut in two would spoil the whole line.
    let isWhole = bytes.count < Self.longest
    guard isWhole, bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }) else {
      line += JSON.string(String(decoding: bytes, as: UTF8.self)).encoded(pretty: false)
      return
    }
    line.append(UInt8(ascii: "\""))
    line += bytes
    line.append(UInt8(ascii: "\""))
  }

  private mutating func open() {
    if !isEmpty { line.append(UInt8(ascii: ",")) }
    isEmpty = false
    line.append(UInt8(ascii: "["))
  }

  private mutating func close() {
    line.append(UInt8(ascii: "]"))
    if line.count > Self.enough { flush(isMore: true) }
  }

  private mutating func flush(isMore: Bool) {
    line += (isMore ? "],\"more\":true}\n" : "]}\n").utf8
    LineOutput.write(line, to: output)
    begin()
  }

  /// Writes the last line.
  mutating func finish() { flush(isMore: false) }
}
