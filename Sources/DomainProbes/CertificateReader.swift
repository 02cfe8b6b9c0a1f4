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
    var facts = CertificateFacts(
      names: names, expires: gnutls_x509_crt_get_expiration_time(certificate),
      issuer: name(gnutls_x509_crt_get_issuer_dn, certificate))
    facts.purposes = purposes(certificate)
    facts.subject = name(gnutls_x509_crt_get_dn, certificate)
    let starts = gnutls_x509_crt_get_activation_time(certificate)
    facts.starts = starts > 0 ? starts : nil
    var bits: UInt32 = 0
    let algorithm = gnutls_x509_crt_get_pk_algorithm(certificate, &bits)
    if algorithm == Int32(GNUTLS_PK_RSA.rawValue) { facts.rsaBits = Int(bits) }
    facts.keyDigest = digest { buffer, size in
      gnutls_x509_crt_get_key_id(certificate, GNUTLS_KEYID_USE_SHA256.rawValue, buffer, &size)
    }
    facts.digest = digest { buffer, size in
      gnutls_x509_crt_get_fingerprint(certificate, GNUTLS_DIG_SHA256, buffer, &size)
    }
    var url = gnutls_datum_t()
    facts.hasIssuerURL =
      gnutls_x509_crt_get_authority_info_access(
        certificate, 0, Int32(GNUTLS_IA_CAISSUERS_URI.rawValue), &url, nil) == 0
      || gnutls_x509_crt_get_authority_info_access(
        certificate, 1, Int32(GNUTLS_IA_CAISSUERS_URI.rawValue), &url, nil) == 0
    mkprofile_free_datum(&url)
    facts.longKeyDigest = digest { buffer, size in
      gnutls_x509_crt_get_key_id(certificate, GNUTLS_KEYID_USE_SHA512.rawValue, buffer, &size)
    }
    facts.longDigest = digest { buffer, size in
      gnutls_x509_crt_get_fingerprint(certificate, GNUTLS_DIG_SHA512, buffer, &size)
    }
    facts.data = digits(of: datum, format, certificate)
    facts.key = keyDigits(certificate)
    return facts
  }

  private static func name(
    _ read: (gnutls_x509_crt_t?, UnsafeMutablePointer<CChar>?, UnsafeMutablePointer<Int>?) -> Int32,
    _ certificate: gnutls_x509_crt_t?
  ) -> String {
    var buffer = [CChar](repeating: 0, count: 1_024)
    var size = buffer.count
    guard read(certificate, &buffer, &size) == 0 else { return "" }
    return text(buffer)
  }

  /// All of a certificate in DER.
  private static func digits(
    of datum: UnsafePointer<gnutls_datum_t>, _ format: gnutls_x509_crt_fmt_t,
    _ certificate: gnutls_x509_crt_t?
  ) -> String {
    guard format != GNUTLS_X509_FMT_DER else { return digits(datum.pointee) }
    var der = gnutls_datum_t()
    guard gnutls_x509_crt_export2(certificate, GNUTLS_X509_FMT_DER, &der) == 0 else { return "" }
    defer { mkprofile_free_datum(&der) }
    return digits(der)
  }

  /// The public key with its algorithm (SubjectPublicKeyInfo) in DER.
  private static func keyDigits(_ certificate: gnutls_x509_crt_t?) -> String {
    var key: gnutls_pubkey_t?
    guard gnutls_pubkey_init(&key) == 0 else { return "" }
    defer { gnutls_pubkey_deinit(key) }
    var der = gnutls_datum_t()
    guard gnutls_pubkey_import_x509(key, certificate, 0) == 0,
      gnutls_pubkey_export2(key, GNUTLS_X509_FMT_DER, &der) == 0
    else { return "" }
    defer { mkprofile_free_datum(&der) }
    return digits(der)
  }

  private static func digits(_ datum: gnutls_datum_t) -> String {
    guard let data = datum.data else { return "" }
    return digits(UnsafeBufferPointer(start: data, count: Int(datum.size)))
  }

  private static func digits(_ bytes: some Sequence<UInt8>) -> String {
    var text = ""
    for byte in bytes {
      text += String(byte >> 4, radix: 16)
      text += String(byte & 15, radix: 16)
    }
    return text
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
    return digits(bytes.prefix(size))
  }

  static func text(_ buffer: [CChar]) -> String {
    String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
