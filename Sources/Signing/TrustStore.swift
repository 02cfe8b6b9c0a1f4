// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CCrypto

/// The roots that certificates are judged by (RFC 5280 section 6). It never changes, so threads
/// may share it.
final class TrustStore: @unchecked Sendable {
  private let pointer: OpaquePointer

  /// The roots of this system: those that the variables `SSL_CERT_FILE` and `SSL_CERT_DIR` or the
  /// configuration of OpenSSL name.
  static func system() throws(CryptoError) -> TrustStore {
    let store = try TrustStore()
    // A system without roots trusts nothing; that is no failure.
    if X509_STORE_set_default_paths(store.pointer) != 1 { CryptoError.clear() }
    return store
  }

  /// Certain roots and no others.
  convenience init(_ roots: [Certificate]) throws(CryptoError) {
    try self.init()
    for root in roots { try check(X509_STORE_add_cert(pointer, root.pointer)) }
  }

  private init() throws(CryptoError) { pointer = try made(X509_STORE_new()) }

  deinit { X509_STORE_free(pointer) }

  /// How far certificates lead, and what is wrong on the way.
  struct Path {
    /// From the signer towards a root.
    var chain: [Certificate] = []
    /// What is wrong, the worst last: a code of libcrypto's and the certificate it is about.
    var faults: [(code: Int32, certificate: Certificate?)] = []
  }

  /// The way from a certificate to a root at a moment, in seconds since 1970.
  func path(
    from leaf: Certificate, over untrusted: [Certificate], at now: Int64
  ) throws(CryptoError) -> Path {
    var path = try path(from: leaf, over: untrusted, at: now, flags: 0)
    if let fault = path.faults.first, Self.isAboutTime(fault.code) {
      // Dates hide what else is wrong.
      path = try self.path(
        from: leaf, over: untrusted, at: now, flags: UInt(X509_V_FLAG_NO_CHECK_TIME))
      path.faults.insert(fault, at: 0)
    }
    return path
  }

  private static func isAboutTime(_ code: Int32) -> Bool {
    code == X509_V_ERR_CERT_HAS_EXPIRED || code == X509_V_ERR_CERT_NOT_YET_VALID
  }

  private func path(
    from leaf: Certificate, over untrusted: [Certificate], at now: Int64, flags: UInt
  ) throws(CryptoError) -> Path {
    CryptoError.clear()
    defer { CryptoError.clear() }
    let stack = try CertificateStack(untrusted)
    let context = try made(X509_STORE_CTX_new())
    defer { X509_STORE_CTX_free(context) }
    try check(X509_STORE_CTX_init(context, pointer, leaf.pointer, stack.pointer))
    let rules = try made(X509_STORE_CTX_get0_param(context))
    X509_VERIFY_PARAM_set_time(rules, time_t(now))
    X509_VERIFY_PARAM_set_depth(rules, Self.mostSteps)
    X509_VERIFY_PARAM_set_auth_level(rules, Self.securityLevel)
    X509_VERIFY_PARAM_set_flags(rules, flags)
    X509_VERIFY_PARAM_set_purpose(rules, X509_PURPOSE_ANY)
    let code = X509_verify_cert(context)
    var path = Path()
    path.chain = CertificateStack.certificates(in: X509_STORE_CTX_get0_chain(context))
    withExtendedLifetime(stack) {
      guard code != 1 else { return }
      let about = X509_STORE_CTX_get_current_cert(context).map(Certificate.init(sharing:))
      path.faults = [(X509_STORE_CTX_get_error(context), about)]
    }
    return path
  }

  /// Longer ways are refused.
  private static let mostSteps: Int32 = 10
  /// 112 bits: no SHA-1 and no RSA below 2048, which Apple's systems do not trust since iOS 13.
  private static let securityLevel: Int32 = 2
}
