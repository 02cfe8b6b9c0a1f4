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
}

/// A certificate with its key and chain, from PKCS #12 (RFC 7292).
final class StoredIdentity {
  let certificate: Certificate
  let key: PrivateKey
  let intermediates: [Certificate]

  /// Opens what today's programs write (PBES2 with AES), and what older ones did (RC2 and 3DES)
  /// where the system has OpenSSL's legacy provider.
  init(_ bytes: [UInt8], passphrase: [UInt8]) throws(IdentityFault) {
    CryptoError.clear()
    defer { CryptoError.clear() }
    // A context of its own keeps the old algorithms away from everything else.
    guard let context = OSSL_LIB_CTX_new() else { throw .unsupported("there is not enough memory") }
    let providers = [OSSL_PROVIDER_load(context, "default"), OSSL_PROVIDER_load(context, "legacy")]
    defer {
      providers.forEach { if let provider = $0 { OSSL_PROVIDER_unload(provider) } }
      OSSL_LIB_CTX_free(context)
    }
    let parts = try Self.parse(bytes, passphrase, context)
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
    _ bytes: [UInt8], _ passphrase: [UInt8], _ context: OpaquePointer
  ) throws(IdentityFault) -> Parts {
    var file = PKCS12_init_ex(NID_pkcs7_data, context, nil)
    defer { PKCS12_free(file) }
    guard file != nil, let input = try? MemoryBIO(bytes),
      d2i_PKCS12_bio(input.pointer, &file) != nil
    else { throw .unreadable }
    let secret = passphrase.map(CChar.init(bitPattern:)) + [0]
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

  /// PKCS #12 that devices before iOS 18 open, too: 3DES, and SHA-1 for the integrity. They
  /// refuse what `openssl pkcs12 -export` writes by itself as a wrong password.
  func export(name: String, passphrase: [UInt8]) throws(CryptoError) -> [UInt8] {
    CryptoError.clear()
    let secret = passphrase.map(CChar.init(bitPattern:)) + [0]
    let stack = try CertificateStack(intermediates)
    let file = try made(
      PKCS12_create(
        secret, name, key.pointer, certificate.pointer, stack.pointer, Self.algorithm,
        Self.algorithm, Self.rounds, -1, 0))
    defer { PKCS12_free(file) }
    try check(
      PKCS12_set_mac(
        file, secret, Int32(passphrase.count), nil, 0, Self.rounds, EVP_sha1()))
    return try encoded { i2d_PKCS12(file, $0) }
  }

  private static let algorithm = NID_pbe_WithSHA1And3_Key_TripleDES_CBC
  /// What a guess at the passphrase costs; an old phone takes a fraction of a second.
  private static let rounds: Int32 = 20_000
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
