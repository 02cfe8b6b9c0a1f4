// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Formats
import MailSettings
import Renderers
import SettingsFile
import System
import Templates

/// The server beside nginx with the same body, beside itself with a million domains, during
/// reloads, and beside another program that does its work.
enum Serving {
  static let rounds = 3
  static let seconds = 2
  static let path = "/mail/config-v1.1.xml"

  static func measure(_ report: Report, withPeers: Bool) {
    #if os(Linux)
      withTemporaryFolder { ServingTLS.measure(report, $0) }
      guard isInstalled("wrk") else { return print("serving: skipped, wrk is not installed") }
      withTemporaryFolder { folder in
        one(report, folder)
        page(report, folder)
        many(report, folder)
        Reloading.measure(report, folder)
        SignedDelivery.measure(report, folder)
        if withPeers { Peers.measure(report, folder) }
      }
    #else
      print("serving: skipped, processor times are read from /proc")
    #endif
  }

  /// Starts the server as people run it, with its metrics 100 ports above.
  static func serve(_ arguments: [String], port: Int) -> Background? {
    let server = Background(
      Program("mkprofile-serve").path,
      [
        "serve", "--listen", "127.0.0.1:\(port)", "--admin-listen", "127.0.0.1:\(port + 100)",
        "--log-format", "none", "--rate", "0",
      ] + arguments)
    return server
  }

  /// Waits until a server answers.
  static func isUp(_ port: Int, _ folder: String) -> Bool {
    for _ in 0..<100 {
      if Background.output(
        of: "wrk", ["-t1", "-c1", "-d1s", "http://127.0.0.1:\(port)/"], in: folder)?
        .holds("Requests/sec") ?? false
      {
        return true
      }
      usleep(100_000)
    }
    return false
  }

  /// The set-up page beside nginx with the same bytes.
  private static func page(_ report: Report, _ folder: String) {
    guard let ours = serve(["--provider", "infomaniak"], port: 28_475), isUp(28_475, folder),
      let body = Background.output(of: "curl", ["-s", "http://127.0.0.1:28475/"], in: folder),
      let nginx = nginx(28_476, folder, body: body, mediaType: "text/html; charset=utf-8"),
      isUp(28_476, folder)
    else { return print("serving the page: skipped, curl or nginx is missing") }
    var loads: [[Load]] = [[], []]
    for _ in 0..<rounds {
      for (index, (server, port)) in [(nginx, 28_476), (ours, 28_475)].enumerated() {
        if let load = Load.measure(
          "http://127.0.0.1:\(port)/", closing: false, seconds: seconds, server: server,
          in: folder, host: "example.ch")
        {
          loads[index].append(load)
        }
      }
    }
    compare(report, "set-up page of \(body.utf8.count) bytes", loads[1], with: loads[0], rate: 0.8)
  }

  /// nginx with the same document, and with TLS where `tls` has directives for it.
  static func nginx(_ port: Int, _ folder: String, tls: String? = nil) -> Background? {
    guard let provider = SettingsTemplates.providers.first,
      let loaded = try? SettingsLoader.read(provider.settings, name: "p.yaml"),
      let domain = try? DomainName("example.ch"),
      let account = loaded.catalog.account(forDomain: domain),
      let document = try? Autoconfig().render(account, RenderOptions())
    else { return nil }
    return nginx(
      port, folder, body: String(decoding: document.bytes, as: UTF8.self),
      mediaType: "application/xml; charset=utf-8", tls: tls)
  }

