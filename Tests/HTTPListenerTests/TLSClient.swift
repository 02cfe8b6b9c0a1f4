// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CGnuTLS
import Foundation

/// Two files with a certificate that vouches for itself, made when a test needs it.
struct CertificateFiles {
  let certificate: String
  let key: String

  var pair: (certificate: String, key: String) { (certificate, key) }

  /// Writes files into a folder; the certificate names these hosts and ends after so many days.
  init(_ folder: String, _ name: String, hosts: [String], days: Int = 30) throws {
    certificate = "\(folder)/\(name).crt"
    key = "\(folder)/\(name).key"
    try write(hosts: hosts, days: days)
  }

  /// Replaces both files.
  func write(hosts: [String], days: Int = 30) throws {
    var secret: gnutls_x509_privkey_t?
    var made: gnutls_x509_crt_t?
    gnutls_x509_privkey_init(&secret)
    gnutls_x509_crt_init(&made)
    defer {
      gnutls_x509_crt_deinit(made)
      gnutls_x509_privkey_deinit(secret)
    }
    let curve = (1 << 31) | GNUTLS_ECC_CURVE_SECP256R1.rawValue
    try check(gnutls_x509_privkey_generate(secret, GNUTLS_PK_ECDSA, UInt32(curve), 0))
    try check(gnutls_x509_crt_set_version(made, 3))
    var serial: [UInt8] = [1]
    try check(gnutls_x509_crt_set_serial(made, &serial, 1))
    try check(gnutls_x509_crt_set_activation_time(made, time(nil) - 86_400))
    try check(gnutls_x509_crt_set_expiration_time(made, time(nil) + days * 86_400 + 3_600))
    try check(gnutls_x509_crt_set_key(made, secret))
    for host in hosts {
      try check(
        gnutls_x509_crt_set_subject_alt_name(
          made, GNUTLS_SAN_DNSNAME, host, UInt32(host.utf8.count),
          UInt32(GNUTLS_FSAN_APPEND)))
    }
    try check(gnutls_x509_crt_sign2(made, made, secret, GNUTLS_DIG_SHA256, 0))
    var text = gnutls_datum_t()
    try check(gnutls_x509_crt_export2(made, GNUTLS_X509_FMT_PEM, &text))
    try write(&text, to: certificate)
    try check(gnutls_x509_privkey_export2(secret, GNUTLS_X509_FMT_PEM, &text))
    try write(&text, to: key)
  }

  private func write(_ text: inout gnutls_datum_t, to path: String) throws {
    defer { mkprofile_free_datum(&text) }
    guard let bytes = text.data else { return }
    try Data(bytes: bytes, count: Int(text.size)).write(to: URL(filePath: path), options: .atomic)
  }
}

/// One https connection, whose certificate is looked at and not verified.
final class TLSClient {
  private let wire: Wire
  private var session: gnutls_session_t?
  private var credentials: gnutls_certificate_credentials_t?

  init(
    _ wire: Wire, name: String?, versions: String = "NORMAL", session ticket: [UInt8] = []
  ) throws {
    self.wire = wire
    gnutls_certificate_allocate_credentials(&credentials)
    try check(gnutls_init(&session, UInt32(GNUTLS_CLIENT)))
    try check(gnutls_priority_set_direct(session, versions, nil))
    try check(
      gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, UnsafeMutableRawPointer(credentials)))
    if let name {
      try check(gnutls_server_name_set(session, GNUTLS_NAME_DNS, name, name.utf8.count))
    }
    try offer("http/1.1")
    if !ticket.isEmpty { try check(gnutls_session_set_data(session, ticket, ticket.count)) }
    gnutls_transport_set_int2(session, wire.descriptor, wire.descriptor)
    var result: Int32
    repeat { result = gnutls_handshake(session) } while result == GNUTLS_E_INTERRUPTED
    try check(result)
  }

  private func offer(_ name: String) throws {
    var bytes = Array(name.utf8)
    try bytes.withUnsafeMutableBufferPointer { buffer in
      var datum = gnutls_datum_t(data: buffer.baseAddress, size: UInt32(buffer.count))
      try check(gnutls_alpn_set_protocols(session, &datum, 1, 0))
    }
  }

  /// True where the server's certificate is for a host.
  func isFor(_ host: String) -> Bool {
    var count: UInt32 = 0
    guard let first = gnutls_certificate_get_peers(session, &count), count > 0 else { return false }
    var certificate: gnutls_x509_crt_t?
    gnutls_x509_crt_init(&certificate)
    defer { gnutls_x509_crt_deinit(certificate) }
    return gnutls_x509_crt_import(certificate, first, GNUTLS_X509_FMT_DER) == 0
      && gnutls_x509_crt_check_hostname(certificate, host) != 0
  }

  /// True where the handshake went on with an older session.
  var isResumed: Bool { gnutls_session_is_resumed(session) != 0 }

  /// What a later connection goes on with; comes with the first answer.
  var ticket: [UInt8] {
    var datum = gnutls_datum_t()
    guard gnutls_session_get_data2(session, &datum) == 0, let bytes = datum.data else { return [] }
    defer { mkprofile_free_datum(&datum) }
    return Array(UnsafeBufferPointer(start: bytes, count: Int(datum.size)))
  }

  /// What the server chose of the protocols that were offered.
  var chosenProtocol: String? {
    var datum = gnutls_datum_t()
    guard gnutls_alpn_get_selected_protocol(session, &datum) == 0, let bytes = datum.data else {
      return nil
    }
    return String(
      decoding: UnsafeBufferPointer(start: bytes, count: Int(datum.size)), as: UTF8.self)
  }

  /// Sends a request and gives the beginning of the answer.
  func ask(_ text: String) throws -> String {
    let bytes = Array(text.utf8)
    try check(Int32(gnutls_record_send(session, bytes, bytes.count)) - Int32(bytes.count))
    var answer: [UInt8] = []
    while answer.firstRange(of: Array("\r\n\r\n".utf8)) == nil {
      var chunk = [UInt8](repeating: 0, count: 4_096)
      let count = gnutls_record_recv(session, &chunk, chunk.count)
      if count == Int(GNUTLS_E_AGAIN) || count == Int(GNUTLS_E_INTERRUPTED) { continue }
      guard count > 0 else { throw WireError(reason: "TLS: \(count)") }
      answer += chunk.prefix(count)
    }
    return String(decoding: answer, as: UTF8.self)
  }

  deinit {
    gnutls_deinit(session)
    gnutls_certificate_free_credentials(credentials)
  }
}

private func check(_ result: Int32) throws {
  guard result == 0 else {
    throw WireError(reason: "GnuTLS: \(gnutls_strerror(result).map { String(cString: $0) } ?? "")")
  }
}
