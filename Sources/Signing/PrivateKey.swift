// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CCrypto

/// A private key. It never changes, so threads may share it.
final class PrivateKey: @unchecked Sendable {
  let pointer: OpaquePointer

  /// Takes over a reference.
  init(owning pointer: OpaquePointer) { self.pointer = pointer }

  deinit { EVP_PKEY_free(pointer) }

  /// What kind of key it is.
  var kind: KeyKind { KeyKind(pointer) }

  /// True where a certificate is about this key.
  func matches(_ certificate: Certificate) -> Bool {
    defer { CryptoError.clear() }
    return X509_check_private_key(certificate.pointer, pointer) == 1
  }

  /// The key in the plain DER of its kind; whoever asks for it must not keep it.
  func der() throws(CryptoError) -> [UInt8] { try encoded { i2d_PrivateKey(pointer, $0) } }
}

/// Kind and size of a key.
enum KeyKind: Hashable, CustomStringConvertible {
  /// RSA with a modulus of so many bits.
  case rsa(bits: Int)
  /// ECDSA on a curve of the NIST.
  case ecdsa(curve: String)
  /// Anything else, by its name.
  case other(String)

  init(_ key: OpaquePointer) {
    switch EVP_PKEY_get_base_id(key) {
    case EVP_PKEY_RSA: self = .rsa(bits: Int(EVP_PKEY_get_bits(key)))
    case EVP_PKEY_EC:
      var name = [CChar](repeating: 0, count: 80)
      var count = 0
      guard EVP_PKEY_get_group_name(key, &name, name.count, &count) == 1 else {
        CryptoError.clear()
        self = .other("ECDSA on a curve without a name")
        return
      }
      let group = String(
        decoding: name.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
      self = Self.curves[group].map { .ecdsa(curve: $0) } ?? .other("ECDSA on \(group)")
    case let number:
      self = .other(OBJ_nid2sn(number).map { String(cString: $0) } ?? "unknown")
    }
  }

  private static let curves = [
    "prime256v1": "P-256", "P-256": "P-256", "secp384r1": "P-384", "P-384": "P-384",
    "secp521r1": "P-521", "P-521": "P-521",
  ]

  var description: String {
    switch self {
    case .rsa(let bits): "RSA \(bits)"
    case .ecdsa(let curve): "ECDSA \(curve)"
    case .other(let name): name
    }
  }
}
