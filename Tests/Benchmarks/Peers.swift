// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// The server beside automx2 from PyPI, in an environment of its own: `./dev bench serving --peers`.
enum Peers {
  static let port = 28_477

  static func measure(_ report: Report, _ folder: String) {
    guard let automx2 = automx2(folder) else {
      return print("peers: skipped, automx2 cannot be installed or does not start")
    }
    guard let ours = Serving.serve(["--provider", "infomaniak"], port: port - 1),
      Serving.isUp(port - 1, folder)
    else { return print("peers: mkprofile-serve fails") }
    let target = "\(Serving.path)?emailaddress=anna@example.com"
    var (mine, theirs): ([Load], [Load]) = ([], [])
    for _ in 0..<Serving.rounds {
      for (server, port) in [(ours, port - 1), (automx2, port)] {
        let load = Load.measure(
          "http://127.0.0.1:\(port)\(target)", closing: false, seconds: Serving.seconds,
          server: server, in: folder)
        guard let load else { continue }
        if port == Self.port { theirs.append(load) } else { mine.append(load) }
      }
    }
    report.plain(
      "automx2, address document", Serving.middle(theirs, \.requestsPerSecond), "requests/s")
    report.plain("  failed", theirs.map(\.failures).reduce(0, +), "requests")
    let ratio = median(zip(mine, theirs).map { $0.requestsPerSecond / $1.requestsPerSecond })
    report.rate("ours as a multiple of it", ratio, "×", goal: 100)
  }

  /// Installs and starts it with two workers and the sample data that it brings.
  static func automx2(_ folder: String) -> Background? {
    let environment = "\(folder)/automx2"
    write(
      "[automx2]\nloglevel = ERROR\ndb_uri = sqlite:///\(folder)/automx2.sqlite\n",
      to: "\(folder)/automx2.conf")
    guard Background.output(of: "python3", ["-m", "venv", environment], in: folder) != nil,
      Background.output(
        of: "\(environment)/bin/pip", ["install", "--quiet", "automx2", "gunicorn"], in: folder)
        != nil,
      let server = Background(
        "env",
        [
          "AUTOMX2_CONF=\(folder)/automx2.conf", "\(environment)/bin/gunicorn", "--workers", "2",
          "--bind", "127.0.0.1:\(port)", "automx2.server:app",
        ]), Serving.isUp(port, folder),
      Background.output(of: "curl", ["-sf", "http://127.0.0.1:\(port)/initdb/"], in: folder) != nil
    else { return nil }
    return server
  }
}
