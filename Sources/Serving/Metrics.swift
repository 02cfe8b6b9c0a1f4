// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import HTTPListener
import ProfileServer
import Synchronization

/// Counters in the text format of Prometheus (version 0.0.4).
final class Metrics: Sendable {
  private struct Key: Hashable {
    let route: Route.Name
    let status: Int
  }

  private struct State {
    var requests: [Key: Int] = [:]
    var buckets = [Int](repeating: 0, count: Metrics.bounds.count + 1)
    var microseconds: Int64 = 0
    var reloads = 0
    var failedReloads = 0
    var cutConnections = 0
    var domains = 0
  }

  /// The upper bounds of the latency buckets, in microseconds.
  static let bounds: [Int64] = [
    10, 25, 50, 100, 250, 500, 1_000, 5_000, 25_000, 100_000, 1_000_000,
  ]

  private let state = Mutex(State())

  func record(_ exchange: Exchange) {
    let bucket = Self.bounds.firstIndex { exchange.microseconds <= $0 } ?? Self.bounds.count
    state.withLock { state in
      state.requests[Key(route: exchange.route, status: exchange.status), default: 0] += 1
      state.buckets[bucket] += 1
      state.microseconds += exchange.microseconds
    }
  }

  func reloaded(_ isGood: Bool, domains: Int? = nil) {
    state.withLock { state in
      state.reloads += isGood ? 1 : 0
      state.failedReloads += isGood ? 0 : 1
      state.domains = domains ?? state.domains
    }
  }

  func cut(_ connections: Int) { state.withLock { $0.cutConnections += connections } }

  func loaded(domains: Int) { state.withLock { $0.domains = domains } }

  /// Everything, as a scrape sees it; `connections` and `droppedLines` are known elsewhere.
  func text(
    connections: Int, droppedLines: Int, certificates: [(name: String, days: Int)] = []
  ) -> String {
    let state = state.withLock { $0 }
    var out = Self.head("mkprofile_requests_total", "counter", "Requests by route and status.")
    let keys = state.requests.keys.sorted {
      ($0.route.rawValue, $0.status) < ($1.route.rawValue, $1.status)
    }
    for key in keys {
      let labels = "{route=\"\(key.route.rawValue)\",status=\"\(key.status)\"}"
      out += "mkprofile_requests_total\(labels) \(state.requests[key] ?? 0)\n"
    }
    out += histogram(state)
    for (name, type, help, value) in [
      ("reloads_total", "counter", "Settings that were read again.", state.reloads),
      ("reload_failures_total", "counter", "Settings that were refused.", state.failedReloads),
      (
        "slow_connections_total", "counter", "Connections ended for taking too long.",
        state.cutConnections
      ),
      ("log_lines_dropped_total", "counter", "Log lines that were not written.", droppedLines),
      ("domains", "gauge", "Domains that the settings name.", state.domains),
      ("connections", "gauge", "Open connections.", connections),
    ] {
      out += Self.head("mkprofile_\(name)", type, help) + "mkprofile_\(name) \(value)\n"
    }
    if certificates.isEmpty { return out }
    let name = "mkprofile_certificate_days_left"
    out += Self.head(name, "gauge", "Days until a certificate ends.")
    for certificate in certificates {
      let label = certificate.name.filter { $0 != "\"" && $0 != "\\" && $0 != "\n" }
      out += "\(name){name=\"\(label)\"} \(certificate.days)\n"
    }
    return out
  }

  private func histogram(_ state: State) -> String {
    let name = "mkprofile_request_seconds"
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
