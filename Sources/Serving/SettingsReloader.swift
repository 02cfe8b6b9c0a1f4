// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Commands
import HTTPListener
import MailSettings
import SettingsFile
import System

/// Puts new settings in force, or says why the old ones stay.
struct SettingsReloader {
  private let request: ServeRequest
  private let current: CurrentHandler
  private let deliveries: DeliveryLoader
  private let directories: DirectoryKeeper
  private let metrics: ServerMetrics
  private let log: RequestLog
  private var watcher: SettingsWatcher
  private var turn = 0

  /// Watches settings that were read after a moment (microseconds since 1970).
  init(
    _ request: ServeRequest, _ loaded: LoadedSettings, readAfter start: Int64,
    _ current: CurrentHandler, _ deliveries: DeliveryLoader, _ directories: DirectoryKeeper
  ) {
    self.directories = directories
    self.request = request
    self.current = current
    self.deliveries = deliveries
    metrics = deliveries.metrics
    log = deliveries.log
    watcher = SettingsWatcher(loaded.files, readAfter: start)
    metrics.loaded(domains: loaded.catalog.domainCount)
  }

  /// True where a file has changed; to be asked at every turn of the supervisor.
  mutating func hasChanged() -> Bool {
    turn &+= 1
    return turn % watcher.pace == 0 && watcher.hasChanged()
  }

  /// Reads the settings again; `reason` is for the log.
  mutating func reload(_ reason: String) {
    // What was written just before the signal is then older than a tick of the file system.
    usleep(UInt32(2 * SettingsWatcher.tick))
    let start = Clock.wall
    let known = watcher.marksNow
    do throws(SettingsFailure) {
      let loaded = try request.settings.load()
      watcher = SettingsWatcher(loaded.files, readAfter: start, known: known)
      let (keepers, delivered) = deliveries.load(loaded.catalog)
      try refuse(loaded.findings + delivered)
      let (catalog, people, found) = try directories.adopt(loaded.catalog)
      let findings = delivered + found
      current.replace(by: catalog, keepers, people: people)
      directories.follow { [current] in current.forget($0) }
      metrics.reloaded(domains: catalog.domainCount)
      log.say(.note, "settings read again after \(reason)", loaded.findings + findings)
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

  /// Errors are refused, and with --strict warnings, now as at the start.
  private func refuse(_ findings: [Finding]) throws(SettingsFailure) {
    let findings = findings.map { finding in
      var finding = finding
      if request.isStrict, finding.severity == .warning { finding.severity = .error }
      return finding
    }
    guard findings.contains(where: { $0.severity == .error }) else { return }
    throw SettingsFailure(cause: .invalid, findings: findings)
  }
}
