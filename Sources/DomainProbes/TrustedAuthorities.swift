// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CGnuTLS
import System

/// The authorities that are trusted, read once for all connections: a list of the system has more
/// than a hundred certificates.
///
/// Unchecked: GnuTLS lets sessions of any thread share what nobody changes any more.
final class TrustedAuthorities: @unchecked Sendable {
  /// For sessions; nil where the library has no memory.
  let credentials: gnutls_certificate_credentials_t?

  /// Those of a file in PEM, or of the system.
  init(file: String?) {
    var made: gnutls_certificate_credentials_t?
    guard gnutls_certificate_allocate_credentials(&made) == 0 else {
      credentials = nil
      return
    }
    if let file {
      gnutls_certificate_set_x509_trust_file(made, file, GNUTLS_X509_FMT_PEM)
    } else {
      gnutls_certificate_set_x509_system_trust(made)
    }
    credentials = made
  }

  deinit { if credentials != nil { gnutls_certificate_free_credentials(credentials) } }
}
