// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CNettle

/// Seals and encrypts bytes with the key of links (ChaCha20-Poly1305, RFC 8439): letters, digits,
/// `-` and `_` come out. What is sealed for one purpose is nothing for another.
enum LinkSeal {
  /// Another text each time.
  static func text(_ plain: [UInt8], for context: [UInt8], key: LinkKey) -> String {
    var generator = SystemRandomNumberGenerator()
    let salt = (0..<saltBytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    let sealed = [UInt8](unsafeUninitializedCapacity: plain.count + sealBytes) {
      mkprofile_seal(
        Self.key(key, context, salt), context.count, context, plain.count, plain, $0.baseAddress)
      $1 = plain.count + sealBytes
    }
    return Base64URL.text(salt + sealed)
  }

  /// Opens such a text of so many bytes at most; nil for one of another key or purpose, and for
  /// anything else.
  static func open(
    _ text: some StringProtocol, longest: Int, for context: [UInt8], key: LinkKey
  ) -> [UInt8]? {
    guard text.utf8.count <= longest, let bytes = Base64URL.bytes(text),
      bytes.count > saltBytes + sealBytes
    else { return nil }
    let (salt, sealed) = (Array(bytes.prefix(saltBytes)), bytes.dropFirst(saltBytes))
    let count = bytes.count - saltBytes - sealBytes
    var isGenuine = false
    let plain = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      isGenuine =
        mkprofile_unseal(
          Self.key(key, context, salt), context.count, context, count, Array(sealed),
          buffer.baseAddress) != 0
      initialized = count
    }
    return isGenuine ? plain : nil
  }

  /// A key of its own for each text, so that no key and nonce ever meet twice.
  private static func key(_ key: LinkKey, _ context: [UInt8], _ salt: [UInt8]) -> [UInt8] {
    let message = context + salt
    return [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
      mkprofile_hmac_sha256(
        key.bytes.count, key.bytes, message.count, message, buffer.baseAddress)
      count = 32
    }
  }

  private static let saltBytes = 16
  private static let sealBytes = 16
}

/// Fields one after the other, each after its length in two bytes.
struct SizedFields {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  /// A field with its length; what is longer than 65,535 bytes is cut.
  static func sized(_ bytes: some Collection<UInt8>) -> [UInt8] {
    let count = UInt16(clamping: bytes.count)
    return [UInt8(count >> 8), UInt8(count & 0xFF)] + bytes.prefix(Int(count))
  }

  /// A number in eight bytes.
  static func number(_ value: Int64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: value >> Int64(56 - 8 * $0)) }
  }

  /// The same, read.
  static func number(_ bytes: ArraySlice<UInt8>) -> Int64 {
    bytes.reduce(Int64(0)) { $0 << 8 | Int64($1) }
  }

  /// The next field; nil at the end, and where it is cut off.
  mutating func next() -> [UInt8]? {
    guard rest.count >= 2 else { return nil }
    let count = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
    rest = rest.dropFirst(2)
    guard rest.count >= count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }
}
