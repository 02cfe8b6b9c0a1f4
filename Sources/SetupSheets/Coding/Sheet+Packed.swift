// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

extension Sheet: Packed {
  func pack(into bytes: inout [UInt8]) {
    language.tag.pack(into: &bytes)
    title.pack(into: &bytes)
    subject.pack(into: &bytes)
    sections.pack(into: &bytes)
    edition.pack(into: &bytes)
    logo.pack(into: &bytes)
    logoName.pack(into: &bytes)
    for word in [pageWords.before, pageWords.between, pageWords.after] { word.pack(into: &bytes) }
  }

  /// A strip with a password is never packed: such sheets stay in the process that was asked.
  init(from reader: inout PackedReader) throws(PackedFailure) {
    language = try reader.language()
    title = try reader.value()
    subject = try reader.value()
    sections = try reader.value()
    edition = try reader.value()
    logo = try reader.value()
    logoName = try reader.value()
    pageWords.before = try reader.value()
    pageWords.between = try reader.value()
    pageWords.after = try reader.value()
  }
}

extension LogoImage: Packed {
  func pack(into bytes: inout [UInt8]) {
    self.bytes.count.pack(into: &bytes)
    bytes += self.bytes
  }

  init(from reader: inout PackedReader) throws(PackedFailure) {
    let count = try reader.value(Int.self)
    guard let logo = try? LogoImage(Array(reader.bytes(count))) else { throw PackedFailure() }
    self = logo
  }
}

extension Section: Packed {
  func pack(into bytes: inout [UInt8]) {
    bytes.append(rank == .main ? 0 : 1)
    heading.pack(into: &bytes)
    blocks.pack(into: &bytes)
  }

  init(from reader: inout PackedReader) throws(PackedFailure) {
    rank = try reader.byte() == 0 ? .main : .side
    heading = try reader.value()
    blocks = try reader.value()
  }
}

extension Block: Packed {
  func pack(into bytes: inout [UInt8]) {
    switch self {
    case .paragraph(let line): bytes.append(0, line)
    case .notice(let word, let line):
      bytes.append(1, word)
      line.pack(into: &bytes)
    case .values(let table):
      bytes.append(2, table.caption)
      table.rows.pack(into: &bytes)
    case .grid(let grid):
      bytes.append(3, grid.caption)
      grid.headers.pack(into: &bytes)
      grid.rows.pack(into: &bytes)
    case .steps(let lines): bytes.append(4, lines)
    case .list(let lines): bytes.append(5, lines)
    case .codes(let codes): bytes.append(6, codes)
    }
  }

  init(from reader: inout PackedReader) throws(PackedFailure) {
    switch try reader.byte() {
    case 0: self = .paragraph(try reader.value())
    case 1: self = .notice(try reader.value(), try reader.value())
    case 2: self = .values(ValueTable(caption: try reader.value(), rows: try reader.value()))
    case 3:
      self = .grid(
        Grid(
          caption: try reader.value(), headers: try reader.value(), rows: try reader.value()))
    case 4: self = .steps(try reader.value())
    case 5: self = .list(try reader.value())
    case 6: self = .codes(try reader.value())
    default: throw PackedFailure()
    }
  }
}

extension ValueTable.Row: Packed {
  func pack(into bytes: inout [UInt8]) {
    label.pack(into: &bytes)
    original.pack(into: &bytes)
    lines.pack(into: &bytes)
  }

  init(from reader: inout PackedReader) throws(PackedFailure) {
    self.init(
      label: try reader.value(), original: try reader.value(), lines: try reader.value())
  }
}

extension SheetCode: Packed {
  func pack(into bytes: inout [UInt8]) {
    caption.pack(into: &bytes)
    content.pack(into: &bytes)
    lines.pack(into: &bytes)
  }

  init(from reader: inout PackedReader) throws(PackedFailure) {
    let (caption, content) = (try reader.value(String.self), try reader.value(String.self))
    guard let code = try? SheetCode(caption: caption, content: content, lines: reader.value())
    else { throw PackedFailure() }
    self = code
  }
}

extension Run: Packed {
  func pack(into bytes: inout [UInt8]) {
    switch self {
    case .text(let text): bytes.append(0, text)
    case .given(let text, let language):
      bytes.append(1, text.text)
      (language?.tag).pack(into: &bytes)
    case .typed(let text): bytes.append(2, text)
    case .standIn(let text): bytes.append(3, text)
    case .menu(let text, let quoted):
      bytes.append(4, text)
      quoted.pack(into: &bytes)
    case .original(let text): bytes.append(5, text)
    case .lineBreak: bytes.append(6)
    case .link(let text, let target):
      bytes.append(7, text)
      target.pack(into: &bytes)
    }
  }

  init(from reader: inout PackedReader) throws(PackedFailure) {
    switch try reader.byte() {
    case 0: self = .text(try reader.value())
    case 1:
      guard let text = try? DisplayText(reader.value()) else { throw PackedFailure() }
      let hasLanguage = try reader.byte() != 0
      self = .given(text, hasLanguage ? try reader.language() : nil)
    case 2: self = .typed(try reader.value())
    case 3: self = .standIn(try reader.value())
    case 4: self = .menu(try reader.value(), quoted: try reader.value())
    case 5: self = .original(try reader.value())
    case 6: self = .lineBreak
    case 7: self = .link(try reader.value(), target: try reader.value())
    default: throw PackedFailure()
    }
  }
}

extension [UInt8] {
  /// Appends the number of a case and what it has.
  fileprivate mutating func append(_ number: UInt8, _ value: some Packed) {
    append(number)
    value.pack(into: &self)
  }
}

extension PackedReader {
  fileprivate mutating func language() throws(PackedFailure) -> Language {
    let tag = try value(String.self)
    guard let language = try? Language(tag) else { throw PackedFailure() }
    return language
  }
}
