// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ProfileServer

/// One request while it is read and answered; only one thread at a time knows it.
final class RequestState {
  var request: Request
  let started: Int64
  let connection: OpenConnection?
  var isNew = true
  /// Where the target ends in the library's memory; nil once the version is known.
  var targetEnd: UnsafeRawPointer?
  /// True where a byte of value 0 stands in the request line: libmicrohttpd before 1.0 takes it
  /// for the end of the target, and others do not.
  private(set) var hasNUL = false
  /// True where the answer goes out as one record of TLS.
  var isGathered = false
  /// True where the connection ends after the answer.
  var closes = false
  /// True where the client lets the connection stay open, as HTTP/1.1 has it.
  var keepsConnection = false
  /// The bytes of the body that have come, dropped ones among them.
  var bodyBytes = 0
  /// The answer that was decided before the body came.
  var refusal: Response?
  /// The answer that another thread makes.
  var pending: PendingAnswer?
  /// Whom the request is from, as far as is known.
  var client = ClientAddress.local
  /// The client behind a proxy for which this request counts.
  var forwardedClient: ClientAddress?

  init(target: String, connection: OpenConnection?, started: Int64) {
    request = Request("", target)
    self.connection = connection
    self.started = started
  }

  /// Looks at what stands between the target and the version: one blank, which the library has
  /// made the end of the target.
  func noteVersion(_ version: UnsafePointer<CChar>?) {
    defer { targetEnd = nil }
    guard LibraryVersion.isBefore10, let targetEnd, let version = version.map(UnsafeRawPointer.init)
    else { return }
    // Other releases of the library may keep the two apart.
    let distance = targetEnd.distance(to: version)
    if distance > 1, distance < 1_048_576 { hasNUL = true }
  }

  /// Brings the target into the form of path and query; false where it has none.
  func normaliseTarget() -> Bool {
    switch RequestTarget(request.target) {
    case .path: return true
    case .absolute(let host, let path):
      var fields = request.fields
      fields.host = host
      let usesTLS = request.usesTLS
      request = Request(
        request.method, path, fields: fields, body: request.body,
        isFromTrustedProxy: request.isFromTrustedProxy)
      request.usesTLS = usesTLS
      return true
    case .malformed: return false
    }
  }
}
