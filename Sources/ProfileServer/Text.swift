// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

extension Substring {
  /// The text with `%XX` undone and nothing else; nil for a bad escape, a NUL or bytes that are
  /// not UTF-8.
  ///
  /// FairEmail, GNOME and Nextcloud send the `+` of an address as it is: it is no blank here.
  var percentDecoded: String? {
    guard utf8.contains(UInt8(ascii: "%")) else { return String(self).ifIntact }
    var out: [UInt8] = []
    out.reserveCapacity(utf8.count)
    var bytes = utf8.makeIterator()
    while let byte = bytes.next() {
      guard byte == UInt8(ascii: "%") else {
        out.append(byte)
        continue
      }
      guard let high = bytes.next().flatMap(hexValue), let low = bytes.next().flatMap(hexValue)
      else { return nil }
      out.append(high << 4 | low)
    }
    guard !out.contains(0) else { return nil }
    return String(validating: out, as: UTF8.self)?.ifIntact
  }

  /// True for the same text in any case of its ASCII letters; `lowercase` is in lower case.
  func isEqualIgnoringCase(_ lowercase: String) -> Bool {
    utf8.count == lowercase.utf8.count
      && zip(utf8, lowercase.utf8).allSatisfy { byte, wanted in
        byte == wanted || (0x41...0x5A ~= byte && byte | 0x20 == wanted)
      }
  }

  /// The text without blanks at its ends.
  var trimmed: Substring {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || 0x09...0x0D ~= $0 }
    guard let first = utf8.firstIndex(where: { !isBlank($0) }),
      let last = utf8.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return self[first...last]
  }
}

extension String {
  /// The text; nil where U+FFFD stands for bytes that were no UTF-8.
  fileprivate var ifIntact: String? {
    utf8.contains(0xEF) && unicodeScalars.contains("\u{FFFD}") ? nil : self
  }
}

private func hexValue(_ byte: UInt8) -> UInt8? {
  switch byte {
  case 0x30...0x39: byte - 0x30
  case 0x41...0x46: byte - 0x37
  case 0x61...0x66: byte - 0x57
  default: nil
  }
}
