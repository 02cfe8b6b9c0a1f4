// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CCrypto

/// What libcrypto says about the last failure on this thread.
struct CryptoError: Error {
  /// The library's own words, the innermost failure first.
  let reasons: [String]

  /// Takes everything off the thread's stack of errors, where the next failure would find it.
  init() {
    var reasons: [String] = []
    while true {
      let code = ERR_get_error()
      if code == 0 { break }
      if let text = ERR_reason_error_string(code), reasons.count < Self.mostReasons {
        let reason = String(cString: text)
        if !reasons.contains(reason) { reasons.append(reason) }
      }
    }
    self.reasons = reasons
  }

  /// Forgets what an earlier failure left, or one that does not matter.
  static func clear() { ERR_clear_error() }

  /// The words in one line; a word about memory where there are none.
  var words: String {
    reasons.isEmpty ? "there is not enough memory" : reasons.joined(separator: ", ")
  }

  private static let mostReasons = 4
}

/// The pointer that a call of libcrypto gave; throws where there is none.
func made(_ pointer: OpaquePointer?) throws(CryptoError) -> OpaquePointer {
  guard let pointer else { throw CryptoError() }
  return pointer
}

/// Throws where a call of libcrypto did not answer with 1 or more.
func check(_ code: Int32) throws(CryptoError) { guard code > 0 else { throw CryptoError() } }

/// What one of libcrypto's `i2d` functions writes.
func encoded(
  _ encode: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>) -> Int32
) throws(CryptoError) -> [UInt8] {
  var memory: UnsafeMutablePointer<UInt8>?
  let count = encode(&memory)
  defer { ccrypto_free(memory) }
  guard count > 0, let memory else { throw CryptoError() }
  return Array(UnsafeBufferPointer(start: memory, count: Int(count)))
}
