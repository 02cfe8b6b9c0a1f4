// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// How the network is asked, where a command asks it at all.
package struct NetworkOptions: Sendable, Equatable {
  /// `HOST:PORT` of a resolver; nil for the system's.
  package var resolver: String?
  /// Milliseconds for all of it.
  package var milliseconds = 20_000
  /// A file of authorities in PEM instead of the system's.
  package var authorities: String?
  /// Connections that go elsewhere, as `HOST:PORT:ADDRESS:PORT`.
  package var connectTo: [String] = []
  /// How many times as long as a client each answer is waited for.
  package var patience = 1
  /// True where a redirect from the Internet must not lead into a private network.
  package var refusesPrivateRedirects = false

  /// The system's resolver and authorities, and 20 seconds.
  package init() {}
}
