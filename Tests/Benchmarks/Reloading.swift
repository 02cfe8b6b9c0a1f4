// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// What requests notice of new settings with many domains, good ones and broken ones.
enum Reloading {
  private static let port = 28_475

  static func measure(_ report: Report, _ folder: String) {
    let path = Serving.settings("reload", domains: 100_000, folder)
    guard let server = Serving.serve(["--settings", path], port: port),
      Serving.isUp(port, folder), let good = contents(path)
    else { return print("serving: mkprofile-serve fails with 100,000 domains") }
    let url =
      "http://127.0.0.1:\(port)\(Serving.path)?emailaddress=anna@customer-77777.example"
    let output = "\(folder)/reload-load"
    guard let wrk = Background("wrk", ["-t1", "-c32", "-d30s", "--latency", url], output: output)
    else { return }
    var finished = 0
    for _ in 0..<3 {
      finished += count("mkprofile_reloads_total", reaches: finished + 1, folder) {
        server.signal(SIGHUP)
      }
    }
    let refused = count("mkprofile_reload_failures_total", reaches: 1, folder) {
      write(good + "providers: [", to: path)
    }
    finished += count("mkprofile_reloads_total", reaches: finished + 1, folder) {
      write(good, to: path)
    }
    wrk.signal(SIGINT)
    wrk.wait()
    guard let load = contents(output).map(Load.init) else { return }
    report.rate("reloads of 100,000 domains that finished", Double(finished), "", goal: 4)
    report.rate("  broken settings that were refused", Double(refused), "", goal: 1)
    report.plain("  failed requests meanwhile", load.failures, "requests, goal 0")
    report.plain("  requests meanwhile", load.requestsPerSecond, "requests/s")
    report.cost("  slowest request", load.slowestMilliseconds, "ms", goal: 50)
  }

  /// Does something and waits until a counter of the server shows it; 1 where it does.
  private static func count(
    _ metric: String, reaches value: Int, _ folder: String, after change: () -> Void
  ) -> Int {
    change()
    for _ in 0..<100 {
      usleep(100_000)
      let text = Background.output(
        of: "curl", ["-s", "http://127.0.0.1:\(port + 100)/metrics"], in: folder)
      if text?.holds("\n\(metric) \(value)\n") ?? false { return 1 }
    }
    return 0
  }
}
