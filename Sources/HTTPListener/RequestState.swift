// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ProfileServer

/// One request while it is read and answered; only one thread at a time knows it.
final class RequestState {
  var request: Request
  let started: Int64
  let connection: OpenConnection?
  var isNew = true
  /// True where the connection ends after the answer.
  var closes = false
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
