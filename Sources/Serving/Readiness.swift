// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Whether a load balancer should send requests here.
final class Readiness: Sendable {
  enum State: Int {
    case starting, ready, draining
  }

  private let raw = Atomic(State.starting.rawValue)

  var state: State {
    get { State(rawValue: raw.load(ordering: .relaxed)) ?? .starting }
    set { raw.store(newValue.rawValue, ordering: .relaxed) }
  }
}
