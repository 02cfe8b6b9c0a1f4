// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Directory
import HTTPListener
import MailSettings
import ProfileServer
import System

/// Counters in the text format of Prometheus (version 0.0.4).
///
/// Labels have few values, all of them ours: routes, statuses, formats; never a domain.
final class ServerMetrics: Sendable {
  private struct Key: Hashable {
    let route: Route.Name
    let status: Int
    let format: String
  }

  private struct State {
    var requests: [Key: Int] = [:]
    var buckets = [Int](repeating: 0, count: ServerMetrics.bounds.count + 1)
    var microseconds: Int64 = 0
    var reloads = 0
    var failedReloads = 0
    var cutConnections = 0
    var signed = 0
    var signingMicroseconds: Int64 = 0
    var failedSignatures = 0
    var passwords = 0
    var failedPasswords = 0
    var domains = 0
    var loadedAt: Int64 = 0
  }

  /// The upper bounds of the latency buckets, in microseconds.
  static let bounds: [Int64] = [
    10, 25, 50, 100, 250, 500, 1_000, 5_000, 25_000, 100_000, 1_000_000,
  ]

  private let state = Guarded(State())

  func record(_ exchange: Exchange) {
    let bucket = Self.bounds.firstIndex { exchange.microseconds <= $0 } ?? Self.bounds.count
    let key = Key(
      route: exchange.route, status: exchange.status, format: exchange.format ?? "none")
    state.withLock { state in
      state.requests[key, default: 0] += 1
      state.buckets[bucket] += 1
      state.microseconds += exchange.microseconds
    }
  }

  /// Notes settings that were read again.
  func reloaded(domains: Int, at wall: Int64 = Clock.wall) {
    state.withLock { $0.reloads += 1 }
    loaded(domains: domains, at: wall)
  }

  /// Notes settings that were refused.
  func refused() { state.withLock { $0.failedReloads += 1 } }

  /// Notes a signature that took so many microseconds.
  func signed(in microseconds: Int64) {
    state.withLock { state in
      state.signed += 1
      state.signingMicroseconds += microseconds
    }
  }

  func signingFailed() { state.withLock { $0.failedSignatures += 1 } }
  func passwordMade() { state.withLock { $0.passwords += 1 } }
  func passwordFailed() { state.withLock { $0.failedPasswords += 1 } }

  func cut(_ connections: Int) { state.withLock { $0.cutConnections += connections } }

  /// Notes the settings in force.
  func loaded(domains: Int, at wall: Int64 = Clock.wall) {
    state.withLock { state in
      state.domains = domains
      state.loadedAt = wall
    }
  }

  /// What is known elsewhere.
  struct Readings {
    var version = ""
    var connections = 0
    var droppedLines = 0
    var isReady = false
    var waitingProfiles = 0
    /// Days until each certificate ends, by the name it is for.
    var certificates: [(name: String, days: Int)] = []
    /// Why clients refuse each certificate, by the name it is for, counted.
    var faults: [(name: String, days: Int)] = []
    /// Days until each certificate ends that signs profiles, by the provider's id.
    var signers: [(name: String, days: Int)] = []
    /// Domains that are served by name now; nil where nobody has counted.
    var domains: Int?
    /// What came of directories of domains.
    var directory = DirectoryKeeper.Counts()
    /// What came of questions about people; nil where nobody is asked.
    var people: PeopleFinder.Counts?
  }

