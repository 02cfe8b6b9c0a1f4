// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

// The standard library's own of these bring its engine of regular expressions into every program:
// four megabytes, and a third of the time that an unsigned profile takes.

/// Texts within texts, compared byte by byte.
extension StringProtocol {
  /// Whether the text stands somewhere in this one; an empty one does.
  package func holds(_ text: some StringProtocol) -> Bool { place(of: text) != nil }

  /// Where the text stands first in this one; nil where it does not.
  package func place(of text: some StringProtocol) -> Range<Index>? {
    place(of: Array(text.utf8), from: startIndex)
  }

  /// This text, with one text instead of another wherever that stands.
  package func replacing(_ old: some StringProtocol, by new: some StringProtocol) -> String {
    let parts = parted(by: old)
    guard parts.count > 1 else { return String(self) }
    return parts.joined(separator: String(new))
  }

  /// What stands before, between and after each place of a text; this text alone where it stands
  /// nowhere, or is empty.
  package func parted(by text: some StringProtocol) -> [SubSequence] {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty else { return [self[...]] }
    var parts: [SubSequence] = []
    var start = startIndex
    while let found = place(of: bytes, from: start) {
      parts.append(self[start..<found.lowerBound])
      start = found.upperBound
    }
    parts.append(self[start...])
    return parts
  }

  private func place(of bytes: [UInt8], from start: Index) -> Range<Index>? {
    guard !bytes.isEmpty else { return start..<start }
    let rest = utf8[start...]
    let offset =
      rest.withContiguousStorageIfAvailable { UnsafeRawBufferPointer($0).place(of: bytes) }
      ?? Array(rest).withUnsafeBytes { $0.place(of: bytes) }
    guard let offset else { return nil }
    let found = utf8.index(start, offsetBy: offset)
    return found..<utf8.index(found, offsetBy: bytes.count)
  }
}
