// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CGnuTLS
import Foundation

/// A certificate authority that lives as long as a test.
package final class TestAuthority: @unchecked Sendable {
  private let certificate: gnutls_x509_crt_t?
  private let key: gnutls_x509_privkey_t?
  /// A file with its certificate in PEM.
  package let file: URL

  /// A new authority.
  package init() {
    var made: gnutls_x509_crt_t?
    key = Self.newKey()
    gnutls_x509_crt_init(&made)
    certificate = made
    file = FileManager.default.temporaryDirectory.appending(path: "authority-\(UUID()).pem")
    Self.fill(made, key, days: 30)
    gnutls_x509_crt_set_dn(made, "CN=Test authority \(UUID())", nil)
    gnutls_x509_crt_set_basic_constraints(made, 1, 1)
    gnutls_x509_crt_sign2(made, made, key, GNUTLS_DIG_SHA256, 0)
    var text = gnutls_datum_t()
    gnutls_x509_crt_export2(made, GNUTLS_X509_FMT_PEM, &text)
    try? Data(bytes: text.data, count: Int(text.size)).write(to: file)
    mkprofile_free_datum(&text)
  }

  deinit {
    gnutls_x509_crt_deinit(certificate)
    gnutls_x509_privkey_deinit(key)
    try? FileManager.default.removeItem(at: file)
  }

  /// What is unusual about a certificate.
  package enum Oddity: Sendable {
    case none
    /// The host is in the subject alone.
    case nameInSubject
    /// It is for clients.
    case forClients
    /// It does not say what it is for.
    case withoutPurpose
    /// It is valid from tomorrow on.
    case notYet
    /// It is valid for ten years.
    case tenYears
    /// An RSA key of 1024 bits.
    case shortKey
  }

  /// What a server shows: a certificate for these hosts that ends in so many days.
  func credentials(
    hosts: [String], days: Int, _ oddity: Oddity = .none
  ) -> gnutls_certificate_credentials_t? {
    var made: gnutls_x509_crt_t?
    let secret = oddity == .shortKey ? Self.newShortKey() : Self.newKey()
    gnutls_x509_crt_init(&made)
    Self.fill(made, secret, days: oddity == .tenYears ? 3_560 : days)
    if oddity == .notYet { gnutls_x509_crt_set_activation_time(made, time(nil) + 86_400) }
    gnutls_x509_crt_set_dn(
      made, oddity == .nameInSubject ? "CN=\(hosts.first ?? "")" : "CN=server", nil)
    if oddity != .withoutPurpose {
      let purpose = oddity == .forClients ? "1.3.6.1.5.5.7.3.2" : "1.3.6.1.5.5.7.3.1"
      gnutls_x509_crt_set_key_purpose_oid(made, purpose, 0)
    }
    let hosts = oddity == .nameInSubject ? [] : hosts
    for host in hosts {
      gnutls_x509_crt_set_subject_alt_name(
        made, GNUTLS_SAN_DNSNAME, host, UInt32(host.utf8.count), UInt32(GNUTLS_FSAN_APPEND))
    }
    gnutls_x509_crt_sign2(made, certificate, key, GNUTLS_DIG_SHA256, 0)
    var credentials: gnutls_certificate_credentials_t?
    gnutls_certificate_allocate_credentials(&credentials)
    var chain = [made]
    gnutls_certificate_set_x509_key(credentials, &chain, 1, secret)
    gnutls_x509_crt_deinit(made)
    gnutls_x509_privkey_deinit(secret)
    return credentials
  }

  private static func newShortKey() -> gnutls_x509_privkey_t? {
    var key: gnutls_x509_privkey_t?
    gnutls_x509_privkey_init(&key)
    gnutls_x509_privkey_generate(key, GNUTLS_PK_RSA, 1_024, 0)
    return key
  }

  private static func newKey() -> gnutls_x509_privkey_t? {
    var key: gnutls_x509_privkey_t?
    gnutls_x509_privkey_init(&key)
    let curve = (1 << 31) | GNUTLS_ECC_CURVE_SECP256R1.rawValue
    gnutls_x509_privkey_generate(key, GNUTLS_PK_ECDSA, UInt32(curve), 0)
    return key
  }

  private static func fill(
    _ certificate: gnutls_x509_crt_t?, _ key: gnutls_x509_privkey_t?, days: Int
  ) {
    gnutls_x509_crt_set_version(certificate, 3)
    var serial = (0..<8).map { _ in UInt8.random(in: 1...127) }
    gnutls_x509_crt_set_serial(certificate, &serial, serial.count)
    gnutls_x509_crt_set_activation_time(certificate, time(nil) - 90 * 86_400)
    gnutls_x509_crt_set_expiration_time(certificate, time(nil) + days * 86_400 + 3_600)
    gnutls_x509_crt_set_key(certificate, key)
  }
}
