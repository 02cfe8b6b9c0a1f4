// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import HTTPListener
import MailSettings
import ProfileServer
import System

/// Log lines on standard error: noted by the threads that answer, written by the supervisor.
///
/// Where lines cannot be written, as on a full disk, or nobody reads them, as with a pipe that is
/// full, they are dropped and counted; requests go on.
final class RequestLog: Sendable {
  private struct Noted {
    var entries: [LogEntry] = []
    var dropped = 0
    var next = 0
  }

  private let format: LogFormat
  private let descriptor: Int32
  private let session: String
  private let noted = Guarded(Noted())
  /// Bytes that are ready, in whole lines but for the first.
  private let ready = Guarded([UInt8]())

  /// Entries wait in memory up to this number.
  private static let mostEntries = 131_072
  /// Bytes wait up to this size.
  private static let mostBytes = 4 * 1_024 * 1_024
  /// A pipe that can be written to at all takes this much without blocking (POSIX PIPE_BUF).
  private static let portion = 4_096

  init(_ format: LogFormat, descriptor: Int32 = STDERR_FILENO, startedAt wall: Int64 = Clock.wall) {
    self.format = format
    self.descriptor = descriptor
    session = String(UInt64(clamping: wall / 1_000), radix: 36)
  }

  /// Notes an exchange.
  func record(_ exchange: Exchange) {
    guard format.showsRequests else { return }
    let time = Clock.wall
    append { .exchange(time, id: $0, exchange) }
  }

  /// Notes something about the server itself, and what was found.
  func say(_ level: Severity, _ message: String, _ findings: [Finding] = []) {
    let time = Clock.wall
    if level >= format.lowest { append { _ in .message(time, level, message) } }
    for finding in findings where finding.severity >= format.lowest {
      append { _ in .message(time, finding.severity, finding.sentence) }
    }
  }

  /// Writes what waits and can be written at once; to be called several times a second.
  func flush() {
    let entries = noted.withLock { noted in
      let entries = noted.entries
      noted.entries = []
      return entries
    }
    let lost = ready.withLock { ready in
      var lost = 0
      for entry in entries {
        guard ready.count < Self.mostBytes else {
          lost += 1
          continue
        }
        ready += format.line(entry, session: session).utf8
      }
      return lost + write(&ready)
    }
    if lost > 0 { noted.withLock { $0.dropped += lost } }
  }

  /// Lines that were not written.
  var dropped: Int { noted.withLock { $0.dropped } }

  /// Takes what could be written away; gives how many lines were lost.
  private func write(_ ready: inout [UInt8]) -> Int {
    var rest = ready[...]
    defer { ready = Array(rest) }
    while !rest.isEmpty {
      var state = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      guard poll(&state, 1, 0) > 0 else { return 0 }
      let count = rest.prefix(Self.portion).withUnsafeBytes { SystemCall.write(descriptor, $0) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        return 0
      } else if errno != EINTR {
        let lost = rest.count { $0 == UInt8(ascii: "\n") }
        rest = []
        return lost
      }
    }
    return 0
  }

  private func append(_ entry: (Int) -> LogEntry) {
    noted.withLock { noted in
      noted.next += 1
      guard noted.entries.count < Self.mostEntries else {
        noted.dropped += 1
        return
      }
      noted.entries.append(entry(noted.next))
    }
  }
}
