// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CCrypto

/// Why a file is not the identity that it should be.
enum IdentityFault: Error, Hashable {
  /// It is not PKCS #12.
  case unreadable
  /// Another passphrase protects it.
  case wrongPassphrase
  /// It uses an algorithm that this system's libcrypto does not have.
  case unsupported(String)
  /// It holds no certificate with its key.
  case incomplete
  /// Its passphrase would be hashed more often than anybody needs.
  case tooSlow
}

/// A certificate with its key and chain, from PKCS #12 (RFC 7292).
final class StoredIdentity {
  let certificate: Certificate
  let key: PrivateKey
  let intermediates: [Certificate]

  /// Opens what today's programs write (PBES2 with AES), and what older ones did (RC2 and 3DES)
  /// where the system has OpenSSL's legacy provider.
  init(
    _ bytes: [UInt8], passphrase: [UInt8], mostRounds: Int = StoredIdentity.mostRounds
  ) throws(IdentityFault) {
    CryptoError.clear()
    defer { CryptoError.clear() }
    // A context of its own keeps the old algorithms away from everything else.
    guard let context = OSSL_LIB_CTX_new() else { throw .unsupported("there is not enough memory") }
    let providers = [OSSL_PROVIDER_load(context, "default"), OSSL_PROVIDER_load(context, "legacy")]
    defer {
      providers.forEach { if let provider = $0 { OSSL_PROVIDER_unload(provider) } }
      OSSL_LIB_CTX_free(context)
    }
    let parts = try Self.parse(bytes, passphrase, context, mostRounds)
    do throws(CryptoError) {
      certificate = try Certificate(der: parts.certificate)
      key = try PrivateKey(plain: parts.key, kind: parts.kind)
      var intermediates: [Certificate] = []
      for other in parts.others { intermediates.append(try Certificate(der: other)) }
      self.intermediates = intermediates
    } catch {
      throw .unsupported(error.words)
    }
  }

  /// In DER: nothing of that context may outlive it.
  private typealias Parts = (certificate: [UInt8], key: [UInt8], kind: Int32, others: [[UInt8]])

  private static func parse(
    _ bytes: [UInt8], _ passphrase: [UInt8], _ context: OpaquePointer, _ mostRounds: Int
  ) throws(IdentityFault) -> Parts {
    var file = PKCS12_init_ex(NID_pkcs7_data, context, nil)
    defer { PKCS12_free(file) }
    guard file != nil, let input = try? MemoryBIO(bytes),
      d2i_PKCS12_bio(input.pointer, &file) != nil
    else { throw .unreadable }
    let secret = passphrase.map(CChar.init(bitPattern:)) + [0]
    let rounds = ccrypto_identity_rounds(
      file, secret, Int32(passphrase.count), mostRounds)
    CryptoError.clear()
    guard rounds <= mostRounds else { throw .tooSlow }
    if PKCS12_mac_present(file) == 1,
      PKCS12_verify_mac(file, secret, Int32(passphrase.count)) != 1
    {
      throw fault()
    }
    var key: OpaquePointer?
    var certificate: OpaquePointer?
    var others: OpaquePointer?
    let isRead = PKCS12_parse(file, secret, &key, &certificate, &others) == 1
    let ownKey = key.map(PrivateKey.init(owning:))
    let ownCertificate = certificate.map(Certificate.init(owning:))
    let rest = CertificateStack.certificates(in: others)
    if let others { ccrypto_stack_release(others) }
    guard isRead else { throw fault() }
    guard let ownKey, let ownCertificate else { throw .incomplete }
    do throws(CryptoError) {
      var ders: [[UInt8]] = []
      for other in rest { ders.append(try other.der()) }
      return (
        try ownCertificate.der(), try ownKey.der(), EVP_PKEY_get_base_id(ownKey.pointer), ders
      )
    } catch {
      throw .unsupported(error.words)
    }
  }

  private static func fault() -> IdentityFault {
    let code = ERR_peek_last_error()
    let isMAC = ERR_GET_LIB(code) == ERR_LIB_PKCS12
    let wrong = [PKCS12_R_MAC_VERIFY_FAILURE, PKCS12_R_PKCS12_CIPHERFINAL_ERROR]
    let error = CryptoError()
    if error.reasons.isEmpty || isMAC && wrong.contains(ERR_GET_REASON(code)) {
      return .wrongPassphrase
    }
    return .unsupported(error.words)
  }

  /// PKCS #12 anew: AES-256 with a key of 100,000 rounds of HMAC-SHA-256, or what devices before
  /// iOS 18 and macOS 15 open, 3DES with SHA-1. They refuse the former as a wrong password.
  func export(
    name: String, passphrase: [UInt8], isLegacy: Bool = false
  ) throws(CryptoError) -> [UInt8] {
    CryptoError.clear()
    let secret = passphrase.map(CChar.init(bitPattern:)) + [0]
    let stack = try CertificateStack(intermediates)
    let algorithm = isLegacy ? NID_pbe_WithSHA1And3_Key_TripleDES_CBC : NID_aes_256_cbc
    let rounds = isLegacy ? Self.legacyRounds : Self.rounds
    let file = try made(
      PKCS12_create(
        secret, name, key.pointer, certificate.pointer, stack.pointer, algorithm, algorithm,
        rounds, -1, 0))
    defer { PKCS12_free(file) }
    try check(
      PKCS12_set_mac(
        file, secret, Int32(passphrase.count), nil, 0, rounds,
        isLegacy ? EVP_sha1() : EVP_sha256()))
    return try encoded { i2d_PKCS12(file, $0) }
  }

  /// What a guess at the passphrase costs.
  private static let rounds: Int32 = 100_000
  /// An old phone takes a fraction of a second for it.
  private static let legacyRounds: Int32 = 20_000
  /// Rounds of everything in a file that is read; a second or two. Programs write some thousands,
  /// careful ones a million.
  static let mostRounds = 5_000_000
}

extension PrivateKey {
  /// A key from its plain DER, of a kind that libcrypto has a number for.
  fileprivate convenience init(plain der: [UInt8], kind: Int32) throws(CryptoError) {
    let read = der.withUnsafeBufferPointer { bytes -> OpaquePointer? in
      var next = bytes.baseAddress
      return d2i_PrivateKey(kind, nil, &next, bytes.count)
    }
    self.init(owning: try made(read))
  }
}
