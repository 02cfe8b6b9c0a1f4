// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Every limit that a stranger meets, each with a flag of `mkprofile serve`.
package struct ServerLimits: Sendable, Hashable {
  /// Connections at the same time.
  package var connections = 2_048
  /// Connections at the same time from one client; behind a trusted proxy its requests count.
  package var connectionsPerClient = 256
  /// Bytes of request line and header fields together.
  package var headerBytes = 8 * 1_024
  /// Bytes of a request body.
  package var bodyBytes = 16 * 1_024
  /// Seconds from the first byte of a request to its last.
  package var requestSeconds = 10
  /// Seconds that a connection may be silent.
  package var idleSeconds = 15
  /// Requests a second from one client, on the average; 0 is no limit.
  package var requestsPerSecond = 100
  /// Requests that one client may make at once before the average counts.
  package var burst = 400
  /// Bytes of memory for documents of whole domains and of addresses that a directory was asked
  /// about, which are made again when they are asked for.
  package var keptBytes = 16 * 1_024 * 1_024
  /// Profiles that may wait for a signature; as many presses of buttons, and as many sheets, may
  /// wait in queues of their own.
  package var waitingProfiles = 64
  /// How many of them may be for one client.
  package var waitingPerClient = 16
  /// Clients whose rate is remembered.
  package var rememberedClients = 65_536
  /// Seconds for the requests in flight after a signal to stop.
  package var drainSeconds = 10

  /// Header fields of one request; browsers send about 20.
  package static let mostFields = 100

  /// The defaults.
  package init() {}
}
