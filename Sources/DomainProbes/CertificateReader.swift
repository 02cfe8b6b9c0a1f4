// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CGnuTLS
import DomainCheck
import System

/// Reads certificates and keys through GnuTLS.
enum CertificateReader {
  static func publicKey(_ bytes: [UInt8]) -> PublicKey? {
    var key: gnutls_pubkey_t?
    guard gnutls_pubkey_init(&key) == 0 else { return nil }
    defer { gnutls_pubkey_deinit(key) }
    var bytes = bytes
    let status = bytes.withUnsafeMutableBufferPointer { buffer in
      var datum = gnutls_datum_t(data: buffer.baseAddress, size: UInt32(buffer.count))
      return gnutls_pubkey_import(key, &datum, GNUTLS_X509_FMT_DER)
    }
    guard status == 0 else { return nil }
    var bits: UInt32 = 0
    let algorithm = gnutls_pubkey_get_pk_algorithm(key, &bits)
    guard algorithm >= 0 else { return nil }
    let name = gnutls_pk_get_name(gnutls_pk_algorithm_t(rawValue: UInt32(algorithm)))
    return PublicKey(algorithm: name.map { String(cString: $0) } ?? "unknown", bits: Int(bits))
  }

  /// The first certificate of a PEM text.
  static func facts(_ pem: [UInt8]) -> CertificateFacts? {
    var pem = pem
    return pem.withUnsafeMutableBufferPointer { buffer in
      var datum = gnutls_datum_t(data: buffer.baseAddress, size: UInt32(buffer.count))
      return facts(&datum, GNUTLS_X509_FMT_PEM)
    }
  }

  /// One certificate.
  static func facts(
    _ datum: UnsafePointer<gnutls_datum_t>, _ format: gnutls_x509_crt_fmt_t
  ) -> CertificateFacts? {
    var certificate: gnutls_x509_crt_t?
    guard gnutls_x509_crt_init(&certificate) == 0 else { return nil }
    defer { gnutls_x509_crt_deinit(certificate) }
    guard gnutls_x509_crt_import(certificate, datum, format) == 0 else { return nil }
    var names: [String] = []
    for index in 0..<UInt32(200) {
      var buffer = [CChar](repeating: 0, count: 512)
      var size = buffer.count
      let kind = gnutls_x509_crt_get_subject_alt_name(certificate, index, &buffer, &size, nil)
      guard kind >= 0 else { break }
      if kind == Int32(GNUTLS_SAN_DNSNAME.rawValue) { names.append(text(buffer)) }
    }
    var issuer = [CChar](repeating: 0, count: 1_024)
    var size = issuer.count
    _ = gnutls_x509_crt_get_issuer_dn(certificate, &issuer, &size)
    var facts = CertificateFacts(
      names: names, expires: gnutls_x509_crt_get_expiration_time(certificate),
      issuer: text(issuer))
    facts.purposes = purposes(certificate)
    facts.keyDigest = digest { buffer, size in
      gnutls_x509_crt_get_key_id(certificate, GNUTLS_KEYID_USE_SHA256.rawValue, buffer, &size)
    }
    facts.digest = digest { buffer, size in
      gnutls_x509_crt_get_fingerprint(certificate, GNUTLS_DIG_SHA256, buffer, &size)
    }
    return facts
  }

  private static func purposes(_ certificate: gnutls_x509_crt_t?) -> [String] {
    var purposes: [String] = []
    for index in 0..<UInt32(50) {
      var buffer = [CChar](repeating: 0, count: 256)
      var size = buffer.count
      guard gnutls_x509_crt_get_key_purpose_oid(certificate, index, &buffer, &size, nil) == 0
      else { break }
      purposes.append(text(buffer))
    }
    return purposes
  }

  /// Bytes that a call writes, as digits; empty where it fails.
  private static func digest(
    _ read: (UnsafeMutablePointer<UInt8>?, inout Int) -> Int32
  ) -> String {
    var bytes = [UInt8](repeating: 0, count: 64)
    var size = bytes.count
    let status = bytes.withUnsafeMutableBufferPointer { read($0.baseAddress, &size) }
    guard status == 0 else { return "" }
    return bytes.prefix(size).map {
      String($0 >> 4, radix: 16) + String($0 & 15, radix: 16)
    }.joined()
  }

  static func text(_ buffer: [CChar]) -> String {
    String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
