// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// How a request is answered.
package enum Reply: Sendable {
  /// At once.
  case ready(Response)
  /// Only after work that takes long, such as a signature: not on a thread that has others to
  /// answer.
  case later(SlowAnswer)

  /// The answer, on this thread in any case.
  package var response: Response {
    switch self {
    case .ready(let response): response
    case .later(let slow): slow.own(slow.make())
    }
  }
}

/// An answer that takes long to make.
package struct SlowAnswer: Sendable {
  /// A queue of its own for each kind of work, so that none waits for another.
  package enum Lane: String, Sendable, Hashable, CaseIterable {
    /// Profiles with a signature.
    case signatures
    /// The buttons of links, which may wait for the program that makes passwords.
    case passwords
    /// Sheets as PDF.
    case sheets
    /// The pages of links.
    case pages
    /// Questions to directories about people.
    case people
  }

  /// Where it waits.
  package let lane: Lane
  /// What is made: those who wait for the same at the same time share what is made. Nil for what
  /// is for one alone.
  package let key: String?
  /// What was asked for.
  package let route: Route.Name
  /// The domain that was asked about, for logs.
  package let domain: String?
  /// Makes the answer; may wait for other programs.
  package let make: @Sendable () -> Response
  /// What one of those who share an answer gets of it.
  package var own: @Sendable (Response) -> Response = { $0 }
  /// Learns of an answer that nobody was there to take.
  package var lost: @Sendable (Response) -> Void = { _ in }

  /// An answer that somebody has to make.
  package init(
    _ lane: Lane, _ key: String? = nil, _ route: Route.Name, _ domain: String?,
    make: @escaping @Sendable () -> Response
  ) {
    self.lane = lane
    self.key = key
    self.route = route
    self.domain = domain
    self.make = make
  }

  /// What is said where there is nobody to make it now: 503 (RFC 9110 section 15.6.4).
  package var refusal: Response {
    var response = Response.text(
      503, route, "Too much is being made at the moment. Ask again in a few seconds.",
      [("Retry-After", "5")])
    response.domain = domain
    return response
  }
}