  /// Everything, as a scrape sees it.
  func text(_ readings: Readings) -> String {
    let state = state.withLock { $0 }
    var out = Self.head("mkprofile_build_info", "gauge", "The version that runs.")
    out += "mkprofile_build_info{version=\"\(readings.version)\"} 1\n"
    out += requests(state) + histogram(state)
    for (name, type, help, value) in [
      ("reloads_total", "counter", "Settings that were read again.", state.reloads),
      ("reload_failures_total", "counter", "Settings that were refused.", state.failedReloads),
      (
        "slow_connections_total", "counter", "Connections ended for taking too long.",
        state.cutConnections
      ),
      ("profiles_signed_total", "counter", "Signatures of profiles.", state.signed),
      (
        "signing_failures_total", "counter", "Profiles that could not be signed.",
        state.failedSignatures
      ),
      ("app_passwords_total", "counter", "App passwords that were made.", state.passwords),
      (
        "app_password_failures_total", "counter", "App passwords that could not be made.",
        state.failedPasswords
      ),
      (
        "waiting_profiles", "gauge",
        "Profiles, passwords, PDFs and pages of links that wait to be made.",
        readings.waitingProfiles
      ),
      (
        "log_lines_dropped_total", "counter", "Log lines that were not written.",
        readings.droppedLines
      ),
      (
        "domains", "gauge", "Domains that the settings and directories name.",
        readings.domains ?? state.domains
      ),
      (
        "settings_loaded_timestamp_seconds", "gauge", "When the settings in force were read.",
        Int(state.loadedAt / 1_000_000)
      ),
      ("ready", "gauge", "1 where new requests are welcome.", readings.isReady ? 1 : 0),
      ("connections", "gauge", "Open connections.", readings.connections),
    ] + Self.directories(readings) {
      out += Self.head("mkprofile_\(name)", type, help) + "mkprofile_\(name) \(value)\n"
    }
    let name = "mkprofile_signing_seconds_total"
    out += Self.head(name, "counter", "Time that signatures took.")
    out += "\(name) \(Self.seconds(state.signingMicroseconds))\n"
    out += Self.gauges(
      Self.seconds(readings.certificates), "certificate_remaining_seconds",
      "Time until a certificate ends, in whole days.", "name")
    out += Self.gauges(
      readings.faults.map { ($0.name, $0.days) }, "certificate_faults",
      "Reasons for clients to refuse a certificate.", "name")
    return out
      + Self.gauges(
        Self.seconds(readings.signers), "signing_certificate_remaining_seconds",
        "Time until a certificate ends that signs profiles, in whole days.", "provider")
  }

  private static func directories(
    _ readings: Readings
  ) -> [(String, String, String, Int)] {
    let (domains, people) = (readings.directory, readings.people ?? PeopleFinder.Counts())
    guard domains != DirectoryKeeper.Counts() || readings.people != nil else { return [] }
    return [
      ("directory_updates_total", "counter", "Domains read or changed.", domains.updates),
      (
        "directory_failures_total", "counter", "Directories that did not give their domains.",
        domains.failures
      ),
      (
        "directory_updated_timestamp_seconds", "gauge", "When domains were last read or changed.",
        Int(domains.updated / 1_000_000)
      ),
      ("people_asked_total", "counter", "Questions about people with an answer.", people.answers),
      ("people_failures_total", "counter", "Questions about people without one.", people.failures),
      ("people_kept_total", "counter", "Answers about people that were kept.", people.kept),
      (
        "people_resting", "gauge", "1 while nobody is asked about people, since it fails.",
        people.isResting ? 1 : 0
      ),
    ]
  }

  /// Days as seconds, the unit that Prometheus has for time.
  private static func seconds(_ days: [(name: String, days: Int)]) -> [(name: String, value: Int)] {
    days.map { ($0.name, $0.days.multipliedReportingOverflow(by: 86_400).partialValue) }
  }

  private static func gauges(
    _ values: [(name: String, value: Int)], _ name: String, _ help: String, _ key: String
  ) -> String {
    guard !values.isEmpty else { return "" }
    return values.reduce(head("mkprofile_\(name)", "gauge", help)) {
      let label = $1.name.filter { $0 != "\"" && $0 != "\\" && $0 != "\n" }
      return "\($0)mkprofile_\(name){\(key)=\"\(label)\"} \($1.value)\n"
    }
  }

  private func requests(_ state: State) -> String {
    let name = "mkprofile_requests_total"
    let keys = state.requests.keys.sorted {
      ($0.route.rawValue, $0.status, $0.format) < ($1.route.rawValue, $1.status, $1.format)
    }
    return keys.reduce(Self.head(name, "counter", "Requests by route, status and format.")) {
      let labels = "route=\"\($1.route.rawValue)\",status=\"\($1.status)\",format=\"\($1.format)\""
      return "\($0)\(name){\(labels)} \(state.requests[$1] ?? 0)\n"
    }
  }

  private func histogram(_ state: State) -> String {
    let name = "mkprofile_request_duration_seconds"
    var out = Self.head(name, "histogram", "Time from request line to answer.")
    var total = 0
    for (bound, count) in zip(Self.bounds, state.buckets) {
      total += count
      out += "\(name)_bucket{le=\"\(Self.seconds(bound))\"} \(total)\n"
    }
    total += state.buckets.last ?? 0
    out += "\(name)_bucket{le=\"+Inf\"} \(total)\n"
    return out + "\(name)_sum \(Self.seconds(state.microseconds))\n\(name)_count \(total)\n"
  }

  private static func seconds(_ microseconds: Int64) -> String {
    String(Double(microseconds) / 1e6)
  }

  private static func head(_ name: String, _ type: String, _ help: String) -> String {
    "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
  }
}
