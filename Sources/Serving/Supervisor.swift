// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Commands
import HTTPListener
import MailSettings
import ProfileServer
import SettingsFile
import System

/// Runs the server: starts it, watches signals, files and slow connections, ends it.
package final class Supervisor {
  private let request: ServeRequest
  private let configuration: ServeConfiguration
  private let current: CurrentHandler
  private let log: RequestLog
  private let manager = ServiceManager()
  private let metrics: ServerMetrics
  private let readiness = Readiness()
  private let keeper: CertificateKeeper?
  private let queue: WorkQueue
  private let listeners: Listeners
  private var reloader: SettingsReloader

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
    let deliveries = DeliveryLoader(request)
    let (keepers, findings) = deliveries.load(loaded.catalog)
    guard request.report(loaded.findings + findings) else {
      return .settings(SettingsFailure(cause: .invalid, findings: []))
    }
    let supervisor: Supervisor
    do throws(ListenerError) {
      supervisor = try Supervisor(
        request, configuration, loaded, deliveries, keepers, readAfter: start)
    } catch { return outcome(of: error) }
    do throws(ListenerError) { try supervisor.start() } catch {
      supervisor.listeners.close()
      supervisor.log.flush()
      return outcome(of: error)
    }
    supervisor.run(&signals)
    return .done
  }

  private static func outcome(of error: ListenerError) -> ServeOutcome {
    error.isMissingFile
      ? .noSuchFile(error.message, fix: error.fix) : .cannotServe(error.message, fix: error.fix)
  }

  private init(
    _ request: ServeRequest, _ configuration: ServeConfiguration, _ loaded: LoadedSettings,
    _ deliveries: DeliveryLoader, _ keepers: [DeliveryKeeper], readAfter start: Int64
  ) throws(ListenerError) {
    self.request = request
    self.configuration = configuration
    metrics = deliveries.metrics
    log = deliveries.log
    current = CurrentHandler(
      loaded.catalog, configuration.limits, keepers, sheets: request.sheets)
    queue = WorkQueue(
      waiting: configuration.limits.waitingProfiles,
      perClient: configuration.limits.waitingPerClient)
    keeper = try CertificateKeeper(request, current, log)
    listeners = Listeners(configuration, keeper?.certificates, queue, log)
    reloader = SettingsReloader(request, loaded, readAfter: start, current, deliveries)
  }

  private func start() throws(ListenerError) {
    var service = Service(
      answer: { [current, challenges = configuration.challenges] request in
        challenges?.answer(request).map { .ready($0) } ?? current.answer(request)
      },
      record: { [log, metrics] exchange in
        metrics.record(exchange)
        log.record(exchange)
      })
    service.warn = { [log] message, fix in log.say(.warning, "\(message); \(fix)") }
    keeper?.refresh()
    try listeners.open(inherited: ListenSocket.inherited(manager.listen), service)
    try listeners.openAdmin(adminService)
    readiness.state = .ready
    manager.tell(.ready)
    log.flush()
  }

  private var adminService: Service {
    let (version, connections) = (request.version, listeners.connectionCounter)
    let admin = AdminService(
      readiness: readiness, isServed: { [current] in current.hosts.contains($0) }
    ) {
      [certificates = keeper?.certificates, current, log, metrics, readiness, queue] in
      metrics.text(
        ServerMetrics.Readings(
          version: version, connections: connections(), droppedLines: log.dropped,
          isReady: readiness.state == .ready, waitingProfiles: queue.waiting,
          certificates: certificates?.daysLeft() ?? [],
          faults: CertificateKeeper.faults(of: certificates, current.hosts),
          signers: current.signerDays))
    }
    return Service(respond: admin.respond, record: { _ in })
  }

  /// Five times a second the log is written, changes are noticed and room is made; once a second
  /// slow connections are ended.
  private func run(_ signals: inout Signals) {
    var turn = 0
    while true {
      switch signals.wait(milliseconds: 200) {
      case .stop: return stop(&signals)
      case .reload: reload("SIGHUP")
      case .none: break
      }
      log.flush()
      let crowded = listeners.makeRoom()
      if crowded > 0 { metrics.cut(crowded) }
      turn += 1
      if reloader.hasChanged() { reload("a changed file") }
      guard turn % 5 == 0 else { continue }
      current.freeRetired()
      current.refreshSecrets()
      queue.dropAbandoned()
      let cut = listeners.cutSlowConnections()
      if cut > 0 { metrics.cut(cut) }
      keeper?.refresh()
    }
  }

  private func reload(_ reason: String) {
    manager.tell(.reloading)
    reloader.reload(reason)
    keeper?.tell()
    manager.tell(.ready)
  }

  private func stop(_ signals: inout Signals) {
    readiness.state = .draining
    manager.tell(.stopping)
    log.say(.note, "stopping after the requests in flight")
    listeners.drain {
      log.flush()
      return signals.wait(milliseconds: 20) == .stop
    }
    listeners.close()
    log.say(.note, "stopped")
    log.flush()
  }
}
