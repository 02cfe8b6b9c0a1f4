// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CMicroHTTPD
import System

/// Requests with a length that is no number. libmicrohttpd before 1.0 refuses them by itself, and
/// sends the header of its answer twice. All that it tells beforehand is a line for a log: then the
/// answer is sent here, and the connection closed for writing before the library comes to it.
enum LengthRefusal {
  /// The answers, by the beginning of what the library says before it sends its own.
  private static let answers = [
    ("Failed to parse `Content-Length'", "400 Bad Request", "The length is no number."),
    ("Too large value of 'Content-Length'", "413 Content Too Large", "The body is too large."),
  ]

  /// The whole answer to what the library says; nil for anything else that it says.
  static func answer(to message: UnsafePointer<CChar>) -> [UInt8]? {
    guard
      let (_, status, text) = answers.first(where: { strncmp(message, $0.0, $0.0.utf8.count) == 0 })
    else { return nil }
    return Array(
      ("HTTP/1.1 \(status)\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n"
        + "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
        + "Content-Length: \(text.utf8.count + 1)\r\n\r\n\(text)\n").utf8)
  }

  /// What the library calls with everything that it has to say.
  static let listen: MHD_LogCallback = { closure, message, _ in
    guard let closure, let message, let answer = LengthRefusal.answer(to: message) else { return }
    let handler = Unmanaged<ExchangeHandler>.fromOpaque(closure).takeUnretainedValue()
    // Where several requests are being read on this thread, it is not known which one is meant.
    guard let connection = handler.connections.onlyReader(on: LengthRefusal.currentThread())
    else { return }
    connection.sendLast(answer)
  }

  /// A number of the calling thread.
  static func currentThread() -> UInt {
    #if !os(Linux)
      UInt(pthread_mach_thread_np(pthread_self()))
    #else
      UInt(pthread_self())
    #endif
  }
}
