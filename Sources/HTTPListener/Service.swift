// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ProfileServer
import System

/// What a listener does with requests.
package struct Service: Sendable {
  /// Answers one; called on several threads at once.
  package var answer: @Sendable (Request) -> Reply
  /// Learns of every exchange that was answered, refused ones among them.
  package var record: @Sendable (Exchange) -> Void
  /// Learns, once each, of what the operator should mend: a sentence and its fix.
  package var warn: @Sendable (String, String) -> Void = { _, _ in }

  /// A service.
  package init(
    answer: @escaping @Sendable (Request) -> Reply,
    record: @escaping @Sendable (Exchange) -> Void
  ) {
    self.answer = answer
    self.record = record
  }

  /// A service that answers everything at once.
  package init(
    respond: @escaping @Sendable (Request) -> Response,
    record: @escaping @Sendable (Exchange) -> Void
  ) {
    self.init(answer: { .ready(respond($0)) }, record: record)
  }
}

/// One request and its answer, as logs and metrics see them: never an address, never a path.
package struct Exchange: Sendable {
  /// The method, one of those that HTTP knows, else `OTHER`.
  package var method: String
  /// What was asked for.
  package var route: Route.Name
  /// The status of the answer.
  package var status: Int
  /// The domain that was asked about, where it is known.
  package var domain: String?
  /// The name of the format of the document, where one was sent.
  package var format: String?
  /// Bytes of the body that was sent.
  package var bytes: Int
  /// Microseconds from the request line to the answer.
  package var microseconds: Int64

  /// A method that HTTP knows as it is, any other as `OTHER`: what a stranger sends as a method
  /// is no text for a log.
  package static func known(_ method: String) -> String {
    let methods = [
      "GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND",
      "REPORT",
    ]
    return methods.contains(method) ? method : "OTHER"
  }
}

/// Why there is no listener.
package struct ListenerError: Error, Sendable {
  /// One sentence without a full stop.
  package let message: String
  /// What to do about it.
  package let fix: String?
  /// The system's number of the failure; 0 where it has none.
  let number: Int32

  /// A failure in words.
  package init(_ message: String, fix: String? = nil) {
    self.message = message
    self.fix = fix
    number = 0
  }

  /// A failed system call with its reason.
  init(_ action: String, errno number: Int32, fix: String? = nil) {
    message = "\(action): \(SystemError(number: number))"
    self.fix = fix
    self.number = number
  }

  /// True where a file is not there.
  package var isMissingFile: Bool { number == ENOENT || number == ENOTDIR }
}
