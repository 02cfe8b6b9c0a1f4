// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// How a request is answered.
public enum Answer: Sendable {
  /// At once.
  case ready(Response)
  /// Only after work that takes long, such as a signature: not on a thread that has others to
  /// answer.
  case later(SlowAnswer)

  /// The answer, on this thread in any case.
  public var response: Response {
    switch self {
    case .ready(let response): response
    case .later(let slow): slow.make()
    }
  }
}

/// An answer that takes long to make.
public struct SlowAnswer: Sendable {
  /// What was asked for.
  public let route: Route.Name
  /// The domain that was asked about, for logs.
  public let domain: String?
  /// Makes the answer; may wait for other programs.
  public let make: @Sendable () -> Response

  /// An answer that somebody has to make.
  public init(
    _ route: Route.Name, _ domain: String?, make: @escaping @Sendable () -> Response
  ) {
    self.route = route
    self.domain = domain
    self.make = make
  }

  /// What is said where there is nobody to make it now: 503 (RFC 9110 section 15.6.4).
  public var refusal: Response {
    var response = Response.text(
      503, route, "Too many profiles are being made. Ask again in a moment.",
      [("Retry-After", "5")])
    response.domain = domain
    return response
  }
}
