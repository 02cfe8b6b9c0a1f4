// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CGnuTLS
import Foundation

/// A server on a port of the loopback interface, with a thread for each connection.
package final class TestServer: @unchecked Sendable {
  private let descriptor: Int32
  /// Its port.
  package let port: Int

  /// A server that does this with each connection, which is closed afterwards.
  package init(_ serve: @escaping @Sendable (TestConnection) -> Void) throws {
    // A client that hangs up ends its connection, not the tests.
    signal(SIGPIPE, SIG_IGN)
    let (descriptor, port) = try Loopback.listen(SOCK_STREAM)
    self.descriptor = descriptor
    self.port = Int(port)
    Loopback.thread {
      while true {
        let client = accept(descriptor, nil, nil)
        guard client >= 0 else { return }
        Loopback.thread { serve(TestConnection(client)) }
      }
    }
  }

  /// Ends it.
  package func stop() {
    shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
  }
}

/// The server's end of a connection.
package final class TestConnection {
  private let descriptor: Int32
  private var session: gnutls_session_t?
  private var credentials: gnutls_certificate_credentials_t?
  private var buffer: [UInt8] = []

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// TLS with a certificate for these hosts; false where the client does not go along.
  package func startTLS(
    _ authority: TestAuthority, _ hosts: [String], days: Int = 90,
    _ oddity: TestAuthority.Oddity = .none, versions: String = "+VERS-TLS1.3:+VERS-TLS1.2"
  ) -> Bool {
    gnutls_init(&session, UInt32(GNUTLS_SERVER))
    gnutls_priority_set_direct(session, "NORMAL:-VERS-ALL:\(versions)", nil)
    credentials = authority.credentials(hosts: hosts, days: days, oddity)
    gnutls_credentials_set(
      session, GNUTLS_CRD_CERTIFICATE, UnsafeMutableRawPointer(credentials))
    gnutls_transport_set_int2(session, descriptor, descriptor)
    var status: Int32
    repeat {
      status = gnutls_handshake(session)
    } while status < 0 && gnutls_error_is_fatal(status) == 0
    return status == 0
  }

  /// What `tls-exporter` of TLS 1.3 gives (RFC 9266), worked out from the exporter itself.
  var exported: Data {
    let label = "EXPORTER-Channel-Binding"
    var bytes = [CChar](repeating: 0, count: 32)
    gnutls_prf_rfc5705(session, label.utf8.count, label, 0, "", bytes.count, &bytes)
    return Data(bytes.map { UInt8(bitPattern: $0) })
  }

  /// The next line without its end; nil at the end.
  package func line() -> String? {
    while true {
      if let end = buffer.firstIndex(of: 0x0A) {
        let line = buffer[..<end]
        buffer = Array(buffer[(end + 1)...])
        return String(decoding: line.filter { $0 != 0x0D }, as: UTF8.self)
      }
      var chunk = [UInt8](repeating: 0, count: 4_096)
      let count =
        session == nil
        ? read(descriptor, &chunk, chunk.count) : gnutls_record_recv(session, &chunk, chunk.count)
      guard count > 0 else { return nil }
      buffer += chunk.prefix(count)
    }
  }

  /// Takes in so many bytes and drops them.
  package func skip(_ count: Int) {
    var chunk = [UInt8](repeating: 0, count: 4_096)
    while buffer.count < count {
      let got =
        session == nil
        ? read(descriptor, &chunk, chunk.count) : gnutls_record_recv(session, &chunk, chunk.count)
      guard got > 0 else { return }
      buffer += chunk.prefix(got)
    }
    buffer = Array(buffer.dropFirst(count))
  }

  /// Sends text as it is; false where nobody takes it.
  @discardableResult
  package func send(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    let count =
      session == nil
      ? Foundation.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
      : gnutls_record_send(session, bytes, bytes.count)
    return count == bytes.count
  }

  deinit {
    if session != nil {
      gnutls_bye(session, GNUTLS_SHUT_WR)
      gnutls_deinit(session)
    }
    if let credentials { gnutls_certificate_free_credentials(credentials) }
    close(descriptor)
  }
}
