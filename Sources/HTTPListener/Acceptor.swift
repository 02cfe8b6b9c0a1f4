// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CMicroHTTPD
import Synchronization
import System

/// Takes new connections from a listening socket, on a thread of its own, and hands them to the
/// library.
///
/// The library (0.9.75) takes one connection each time that it has looked at all it has: a crowd
/// that comes at once costs it a time that grows with the square of their number, in which nobody
/// is answered. Here a crowd is taken at once, and no more of it than the limit.
///
/// Unchecked: the daemon is the library's, whose functions may be called from any thread.
final class Acceptor: @unchecked Sendable {
  private let daemon: OpaquePointer
  private let socket: Int32
  private let limit: Int
  private let isStopped = Atomic(false)
  private let finished = Promise<Bool>()
  /// Connections that were handed over, and those of them that the library has begun with.
  private let handed = Atomic<Int>(0)
  private let begun: Progress

  /// How many connections the library has begun with.
  final class Progress: Sendable {
    private let count = Atomic<Int>(0)

    /// One more.
    func advance() { count.wrappingAdd(1, ordering: .relaxed) }

    /// So many until now.
    var value: Int { count.load(ordering: .relaxed) }
  }

  /// Takes at most so many connections at a time, until `stop`.
  init(_ daemon: OpaquePointer, socket: Int32, limit: Int, begun: Progress) {
    (self.daemon, self.socket, self.limit, self.begun) = (daemon, socket, limit, begun)
    if !OwnThread.start({ self.run() }) { finished.keep(false) }
  }

  /// False where the system had no thread for it.
  var isRunning: Bool { finished.value(by: Deadline(milliseconds: 0)) != false }

  /// Takes nothing more; returns when the thread has ended.
  func stop() {
    isStopped.store(true, ordering: .relaxed)
    _ = finished.value()
  }

  private func run() {
    defer { finished.keep(true) }
    while !isStopped.load(ordering: .relaxed) {
      var state = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
      guard poll(&state, 1, Self.patience) > 0 else { continue }
      guard state.revents & Int16(POLLIN) != 0 else { return }
      guard hasRoom, takeOne() else {
        usleep(Self.pause)
        continue
      }
    }
  }

  /// True where the library can do with one more. What it has not begun with after a while it has
  /// refused.
  private var hasRoom: Bool {
    let waiting = handed.load(ordering: .relaxed) - begun.value
    let open = Int(mkprofile_open_connections(daemon))
    if waiting < Self.most, open + waiting < limit {
      patienceLeft = Self.longest
      return true
    }
    patienceLeft -= 1
    if patienceLeft <= 0 {
      handed.store(begun.value, ordering: .relaxed)
      patienceLeft = Self.longest
    }
    return false
  }

  /// Rounds in a row that may pass before what was handed over counts as refused; for the one
  /// thread.
  private var patienceLeft = Acceptor.longest

  /// False where there is nothing, or no descriptor for it.
  private func takeOne() -> Bool {
    var address = sockaddr_storage()
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        let client = mkprofile_accept(socket, address, &size)
        guard client >= 0 else { return errno == ECONNABORTED || errno == EINTR }
        // Counted before, since a thread of the library may begin at once.
        handed.wrappingAdd(1, ordering: .relaxed)
        if MHD_add_connection(daemon, client, address, size) != .YES {
          handed.wrappingSubtract(1, ordering: .relaxed)
        }
        return true
      }
    }
  }

  /// How long it waits for a connection before it looks whether it is to stop, in milliseconds.
  private static let patience: Int32 = 200
  /// How long it waits where there is no room, in microseconds.
  private static let pause: UInt32 = 2_000
  /// So many connections may wait for the library to begin with them.
  private static let most = 256
  /// So many pauses until those count as refused: a second.
  private static let longest = 500
}
