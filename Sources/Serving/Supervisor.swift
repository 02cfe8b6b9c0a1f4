// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Commands
import HTTPListener
import MailSettings
import ProfileServer
import SettingsFile

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Runs the server: sockets, threads, signals, new settings, the end.
package final class Supervisor {
  private let request: ServeRequest
  private let configuration: ServeConfiguration
  private let current: CurrentHandler
  private let log: RequestLog
  private let metrics = Metrics()
  private var watcher: SettingsWatcher
  private var servers: [HTTPServer] = []
  private var admins: [HTTPServer] = []
  private var sockets: [Int32] = []
  /// The files of Unix sockets that are open.
  private var socketFiles: [String] = []
  private var certificates: TLSCertificates?
  /// The handler before the last change, until no request can use it any more.
  private var retired: RequestHandler?

  /// Serves until somebody says stop.
  package static func serve(_ request: ServeRequest) -> ServeOutcome {
    var signals = Signals()
    let configuration: ServeConfiguration
    do { configuration = try ServeConfiguration(request) } catch { return .usage(error.message) }
    let loaded: LoadedSettings
    do throws(SettingsFailure) { loaded = try request.settings.load() } catch {
      return .settings(error)
    }
    guard request.report(loaded.findings) else {
      return .settings(SettingsFailure(cause: .invalid, findings: []))
    }
    let supervisor = Supervisor(request, configuration, loaded)
    do throws(ListenerError) { try supervisor.start() } catch {
      supervisor.stop()
      return .cannotServe(error.message)
    }
    supervisor.run(&signals)
    return .done
  }

  private init(
    _ request: ServeRequest, _ configuration: ServeConfiguration, _ loaded: LoadedSettings
  ) {
    self.request = request
    self.configuration = configuration
    current = CurrentHandler(loaded.catalog, configuration.limits)
    log = RequestLog(RequestLog.Form(rawValue: request.logFormat) ?? .text)
    watcher = SettingsWatcher(loaded.files)
    metrics.loaded(domains: loaded.catalog.domainCount)
  }

  private func start() throws(ListenerError) {
    let connections = ListenSocket.reserveDescriptors(configuration.limits.connections)
    if connections < configuration.limits.connections {
      log.say(
        .warning, "the system's limit of open files leaves room for \(connections) connections")
    }
    if !request.certificates.isEmpty {
      certificates = try TLSCertificates(files: request.certificates)
    }
    let service = Service(
      respond: { [current] in current.respond(to: $0) },
      record: { [log, metrics] exchange in
        metrics.record(exchange)
        log.record(exchange)
      })
    let inherited = ListenSocket.inherited(ProcessEnvironment.listen)
    var own = configuration.listen
    if own.isEmpty, inherited.isEmpty { own = [try ListenAddress("127.0.0.1:8080")] }
    for socket in inherited { servers.append(try server(on: socket, service)) }
    for address in own {
      servers.append(try server(on: try open(address), service))
      log.say(.note, "listening on \(address)")
    }
    for address in configuration.adminListen {
      let socket = try open(address)
      admins.append(
        try HTTPServer(
          socket: socket, service: adminService, limits: configuration.limits, threads: 1))
      log.say(.note, "health and metrics on \(address)")
    }
  }

  private func open(_ address: ListenAddress) throws(ListenerError) -> Int32 {
    let socket = try ListenSocket.open(address, backlog: 1_024)
    sockets.append(socket)
    if case .unix(let path) = address { socketFiles.append(path) }
    return socket
  }

  private func server(on socket: Int32, _ service: Service) throws(ListenerError) -> HTTPServer {
    try HTTPServer(
      socket: socket, service: service, limits: configuration.limits,
      trusted: configuration.trusted, threads: configuration.threads,
      // Behind a Unix socket there is a proxy on the same machine, which has TLS of its own.
      tls: ListenSocket.isUnix(socket) ? nil : certificates)
  }

  private var adminService: Service {
    let admin = AdminService { [servers, certificates, log, metrics] in
      metrics.text(
        connections: servers.reduce(0) { $0 + $1.openConnections }, droppedLines: log.dropped,
        certificates: certificates?.daysLeft() ?? [])
    }
    return Service(respond: admin.respond, record: { _ in })
  }

  /// Five times a second: the log is written, changes and slow connections are noticed.
  private func run(_ signals: inout Signals) {
    var turn = 0
    while true {
      switch signals.wait(milliseconds: 200) {
      case .stop: return drain()
      case .reload: reload("SIGHUP")
      case .none: break
      }
      log.flush()
      turn += 1
      guard turn % 5 == 0 else { continue }
      retired = nil
      let cut = servers.reduce(0) { $0 + $1.cutSlowConnections() }
      if cut > 0 { metrics.cut(cut) }
      if watcher.hasChanged() { reload("a changed file") }
      switch certificates?.reloadIfChanged() {
      case .success(let message): log.say(.note, message)
      case .failure(let error): log.say(.error, error.message)
      case nil: break
      }
    }
  }

  private func reload(_ reason: String) {
    do throws(SettingsFailure) {
      let loaded = try request.settings.load()
      watcher = SettingsWatcher(loaded.files)
      retired = current.replace(by: loaded.catalog)
      metrics.reloaded(true, domains: loaded.catalog.domainCount)
      log.say(.note, "settings read again after \(reason)", loaded.findings)
    } catch {
      metrics.reloaded(false)
      log.say(.error, "the old settings stay: the new ones are wrong", error.findings)
    }
  }

  private func drain() {
    log.say(.note, "stopping after the requests in flight")
    for server in servers { server.beginDraining() }
    // From now on a new client is refused at once, and does not wait for the end.
    for socket in sockets { shutdown(socket, Int32(SHUT_RDWR)) }
    let end = Clock.monotonic + Int64(configuration.limits.drainSeconds) * 1_000_000
    while Clock.monotonic < end, servers.contains(where: { $0.openConnections > 0 }) {
      log.flush()
      for server in servers { server.endIdleConnections(silentFor: 1_000_000) }
      usleep(20_000)
    }
    stop()
  }

  private func stop() {
    for server in servers + admins { server.stop() }
    for socket in sockets { close(socket) }
    for path in socketFiles { unlink(path) }
    log.say(.note, "stopped")
    log.flush()
  }
}

/// What the service manager says.
enum ProcessEnvironment {
  /// The variables of socket activation.
  static var listen: [String: String] {
    var values: [String: String] = [:]
    for name in ["LISTEN_PID", "LISTEN_FDS"] {
      if let value = getenv(name) { values[name] = String(cString: value) }
    }
    return values
  }
}
