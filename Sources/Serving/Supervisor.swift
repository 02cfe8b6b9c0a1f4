// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Commands
import Directory
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
  private let directories: DirectoryKeeper
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
    let directories = DirectoryKeeper(deliveries.log)
    let (catalog, people): (SettingsCatalog, PeopleDesk?)
    do throws(SettingsFailure) {
      (catalog, people) = try open(directories, loaded.catalog, request, &signals)
    } catch { return .settings(error) }
    let supervisor: Supervisor
    do throws(ListenerError) {
      supervisor = try Supervisor(
        request, configuration, loaded,
        CurrentHandler(
          catalog, configuration.limits, keepers, people: people, sheets: request.sheets),
        deliveries, directories, readAfter: start)
    } catch { return outcome(of: error) }
    do throws(ListenerError) { try supervisor.start() } catch {
      supervisor.listeners.close()
      supervisor.log.flush()
      return outcome(of: error)
    }
    supervisor.run(&signals)
    return .done
  }

  /// Milliseconds that a source of domains may be away when the server starts: one that is started
  /// at the same time is waited for.
  private static let patience = 20_000

  /// Reads the directories of the settings. Nobody is answered before: a server without its domains
  /// would say that there is nothing.
  private static func open(
    _ directories: DirectoryKeeper, _ catalog: SettingsCatalog, _ request: ServeRequest,
    _ signals: inout Signals
  ) throws(SettingsFailure) -> (SettingsCatalog, PeopleDesk?) {
    let deadline = Deadline(milliseconds: patience)
    while true {
      do throws(SettingsFailure) {
        let opened = try directories.adopt(catalog)
        guard request.report(opened.findings) else {
          throw SettingsFailure(cause: .invalid, findings: [])
        }
        return (opened.catalog, opened.people)
      } catch {
        guard error.cause == .unreadable, !deadline.hasPassed,
          signals.wait(milliseconds: 1_000) != .stop
        else { throw error }
      }
    }
  }

  private static func outcome(of error: ListenerError) -> ServeOutcome {
    error.isMissingFile
      ? .noSuchFile(error.message, fix: error.fix) : .cannotServe(error.message, fix: error.fix)
  }

  private init(
    _ request: ServeRequest, _ configuration: ServeConfiguration, _ loaded: LoadedSettings,
    _ current: CurrentHandler, _ deliveries: DeliveryLoader, _ directories: DirectoryKeeper,
    readAfter start: Int64
  ) throws(ListenerError) {
    self.request = request
    self.configuration = configuration
    metrics = deliveries.metrics
    log = deliveries.log
    self.current = current
    self.directories = directories
    queue = WorkQueue(
      waiting: configuration.limits.waitingProfiles,
      perClient: configuration.limits.waitingPerClient)
    keeper = try CertificateKeeper(request, current, log)
    listeners = Listeners(configuration, keeper?.certificates, queue, log)
    reloader = SettingsReloader(request, loaded, readAfter: start, current, deliveries, directories)
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
    directories.follow { [current] in current.forget($0) }
    readiness.state = .ready
    manager.tell(.ready)
    log.flush()
  }

  private var adminService: Service {
    let (version, connections) = (request.version, listeners.connectionCounter)
    let admin = AdminService(
      readiness: readiness, isServed: { [current] in current.hosts.contains($0) }
    ) {
      [certificates = keeper?.certificates, current, directories, log, metrics, readiness, queue] in
      metrics.text(
        ServerMetrics.Readings(
          version: version, connections: connections(), droppedLines: log.dropped,
          isReady: readiness.state == .ready, waitingProfiles: queue.waiting,
          certificates: certificates?.daysLeft() ?? [],
          faults: CertificateKeeper.faults(of: certificates, current.hosts),
          signers: current.signerDays, domains: current.domainCount,
          directory: directories.counts, people: current.people))
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
      directories.tellAboutPeople()
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
    directories.stop()
    log.say(.note, "stopped")
    log.flush()
  }
}
