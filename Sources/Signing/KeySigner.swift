// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CCrypto
import MailSettings
import ProfileSigning
import System

/// Signs with a key that this process holds. Any number of threads may use it.
///
/// The form is that of `openssl cms -sign -binary -nodetach -nosmimecap -md sha256`: SHA-256, the
/// signer by issuer and serial number, the attributes content type, signing time and message
/// digest, the certificates without the root.
final class KeySigner: ProfileSigner, @unchecked Sendable {
  let certificate: SignerCertificate?
  private let facts: SignerCertificate
  private let leaf: Certificate
  private let intermediates: CertificateStack
  private let key: PrivateKey
  private let clock: @Sendable () -> Int64

  /// A signer with what the device needs to find the way to a root.
  init(
    _ leaf: Certificate, intermediates: [Certificate], key: PrivateKey,
    clock: @escaping @Sendable () -> Int64 = Clock.seconds
  ) throws(CryptoError) {
    self.leaf = leaf
    self.intermediates = try CertificateStack(intermediates)
    facts = leaf.facts
    certificate = facts
    self.key = key
    self.clock = clock
  }

  func sign(_ document: [UInt8]) throws(SigningFailure) -> [UInt8] {
    guard clock() <= facts.notAfter else {
      throw SigningFailure([.expired(facts.subject, facts.notAfter, at: "signing")])
    }
    do throws(CryptoError) {
      return try signed(document)
    } catch {
      throw SigningFailure([
        Finding(.error, at: "signing", "the profile cannot be signed: \(error.words)")
      ])
    }
  }

  /// Signs without a look at the certificate.
  func signed(_ document: [UInt8]) throws(CryptoError) -> [UInt8] {
    CryptoError.clear()
    let flags = UInt32(CMS_BINARY | CMS_NOSMIMECAP)
    let input = try MemoryBIO(document)
    let message = try made(
      CMS_sign(nil, nil, intermediates.pointer, nil, flags | UInt32(CMS_PARTIAL)))
    defer { CMS_ContentInfo_free(message) }
    // What is added belongs to the message, and is freed with it.
    _ = try made(CMS_add1_signer(message, leaf.pointer, key.pointer, EVP_sha256(), flags))
    try check(CMS_final(message, input.pointer, nil, flags))
    return try encoded { i2d_CMS_ContentInfo(message, $0) }
  }
}
