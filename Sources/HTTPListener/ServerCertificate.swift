// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CGnuTLS
import System

/// A certificate with its chain and its key, in the form in which GnuTLS uses them.
///
/// Unchecked: nothing of it changes after it was made.
final class ServerCertificate: @unchecked Sendable {
  private(set) var chain: UnsafeMutablePointer<gnutls_pcert_st>
  private(set) var chainLength: UInt32 = 0
  private(set) var key: gnutls_privkey_t?
  private var leaf: gnutls_x509_crt_t?
  /// What stands behind the leaf in the file.
  private var second: gnutls_x509_crt_t?

  private static let longestChain: UInt32 = 16

  /// Reads a chain, the server's own certificate first, and the key of that certificate.
  init(_ files: (certificate: String, key: String)) throws(ListenerError) {
    chain = .allocate(capacity: Int(Self.longestChain))
    try files.certificate.withPEM { pem throws(ListenerError) in
      var count = Self.longestChain
      guard gnutls_pcert_list_import_x509_raw(chain, &count, &pem, GNUTLS_X509_FMT_PEM, 0) == 0
      else { throw ListenerError("\(files.certificate): there is no certificate in PEM form") }
      chainLength = count
      guard gnutls_x509_crt_init(&leaf) == 0,
        gnutls_x509_crt_import(leaf, &pem, GNUTLS_X509_FMT_PEM) == 0
      else { throw ListenerError("\(files.certificate): the first certificate cannot be read") }
      second = Self.second(of: &pem)
    }
    try files.key.withPEM { pem throws(ListenerError) in
      guard gnutls_privkey_init(&key) == 0,
        gnutls_privkey_import_x509_raw(key, &pem, GNUTLS_X509_FMT_PEM, nil, 0) == 0
      else { throw ListenerError("\(files.key): there is no key without a password in PEM form") }
    }
    guard let own = Self.identifier(ofKey: key), own == Self.identifier(of: leaf) else {
      throw ListenerError(
        "\(files.key): the key does not belong to the first certificate in \(files.certificate)")
    }
  }

  /// True where it is for a host, by its name or, where they are allowed, by a wildcard.
  func covers(_ host: String, wildcards: Bool) -> Bool {
    let flags = wildcards ? 0 : GNUTLS_VERIFY_DO_NOT_ALLOW_WILDCARDS.rawValue
    return gnutls_x509_crt_check_hostname2(leaf, host, UInt32(flags)) != 0
  }

  /// When it ends, in seconds since 1970.
  var expires: Int64 { Int64(gnutls_x509_crt_get_expiration_time(leaf)) }

  /// When it begins, in seconds since 1970.
  var begins: Int64 { Int64(gnutls_x509_crt_get_activation_time(leaf)) }

  /// The hosts that it names, at most so many as an authority puts into one.
  var names: [String] {
    var names: [String] = []
    for index in 0..<UInt32(1_000) {
      var name = [UInt8](repeating: 0, count: 256)
      var length = name.count
      let type = gnutls_x509_crt_get_subject_alt_name(leaf, index, &name, &length, nil)
      if type == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE { break }
      guard type == Int32(GNUTLS_SAN_DNSNAME.rawValue) else { continue }
      names.append(String(decoding: name.prefix(length), as: UTF8.self).lowercased())
    }
    return names
  }

  /// True where clients can find the way from it to an authority: its issuer stands behind it, or
  /// is one that this machine trusts, or it vouches for itself.
  var isComplete: Bool {
    if gnutls_x509_crt_check_issuer(leaf, leaf) != 0 { return true }
    if let second { return gnutls_x509_crt_check_issuer(leaf, second) != 0 }
    var trusted: gnutls_x509_trust_list_t?
    guard gnutls_x509_trust_list_init(&trusted, 0) == 0 else { return false }
    defer { gnutls_x509_trust_list_deinit(trusted, 1) }
    gnutls_x509_trust_list_add_system_trust(trusted, 0, 0)
    var issuer: gnutls_x509_crt_t?
    // Without the flag for a copy, the issuer stays the list's.
    return gnutls_x509_trust_list_get_issuer(trusted, leaf, &issuer, 0) == 0
  }

  /// The first host that it names; nil where it names none.
  var firstName: String? { names.first }

  private static func second(of pem: inout gnutls_datum_t) -> gnutls_x509_crt_t? {
    var certificates = [gnutls_x509_crt_t?](repeating: nil, count: Int(longestChain))
    var count = longestChain
    guard gnutls_x509_crt_list_import(&certificates, &count, &pem, GNUTLS_X509_FMT_PEM, 0) > 0
    else { return nil }
    let read = certificates.prefix(Int(count))
    for (index, certificate) in read.enumerated() where index != 1 {
      gnutls_x509_crt_deinit(certificate)
    }
    return read.count > 1 ? read[1] : nil
  }

  private static func identifier(of certificate: gnutls_x509_crt_t?) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 64)
    var length = bytes.count
    guard gnutls_x509_crt_get_key_id(certificate, 0, &bytes, &length) == 0 else { return nil }
    return Array(bytes.prefix(length))
  }

  private static func identifier(ofKey key: gnutls_privkey_t?) -> [UInt8]? {
    var shared: gnutls_pubkey_t?
    guard gnutls_pubkey_init(&shared) == 0 else { return nil }
    defer { gnutls_pubkey_deinit(shared) }
    guard gnutls_pubkey_import_privkey(shared, key, 0, 0) == 0 else { return nil }
    var bytes = [UInt8](repeating: 0, count: 64)
    var length = bytes.count
    guard gnutls_pubkey_get_key_id(shared, 0, &bytes, &length) == 0 else { return nil }
    return Array(bytes.prefix(length))
  }

  deinit {
    for index in 0..<Int(chainLength) { gnutls_pcert_deinit(chain + index) }
    chain.deallocate()
    gnutls_x509_crt_deinit(leaf)
    if let second { gnutls_x509_crt_deinit(second) }
    gnutls_privkey_deinit(key)
  }
}

extension String {
  /// The content of the file of this name, which is overwritten in memory afterwards.
  fileprivate func withPEM(
    _ body: (inout gnutls_datum_t) throws(ListenerError) -> Void
  ) throws(ListenerError) {
    var bytes = try SecretFile.read(self)
    // Readers of PEM look for a byte of value 0 behind the text.
    bytes.append(0)
    let size = UInt32(bytes.count - 1)
    let result = bytes.withUnsafeMutableBufferPointer { buffer -> Result<Void, ListenerError> in
      var pem = gnutls_datum_t(data: buffer.baseAddress, size: size)
      defer { gnutls_memset(buffer.baseAddress, 0, buffer.count) }
      do throws(ListenerError) {
        try body(&pem)
        return .success(())
      } catch { return .failure(error) }
    }
    try result.get()
  }
}
