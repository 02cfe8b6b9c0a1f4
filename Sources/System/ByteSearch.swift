// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

extension UnsafeRawBufferPointer {
  /// Where a byte stands first, from a place on; nil where it does not.
  package func place(of byte: UInt8, from start: Int = 0) -> Int? {
    guard let base = baseAddress, start < count,
      let found = memchr(base + start, Int32(byte), count - start)
    else { return nil }
    return UnsafeRawPointer(found) - base
  }

  /// Where bytes stand first; nil where they do not.
  package func place(of bytes: [UInt8]) -> Int? {
    guard let base = baseAddress, let found = memmem(base, count, bytes, bytes.count) else {
      return nil
    }
    return UnsafeRawPointer(found) - base
  }
}
