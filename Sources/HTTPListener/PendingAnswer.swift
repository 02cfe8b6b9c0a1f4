// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CMicroHTTPD
import MailSettings
import ProfileServer
import System

/// An answer that another thread makes, while the connection is suspended.
///
/// Unchecked: the connection is the library's, which keeps it until it is resumed.
final class PendingAnswer: @unchecked Sendable {
  private let connection: OpaquePointer
  private let socket: Int32
  private let response = Guarded<Response?>(nil)

  init(_ connection: OpaquePointer) {
    self.connection = connection
    socket = mkprofile_connection_socket(connection)
  }

  /// True once nobody waits for it: it was given, or the client has gone. The library looks at no
  /// socket of a connection that is suspended.
  var isAbandoned: Bool {
    // The socket stays open until the connection is resumed, which the lock keeps away.
    response.withLock { $0 != nil || mkprofile_has_left(socket) != 0 }
  }

  /// Hands the answer over and wakes the connection up; the first answer counts.
  func finish(_ made: Response) {
    let isFirst = response.withLock { response in
      guard response == nil else { return false }
      response = made
      return true
    }
    if isFirst { MHD_resume_connection(connection) }
  }

  /// The answer; nil while it is being made.
  var made: Response? { response.withLock { $0 } }
}

/// The answers of a listener that are being made.
final class PendingAnswers: Sendable {
  private struct State {
    var open: [ObjectIdentifier: (PendingAnswer, SlowAnswer)] = [:]
    var isClosed = false
  }

  private let state = Guarded(State())

  /// Notes one; false after the end.
  func add(_ pending: PendingAnswer, _ slow: SlowAnswer) -> Bool {
    state.withLock { state in
      guard !state.isClosed else { return false }
      state.open[ObjectIdentifier(pending)] = (pending, slow)
      return true
    }
  }

  func remove(_ pending: PendingAnswer) {
    state.withLock { $0.open[ObjectIdentifier(pending)] = nil }
  }

  /// Refuses all of them, and those to come: the library cannot stop while one is suspended.
  func refuseAll() {
    let open = state.withLock { state in
      state.isClosed = true
      defer { state.open = [:] }
      return state.open
    }
    for (pending, slow) in open.values { pending.finish(slow.refusal) }
  }
}
