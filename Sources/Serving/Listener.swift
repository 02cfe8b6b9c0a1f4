// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import HTTPListener

/// An address to listen on, and what is spoken there: `:443`, `http:80`, `https:[::1]:443`.
struct Listener: Equatable {
  enum Scheme: String, CaseIterable {
    case http, https
  }

  let address: ListenAddress
  /// Nil where it depends on the certificates and the kind of socket.
  let scheme: Scheme?

  init(_ text: String) throws(ListenerError) {
    scheme = Scheme.allCases.first { text.hasPrefix("\($0.rawValue):") }
    address = try ListenAddress(
      scheme.map { String(text.dropFirst($0.rawValue.count + 1)) } ?? text)
  }

  /// True where TLS is spoken on a socket. Unless said, that is so where there are certificates,
  /// but not behind a Unix socket, where a proxy on the same machine has TLS of its own.
  static func usesTLS(_ scheme: Scheme?, on socket: Int32, hasCertificates: Bool) -> Bool {
    switch scheme {
    case .http: false
    case .https: true
    case nil: hasCertificates && !ListenSocket.isUnix(socket)
    }
  }
}
