// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A limit of the server that people can set.
package struct ServeLimit: Sendable {
  /// The option without dashes.
  package let name: String
  /// What it counts, such as `BYTES`.
  let unit: String
  /// One sentence with a full stop; help adds the default.
  let summary: String
  /// What holds unless it is given.
  package let standard: Int
  /// The accepted values.
  let range: ClosedRange<Int>

  var option: CommandOption {
    CommandOption(
      name: name, placeholder: unit, summary: "\(summary) Default: \(standard).")
  }

  /// Every limit. The server holds its own defaults against these.
  package static let all = [
    ServeLimit(
      name: "max-connections", unit: "N", summary: "Connections at the same time.",
      standard: 2_048, range: 1...1_000_000),
    ServeLimit(
      name: "max-connections-per-client", unit: "N",
      summary: "The same from one client that is no trusted proxy.", standard: 256,
      range: 1...1_000_000),
    ServeLimit(
      name: "max-header-bytes", unit: "BYTES", summary: "Size of request line and header.",
      standard: 8_192, range: 1_024...1_048_576),
    ServeLimit(
      name: "max-body-bytes", unit: "BYTES", summary: "Size of a request's body.",
      standard: 16_384, range: 1_024...1_048_576),
    ServeLimit(
      name: "request-timeout", unit: "SECONDS", summary: "Time for a whole request.",
      standard: 10, range: 1...3_600),
    ServeLimit(
      name: "idle-timeout", unit: "SECONDS", summary: "Silence before a connection ends.",
      standard: 15, range: 1...3_600),
    ServeLimit(
      name: "rate", unit: "N", summary: "Requests a second from one client; 0 is no limit.",
      standard: 100, range: 0...1_000_000),
    ServeLimit(
      name: "burst", unit: "N", summary: "Requests that a client may send at once.",
      standard: 400, range: 1...1_000_000),
    ServeLimit(
      name: "max-kept-bytes", unit: "BYTES", summary: "Memory for documents of whole domains.",
      standard: 16_777_216, range: 65_536...17_179_869_184),
    ServeLimit(
      name: "max-waiting-profiles", unit: "N",
      summary: "Profiles that may wait for a signature or a password.", standard: 64,
      range: 1...100_000),
    ServeLimit(
      name: "drain-timeout", unit: "SECONDS",
      summary: "Time for the requests in flight when the server is told to stop.", standard: 10,
      range: 0...3_600),
  ]
}

extension CommandOption {
  static let listen = CommandOption(
    name: "listen", placeholder: "ADDRESS",
    summary: "127.0.0.1:8080 (the default), [::]:8080 or unix:PATH, where http: or https: may"
      + " stand before it; may be repeated.",
    isRepeatable: true)
  static let adminListen = CommandOption(
    name: "admin-listen", placeholder: "ADDRESS",
    summary: "Serve /healthz, /readyz and /metrics there.", isRepeatable: true)
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
  static let logFormat = CommandOption(
    name: "log-format", placeholder: "FORM",
    summary: "How requests are logged; auto is text on a terminal and JSON lines elsewhere.",
    values: ["auto", "text", "json", "none"])
  static let threads = CommandOption(
    name: "threads", placeholder: "N",
    summary: "Threads for each address; one less than there are processors by default.")

  static let serving =
    [
      listen, adminListen, trustedProxy, tlsCertificate, tlsKey, allowUnsigned, logFormat, threads,
    ]
    + ServeLimit.all.map(\.option)
}
