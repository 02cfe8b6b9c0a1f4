// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// Domains and people from PostgreSQL beside the same from a file, beside `psql` and beside another
/// program that reads a database.
enum Directories {
  private static let port = 28_491
  private static let target = Serving.path + "?emailaddress="

  static func measure(_ report: Report, withPeers: Bool) {
    #if os(Linux)
      withTemporaryFolder { folder in
        guard let database = DatabaseServer(folder, port: port) else {
          return print("directory: skipped, PostgreSQL is not installed or does not start")
        }
        loading(report, database)
        guard isInstalled("wrk") else {
          return print("directory: the rest is skipped, wrk is not installed")
        }
        serving(report, database, withPeers: withPeers)
      }
    #else
      print("directory: skipped, processor times are read from /proc")
    #endif
  }

  private static func loading(_ report: Report, _ database: DatabaseServer) {
    let settings = database.settings("loading", "refresh: 300")
    var copies: [Double] = []
    var loads: [Double] = []
    var megabytes = 0.0
    for _ in 0..<Serving.rounds {
      guard let copy = database.copySeconds() else { return print("directory: psql fails") }
      let run = Program("mkprofile").run([
        "--format", "settings", "--settings", settings, "anna@customer-77777.example",
      ])
      guard run.status == 0 else { return print("directory: mkprofile fails") }
      copies.append(copy)
      loads.append(run.wallSeconds)
      megabytes = max(megabytes, run.residentMegabytes)
    }
    report.plain("1,000,000 domains by psql -c COPY", median(copies), "s")
    report.plain("1,000,000 domains by mkprofile", median(loads), "s")
    report.cost(
      "  as a multiple", median(zip(loads, copies).map { $0 / $1 }), "×", goal: 2)
    report.cost("  memory", megabytes, "MB", goal: 400)
  }

  private static func serving(_ report: Report, _ database: DatabaseServer, withPeers: Bool) {
    let file = Serving.settings("one", domains: 1, database.folder)
    let live = database.settings("live", "notify: mkprofile")
    let people = database.settings(
      "people", "person: SELECT login FROM mailbox WHERE address = $1\n  notify: mkprofile")
    let servers = [file, live, people].enumerated().map { index, settings in
      Serving.serve(["--settings", settings], port: port + 1 + index)
    }
    guard let one = servers[0], let many = servers[1], let asking = servers[2],
      (1...3).allSatisfy({ Serving.isUp(port + $0, database.folder) })
    else { return print("directory: mkprofile-serve fails") }
    let folder = database.folder
    let known = script(folder, "known")
    let unknown = script(folder, "unknown")
    var (first, million, kept): ([Load], [Load], [Load]) = ([], [], [])
    for _ in 0..<Serving.rounds {
      let name = "anna@customer-0.example"
      first += load(one, 1, target + name, folder)
      million += load(many, 2, target + name, folder)
      kept += load(asking, 3, target + "known-1@customer-0.example", folder)
    }
    report.plain("1 domain from a file", middle(first), "requests/s")
    compare(report, "1,000,000 from PostgreSQL", million, with: first, goal: 0.95)
    report.plain("person that was asked about before", middle(kept), "requests/s")
    report.plain("  as a multiple of it", middle(kept) / middle(first), "×")
    // The same number of questions of both kinds, by turns.
    var (asked, nobody): ([Load], [Load]) = ([], [])
    for _ in 0..<Serving.rounds {
      asked += load(asking, 3, "/", folder, script: known)
      nobody += load(asking, 3, "/", folder, script: unknown)
    }
    report.plain("person that is asked about live", middle(asked), "requests/s")
    report.plain("  failed", (asked + nobody).map(\.failures).reduce(0, +), "requests, goal 0")
    let times = median(zip(nobody, asked).map { $0.medianMilliseconds / $1.medianMilliseconds })
    report.cost("  time of an unknown one as a multiple", max(times, 1 / times), "×", goal: 1.25)
    Learning.measure(report, database, many, port: port + 2)
    if withPeers { peers(report, folder, asking, asked: asked, kept: kept) }
  }

