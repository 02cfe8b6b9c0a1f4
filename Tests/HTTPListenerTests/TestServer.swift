// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import ProfileServer
import System
import Testing

@testable import HTTPListener

/// A server in this process on a socket of its own, which says what it was asked.
final class TestServer: Sendable {
  let server: HTTPServer
  let socket: Int32
  private let log = Log()

  private final class Log: Sendable { let exchanges = Guarded<[Exchange]>([]) }

  convenience init(
    _ address: String = "127.0.0.1:0", limits: ServerLimits = .forTests, trusted: [String] = [],
    tls: TLSCertificates? = nil,
    respond: @escaping @Sendable (Request) -> Response = TestServer.echo
  ) throws {
    let socket = try ListenSocket.open(try ListenAddress(address), backlog: 1_024)
    try self.init(socket: socket, limits: limits, trusted: trusted, tls: tls, respond: respond)
  }

  init(
    socket: Int32, limits: ServerLimits = .forTests, trusted: [String] = [],
    tls: TLSCertificates? = nil, threads: Int = 2, queue: WorkQueue? = nil,
    answer: (@Sendable (Request) -> Reply)? = nil,
    respond: @escaping @Sendable (Request) -> Response = TestServer.echo
  ) throws {
    var proxies = TrustedProxies()
    for network in trusted {
      let isAdded = proxies.add(network)
      #expect(isAdded)
    }
    self.socket = socket
    let service = Service(
      answer: answer ?? { .ready(respond($0)) },
      record: { [log] exchange in log.exchanges.withLock { $0.append(exchange) } })
    server = try HTTPServer(
      socket: socket, service: service, limits: limits, trusted: proxies, threads: threads,
      tls: tls, queue: queue)
  }

  /// What was answered, in the order of the answers.
  var exchanges: [Exchange] { log.exchanges.withLock { $0 } }

  /// The port of a server on an IP address.
  var port: UInt16 {
    var address = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutableBytes(of: &address) { bytes in
      guard let base = bytes.baseAddress else { return 0 }
      getsockname(socket, base.assumingMemoryBound(to: sockaddr.self), &length)
      // Both families have the port at the same place.
      return UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
    }
  }

  /// Method, target, host, forwarded host, trust and body, a line each.
  static let echo: @Sendable (Request) -> Response = { request in
    let lines = [
      request.method, request.target, request.fields.host ?? "-",
      request.isFromTrustedProxy ? "trusted" : "stranger",
      String(decoding: request.body, as: UTF8.self),
    ]
    return Response(
      200, .unknown, [("Content-Type", "text/plain")],
      body: Array(lines.joined(separator: "\n").utf8))
  }

  deinit {
    server.stop()
    close(socket)
  }
}

extension ServerLimits {
  /// The defaults without a rate: tests of other things ask fast.
  static var forTests: ServerLimits {
    var limits = ServerLimits()
    limits.requestsPerSecond = 0
    return limits
  }
}

/// Waits for a condition; false where it does not come about within a generous time.
func eventually(_ condition: () -> Bool) -> Bool {
  let end = Clock.monotonic + 20_000_000
  while Clock.monotonic < end {
    if condition() { return true }
    usleep(5_000)
  }
  return condition()
}
