// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CCrypto
import Foundation

/// Why a certificate for a test was not made.
struct TestAuthorityError: Error {}

/// A key for tests.
package final class TestKey: @unchecked Sendable {
  let pointer: OpaquePointer

  init(_ name: String, bits: Int32 = 0, group: String? = nil) throws {
    guard let context = EVP_PKEY_CTX_new_from_name(nil, name, nil) else {
      throw TestAuthorityError()
    }
    defer { EVP_PKEY_CTX_free(context) }
    EVP_PKEY_keygen_init(context)
    if bits > 0 { EVP_PKEY_CTX_set_rsa_keygen_bits(context, bits) }
    if let group { EVP_PKEY_CTX_set_group_name(context, group) }
    var key: OpaquePointer?
    guard EVP_PKEY_generate(context, &key) == 1, let key else { throw TestAuthorityError() }
    pointer = key
  }

  deinit {
    EVP_PKEY_CTX_free(context)
    EVP_PKEY_free(pointer)
  }

  private var context: OpaquePointer?

  /// Signs one digest, as `openssl speed` does; for one thread.
  package func signDigest() -> Bool {
    if context == nil {
      context = EVP_PKEY_CTX_new(pointer, nil)
      EVP_PKEY_sign_init(context)
      EVP_PKEY_CTX_set_signature_md(context, EVP_sha256())
    }
    let digest = [UInt8](repeating: 7, count: 32)
    var signature = [UInt8](repeating: 0, count: 512)
    var count = signature.count
    return EVP_PKEY_sign(context, &signature, &count, digest, digest.count) == 1
  }

  /// A new key of a kind: `RSA-2048`, `RSA-1024`, `P-256`, `P-384`, `ED25519`, `secp256k1`.
  package static func make(_ kind: String) throws -> TestKey {
    let parts = kind.split(separator: "-")
    if parts.first == "RSA", let bits = parts.last.flatMap({ Int32($0) }) {
      return try TestKey("RSA", bits: bits)
    }
    return kind == "ED25519" ? try TestKey(kind) : try TestKey("EC", group: kind)
  }

  /// The key in PKCS #8 in PEM, encrypted where there is a passphrase.
  package func pem(passphrase: String? = nil) -> [UInt8] {
    written { output in
      let secret = passphrase.map { Array($0.utf8CString) }
      let cipher = passphrase == nil ? nil : EVP_aes_256_cbc()
      return PEM_write_bio_PKCS8PrivateKey(
        output, pointer, cipher, secret, Int32(passphrase?.utf8.count ?? 0), nil, nil)
    }
  }

  /// The key in the older form of its kind in DER.
  package var der: [UInt8] { written { i2d_PrivateKey_bio($0, pointer) } }

  /// The key in PKCS #8 in DER, encrypted.
  package func encryptedDER(passphrase: String) -> [UInt8] {
    written {
      i2d_PKCS8PrivateKey_bio(
        $0, pointer, EVP_aes_256_cbc(), passphrase, Int32(passphrase.utf8.count), nil, nil)
    }
  }
}

