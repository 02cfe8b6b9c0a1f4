// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import ProfileServer

/// Health and metrics, for the operator alone.
struct AdminService: Sendable {
  let readiness: Readiness
  /// True for a host that the settings in force serve.
  let isServed: @Sendable (DomainName) -> Bool
  /// The metrics as they are now.
  let metrics: @Sendable () -> String

  func respond(to request: Request) -> Response {
    guard ["GET", "HEAD"].contains(request.method) else {
      return .text(405, .admin, "This address is for GET, HEAD.", [("Allow", "GET, HEAD")])
    }
    switch request.target.prefix(while: { $0 != "?" }) {
    case "/healthz": return .text(200, .admin, "ok")
    case "/readyz":
      switch readiness.state {
      case .ready: return .text(200, .admin, "ok")
      case .starting: return .text(503, .admin, "starting")
      case .draining: return .text(503, .admin, "draining")
      }
    case "/metrics":
      return Response(
        200, .admin,
        [
          ("Content-Type", "text/plain; version=0.0.4; charset=utf-8"),
          ("Cache-Control", "no-store"),
        ],
        body: Array(metrics().utf8))
    case "/tls-allowed": return certificateRight(request)
    default:
      return .text(
        404, .admin, "There is /healthz, /readyz, /metrics and /tls-allowed?domain=HOST.")
    }
  }

  /// What a proxy asks that fetches certificates on demand, such as Caddy's `on_demand_tls`: 200
  /// for hosts that are served.
  private func certificateRight(_ request: Request) -> Response {
    guard let text = request.parameter("domain") else {
      return .text(400, .admin, "Ask with ?domain=HOST.")
    }
    let isAllowed = (try? DomainName(text)).map(isServed) ?? false
    return isAllowed
      ? .text(200, .admin, "This host is served.")
      : .text(404, .admin, "Nothing is served under this name.")
  }
}
