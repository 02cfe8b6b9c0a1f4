// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The whole run: start, warm-up, the long time, the end, and what was seen.
struct Soak {
  private let seconds: Int
  private let server: ServerProcess
  private let tally = Tally()

  init(seconds: Int) throws {
    self.seconds = seconds
    server = try ServerProcess()
  }

  /// Gives what is wrong, a sentence each.
  func run() throws -> [String] {
    try server.write(Settings.text(1))
    try server.start()
    let clients = Clients(port: server.port, tally: tally, expected: try learn())
    let start = server.size
    show("start", start)
    clients.start()
    let warm = try changeSettings()
    let isFinished = tally.finish()
    let end = settled(start)
    show("end", end)
    let failures = try server.metric("mkprofile_reload_failures_total")
    let reloads = try server.metric("mkprofile_reloads_total")
    let cut = try server.metric("mkprofile_slow_connections_total")
    let counts = tally.now
    print(
      "\(counts.answers) answers, \(counts.wrong) wrong, \(counts.failed) failed, slowest"
        + " \(Double(counts.slowest) / 1_000) ms; \(reloads) reloads, \(failures) refused,"
        + " \(cut) slow connections ended; \(counts.crowd) answers to \(Clients.crowd) clients"
        + " connected at once")
    if let example = counts.example { print("for example: \(example)") }
    let isRunning = server.isRunning
    let status = server.stop()
    return [
      (counts.answers > seconds * 100, "only \(counts.answers) answers"),
      (counts.crowd >= Clients.crowd, "only \(counts.crowd) answers to a crowd"),
      (counts.wrong == 0, "\(counts.wrong) wrong answers"),
      (counts.failed == 0, "\(counts.failed) look-ups without an answer"),
      (isFinished, "a client hangs"),
      (reloads >= seconds / 3, "only \(reloads) reloads"),
      (failures >= 1, "the broken settings were not noticed"),
      (cut >= 1 || seconds < 10, "no slow connection was ended"),
      (end.kilobytes <= warm.kilobytes * 5 / 4 + 8_192, "memory grows"),
      (end.descriptors <= start.descriptors + 2, "descriptors stay open"),
      (isRunning, "the server ended by itself"),
      (status == 0, "the server ended with status \(status)"),
    ].filter { !$0.0 }.map(\.1)
  }

  /// The right answers, asked for one after the other with each form of the settings.
  private func learn() throws -> [Set<[UInt8]>] {
    let first = try answers()
    try server.write(Settings.text(2))
    for _ in 0..<100 where try server.metric("mkprofile_reloads_total") == 0 { usleep(100_000) }
    let second = try answers()
    guard first[0] != second[0], first[0].starts(with: "HTTP/1.1 200 ".utf8) else {
      throw SoakError(description: "the two forms of the settings give the same answers")
    }
    return zip(first, second).map { [$0, $1] }
  }

  private func answers() throws -> [[UInt8]] {
    let connection = try Connection(from: "127.0.0.2", to: server.port)
    return try Settings.requests.map { request in
      connection.send(request)
      return try connection.answer()
    }
  }

  /// Writes the settings each second, once broken ones; gives the size after the warm-up.
  private func changeSettings() throws -> ServerProcess.Size {
    var warm = server.size
    for second in 0..<seconds {
      let isBroken = second == seconds / 2 || second == seconds / 2 + 1
      try server.write(isBroken ? Settings.broken : Settings.text(1 + second % 2))
      sleep(1)
      if second == seconds / 4 {
        warm = server.size
        show("after \(second + 1) s", warm)
      }
    }
    return warm
  }

  /// The size once the connections of the clients are gone, as far as they go.
  private func settled(_ start: ServerProcess.Size) -> ServerProcess.Size {
    for _ in 0..<150 where server.size.descriptors > start.descriptors { usleep(100_000) }
    return server.size
  }

  private func show(_ moment: String, _ size: ServerProcess.Size) {
    print("\(moment): \(size.kilobytes) kB resident, \(size.descriptors) descriptors")
  }
}