/// A certificate for tests, with its key.
package struct TestCertificate: @unchecked Sendable {
  /// Takes a part in the lifetime of the certificate.
  final class Handle {
    let pointer: OpaquePointer
    init(_ pointer: OpaquePointer) { self.pointer = pointer }
    deinit { X509_free(pointer) }
  }

  let handle: Handle
  /// Its key.
  package let key: TestKey

  /// What differs from one test to the next.
  package struct Options: Sendable {
    package var kind = "P-256"
    package var isAuthority = false
    /// From this to that many seconds, counted from now.
    package var validity: ClosedRange<Int> = -86_400...(90 * 86_400 + 600)
    package var keyUsage: String? = "digitalSignature"
    package var extendedKeyUsage: String?
    package var email: String?
    package var key: TestKey?
    package init() {}
  }

  /// A certificate, by itself or by an issuer.
  package static func make(
    _ name: String, by issuer: TestCertificate? = nil, _ change: (inout Options) -> Void = { _ in }
  ) throws -> TestCertificate {
    var options = Options()
    change(&options)
    let key = try options.key ?? TestKey.make(options.kind)
    guard let certificate = X509_new() else { throw TestAuthorityError() }
    X509_set_version(certificate, 2)
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), Int.random(in: 1...(1 << 60)))
    let now = Int(Date().timeIntervalSince1970)
    ASN1_TIME_set(X509_getm_notBefore(certificate), now + options.validity.lowerBound)
    ASN1_TIME_set(X509_getm_notAfter(certificate), now + options.validity.upperBound)
    let subject = X509_get_subject_name(certificate)
    X509_NAME_add_entry_by_txt(
      subject, "CN", MBSTRING_UTF8, name, Int32(name.utf8.count), -1, 0)
    X509_set_issuer_name(
      certificate, issuer.map { X509_get_subject_name($0.handle.pointer) } ?? subject)
    X509_set_pubkey(certificate, key.pointer)
    var context = X509V3_CTX()
    X509V3_set_ctx(
      &context, issuer?.handle.pointer ?? certificate, certificate, nil, nil, 0)
    func add(_ extensionNumber: Int32, _ value: String?) {
      guard let value, let made = X509V3_EXT_conf_nid(nil, &context, extensionNumber, value)
      else { return }
      X509_add_ext(certificate, made, -1)
      X509_EXTENSION_free(made)
    }
    add(NID_basic_constraints, options.isAuthority ? "critical,CA:TRUE" : "CA:FALSE")
    add(NID_key_usage, options.isAuthority ? "critical,keyCertSign,cRLSign" : options.keyUsage)
    add(NID_ext_key_usage, options.extendedKeyUsage)
    add(NID_subject_alt_name, options.email.map { "email:\($0)" })
    add(NID_subject_key_identifier, "hash")
    if issuer != nil { add(NID_authority_key_identifier, "keyid") }
    let signer = issuer?.key ?? key
    let digest = EVP_PKEY_get_base_id(signer.pointer) == EVP_PKEY_ED25519 ? nil : EVP_sha256()
    X509_sign(certificate, signer.pointer, digest)
    return TestCertificate(handle: Handle(certificate), key: key)
  }

  /// The certificate in PEM.
  package var pem: [UInt8] { written { PEM_write_bio_X509($0, handle.pointer) } }

  /// The certificate in DER.
  package var der: [UInt8] { written { i2d_X509_bio($0, handle.pointer) } }

  /// Certificate, key and issuers in PKCS #12, as OpenSSL 3 writes it by itself, or with RC2 and
  /// 3DES as older programs did (the numbers of the algorithms for certificate and key).
  package func identity(
    passphrase: String, chain: [TestCertificate] = [], algorithms: (Int32, Int32) = (0, 0),
    withKey: Bool = true
  ) -> [UInt8] {
    let stack = ccrypto_stack_new()
    for one in chain {
      X509_up_ref(one.handle.pointer)
      _ = ccrypto_stack_push(stack, one.handle.pointer)
    }
    defer { ccrypto_stack_release(stack) }
    let file = PKCS12_create(
      passphrase, "test", withKey ? key.pointer : nil, handle.pointer, stack, algorithms.1,
      algorithms.0, 0, 0, 0)
    defer { PKCS12_free(file) }
    return written { i2d_PKCS12_bio($0, file) }
  }
}

/// A root, an intermediate and a leaf.
package struct TestChain: Sendable {
  package let root: TestCertificate
  package let intermediate: TestCertificate
  package let leaf: TestCertificate

  /// A chain whose leaf has a kind of key.
  package init(_ kind: String = "P-256") throws {
    root = try .make("Test Root \(UUID().uuidString.prefix(8))") { $0.isAuthority = true }
    intermediate = try .make("Test Intermediate", by: root) { $0.isAuthority = true }
    leaf = try .make("mail.example.ch", by: intermediate) { $0.kind = kind }
  }
}

private func written(_ write: (OpaquePointer) -> Int32) -> [UInt8] {
  guard let output = BIO_new(BIO_s_mem()) else { return [] }
  defer { BIO_free(output) }
  guard write(output) == 1 else { return [] }
  var start: UnsafeMutableRawPointer?
  let count = BIO_ctrl(output, BIO_CTRL_INFO, 0, &start)
  return Array(UnsafeRawBufferPointer(start: start, count: count))
}

/// A folder for one test, gone with this.
package final class TestFolder {
  package let path: String

  package init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("mkprofile-signing-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file that only its owner may read; gives its path.
  @discardableResult
  package func write(_ name: String, _ bytes: [UInt8], mode: Int = 0o600) throws -> String {
    let file = "\(path)/\(name)"
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
    return file
  }

  @discardableResult
  package func write(_ name: String, _ text: String, mode: Int = 0o600) throws -> String {
    try write(name, Array(text.utf8), mode: mode)
  }
}
