// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import ProfileServer
import Synchronization
import System

/// One open connection.
final class OpenConnection: Sendable {
  let descriptor: Int32
  let client: ClientAddress
  /// When it was opened or last finished an answer, in microseconds.
  let idleSince: Atomic<Int64>
  /// When the request line of the current request came; 0 between requests.
  let requestSince = Atomic<Int64>(0)

  /// True while the server itself takes its time.
  let isAnswering = Atomic<Bool>(false)

  /// The certificates of the listener; nil without TLS.
  let certificates: TLSCertificates?
  private let certificate = Guarded<Certificate?>(nil)

  init(
    _ descriptor: Int32, _ client: ClientAddress, _ certificates: TLSCertificates?, now: Int64
  ) {
    self.descriptor = descriptor
    self.client = client
    self.certificates = certificates
    idleSince = Atomic(now)
  }

  /// Keeps the certificate of this connection as long as the connection.
  func hold(_ certificate: Certificate) { self.certificate.withLock { $0 = certificate } }

  /// Microseconds since the request line, or since the last answer where no request is read or
  /// answered; none while the client waits for the server.
  func duration(at now: Int64) -> (isIdle: Bool, microseconds: Int64) {
    if isAnswering.load(ordering: .relaxed) { return (false, 0) }
    let began = requestSince.load(ordering: .acquiring)
    guard began == 0 else { return (false, now - began) }
    return (true, now - idleSince.load(ordering: .relaxed))
  }
}

/// The open connections of a listener: how many each client has, and which take too long.
///
/// libmicrohttpd ends connections that are silent, but not those that send a byte now and then.
final class ConnectionTable: Sendable {
  private struct State {
    var open: [ObjectIdentifier: OpenConnection] = [:]
    var counts: [ClientAddress: Int] = [:]
    var requests: [ClientAddress: Int] = [:]
  }

  private let state = Guarded(State())

  /// True where a client may open one more.
  func admits(_ client: ClientAddress, limit: Int) -> Bool {
    state.withLock { ($0.counts[client.client] ?? 0) < limit }
  }

  func add(_ connection: OpenConnection) {
    state.withLock { state in
      state.open[ObjectIdentifier(connection)] = connection
      state.counts[connection.client.client, default: 0] += 1
    }
  }

  /// Forgets a connection before its descriptor is closed, so that `cut` never meets another
  /// connection with the same number.
  func remove(_ connection: OpenConnection) {
    state.withLock { state in
      state.open[ObjectIdentifier(connection)] = nil
      Self.release(connection.client, &state.counts)
    }
  }

  /// Counts a request that came through a proxy; false where its client has too many.
  func beginRequest(of client: ClientAddress, limit: Int) -> Bool {
    state.withLock { state in
      let count = state.requests[client.client] ?? 0
      guard count < limit else { return false }
      state.requests[client.client] = count + 1
      return true
    }
  }

  func endRequest(of client: ClientAddress) {
    state.withLock { Self.release(client, &$0.requests) }
  }

  private static func release(_ client: ClientAddress, _ counts: inout [ClientAddress: Int]) {
    guard let count = counts[client.client] else { return }
    counts[client.client] = count > 1 ? count - 1 : nil
  }

  /// Ends connections whose request has taken too long, and where there is hardly room for new
  /// ones, those that wait for another request; gives how many.
  func cut(at now: Int64, _ limits: ServerLimits) -> Int {
    let request = Int64(limits.requestSeconds) * 1_000_000
    return state.withLock { state in
      let isCrowded = state.open.count >= limits.connections - limits.connections / 10
      // The first line of a request may be on its way, of which the library does not tell.
      let silence = isCrowded ? 1_000_000 : Int64(limits.idleSeconds) * 1_000_000 + request
      var count = 0
      for connection in state.open.values {
        let duration = connection.duration(at: now)
        guard duration.microseconds > (duration.isIdle ? silence : request) else { continue }
        shutdown(connection.descriptor, Int32(SHUT_RDWR))
        count += 1
      }
      return count
    }
  }

  /// Ends connections that have been silent so long. What has come already is still answered,
  /// since only reading ends.
  func endIdle(at now: Int64, silentFor microseconds: Int64) {
    state.withLock { state in
      for connection in state.open.values {
        let duration = connection.duration(at: now)
        guard duration.isIdle, duration.microseconds > microseconds else { continue }
        shutdown(connection.descriptor, Int32(SHUT_RD))
      }
    }
  }
}
