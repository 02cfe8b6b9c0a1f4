// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// Makes PDF/UA-1 (ISO 14289-1) of what cairo writes, object by object as it comes: what is drawn
/// outside of the structure becomes an artifact, elements get their attributes, links their words,
/// pages their order of tabs, and the catalogue the language and the metadata.
///
/// cairo's objects begin with `NUMBER 0 obj` at the start of a line and end with `endobj`; another
/// form is an error, since a document that is half done would be damaged.
final class PDFRewriter {
  private let settings: PDFMetadata
  private let notes: StructureNotes
  private let write: (UnsafeRawBufferPointer) -> Bool
  /// What has come and is not a whole object yet.
  private var pending: [UInt8] = []
  /// How far `pending` was looked through for its end.
  private var scanned = 0
  /// Where each object begins, by its number; zero for none.
  private var offsets: [Int] = [0]
  private var count = 0
  /// The objects that hold the lengths of drawings that were changed.
  private var lengths: [Int: Int] = [:]
  /// The object of the metadata, behind all of cairo's.
  private var metadata: Int?
  private var isAtEnd = false
  private var isDamaged = false

  init(
    _ settings: PDFMetadata, _ notes: StructureNotes,
    write: @escaping (UnsafeRawBufferPointer) -> Bool
  ) {
    self.settings = settings
    self.notes = notes
    self.write = write
  }

