// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import HTTPListener
import MailSettings
import Renderers
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Log lines on standard error, gathered and written together.
///
/// A line names the route and the domain, never the path, the address or the client. Where the
/// log cannot be written, as on a full disk, lines are dropped and counted; requests go on.
final class RequestLog: Sendable {
  /// How lines look.
  enum Form: String, Sendable { case text, json, none }

  private struct State {
    var pending: [UInt8] = []
    var dropped = 0
    var next = 0
  }

  private let form: Form
  private let descriptor: Int32
  private let session: String
  private let state = Mutex(State())

  /// Lines wait in memory up to this size.
  private static let most = 4 * 1_024 * 1_024

  init(_ form: Form, descriptor: Int32 = STDERR_FILENO, startedAt wall: Int64 = Clock.wall) {
    self.form = form
    self.descriptor = descriptor
    session = String(UInt64(clamping: wall / 1_000), radix: 36)
  }

  /// Notes an exchange.
  func record(_ exchange: Exchange) {
    guard form != .none else { return }
    let time = Timestamp(microseconds: Clock.wall).text
    append { id in
      let identifier = "\(self.session)-\(String(id, radix: 36))"
      if self.form == .text {
        return "\(time) \(identifier) \(exchange.method) \(exchange.route.rawValue) "
          + "\(exchange.status) \(exchange.microseconds)us \(exchange.domain ?? "-")\n"
      }
      let object = JSON.object([
        "time": .string(time), "id": .string(identifier), "method": .string(exchange.method),
        "route": .string(exchange.route.rawValue), "status": .integer(exchange.status),
        "microseconds": .integer(Int(exchange.microseconds)), "bytes": .integer(exchange.bytes),
        "domain": .optional(exchange.domain),
      ])
      return String(decoding: object.encoded(pretty: false), as: UTF8.self) + "\n"
    }
  }

  /// Notes something about the server itself, and what was found.
  func say(_ level: Severity, _ message: String, _ findings: [Finding] = []) {
    let time = Timestamp(microseconds: Clock.wall).text
    for text in [message] + findings.map(\.description) {
      append { _ in
        if self.form != .json { return "\(time) \(level.rawValue): \(text)\n" }
        let object = JSON.object([
          "time": .string(time), "level": .string(level.rawValue), "message": .string(text),
        ])
        return String(decoding: object.encoded(pretty: false), as: UTF8.self) + "\n"
      }
    }
  }

  /// Writes what waits; to be called several times a second.
  func flush() {
    let waiting = state.withLock { state in
      let waiting = state.pending
      state.pending = []
      return waiting
    }
    var rest = waiting[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        let lines = rest.count { $0 == 0x0A }
        state.withLock { $0.dropped += lines }
        return
      }
    }
  }

  /// Lines that could not be written.
  var dropped: Int { state.withLock { $0.dropped } }

  private func append(_ line: (Int) -> String) {
    state.withLock { state in
      state.next += 1
      guard state.pending.count < Self.most else {
        state.dropped += 1
        return
      }
      state.pending.append(contentsOf: line(state.next).utf8)
    }
  }
}

/// A moment in UTC (RFC 3339).
struct Timestamp {
  let microseconds: Int64

  /// `2026-11-23T18:44:26.123456Z`.
  var text: String {
    var seconds = time_t(microseconds / 1_000_000)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    let date = [Int(parts.tm_year) + 1_900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)]
    let clock = [Int(parts.tm_hour), Int(parts.tm_min), Int(parts.tm_sec)]
    let fraction = Self.padded(Int(microseconds % 1_000_000), 6)
    return date.map { Self.padded($0, 2) }.joined(separator: "-") + "T"
      + clock.map { Self.padded($0, 2) }.joined(separator: ":") + ".\(fraction)Z"
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
