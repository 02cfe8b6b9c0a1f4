// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CGnuTLS

extension Wire {
  /// What ties a log-in to one connection, so that nobody between can hand it on (RFC 5056).
  struct Binding {
    /// As the header of GS2 has it, such as `tls-exporter`.
    let name: String
    let bytes: [UInt8]
  }

  /// `tls-exporter` of TLS 1.3 (RFC 9266), `tls-unique` of older TLS (RFC 5929); nil without TLS, and
  /// where an older handshake does not cover its whole secret (RFC 7627), so that it binds nothing.
  var binding: Binding? {
    guard let session else { return nil }
    let isNew = gnutls_protocol_get_version(session).rawValue >= GNUTLS_TLS1_3.rawValue
    let covers = gnutls_session_ext_master_secret_status(session) != 0
    guard isNew || covers else { return nil }
    var datum = gnutls_datum_t()
    defer { mkprofile_free_datum(&datum) }
    let kind = isNew ? GNUTLS_CB_TLS_EXPORTER : GNUTLS_CB_TLS_UNIQUE
    guard gnutls_session_channel_binding(session, kind, &datum) == 0, let data = datum.data
    else { return nil }
    let bytes = Array(UnsafeBufferPointer(start: data, count: Int(datum.size)))
    return Binding(name: isNew ? "tls-exporter" : "tls-unique", bytes: bytes)
  }
}
