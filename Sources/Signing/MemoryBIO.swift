// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CCrypto

/// Memory that libcrypto reads from or writes to.
final class MemoryBIO {
  let pointer: OpaquePointer
  private let copy: UnsafeMutableRawBufferPointer?

  /// A copy of bytes to read.
  init(_ bytes: [UInt8]) throws(CryptoError) {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, bytes.count), alignment: 1)
    copy.copyBytes(from: bytes)
    guard let count = Int32(exactly: bytes.count),
      let pointer = BIO_new_mem_buf(copy.baseAddress, count)
    else {
      copy.deallocate()
      throw CryptoError()
    }
    (self.pointer, self.copy) = (pointer, copy)
  }

  /// Nothing yet, to write to.
  init() throws(CryptoError) {
    pointer = try made(BIO_new(BIO_s_mem()))
    copy = nil
  }

  deinit {
    BIO_free(pointer)
    if let copy {
      // It may have been a key.
      OPENSSL_cleanse(copy.baseAddress, copy.count)
      copy.deallocate()
    }
  }

  /// True once everything has been read.
  var isAtEnd: Bool { BIO_ctrl(pointer, BIO_CTRL_EOF, 0, nil) == 1 }

  /// Everything that was written and not read yet.
  var contents: [UInt8] {
    var start: UnsafeMutableRawPointer?
    let count = BIO_ctrl(pointer, BIO_CTRL_INFO, 0, &start)
    guard count > 0, let start else { return [] }
    return Array(UnsafeRawBufferPointer(start: start, count: count))
  }
}
