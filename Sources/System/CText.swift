// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

extension String {
  /// The text of a buffer that a C function filled, up to its first NUL; U+FFFD for what is no
  /// UTF-8.
  package init(buffer: some Sequence<CChar>) {
    self.init(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// The text of an array of characters inside a C structure.
  package init<Characters>(member characters: Characters) {
    self = withUnsafeBytes(of: characters) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
