// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ProfileServer

/// Health and metrics, for the operator alone.
struct AdminService: Sendable {
  private let metrics: @Sendable () -> String

  init(metrics: @escaping @Sendable () -> String) { self.metrics = metrics }

  func respond(to request: Request) -> Response {
    guard ["GET", "HEAD"].contains(request.method) else {
      return .text(405, .admin, "This address is for GET, HEAD.", [("Allow", "GET, HEAD")])
    }
    switch request.target.prefix(while: { $0 != "?" }) {
    case "/healthz", "/readyz": return .text(200, .admin, "ok")
    case "/metrics":
      return Response(
        200, .admin,
        [
          ("Content-Type", "text/plain; version=0.0.4; charset=utf-8"),
          ("Cache-Control", "no-store"),
        ],
        body: Array(metrics().utf8))
    default: return .text(404, .admin, "There is /healthz, /readyz and /metrics.")
    }
  }
}
