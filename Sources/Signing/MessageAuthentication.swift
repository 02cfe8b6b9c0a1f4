// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CCrypto

/// What proves that this program wrote something, and nobody changed it.
package enum MessageAuthentication {
  /// HMAC with SHA-256 (RFC 2104): 32 bytes; nil where libcrypto has no memory.
  package static func hmacSHA256(_ message: [UInt8], key: [UInt8]) -> [UInt8]? {
    var isMade = false
    let value = [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
      var length: UInt32 = 32
      isMade =
        HMAC(
          EVP_sha256(), key, Int32(clamping: key.count), message, message.count,
          buffer.baseAddress, &length) != nil
      count = isMade ? 32 : 0
    }
    CryptoError.clear()
    return isMade ? value : nil
  }

  /// True where both are the same, in a time that does not tell where they differ.
  package static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
  }

  /// So many bytes that nobody can guess; nil where the system has none.
  package static func randomBytes(_ count: Int) -> [UInt8]? {
    guard let size = Int32(exactly: count), size >= 0 else { return nil }
    var isMade = false
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
      isMade = count == 0 || RAND_bytes(buffer.baseAddress, size) == 1
      used = isMade ? count : 0
    }
    CryptoError.clear()
    return isMade ? bytes : nil
  }
}
