// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CGnuTLS
import CMicroHTTPD
import System

/// The TLS of one connection, which the library made and frees with the connection.
///
/// Unchecked: only the library's thread of the connection uses it.
final class TLSSession: @unchecked Sendable {
  private let session: gnutls_session_t
  private let descriptor: Int32

  init(_ session: gnutls_session_t, _ descriptor: Int32) {
    self.session = session
    self.descriptor = descriptor
  }

  /// Gives tickets to clients, and takes them; to be called before the handshake.
  func useTickets(_ key: TicketKey) {
    key.withDatum { _ = gnutls_session_ticket_enable_server(session, &$0) }
  }

  /// Answers up to this size fit, with their header, into the buffers of an idle connection.
  static let mostGathered = 12_000

  /// Keeps what is sent from now on, so that header and body become one record and one packet.
  func gather() { gnutls_record_cork(session) }

  /// Sends an answer past the library, and says that nothing follows.
  func sendLast(_ answer: [UInt8]) {
    _ = gnutls_record_send(session, answer, answer.count)
    gnutls_bye(session, GNUTLS_SHUT_WR)
  }

  /// Sends what was kept. The library believes that it is sent already: where the system does not
  /// take it within a moment, the connection ends.
  func release() {
    for attempt in 0..<3 {
      let result = gnutls_record_uncork(session, 0)
      if result >= 0 { return }
      guard result == GNUTLS_E_AGAIN || result == GNUTLS_E_INTERRUPTED, attempt < 2 else { break }
      var state = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      poll(&state, 1, 50)
    }
    shutdown(descriptor, Int32(SHUT_RDWR))
  }
}

/// The secret that the keys of session tickets are made from (RFC 5077, RFC 8446 section 4.6.1).
/// GnuTLS makes a new key from it and the time every some hours, and takes tickets of the one
/// before: servers with the same secret and clock take each other's.
package final class TicketKey: Sendable {
  private let secret: [UInt8]
  /// Bytes that GnuTLS asks for.
  private static let size = 64
  /// Fewer bytes in a file are refused.
  private static let fewest = 32

  /// A secret of this process alone.
  package init() {
    var secret = [UInt8](repeating: 0, count: Self.size)
    gnutls_rnd(GNUTLS_RND_KEY, &secret, secret.count)
    self.secret = secret
  }

  /// The secret of a file, such as one for nginx's `ssl_session_ticket_key`; throws where it is
  /// too short or cannot be read.
  package init(file path: String) throws(ListenerError) {
    let bytes = try SecretFile.read(path)
    guard bytes.count >= Self.fewest else {
      throw ListenerError(
        "\(path): has \(bytes.count) bytes, and a secret for session tickets at least \(Self.fewest)",
        fix: "make one with: openssl rand -out \(path) 80")
    }
    var secret = [UInt8](repeating: 0, count: Self.size)
    guard gnutls_hash_fast(GNUTLS_DIG_SHA512, bytes, bytes.count, &secret) == 0 else {
      throw ListenerError("\(path): SHA-512 is not available")
    }
    self.secret = secret
  }

  /// True for a file that others than its owner and group may read.
  package static func isPublic(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IROTH != 0
  }

  fileprivate func withDatum(_ body: (inout gnutls_datum_t) -> Void) {
    var secret = secret
    secret.withUnsafeMutableBufferPointer { buffer in
      var datum = gnutls_datum_t(data: buffer.baseAddress, size: UInt32(buffer.count))
      body(&datum)
    }
  }
}
