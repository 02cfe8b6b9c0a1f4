// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import HTTPListener
import MailSettings
import ProfileServer
import Renderers
import System

/// What became a line of the log.
enum LogEntry: Sendable {
  /// A request and its answer, at a time in microseconds.
  case exchange(Int64, id: Int, Exchange)
  /// Something about the server itself.
  case message(Int64, Severity, String)
}

/// How lines look, and which there are.
///
/// A line names the route and the domain, never the path, the address or the client.
struct LogFormat: Sendable {
  var isJSON = false
  var showsRequests = true
  /// What is said about the server itself.
  var lowest = Severity.note

  /// An entry as a line with its end; `session` tells apart the numbers of two runs.
  func line(_ entry: LogEntry, session: String) -> String {
    switch entry {
    case .exchange(let time, let number, let exchange):
      line(exchange, Timestamp(microseconds: time).text, "\(session)-\(String(number, radix: 36))")
    case .message(let time, let level, let text):
      line(level, text, Timestamp(microseconds: time).text)
    }
  }

  private func line(_ exchange: Exchange, _ time: String, _ id: String) -> String {
    let method = Exchange.known(exchange.method)
    guard isJSON else {
      return "\(time) \(id) \(method) \(exchange.route.rawValue) \(exchange.format ?? "-")"
        + " \(exchange.status) \(exchange.microseconds)us \(exchange.domain?.printable ?? "-")\n"
    }
    return Self.line([
      "time": .string(time), "id": .string(id), "method": .string(method),
      "route": .string(exchange.route.rawValue), "format": .optional(exchange.format),
      "status": .integer(exchange.status), "microseconds": .integer(Int(exchange.microseconds)),
      "bytes": .integer(exchange.bytes), "domain": .optional(exchange.domain),
    ])
  }

  private func line(_ level: Severity, _ text: String, _ time: String) -> String {
    guard isJSON else { return "\(time) \(level.rawValue): \(text.printable)\n" }
    return Self.line([
      "time": .string(time), "level": .string(level.rawValue), "message": .string(text),
    ])
  }

  private static func line(_ members: JSON.Members) -> String {
    JSON.object(members).printable(pretty: false) + "\n"
  }

}

extension Finding {
  /// The finding in one line, without its severity, for which a line has a place of its own.
  var sentence: String {
    let parts = [place.map { "\($0)" }, path.isEmpty ? nil : path, message].compactMap { $0 }
    return parts.joined(separator: ": ") + (fix.map { "; \($0)" } ?? "")
  }
}
