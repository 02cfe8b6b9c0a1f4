// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CCrypto

/// Why a file is not the key that it should be.
enum KeyFault: Error, Hashable {
  /// It holds no private key.
  case noKey
  /// It is encrypted and there is no passphrase.
  case locked
  /// It is encrypted with another passphrase.
  case wrongPassphrase
}

extension PrivateKey {
  /// A key in PEM or DER: PKCS #8 (RFC 5958), plain or encrypted, or the older forms of RSA and
  /// elliptic curves (RFC 8017, RFC 5915).
  convenience init(_ bytes: [UInt8], passphrase: [UInt8]?) throws(KeyFault) {
    CryptoError.clear()
    defer { CryptoError.clear() }
    let asked = PassphraseAnswer(passphrase)
    let pointer = Self.read(bytes, asked)
    guard let pointer else {
      throw asked.wasAsked ? passphrase == nil ? .locked : .wrongPassphrase : .noKey
    }
    self.init(owning: pointer)
  }

  private static func read(_ bytes: [UInt8], _ asked: PassphraseAnswer) -> OpaquePointer? {
    return withExtendedLifetime(asked) {
      let context = Unmanaged.passUnretained(asked).toOpaque()
      guard let input = try? MemoryBIO(bytes) else { return nil }
      if bytes.isPEM {
        return PEM_read_bio_PrivateKey(input.pointer, nil, answerPassphrase, context)
      }
      if let key = d2i_PrivateKey_bio(input.pointer, nil) { return key }
      guard let again = try? MemoryBIO(bytes) else { return nil }
      return d2i_PKCS8PrivateKey_bio(again.pointer, nil, answerPassphrase, context)
    }
  }
}

/// Gives libcrypto the passphrase that it asks for, and notes that it asked.
private final class PassphraseAnswer {
  private let passphrase: [UInt8]?
  private(set) var wasAsked = false

  init(_ passphrase: [UInt8]?) { self.passphrase = passphrase }

  func answer(_ buffer: UnsafeMutableBufferPointer<CChar>) -> Int32 {
    wasAsked = true
    guard let passphrase, passphrase.count <= buffer.count else { return -1 }
    for (index, byte) in passphrase.enumerated() { buffer[index] = CChar(bitPattern: byte) }
    return Int32(passphrase.count)
  }
}

/// Without a callback of ours libcrypto would ask on the terminal.
private func answerPassphrase(
  _ buffer: UnsafeMutablePointer<CChar>?, _ size: Int32, _: Int32,
  _ context: UnsafeMutableRawPointer?
) -> Int32 {
  guard let buffer, let context else { return -1 }
  return Unmanaged<PassphraseAnswer>.fromOpaque(context).takeUnretainedValue()
    .answer(UnsafeMutableBufferPointer(start: buffer, count: Int(size)))
}

extension [UInt8] {
  /// True where something in PEM (RFC 7468) stands in it.
  var isPEM: Bool {
    let mark = Array("-----BEGIN ".utf8)
    guard let first = mark.first else { return false }
    var rest = self[...]
    while let start = rest.firstIndex(of: first) {
      if rest[start...].starts(with: mark) { return true }
      rest = rest[(start + 1)...]
    }
    return false
  }
}
