// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// TLS of the server's own beside nginx with the same certificate and the same body: full
/// handshakes, resumed ones, and requests over connections that stay open.
enum ServingTLS {
  private static let (ours, other) = (28_477, 28_478)

  /// What a kind of connection costs a server.
  private struct Cost {
    var perSecond = 0.0
    /// Of the server, for one connection or request.
    var microseconds = 0.0
  }

  static func measure(_ report: Report, _ folder: String) {
    guard isInstalled("openssl"), isInstalled("nginx") else {
      return print("serving over TLS: skipped, openssl or nginx is missing")
    }
    let pair = ["\(folder)/tls.crt", "\(folder)/tls.key"]
    _ = Background.output(
      of: "openssl",
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
        "9", "-subj", "/CN=example.ch", "-addext", "subjectAltName=DNS:example.ch", "-out", pair[0],
        "-keyout", pair[1],
      ], in: folder)
    guard
      let server = Serving.serve(
        [
          "--provider", "infomaniak", "--tls-certificate", pair[0], "--tls-key", pair[1],
        ], port: ours),
      let nginx = Serving.nginx(
        other, folder,
        tls: "listen 127.0.0.1:\(other) ssl; ssl_certificate \(pair[0]);"
          + " ssl_certificate_key \(pair[1]); ssl_protocols TLSv1.2 TLSv1.3;")
    else { return print("serving over TLS: a server fails") }
    for (name, isResumed) in [("full", false), ("resumed", true)] {
      var costs: [[Cost]] = [[], []]
      for _ in 0..<Serving.rounds {
        for (index, (process, port)) in [(nginx, other), (server, ours)].enumerated() {
          if let cost = handshakes(process, port, isResumed: isResumed, folder) {
            costs[index].append(cost)
          }
        }
      }
      compare(report, "\(name) handshakes", costs)
    }
    guard isInstalled("wrk") else { return print("keep-alive over TLS: skipped, wrk is missing") }
    var costs: [[Cost]] = [[], []]
    for _ in 0..<Serving.rounds {
      for (index, (process, port)) in [(nginx, other), (server, ours)].enumerated() {
        if let load = Load.measure(
          "https://127.0.0.1:\(port)\(Serving.path)", closing: false, seconds: Serving.seconds,
          server: process, in: folder, host: "example.ch")
        {
          costs[index].append(
            Cost(perSecond: load.requestsPerSecond, microseconds: load.processorMicroseconds))
        }
      }
    }
    compare(report, "keep-alive over TLS", costs)
  }

  /// One client that connects, asks and closes, again and again.
  private static func handshakes(
    _ server: Background, _ port: Int, isResumed: Bool, _ folder: String
  ) -> Cost? {
    let before = server.processorSeconds
    let start = wallSeconds()
    guard
      let text = Background.output(
        of: "openssl",
        [
          "s_time", "-connect", "127.0.0.1:\(port)", isResumed ? "-reuse" : "-new", "-time",
          "\(Serving.seconds)", "-www", Serving.path,
        ], in: folder)
    else { return nil }
    let spent = server.processorSeconds - before
    let elapsed = wallSeconds() - start
    // "1234 connections in 3 real seconds, 261 bytes read per connection"
    let counts = text.split(separator: "\n").compactMap { line -> Double? in
      line.holds("real seconds") ? line.split(separator: " ").first.flatMap { Double($0) } : nil
    }
    guard let count = counts.last, count > 0 else { return nil }
    return Cost(perSecond: count / elapsed, microseconds: spent * 1e6 / count)
  }

  private static func compare(_ report: Report, _ name: String, _ costs: [[Cost]]) {
    guard costs.allSatisfy({ !$0.isEmpty }) else { return print("\(name): skipped, none came") }
    func ratio(_ value: KeyPath<Cost, Double>) -> Double {
      median(zip(costs[1], costs[0]).map { $0[keyPath: value] / max($1[keyPath: value], 1e-9) })
    }
    report.plain("nginx, \(name)", median(costs[0].map(\.perSecond)), "/s")
    report.plain(name, median(costs[1].map(\.perSecond)), "/s")
    report.rate("  as a multiple", ratio(\.perSecond), "×", goal: 0.8)
    report.cost("  processor time of each", ratio(\.microseconds), "×", goal: 1.25)
  }
}
