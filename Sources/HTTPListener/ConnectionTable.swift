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
  /// The thread that reads the header of a request; 0 where none is read.
  let reader = Atomic<UInt>(0)
  /// True once it was ended and until the library has closed it.
  fileprivate let isEnding = Atomic<Bool>(false)

  /// The certificates of the listener; nil without TLS.
  let certificates: TLSCertificates?
  /// The session of the library; nil without TLS.
  let session: TLSSession?
  private let certificate = Guarded<ServerCertificate?>(nil)

  init(
    _ descriptor: Int32, _ client: ClientAddress, _ certificates: TLSCertificates? = nil,
    session: TLSSession? = nil, now: Int64
  ) {
    self.session = session
    self.descriptor = descriptor
    self.client = client
    self.certificates = certificates
    idleSince = Atomic(now)
  }

  /// Sends an answer past the library, and nothing after it.
  func sendLast(_ answer: [UInt8]) {
    if let session {
      session.sendLast(answer)
    } else {
      #if os(Linux)
        _ = send(
          descriptor, answer, answer.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
      #else
        _ = send(descriptor, answer, answer.count, MSG_DONTWAIT)
      #endif
    }
    shutdown(descriptor, Int32(SHUT_WR))
  }

  /// Keeps the certificate of this connection as long as the connection.
  func hold(_ certificate: ServerCertificate) { self.certificate.withLock { $0 = certificate } }

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
    /// Those of `open` that were ended.
    var ending = 0
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
      if connection.isEnding.load(ordering: .relaxed) { state.ending -= 1 }
      Self.release(connection.client, &state.counts)
    }
  }

  /// The connection whose header a thread reads, where it is the only one.
  func onlyReader(on thread: UInt) -> OpenConnection? {
    state.withLock { state in
      let readers = state.open.values.filter { $0.reader.load(ordering: .relaxed) == thread }
      return readers.count == 1 ? readers.first : nil
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
        guard duration.microseconds > (duration.isIdle ? silence : request),
          !connection.isEnding.load(ordering: .relaxed)
        else { continue }
        Self.end(connection, &state)
        count += 1
      }
      return count
    }
  }

  /// Ends connections that wait for their client where there is hardly room for new ones; gives
  /// how many. First go those of clients that have many, of each the ones that wait longest: a
  /// crowd that sends nothing, or a byte now and then, keeps nobody else out. To be called with
  /// every new connection and some times a second.
  func makeRoom(at now: Int64, _ limits: ServerLimits) -> Int {
    state.withLock { state in
      let room = max(1, limits.connections / 10)
      guard state.open.count - state.ending > limits.connections - room else { return 0 }
      let waiting = state.open.values.compactMap { connection -> (OpenConnection, Bool, Int64)? in
        let duration = connection.duration(at: now)
        guard duration.microseconds > Self.grace, !connection.isEnding.load(ordering: .relaxed)
        else { return nil }
        let count = state.counts[connection.client.client] ?? 0
        let hasMany = connection.client != .local && count > Self.few
        return (connection, hasMany, duration.microseconds)
      }
      let chosen = waiting.sorted { ($0.1 ? 1 : 0, $0.2) > ($1.1 ? 1 : 0, $1.2) }.prefix(room * 2)
      for (connection, _, _) in chosen { Self.end(connection, &state) }
      return chosen.count
    }
  }

  /// So long a client may take between two steps even then, in microseconds.
  private static let grace: Int64 = 400_000
  /// So many connections are nothing unusual for one client.
  private static let few = 16

  private static func end(_ connection: OpenConnection, _ state: inout State) {
    guard !connection.isEnding.exchange(true, ordering: .relaxed) else { return }
    state.ending += 1
    shutdown(connection.descriptor, Int32(SHUT_RDWR))
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
