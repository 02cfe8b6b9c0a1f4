// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// A file of domains, one a line: `DOMAIN`, or `LINKED-DOMAIN PRIMARY-DOMAIN`; `#` begins a
/// comment. It is read as a stream and never held as a whole.
struct DomainList {
  let path: String
  let provider: Int
  let limits: SettingsLimits
  private let report: Report
  private var file: UInt16 = 0
  private var line = 0

  init(path: String, provider: Int, limits: SettingsLimits) {
    self.path = path
    self.provider = provider
    self.limits = limits
    report = Report(file: path, limit: limits.listFindings)
  }

  /// What was found, with line numbers of the list.
  var findings: [Finding] { report.findings }

  /// Reads the list; throws where the file itself cannot be read.
  mutating func read(into catalog: inout CatalogBuilder) throws(InputFault) {
    let input = try InputFile(path: path)
    file = catalog.add(file: path)
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1_024, alignment: 1)
    defer { chunk.deallocate() }
    var begun: [UInt8] = []
    var total = 0
    while !catalog.isOverfull {
      let count = try input.read(into: chunk)
      guard count > 0 else { break }
      total += count
      guard total <= limits.listBytes else { throw InputFile.tooLarge(limits.listBytes) }
      var rest = UnsafeRawBufferPointer(chunk)[..<count]
      while let end = rest.firstIndex(of: UInt8(ascii: "\n")), !catalog.isOverfull {
        if begun.isEmpty {
          take(rest[..<end], into: &catalog)
        } else {
          begun.append(contentsOf: rest[..<end].prefix(limits.listLineBytes))
          begun.withUnsafeBytes { take($0[...], into: &catalog) }
          begun.removeAll(keepingCapacity: true)
        }
        rest = rest[(end + 1)...]
      }
      // One byte too many is enough to see that a line is too long.
      begun.append(contentsOf: rest.prefix(max(0, limits.listLineBytes + 1 - begun.count)))
    }
    if !begun.isEmpty, !catalog.isOverfull {
      begun.withUnsafeBytes { take($0[...], into: &catalog) }
    }
  }

  private mutating func take(
    _ bytes: Slice<UnsafeRawBufferPointer>, into catalog: inout CatalogBuilder
  ) {
    line += 1
    guard bytes.count <= limits.listLineBytes else {
      error(1, "the line is longer than \(limits.listLineBytes) bytes")
      return
    }
    var words = ListWords(bytes, skipsMark: line == 1)
    guard let first = words.next() else { return }
    let second = words.next()
    if let third = words.next() {
      error(
        third.column, "a third word stands in the line", fix: "write LINKED-DOMAIN PRIMARY-DOMAIN")
      return
    }
    guard let domain = name(first) else { return }
    var login: UInt32?
    if let second {
      guard let primary = name(second) else { return }
      guard primary != domain else {
        error(second.column, "\(domain) is linked to itself", fix: "write it once")
        return
      }
      login = catalog.login(at: primary)
    }
    let mark = Mark(line: line, column: first.column)
    let claim = Claim(provider: provider, file: file, mark: mark, login: login)
    guard let refusal = catalog.claim(domain, claim) else { return }
    error(first.column, refusal.message(for: domain.ascii, in: catalog), fix: refusal.fix)
  }

  private func name(_ word: ListWords.Word) -> DomainName? {
    guard let text = String(validating: word.bytes, as: UTF8.self) else {
      error(word.column, "the line is not valid UTF-8", fix: "save the list as UTF-8")
      return nil
    }
    do throws(InvalidValue) {
      return try DomainName(text)
    } catch {
      self.error(word.column, error.message, fix: error.fix)
      return nil
    }
  }

  private func error(_ column: Int, _ message: String, fix: String? = nil) {
    report.error(Mark(line: line, column: column), .root, message, fix: fix)
  }
}

/// The words of a line, up to its comment.
private struct ListWords {
  struct Word {
    let column: Int
    let bytes: Slice<UnsafeRawBufferPointer>
  }

  private let line: Slice<UnsafeRawBufferPointer>
  private var index: Int

  init(_ line: Slice<UnsafeRawBufferPointer>, skipsMark: Bool) {
    let hasMark = skipsMark && line.starts(with: [0xEF, 0xBB, 0xBF])
    self.line = hasMark ? line.dropFirst(3) : line
    index = self.line.startIndex
  }

  mutating func next() -> Word? {
    while index < line.endIndex, Self.isBlank(line[index]) { index += 1 }
    guard index < line.endIndex, line[index] != UInt8(ascii: "#") else { return nil }
    let start = index
    while index < line.endIndex, !Self.isBlank(line[index]), line[index] != UInt8(ascii: "#") {
      index += 1
    }
    var column = 1
    for byte in line[..<start] where byte & 0xC0 != 0x80 { column += 1 }
    return Word(column: column, bytes: line[start..<index])
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0D
  }
}