  private static func nginx(
    _ port: Int, _ folder: String, body text: String, mediaType: String, tls: String? = nil
  ) -> Background? {
    guard isInstalled("nginx") else { return nil }
    // A parameter of nginx ends at 4,096 bytes, so that a page has to be a file.
    let isLong = text.utf8.count > 2_000
    let body = text.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "\\'")
    if isLong {
      mkdir("\(folder)/page-\(port)", 0o700)
      write(text, to: "\(folder)/page-\(port)/index.html")
    }
    let answer =
      isLong ? "root \(folder)/page-\(port); open_file_cache max=9;" : "return 200 '\(body)';"
    write(
      """
      daemon off; \(getuid() == 0 ? "user root;" : "") worker_processes 2; pid \(folder)/pid-\(port); error_log /dev/null;
      events { worker_connections 4096; }
      http {
        access_log off; default_type "\(mediaType)";
        keepalive_requests 1000000000;
        client_body_temp_path \(folder)/b; proxy_temp_path \(folder)/p;
        fastcgi_temp_path \(folder)/f; uwsgi_temp_path \(folder)/u; scgi_temp_path \(folder)/s;
        server {
          \(tls ?? "listen 127.0.0.1:\(port);")
          add_header Cache-Control "public, max-age=3600";
          add_header X-Content-Type-Options nosniff;
          \(answer)
        }
      }

      """, to: "\(folder)/nginx-\(port).conf")
    return Background("nginx", ["-p", folder, "-c", "\(folder)/nginx-\(port).conf"])
  }

  private static func one(_ report: Report, _ folder: String) {
    guard let ours = serve(["--provider", "infomaniak"], port: 28_471), isUp(28_471, folder) else {
      return print("serving: mkprofile-serve fails")
    }
    guard let nginx = nginx(28_472, folder), isUp(28_472, folder) else {
      return print("serving: skipped, nginx is not installed or does not start")
    }
    report.cost("RSS with one domain", ours.residentMegabytes, "MB", goal: 20)
    let address = "http://127.0.0.1:28471\(path)?emailaddress=anna@example.ch"
    let domain = "http://127.0.0.1:28471\(path)"
    for closing in [false, true] {
      var loads: [[Load]] = [[], [], []]
      for _ in 0..<rounds {
        let targets = [(nginx, "http://127.0.0.1:28472\(path)"), (ours, domain), (ours, address)]
        for (index, (server, url)) in targets.enumerated() {
          if let load = Load.measure(
            url, closing: closing, seconds: seconds, server: server, in: folder, host: "example.ch")
          {
            loads[index].append(load)
          }
        }
      }
      let mode = closing ? "close" : "keep-alive"
      report.plain("nginx, \(mode)", middle(loads[0], \.requestsPerSecond), "requests/s")
      compare(report, "domain document, \(mode)", loads[1], with: loads[0])
      compare(report, "address document, \(mode)", loads[2], with: loads[0])
    }
    report.cost("RSS after that", ours.residentMegabytes, "MB", goal: 20)
  }

  static func middle(_ loads: [Load], _ value: KeyPath<Load, Double>) -> Double {
    median(loads.map { $0[keyPath: value] })
  }

  private static func compare(
    _ report: Report, _ name: String, _ ours: [Load], with other: [Load], rate: Double = 0.9,
    cost: Double = 1.3
  ) {
    func ratio(_ value: KeyPath<Load, Double>) -> Double {
      median(zip(ours, other).map { $0[keyPath: value] / $1[keyPath: value] })
    }
    report.plain(name, middle(ours, \.requestsPerSecond), "requests/s")
    report.plain("  failed", ours.map(\.failures).reduce(0, +), "requests")
    report.rate("  requests/s as a multiple", ratio(\.requestsPerSecond), "×", goal: rate)
    report.cost("  processor time a request", ratio(\.processorMicroseconds), "×", goal: cost)
    report.cost("  99th percentile", ratio(\.p99Milliseconds), "×", goal: 2)
  }

  static func settings(_ name: String, domains: Int, _ folder: String) -> String {
    write(
      (0..<domains).lazy.map { "customer-\($0).example\n" }.joined(), to: "\(folder)/\(name).txt")
    write(
      """
      provider: {id: big.example, name: Big}
      incoming: [{protocol: imap, host: mail.big.example}]
      outgoing: [{protocol: smtp, host: mail.big.example}]
      domains: [{list: \(name).txt}]

      """, to: "\(folder)/\(name).yaml")
    return "\(folder)/\(name).yaml"
  }

  private static func many(_ report: Report, _ folder: String) {
    let few = settings("few", domains: 1, folder)
    let million = settings("million", domains: 1_000_000, folder)
    guard let small = serve(["--settings", few], port: 28_473),
      let large = serve(["--settings", million], port: 28_474), isUp(28_473, folder),
      isUp(28_474, folder)
    else { return print("serving: mkprofile-serve fails with 1,000,000 domains") }
    report.cost("RSS with 1,000,000 domains", large.residentMegabytes, "MB", goal: 400)
    for (name, file, host) in [
      ("domain", "", "customer-0.example"), ("address", "anna@customer-0.example", ""),
    ] {
      var loads: [[Load]] = [[], []]
      for _ in 0..<rounds {
        for (index, (server, port)) in [(small, 28_473), (large, 28_474)].enumerated() {
          let url = "http://127.0.0.1:\(port)\(path)?emailaddress=\(file)"
          if let load = Load.measure(
            url, closing: false, seconds: seconds, server: server, in: folder, host: host)
          {
            loads[index].append(load)
          }
        }
      }
      compare(
        report, "\(name) document of 1,000,000 domains", loads[1], with: loads[0])
    }
  }
}