  /// Takes bytes of cairo's; false where they cannot be taken on.
  func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard !isDamaged else { return false }
    pending += bytes
    while !isAtEnd, let end = endOfObject() {
      let object = Array(pending[..<end])
      pending.removeFirst(end)
      scanned = 0
      guard put(object) else { return false }
    }
    return true
  }

  /// Writes the table of objects and the trailer.
  func finish() throws(PrintFailure) {
    guard !isDamaged, isAtEnd else { throw .cannotDraw("the output is closed, or cairo's is new") }
    let tail = String(decoding: pending.suffix(400), as: UTF8.self)
    guard let root = Self.number(after: "/Root ", in: tail), let metadata,
      metadata == offsets.count
    else { throw .cannotDraw("cairo's trailer has another form") }
    guard emit(metadata, "\(metadata) 0 obj\n\(settings.object)endobj\n") else {
      throw .cannotDraw("the output is closed")
    }
    let info = Self.number(after: "/Info ", in: tail).map { "\n   /Info \($0) 0 R" } ?? ""
    let table = count
    var end = "xref\n0 \(offsets.count)\n0000000000 65535 f \n"
    for offset in offsets.dropFirst() {
      let digits = String(offset)
      end += String(repeating: "0", count: max(0, 10 - digits.count)) + digits
      end += offset == 0 ? " 65535 f \n" : " 00000 n \n"
    }
    end += "trailer\n<< /Size \(offsets.count)\n   /Root \(root) 0 R\(info)\n>>\n"
    end += "startxref\n\(table)\n%%EOF\n"
    guard put(Array(end.utf8)[...]) else { throw .cannotDraw("the output is closed") }
  }

  // MARK: Objects

  /// Where the first whole object of what is pending ends; the header counts as one.
  private func endOfObject() -> Int? {
    if count == 0 { return pending.first == UInt8(ascii: "%") ? endOfHeader() : nil }
    if pending.starts(with: Array("xref\n".utf8)) {
      isAtEnd = true
      return nil
    }
    // A drawing may hold anything: only behind it does the object end.
    let head = String(decoding: pending.prefix(400), as: UTF8.self)
    let isStream = head.firstIndexAfter(">>\nstream\n") != nil
    let wanted = Array((isStream ? "\nendstream\nendobj\n" : "endobj\n").utf8)
    let found = Self.find(wanted, in: pending, from: max(0, scanned - wanted.count))
    scanned = pending.count
    return found.map { $0 + wanted.count }
  }

  private func endOfHeader() -> Int? {
    let lines = pending.indices.filter { pending[$0] == 0x0A }
    return lines.count >= 2 ? lines[1] + 1 : nil
  }

  private func put(_ object: [UInt8]) -> Bool {
    guard count > 0 else { return put(object[...]) }
    let head = String(decoding: object.prefix(300), as: UTF8.self)
    let number = Int(head.prefix { $0.isNumber })
    guard let number, number > 0, number < 10_000_000 else {
      isDamaged = true
      return false
    }
    if let length = lengths.removeValue(forKey: number) {
      return emit(number, "\(number) 0 obj\n   \(length)\nendobj\n")
    }
    if let drawing = drawing(object, head) {
      return emit(number, drawing)
    }
    return emit(number, rewritten(object, head, number))
  }

  /// A page's drawing with its artifacts marked; nil for another object.
  private func drawing(_ object: [UInt8], _ head: String) -> [UInt8]? {
    guard let start = head.firstIndexAfter("\n   /Filter /FlateDecode\n>>\nstream\n"),
      head.hasSuffixOfFirstLine("obj"), !head.holds("/Type"),
      let length = Self.number(after: "/Length ", in: head)
    else { return nil }
    let end = object.count - "\nendstream\nendobj\n".utf8.count
    guard start <= end, let bytes = Flate.unpack(object[start..<end]),
      bytes.starts(with: Array("1 0 0 -1 0 ".utf8)),
      let packed = Flate.pack(ContentMarker.mark(bytes))
    else { return nil }
    lengths[length] = packed.count
    return Array(object[..<start]) + packed + Array("\nendstream\nendobj\n".utf8)
  }

  /// An element, an annotation, a page or the catalogue with its further entries.
  private func rewritten(_ object: [UInt8], _ head: String, _ number: Int) -> [UInt8] {
    guard let open = head.firstIndexAfter(" 0 obj\n<< ") else { return object }
    let text = head.dropFirst(open)
    var more = ""
    if text.hasPrefix("/Type /StructElem") {
      guard let at = head.firstIndexAfter("/S /") else { return object }
      more = notes.entries(of: String(head.dropFirst(at).prefix { $0.isLetter || $0.isNumber }))
    } else if text.hasPrefix("/Type /Annot") {
      more = notes.linkEntries
    } else if text.hasPrefix("/Type /Page "), head.holds("/Page") {
      more = "\n   /Tabs /S"
    } else if text.hasPrefix("/Type /Catalog") {
      // The catalogue is cairo's last object.
      metadata = number + 1
      more =
        "\n   /Lang (\(settings.language.asTag))\n   /Metadata \(number + 1) 0 R"
        + "\n   /ViewerPreferences << /DisplayDocTitle true >>"
    }
    guard !more.isEmpty else { return object }
    return insert(more, into: object, beforeLast: ">>")
  }

  private func insert(_ text: String, into object: [UInt8], beforeLast mark: String) -> [UInt8] {
    let wanted = Array(mark.utf8)
    guard let at = object.indices.last(where: { object[$0...].starts(with: wanted) }) else {
      return object
    }
    return Array(object[..<at]) + Array("\(text)\n".utf8) + Array(object[at...])
  }

  // MARK: Writing

  private func emit(_ number: Int, _ text: String) -> Bool { emit(number, Array(text.utf8)) }

  private func emit(_ number: Int, _ bytes: [UInt8]) -> Bool {
    while offsets.count <= number { offsets.append(0) }
    offsets[number] = count
    return put(bytes[...])
  }

  private func put(_ bytes: ArraySlice<UInt8>) -> Bool {
    count += bytes.count
    let isTaken = bytes.withUnsafeBytes(write)
    if !isTaken { isDamaged = true }
    return isTaken
  }

  private static func find(_ wanted: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    guard let first = wanted.first, bytes.count >= wanted.count + start else { return nil }
    return bytes.withUnsafeBufferPointer { bytes in
      var index = start
      while index <= bytes.count - wanted.count {
        if bytes[index] == first, bytes[index...].starts(with: wanted) { return index }
        index += 1
      }
      return nil
    }
  }

  private static func number(after word: String, in text: String) -> Int? {
    text.firstIndexAfter(word).flatMap { Int(text.dropFirst($0).prefix { $0.isNumber }) }
  }
}

extension String {
  /// How many bytes stand before the end of the first occurrence of a text; what stands before it
  /// has to be ASCII.
  fileprivate func firstIndexAfter(_ wanted: String) -> Int? {
    place(of: wanted).map { utf8.distance(from: startIndex, to: $0.upperBound) }
  }

  fileprivate func hasSuffixOfFirstLine(_ word: String) -> Bool {
    prefix { $0 != "\n" }.hasSuffix(word)
  }
}
