// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// What wrk measured against one server.
struct Load {
  var requestsPerSecond = 0.0
  var medianMilliseconds = 0.0
  var p99Milliseconds = 0.0
  var slowestMilliseconds = 0.0
  /// Broken connections, time-outs and answers other than 2xx and 3xx.
  var failures = 0.0
  var processorMicroseconds = 0.0

  /// One thread; nil where wrk fails.
  static func measure(
    _ url: String, closing: Bool, seconds: Int, server: Background, in folder: String,
    host: String = "", script: String? = nil, connections: Int = 32
  ) -> Load? {
    let before = server.processorSeconds
    var arguments = ["-t1", "-c\(connections)", "-d\(seconds)s", "--latency"]
    if closing { arguments += ["-H", "Connection: close"] }
    if !host.isEmpty { arguments += ["-H", "Host: \(host)"] }
    if let script { arguments += ["-s", script] }
    guard let text = Background.output(of: "wrk", arguments + [url], in: folder) else { return nil }
    var load = Load(text)
    let spent = server.processorSeconds - before
    load.processorMicroseconds = spent * 1e6 / max(1, load.requestsPerSecond * Double(seconds))
    return load
  }

  /// Reads what wrk printed.
  init(_ text: String) {
    for line in text.split(separator: "\n") {
      let words = line.split { $0 == " " || $0 == "," }
      guard let first = words.first else { continue }
      switch first {
      case "Requests/sec:": requestsPerSecond = Double(words[1]) ?? 0
      case "50%": medianMilliseconds = Self.milliseconds(words[1])
      case "99%": p99Milliseconds = Self.milliseconds(words[1])
      case "Latency" where words.count > 3: slowestMilliseconds = Self.milliseconds(words[3])
      case "Socket":
        failures += words.compactMap { Double($0) }.reduce(0, +)
      case "Non-2xx": failures += words.last.flatMap { Double($0) } ?? 0
      default: break
      }
    }
  }

  /// `12.3us`, `1.5ms`, `2.0s`.
  private static func milliseconds(_ text: Substring) -> Double {
    for (unit, factor) in [("us", 0.001), ("ms", 1), ("s", 1_000.0)] where text.hasSuffix(unit) {
      return (Double(text.dropLast(unit.count)) ?? 0) * factor
    }
    return 0
  }
}
