// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CCrypto
import MailSettings
import ProfileSigning

/// Signs with a key that this process holds. Any number of threads may use it.
final class KeySigner: ProfileSigner, @unchecked Sendable {
  let certificate: SignerCertificate?
  private let facts: SignerCertificate
  private let key: PrivateKey
  private let form: SignedData
  private let context: OpaquePointer
  private let digest: OpaquePointer
  private let clock: @Sendable () -> Int64

  /// A signer with what the device needs to find the way to a root.
  init(
    _ leaf: Certificate, intermediates: [Certificate], key: PrivateKey,
    clock: @escaping @Sendable () -> Int64 = WallClock.seconds
  ) throws(CryptoError) {
    CryptoError.clear()
    let form = try SignedData(leaf, intermediates: intermediates, key: key.kind)
    let digest = try made(EVP_MD_fetch(nil, "SHA256", nil))
    let context: OpaquePointer
    do throws(CryptoError) {
      context = try Self.context(key, digest)
    } catch {
      EVP_MD_free(digest)
      throw error
    }
    (self.form, self.digest, self.context) = (form, digest, context)
    facts = leaf.facts
    certificate = facts
    self.key = key
    self.clock = clock
  }

  deinit {
    EVP_PKEY_CTX_free(context)
    EVP_MD_free(digest)
  }

  func sign(_ document: [UInt8]) throws(SigningFailure) -> [UInt8] {
    let now = clock()
    guard now <= facts.notAfter else {
      throw SigningFailure([.expired(facts.subject, facts.notAfter, at: "signing")])
    }
    do throws(CryptoError) {
      return try sign(document, at: now)
    } catch {
      throw SigningFailure([
        Finding(.error, at: "signing", "the profile cannot be signed: \(error.words)")
      ])
    }
  }

  /// Signs without a look at the certificate; `now` is in seconds since 1970.
  func sign(_ document: [UInt8], at now: Int64) throws(CryptoError) -> [UInt8] {
    CryptoError.clear()
    let attributes = try form.attributes(digest: hash(document), time: now)
    let signature = try signature(of: hash(attributes))
    return form.encode(document, attributes: attributes, signature: signature)
  }

  private func hash(_ bytes: [UInt8]) throws(CryptoError) -> [UInt8] {
    var code: Int32 = 0
    let value = [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
      code = EVP_Digest(bytes, bytes.count, buffer.baseAddress, nil, digest, nil)
      count = code == 1 ? 32 : 0
    }
    try check(code)
    return value
  }

  private func signature(of digest: [UInt8]) throws(CryptoError) -> [UInt8] {
    // A copy for each signature: a context belongs to one thread, the key behind it to all.
    let own = try made(EVP_PKEY_CTX_dup(context))
    defer { EVP_PKEY_CTX_free(own) }
    var code: Int32 = 0
    let size = max(0, Int(EVP_PKEY_get_size(key.pointer)))
    let value = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = size
      code = EVP_PKEY_sign(own, buffer.baseAddress, &count, digest, digest.count)
      if code != 1 { count = 0 }
    }
    try check(code)
    return value
  }

  private static func context(
    _ key: PrivateKey, _ digest: OpaquePointer
  ) throws(CryptoError) -> OpaquePointer {
    let context = try made(EVP_PKEY_CTX_new(key.pointer, nil))
    do throws(CryptoError) {
      try check(EVP_PKEY_sign_init(context))
      if case .rsa = key.kind {
        try check(EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING))
      }
      try check(EVP_PKEY_CTX_set_signature_md(context, digest))
    } catch {
      EVP_PKEY_CTX_free(context)
      throw error
    }
    return context
  }
}
