// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One open connection.
final class OpenConnection: Sendable {
  let descriptor: Int32
  let client: ClientAddress
  /// When it was opened or last finished an answer, in microseconds.
  let idleSince: Atomic<Int64>
  /// When the request line of the current request came; 0 between requests.
  let requestSince = Atomic<Int64>(0)

  init(_ descriptor: Int32, _ client: ClientAddress, now: Int64) {
    self.descriptor = descriptor
    self.client = client
    idleSince = Atomic(now)
  }
}

/// The open connections of a listener: how many each client has, and which take too long.
///
/// libmicrohttpd ends connections that are silent, but not those that send a byte now and then.
final class ConnectionTable: Sendable {
  private struct State {
    var open: [ObjectIdentifier: OpenConnection] = [:]
    var counts: [ClientAddress: Int] = [:]
  }

  private let state = Mutex(State())

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
      let client = connection.client.client
      guard let count = state.counts[client] else { return }
      state.counts[client] = count > 1 ? count - 1 : nil
    }
  }

  /// Ends connections whose request has taken too long; gives how many.
  func cut(at now: Int64, requestSeconds: Int, idleSeconds: Int) -> Int {
    let request = Int64(requestSeconds) * 1_000_000
    let silence = Int64(idleSeconds) * 1_000_000 + request
    return state.withLock { state in
      var count = 0
      for connection in state.open.values {
        let began = connection.requestSince.load(ordering: .relaxed)
        let idle = connection.idleSince.load(ordering: .relaxed)
        guard began > 0 ? now - began > request : now - idle > silence else { continue }
        shutdown(connection.descriptor, Int32(SHUT_RDWR))
        count += 1
      }
      return count
    }
  }

  /// Ends connections that have been without a request for so many seconds.
  func cutIdle(at now: Int64, seconds: Int) {
    state.withLock { state in
      for connection in state.open.values
      where connection.requestSince.load(ordering: .relaxed) == 0
        && now - connection.idleSince.load(ordering: .relaxed) > Int64(seconds) * 1_000_000
      {
        shutdown(connection.descriptor, Int32(SHUT_RDWR))
      }
    }
  }
}
