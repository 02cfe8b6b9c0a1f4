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
  private let manager = ServiceManager()
  private let metrics = Metrics()
  private let readiness = Readiness()
  private var watcher: SettingsWatcher
  private var servers: [HTTPServer] = []
  private var admins: [HTTPServer] = []
  private var sockets = Sockets()
  private var adminSockets = Sockets()
  private var certificates: TLSCertificates?

  /// Serves until somebody says stop.
  package static func serve(_ request: ServeRequest) -> ServeOutcome {
    var signals = Signals()
    let configuration: ServeConfiguration
    do { configuration = try ServeConfiguration(request) } catch { return .usage(error.message) }
    let start = Clock.wall
    let loaded: LoadedSettings
    do throws(SettingsFailure) { loaded = try request.settings.load() } catch {
      return .settings(error)
    }
    guard request.report(loaded.findings) else {
      return .settings(SettingsFailure(cause: .invalid, findings: []))
    }
    let supervisor = Supervisor(request, configuration, loaded, readAfter: start)
    do throws(ListenerError) { try supervisor.start() } catch {
      supervisor.close()
      return .cannotServe(error.message)
    }
    supervisor.run(&signals)
    return .done
  }

  private init(
    _ request: ServeRequest, _ configuration: ServeConfiguration, _ loaded: LoadedSettings,
    readAfter start: Int64
  ) {
    self.request = request
    self.configuration = configuration
    current = CurrentHandler(loaded.catalog, configuration.limits)
    log = RequestLog(
      LogFormat(
        isJSON: request.logsJSON, showsRequests: request.logsRequests,
        lowest: request.logsNotes ? .note : .error))
    watcher = SettingsWatcher(loaded.files, readAfter: start)
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
    let inherited = ListenSocket.inherited(manager.listen)
    var own = configuration.listen
    if own.isEmpty, inherited.isEmpty { own = [try ListenAddress("127.0.0.1:8080")] }
    for socket in inherited { servers.append(try server(on: socket, service)) }
    if !inherited.isEmpty { log.say(.note, "listening on \(inherited.count) inherited sockets") }
    for address in own {
      let (socket, name) = try sockets.open(address)
      servers.append(try server(on: socket, service))
      log.say(.note, "listening on \(name)")
    }
    for address in configuration.adminListen {
      let (socket, name) = try adminSockets.open(address)
      admins.append(
        try HTTPServer(
          socket: socket, service: adminService, limits: configuration.limits, threads: 1))
      log.say(.note, "health and metrics on \(name)")
    }
    readiness.state = .ready
    manager.tell(.ready)
    log.flush()
  }

  private func server(on socket: Int32, _ service: Service) throws(ListenerError) -> HTTPServer {
    try HTTPServer(
      socket: socket, service: service, limits: configuration.limits,
      trusted: configuration.trusted, threads: configuration.threads,
      // Behind a Unix socket there is a proxy on the same machine, which has TLS of its own.
      tls: ListenSocket.isUnix(socket) ? nil : certificates)
  }

  private var adminService: Service {
    let version = request.version
    let admin = AdminService(readiness: readiness) {
      [servers, certificates, log, metrics, readiness] in
      metrics.text(
        Metrics.Readings(
          version: version, connections: servers.reduce(0) { $0 + $1.openConnections },
          droppedLines: log.dropped, isReady: readiness.state == .ready,
          certificates: certificates?.daysLeft() ?? []))
    }
    return Service(respond: admin.respond, record: { _ in })
  }

  /// Five times a second the log is written and changes are noticed; once a second slow
  /// connections are.
  private func run(_ signals: inout Signals) {
    var turn = 0
    while true {
      switch signals.wait(milliseconds: 200) {
      case .stop: return drain(&signals)
      case .reload: reload("SIGHUP")
      case .none: break
      }
      log.flush()
      turn += 1
      if turn % watcher.pace == 0, watcher.hasChanged() { reload("a changed file") }
      guard turn % 5 == 0 else { continue }
      current.freeRetired()
      let cut = servers.reduce(0) { $0 + $1.cutSlowConnections() }
      if cut > 0 { metrics.cut(cut) }
      switch certificates?.reloadIfChanged() {
      case .success(let message): log.say(.note, message)
      case .failure(let error): log.say(.error, error.message)
      case nil: break
      }
    }
  }

  private func reload(_ reason: String) {
    manager.tell(.reloading)
    defer { manager.tell(.ready) }
    // What was written just before the signal is then older than a tick of the file system.
    usleep(UInt32(2 * SettingsWatcher.tick))
    let start = Clock.wall
    let known = watcher.marksNow
    do throws(SettingsFailure) {
      let loaded = try request.settings.load()
      watcher = SettingsWatcher(loaded.files, readAfter: start, known: known)
      try refuseWarnings(loaded)
      current.replace(by: loaded.catalog)
      metrics.reloaded(domains: loaded.catalog.domainCount)
      log.say(.note, "settings read again after \(reason)", loaded.findings)
    } catch {
      // A file that is missing now is waited for like those of the settings in force.
      if !error.files.isEmpty {
        watcher = SettingsWatcher(
          Array(known.keys) + error.files, readAfter: start, known: known)
      }
      metrics.refused()
      log.say(.error, "the old settings stay: the new ones are wrong", error.findings)
    }
  }

  /// With --strict a warning is an error, now as at the start.
  private func refuseWarnings(_ loaded: LoadedSettings) throws(SettingsFailure) {
    guard request.isStrict, loaded.findings.contains(where: { $0.severity == .warning }) else {
      return
    }
    let findings = loaded.findings.map { finding in
      var finding = finding
      if finding.severity == .warning { finding.severity = .error }
      return finding
    }
    throw SettingsFailure(cause: .invalid, findings: findings)
  }

  /// Answers what has begun and what waits to be accepted, and nothing more.
  private func drain(_ signals: inout Signals) {
    readiness.state = .draining
    manager.tell(.stopping)
    log.say(.note, "stopping after the requests in flight")
    for server in servers { server.beginDraining() }
    var isUrgent = false
    // Threads may still be about to accept; after a while what waits is taken to the last, and
    // then new clients are refused at once. Inherited sockets go on to the next server.
    for _ in 0..<5 where !isUrgent {
      isUrgent = signals.wait(milliseconds: 20) == .stop
      for (server, socket) in zip(servers.suffix(sockets.descriptors.count), sockets.descriptors) {
        server.takeWaiting(on: socket)
      }
    }
    sockets.close()
    let end = Clock.monotonic + Int64(configuration.limits.drainSeconds) * 1_000_000
    while !isUrgent, Clock.monotonic < end, servers.contains(where: { $0.openConnections > 0 }) {
      log.flush()
      for server in servers { server.endIdleConnections(silentFor: 1_000_000) }
      isUrgent = signals.wait(milliseconds: 20) == .stop
    }
    close()
    log.say(.note, "stopped")
    log.flush()
  }

  private func close() {
    for server in servers + admins { server.stop() }
    sockets.close()
    adminSockets.close()
  }
}
