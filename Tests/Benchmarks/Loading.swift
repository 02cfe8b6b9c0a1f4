// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Settings with very many domains: time and memory of a whole run of the program.
enum Loading {
  static func measure(_ report: Report) {
    withTemporaryFolder { folder in
      let head = "provider: {id: big.example, name: Big}\n"
      let servers = """
        incoming: [{protocol: imap, host: mail.big.example}]
        outgoing: [{protocol: smtp, host: mail.big.example}]

        """
      let names = (0..<1_000_000).lazy.map { "customer-\($0).example" }
      write(
        head + servers + "domains:\n"
          + names.prefix(100_000).map { "  - {name: \($0)}\n" }.joined(),
        to: "\(folder)/inline.yaml")
      for (count, file) in [(100_000, "list"), (1_000_000, "million")] {
        write(names.prefix(count).map { "\($0)\n" }.joined(), to: "\(folder)/\(file).txt")
        write(
          head + servers + "domains: [{list: \(file).txt}]\n", to: "\(folder)/\(file).yaml")
      }
      measure(
        report, "100,000 domains as YAML", "\(folder)/inline.yaml", seconds: 2, megabytes: 100)
      measure(
        report, "100,000 domains as a list", "\(folder)/list.yaml", seconds: 2, megabytes: 100)
      measure(
        report, "1,000,000 domains as a list", "\(folder)/million.yaml", seconds: 20,
        megabytes: 400)
    }
  }

  private static func measure(
    _ report: Report, _ name: String, _ path: String, seconds: Double, megabytes: Double
  ) {
    let run = Program("mkprofile").run([
      "--format", "settings", "--settings", path, "anna@customer-77777.example",
    ])
    guard run.status == 0 else { return print("\(name): mkprofile fails") }
    report.cost(name, run.wallSeconds, "s", goal: seconds)
    report.cost("  memory", run.residentMegabytes, "MB", goal: megabytes)
  }
}