  private static func peers(
    _ report: Report, _ folder: String, _ server: Background, asked: [Load], kept: [Load]
  ) {
    guard let automx2 = Peers.automx2(folder) else {
      return print("peers: skipped, automx2 cannot be installed or does not start")
    }
    var (theirs, ours): ([Load], [Load]) = ([], [])
    for _ in 0..<Serving.rounds {
      theirs += load(automx2, Peers.port - port, target + "anna@example.com", folder)
      ours += load(server, 3, target + "known-1@customer-0.example", folder)
    }
    report.plain("automx2 with its SQLite", middle(theirs), "requests/s")
    report.rate(
      "  person asked about before as a multiple", middle(ours) / middle(theirs), "×", goal: 100)
    report.plain("  person asked about live as a multiple", middle(asked) / middle(theirs), "×")
  }

  /// A script for wrk, of which each request has another address; each run begins elsewhere.
  private static func script(_ folder: String, _ kind: String) -> String {
    write(
      """
      local place = "\(folder)/\(kind).next"
      local file = io.open(place)
      local number = file and tonumber(file:read("*a")) or 2
      if file then file:close() end
      request = function()
        number = number + 1
        return wrk.format("GET", "\(target)\(kind)-" .. number .. "@customer-0.example")
      end
      file = io.open(place, "w")
      file:write(number + 30000)
      file:close()

      """, to: "\(folder)/\(kind).lua")
    return "\(folder)/\(kind).lua"
  }

  /// As many as one client may have waiting: all come from one address, and what is asked live
  /// waits for its turn (`ServerLimits.waitingPerClient`).
  private static let asking = 16

  private static func load(
    _ server: Background, _ offset: Int, _ target: String, _ folder: String, script: String? = nil
  ) -> [Load] {
    let load = Load.measure(
      "http://127.0.0.1:\(port + offset)\(target)", closing: false, seconds: Serving.seconds,
      server: server, in: folder, script: script, connections: script == nil ? 32 : asking)
    return load.map { [$0] } ?? []
  }

  private static func middle(_ loads: [Load]) -> Double {
    Serving.middle(loads, \.requestsPerSecond)
  }

  private static func compare(
    _ report: Report, _ name: String, _ ours: [Load], with other: [Load], goal: Double
  ) {
    let ratio = median(zip(ours, other).map { $0.requestsPerSecond / $1.requestsPerSecond })
    report.plain(name, middle(ours), "requests/s")
    report.plain("  failed", ours.map(\.failures).reduce(0, +), "requests, goal 0")
    report.rate("  as a multiple of it", ratio, "×", goal: goal)
  }
}

/// How soon a server with a million domains knows another one, and what that costs.
enum Learning {
  static func measure(
    _ report: Report, _ database: DatabaseServer, _ server: Background, port: Int
  ) {
    guard
      let one = seconds(
        database, port,
        "INSERT INTO domain VALUES ('new.example'); NOTIFY mkprofile, 'new.example'",
        until: "new.example")
    else { return print("directory: a new domain is not answered") }
    report.cost("new domain is answered after", one, "s", goal: 2)
    let before = server.processorSeconds
    let changes = (0..<500).map { number in
      "INSERT INTO domain VALUES ('delta-\(number).example');"
        + " NOTIFY mkprofile, 'delta-\(number).example';"
    }.joined(separator: "\n")
    guard seconds(database, port, changes, until: "delta-499.example") != nil else {
      return print("directory: 500 changes are not answered")
    }
    report.cost(
      "  processor time of a change", (server.processorSeconds - before) * 1_000 / 500, "ms",
      goal: 5)
    guard
      let many = seconds(
        database, port,
        "INSERT INTO domain SELECT 'more-' || i || '.example' FROM generate_series(1, 10000) i;"
          + " NOTIFY mkprofile", until: "more-9999.example")
    else { return print("directory: 10,000 new domains are not answered") }
    report.cost("10,000 new domains are answered after", many, "s", goal: 2)
    report.cost("memory with all programs, at most", server.peakMegabytes, "MB", goal: 400)
  }

  /// Seconds from the end of statements until a domain is answered.
  private static func seconds(
    _ database: DatabaseServer, _ port: Int, _ statements: String, until domain: String
  ) -> Double? {
    guard database.sql(statements) else { return nil }
    let start = wallSeconds()
    let url = "http://127.0.0.1:\(port)\(Serving.path)?emailaddress=anna@\(domain)"
    while wallSeconds() - start < 60 {
      if Background.output(of: "curl", ["-sf", url], in: database.folder) != nil {
        return wallSeconds() - start
      }
    }
    return nil
  }
}
