// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CGnuTLS
import CMicroHTTPD
import ProfileServer
import Synchronization
import System

/// A listener on one socket: libmicrohttpd with a pool of threads.
///
/// It polls and does not use epoll, under which a client that goes away in the middle of a
/// request keeps its connection until the time-out (0.9.75 and 1.0.1).
///
/// Unchecked: the daemon is the library's, whose functions may be called from any thread.
package final class HTTPServer: @unchecked Sendable {
  private let daemon: OpaquePointer
  private let exchange: ExchangeHandler
  private let acceptor: Acceptor
  private let isStopped = Atomic(false)

  /// Starts to answer on a listening socket, which stays the caller's and must be open until
  /// `stop`. With certificates it speaks https and nothing else: TLS 1.2 and later, HTTP/1.1.
  /// Answers that take long are made on the threads of a queue, where there is one. With
  /// `hstsSeconds`, answers over TLS tell browsers to use nothing else for so long.
  package init(
    socket: Int32, service: Service, limits: ServerLimits,
    trusted: TrustedProxies = TrustedProxies(), threads: Int, tls: TLSCertificates? = nil,
    queue: WorkQueue? = nil, hstsSeconds: Int? = nil
  ) throws(ListenerError) {
    try ListenSocket.prepare(socket)
    exchange = ExchangeHandler(service, limits, trusted, tls, queue, hstsSeconds: hstsSeconds)
    let closure = Unmanaged.passUnretained(exchange).toOpaque()
    var flags =
      MHD_USE_POLL.rawValue | MHD_USE_INTERNAL_POLLING_THREAD.rawValue | MHD_USE_ITC.rawValue
    if tls != nil { flags |= MHD_USE_TLS.rawValue }
    // Only then the library says what it refuses by itself.
    if LibraryVersion.isBefore10 { flags |= MHD_USE_ERROR_LOG.rawValue }
    if queue != nil { flags |= MHD_ALLOW_SUSPEND_RESUME.rawValue }
    let options =
      Self.options(socket, limits, threads, closure, tls == nil ? [] : Self.tlsOptions)
    guard
      let daemon = mkprofile_start_daemon(
        flags, acceptClient, closure, answerRequest, closure, options)
    else { throw ListenerError("libmicrohttpd does not start", errno: errno) }
    self.daemon = daemon
    // From here on connections come from the acceptor alone.
    MHD_quiesce_daemon(daemon)
    acceptor = Acceptor(
      daemon, socket: socket, limit: limits.connections, begun: exchange.begun)
    guard acceptor.isRunning else {
      MHD_stop_daemon(daemon)
      throw ListenerError("there is no thread that takes connections")
    }
  }

  private static func options(
    _ socket: Int32, _ limits: ServerLimits, _ threads: Int, _ closure: UnsafeMutableRawPointer,
    _ others: [MHD_OptionItem]
  ) -> [MHD_OptionItem] {
    func number(_ option: MHD_OPTION, _ value: Int) -> MHD_OptionItem {
      MHD_OptionItem(option: option, value: value, ptr_value: nil)
    }
    func callback<Function>(_ option: MHD_OPTION, _ function: Function) -> MHD_OptionItem {
      MHD_OptionItem(
        option: option, value: unsafeBitCast(function, to: Int.self), ptr_value: closure)
    }
    // What the library says comes first, or it would say it of other options in its own way.
    var options: [MHD_OptionItem] = []
    if LibraryVersion.isBefore10 {
      options.append(callback(.EXTERNAL_LOGGER, LengthRefusal.listen))
    }
    options += [
      number(.LISTEN_SOCKET, Int(socket)),
      number(.THREAD_POOL_SIZE, max(threads, 1)),
      // The acceptor keeps the limit. The library would divide its own among the threads, and drop
      // what one of them has no room for though others have.
      number(.CONNECTION_LIMIT, min(limits.connections, 1 << 20) * min(max(threads, 1), 1 << 10)),
      number(.CONNECTION_TIMEOUT, limits.idleSeconds),
      // The library's records of the fields and the header of the answer share this memory.
      number(.CONNECTION_MEMORY_LIMIT, limits.headerBytes * 2 + 8_192),
      // Before 1.0 the one thing that this adds is a check of the host that answers with two
      // headers; `Framing` and `RequestTarget` make it.
      number(.STRICT_FOR_CLIENT, LibraryVersion.isBefore10 ? 0 : 1),
      callback(.URI_LOG_CALLBACK, beginRequest),
      callback(.NOTIFY_COMPLETED, endRequest),
      callback(.NOTIFY_CONNECTION, noticeConnection),
    ]
    return options + others + [number(.END, 0)]
  }

  private static var tlsOptions: [MHD_OptionItem] {
    [
      MHD_OptionItem(
        option: .HTTPS_CERT_CALLBACK, value: 0,
        ptr_value: unsafeBitCast(chooseCertificate, to: UnsafeMutableRawPointer.self)),
      MHD_OptionItem(
        option: .HTTPS_PRIORITIES, value: 0,
        ptr_value: UnsafeMutableRawPointer(mutating: mkprofile_tls_versions())),
    ]
  }

  /// Ends connections that wait where there is hardly room for new ones; gives how many. To be
  /// called some times a second.
  package func makeRoom() -> Int {
    exchange.connections.makeRoom(at: Clock.monotonic, exchange.limits)
  }

  /// Connections that are open now.
  package var openConnections: Int { Int(mkprofile_open_connections(daemon)) }

  /// Ends connections that take longer than the limits; gives how many. To be called each second.
  package func cutSlowConnections() -> Int {
    exchange.connections.cut(at: Clock.monotonic, exchange.limits)
  }

  /// Takes no new connections, and closes each open one after its next answer.
  package func beginDraining() {
    exchange.isDraining.store(true, ordering: .relaxed)
    acceptor.stop()
  }

  /// Takes the connections that wait on a socket of its own that it no longer listens on: a
  /// client whose connection the kernel has taken would lose its request otherwise.
  package func takeWaiting(on socket: Int32) {
    var state = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
    while poll(&state, 1, 0) > 0, state.revents & Int16(POLLIN) != 0 {
      var address = sockaddr_storage()
      var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
      let isTaken = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
          let client = accept(socket, address, &size)
          guard client >= 0 else { return false }
          MHD_add_connection(daemon, client, address, size)
          return true
        }
      }
      guard isTaken else { return }
    }
  }

  /// Ends connections that wait for no answer and have been silent so long; while draining, so
  /// that a client that keeps its connection does not hold up the end.
  package func endIdleConnections(silentFor microseconds: Int64) {
    exchange.connections.endIdle(at: Clock.monotonic, silentFor: microseconds)
  }

  /// Ends all connections and the threads.
  package func stop() {
    guard !isStopped.exchange(true, ordering: .relaxed) else { return }
    acceptor.stop()
    exchange.pending.refuseAll()
    MHD_stop_daemon(daemon)
  }

  deinit { stop() }
}
