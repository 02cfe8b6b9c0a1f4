// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// Lets the bytes of a PDF through and adds what cairo has no word for: the language, and that
/// readers show the title and not the name of the file (ISO 32000-1 sections 14.9.2, 12.2).
///
/// It follows the document as an update (section 7.5.6): a new catalogue, with the old one's
/// entries and these two.
final class PDFCatalogue {
  private let language: String
  private let write: (UnsafeRawBufferPointer) -> Bool
  private var count = 0
  /// The end of what went by, in which the catalogue and the table of objects are.
  private var tail: [UInt8] = []
  /// Where the tail begins.
  private var start = 0
  private static let longestTail = 1 << 20

  init(language: String, write: @escaping (UnsafeRawBufferPointer) -> Bool) {
    self.language = language
    self.write = write
  }

  /// Passes bytes on; false where they cannot be taken.
  func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
    count += bytes.count
    tail += bytes
    if tail.count > 2 * Self.longestTail {
      let surplus = tail.count - Self.longestTail
      tail.removeFirst(surplus)
      start += surplus
    }
    return write(bytes)
  }

  /// Writes the update; a document of another form than cairo's stays as it is.
  func finish() throws(PrintFailure) {
    guard let update else { return }
    guard update.withUnsafeBytes(write) else { throw .cannotDraw("the output is closed") }
  }

  private var update: [UInt8]? {
    guard let trailerAt = last("trailer"), let rootAt = find("/Root ", from: trailerAt),
      let root = number(at: rootAt + 6), let sizeAt = find("/Size ", from: trailerAt),
      let size = number(at: sizeAt + 6), let tableAt = last("startxref"),
      let table = number(at: tableAt + 10),
      let objectAt = last("\n\(root) 0 obj\n"), let openAt = find("<<", from: objectAt),
      let endAt = find("endobj", from: openAt)
    else { return nil }
    let entries = String(decoding: tail[(openAt + 2)..<endAt], as: UTF8.self)
    guard entries.holds("/Catalog"), !entries.holds("/Lang") else { return nil }
    let info = find("/Info ", from: trailerAt).flatMap { number(at: $0 + 6) }
    let tag = String(language.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
    let extra = " /Lang (\(tag))\n   /ViewerPreferences << /DisplayDocTitle true >>"
    let head = "\n\(root) 0 obj\n<<\(extra)\(entries)endobj\n"
    // The object begins after the line feed.
    let position = String(count + 1)
    let offset = String(repeating: "0", count: max(0, 10 - position.count)) + position
    let infoEntry = info.map { "\n   /Info \($0) 0 R" } ?? ""
    let end =
      "xref\n\(root) 1\n\(offset) 00000 n \ntrailer\n<< /Size \(size)\n   /Root \(root) 0 R"
      + "\(infoEntry)\n   /Prev \(table)\n>>\nstartxref\n\(count + head.utf8.count)\n%%EOF\n"
    return Array((head + end).utf8)
  }

  private func number(at index: Int) -> Int? {
    guard tail.indices.contains(index) else { return nil }
    let digits = tail[index...].drop { $0 == 0x20 }.prefix { 0x30...0x39 ~= $0 }
    return Int(String(decoding: digits.prefix(12), as: UTF8.self))
  }

  private func find(_ text: String, from start: Int) -> Int? {
    let wanted = Array(text.utf8)
    guard start >= 0, tail.count >= wanted.count + start else { return nil }
    return (start...(tail.count - wanted.count)).first { tail[$0...].starts(with: wanted) }
  }

  private func last(_ text: String) -> Int? {
    let wanted = Array(text.utf8)
    guard tail.count >= wanted.count else { return nil }
    return (0...(tail.count - wanted.count)).last { tail[$0...].starts(with: wanted) }
  }
}
