// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import ProfileServer

/// A limit of the server as people set it.
package struct ServeLimit: Sendable {
  /// The option without dashes.
  package let name: String
  /// What it counts, such as `BYTES`.
  let unit: String
  /// One sentence with a full stop; help adds the default.
  let summary: String
  /// What it sets.
  package let limit: WritableKeyPath<ServerLimits, Int> & Sendable
  /// The accepted values.
  let range: ClosedRange<Int>

  var option: CommandOption {
    CommandOption(
      name: name, placeholder: unit,
      summary: "\(summary) Default: \(ServerLimits()[keyPath: limit]).")
  }

  /// Every limit.
  package static let all = [
    ServeLimit(
      name: "max-connections", unit: "N", summary: "Connections at the same time.",
      limit: \.connections, range: 1...1_000_000),
    ServeLimit(
      name: "max-connections-per-client", unit: "N",
      summary: "The same from one client that is no trusted proxy.", limit: \.connectionsPerClient,
      range: 1...1_000_000),
    ServeLimit(
      name: "max-header-bytes", unit: "BYTES",
      summary: "Size of request line and header fields, at most 100 of them.",
      limit: \.headerBytes, range: 1_024...1_048_576),
    ServeLimit(
      name: "max-body-bytes", unit: "BYTES", summary: "Size of a request's body.",
      limit: \.bodyBytes, range: 1_024...1_048_576),
    ServeLimit(
      name: "request-timeout", unit: "SECONDS", summary: "Time for a whole request.",
      limit: \.requestSeconds, range: 1...3_600),
    ServeLimit(
      name: "idle-timeout", unit: "SECONDS", summary: "Silence before a connection ends.",
      limit: \.idleSeconds, range: 1...3_600),
    ServeLimit(
      name: "rate", unit: "N", summary: "Requests a second from one client; 0 is no limit.",
      limit: \.requestsPerSecond, range: 0...1_000_000),
    ServeLimit(
      name: "burst", unit: "N", summary: "Requests that a client may send at once.",
      limit: \.burst, range: 1...1_000_000),
    ServeLimit(
      name: "max-kept-bytes", unit: "BYTES", summary: "Memory for documents of whole domains.",
      limit: \.keptBytes, range: 65_536...17_179_869_184),
    ServeLimit(
      name: "max-waiting-profiles", unit: "N",
      summary: "Profiles that may wait for a signature; the same for passwords, for PDFs.",
      limit: \.waitingProfiles, range: 1...100_000),
    ServeLimit(
      name: "max-waiting-per-client", unit: "N", summary: "How many of them for one client.",
      limit: \.waitingPerClient, range: 1...100_000),
    ServeLimit(
      name: "drain-timeout", unit: "SECONDS",
      summary: "Time for the requests in flight when the server is told to stop.",
      limit: \.drainSeconds,
      range: 0...3_600),
  ]
}

extension CommandOption {
  static let listen = CommandOption(
    name: "listen", placeholder: "ADDRESS",
    summary: "127.0.0.1:8080 (the default), :8080 for every address of the machine, or unix:PATH,"
      + " where http: or https: may stand before it; may be repeated.",
    isRepeatable: true)
  static let adminListen = CommandOption(
    name: "admin-listen", placeholder: "ADDRESS",
    summary: "Serve /healthz, /readyz, /metrics and /tls-allowed?domain=HOST there.",
    isRepeatable: true)
  static let trustedProxy = CommandOption(
    name: "trusted-proxy", placeholder: "NETWORK",
    summary: "Believe X-Forwarded-For and -Host from there, such as 10.0.0.0/8; may be repeated.",
    isRepeatable: true)
  static let tlsCertificate = CommandOption(
    name: "tls-certificate", placeholder: "FILE",
    summary: "Serve https with this certificate and its chain (PEM); may be repeated.",
    completion: .files, isRepeatable: true)
  static let tlsKey = CommandOption(
    name: "tls-key", placeholder: "FILE",
    summary: "The key of the certificate at the same position (PEM).", completion: .files,
    isRepeatable: true)
  static let tlsTicketKey = CommandOption(
    name: "tls-ticket-key", placeholder: "FILE",
    summary: "At least 32 random bytes, from which servers that share them make the keys of TLS"
      + " session tickets; without it each start makes its own.",
    completion: .files)
  static let hsts = CommandOption(
    name: "hsts", placeholder: "SECONDS",
    summary: "Tell browsers to use https alone for so long (Strict-Transport-Security).")
  static let acmeWebroot = CommandOption(
    name: "acme-webroot", placeholder: "FOLDER",
    summary: "Answer what certificate authorities ask from the web root of certbot or uacme.",
    completion: .folders)
  static let socketMode = CommandOption(
    name: "socket-mode", placeholder: "MODE",
    summary: "The rights of unix: sockets, such as 666. Default: 660.")
  static let socketGroup = CommandOption(
    name: "socket-group", placeholder: "GROUP",
    summary: "The group of unix: sockets, such as www-data, which nginx belongs to.")
  static let threads = CommandOption(
    name: "threads", placeholder: "N",
    summary: "Threads for each address; one less than there are processors by default.")

  static let serving =
    [
      listen, adminListen, trustedProxy, socketMode, socketGroup, tlsCertificate, tlsKey,
      tlsTicketKey, hsts, acmeWebroot, allowUnsigned, logFormat, threads,
    ]
    + ServeLimit.all.map(\.option)
}
