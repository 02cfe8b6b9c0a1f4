// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import HTTPListener
import MailSettings
import ProfileServer
import System

/// The sockets of the server with the threads behind them: opened together, ended together.
final class Listeners {
  private let configuration: ServeConfiguration
  private let certificates: TLSCertificates?
  private let queue: WorkQueue
  private let log: RequestLog
  /// Those of the configuration, as far as the system allows.
  private var limits: ServerLimits
  private var servers: [HTTPServer] = []
  private var admins: [HTTPServer] = []
  private var sockets = Sockets()
  private var adminSockets = Sockets()

  init(
    _ configuration: ServeConfiguration, _ certificates: TLSCertificates?, _ queue: WorkQueue,
    _ log: RequestLog
  ) {
    self.configuration = configuration
    limits = configuration.limits
    self.queue = queue
    self.certificates = certificates
    self.log = log
  }

  /// Answers on the sockets that were passed on and on those of the command line; without any, on
  /// the standard address.
  func open(inherited: [Int32], _ service: Service) throws(ListenerError) {
    var own = configuration.listen
    if own.isEmpty, inherited.isEmpty { own = [try Listener("127.0.0.1:8080")] }
    limits.connections = Descriptors.share(
      of: limits.connections, listeners: inherited.count + own.count,
      threads: configuration.threads,
      operators: Self.operators * max(1, configuration.adminListen.count))
    if limits.connections < configuration.limits.connections {
      log.say(
        .warning,
        "the system's limit of open files leaves room for \(limits.connections) connections")
    }
    for socket in inherited { servers.append(try server(on: socket, nil, service)) }
    if !inherited.isEmpty { log.say(.note, "listening on \(inherited.count) inherited sockets") }
    let addresses = own.map(\.address) + configuration.adminListen
    for listener in own {
      let (socket, name) = try sockets.open(
        listener.address, configuration.rights, others: addresses)
      servers.append(try server(on: socket, listener.scheme, service))
      let prefix = listener.scheme.map { "\($0.rawValue):" } ?? ""
      log.say(.note, "listening on \(prefix)\(name)")
    }
  }

  /// Answers the operator, with one thread for each address, and descriptors that are kept for it.
  func openAdmin(_ service: Service) throws(ListenerError) {
    var limits = limits
    limits.connections = Self.operators
    let addresses = configuration.listen.map(\.address) + configuration.adminListen
    for address in configuration.adminListen {
      let (socket, name) = try adminSockets.open(address, configuration.rights, others: addresses)
      admins.append(try HTTPServer(socket: socket, service: service, limits: limits, threads: 1))
      log.say(.note, "health and metrics on \(name)")
    }
  }

  /// Connections that each address for the operator may have.
  private static let operators = 8

  private func server(
    on socket: Int32, _ scheme: Listener.Scheme?, _ service: Service
  ) throws(ListenerError) -> HTTPServer {
    let usesTLS = Listener.usesTLS(scheme, on: socket, hasCertificates: certificates != nil)
    return try HTTPServer(
      socket: socket, service: service, limits: limits, trusted: configuration.trusted,
      threads: configuration.threads, tls: usesTLS ? certificates : nil, queue: queue,
      hstsSeconds: configuration.hstsSeconds)
  }

  /// Counts the open connections, from any thread, of the listeners that are open now.
  var connectionCounter: @Sendable () -> Int {
    { [servers] in servers.reduce(0) { $0 + $1.openConnections } }
  }

  /// Ends connections that take too long; gives how many.
  func cutSlowConnections() -> Int { servers.reduce(0) { $0 + $1.cutSlowConnections() } }

  /// Ends connections that wait where there is hardly room for new ones; gives how many.
  func makeRoom() -> Int { (servers + admins).reduce(0) { $0 + $1.makeRoom() } }

  /// Answers what has begun and what waits to be accepted, and nothing more. `isUrgent` waits a
  /// moment and tells whether there is no more time.
  func drain(isUrgent: () -> Bool) {
    for server in servers { server.beginDraining() }
    var hurries = false
    // Threads may still be about to accept; after a while what waits is taken to the last, and
    // then new clients are refused at once. Inherited sockets go on to the next server.
    for _ in 0..<5 where !hurries {
      hurries = isUrgent()
      for (server, socket) in zip(servers.suffix(sockets.descriptors.count), sockets.descriptors) {
        server.takeWaiting(on: socket)
      }
    }
    sockets.close()
    let end = Clock.monotonic + Int64(configuration.limits.drainSeconds) * 1_000_000
    while !hurries, Clock.monotonic < end, servers.contains(where: { $0.openConnections > 0 }) {
      for server in servers { server.endIdleConnections(silentFor: 1_000_000) }
      hurries = isUrgent()
    }
  }

  /// Ends everything at once.
  func close() {
    for server in servers + admins { server.stop() }
    sockets.close()
    adminSockets.close()
  }
}
