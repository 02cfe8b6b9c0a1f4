// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// PostgreSQL in a folder of its own, with a million domains and 300,000 people.
final class DatabaseServer {
  let folder: String
  private let port: Int

  /// Nil where it is not installed or does not start.
  init?(_ folder: String, port: Int) {
    self.folder = folder
    self.port = port
    chmod(folder, 0o755)
    guard isInstalled("psql"), run("start"), sql(Self.tables) else { return nil }
  }

  deinit { _ = run("stop") }

  private static let tables = """
    CREATE TABLE domain (domain text PRIMARY KEY, primary_domain text);
    INSERT INTO domain SELECT 'customer-' || i || '.example',
      CASE WHEN i % 10 = 9 THEN 'customer-' || i - 1 || '.example' END
      FROM generate_series(0, 999999) i;
    CREATE TABLE mailbox (address text PRIMARY KEY, login text);
    INSERT INTO mailbox SELECT 'known-' || i || '@customer-0.example', 'login-' || i
      FROM generate_series(0, 299999) i;
    VACUUM ANALYZE;
    """

  private func run(_ action: String) -> Bool {
    Background.output(
      of: "bash",
      ["Tests/DirectoryTests/Support/servers.sh", "postgresql", action, folder, String(port)],
      in: folder) != nil
  }

  /// Runs statements, each by itself.
  func sql(_ text: String) -> Bool {
    write(text, to: "\(folder)/statements.sql")
    return psql(["-f", "\(folder)/statements.sql"])
  }

  /// Seconds for all domains by COPY.
  func copySeconds() -> Double? {
    let start = wallSeconds()
    let query = "COPY (SELECT domain, primary_domain FROM domain) TO STDOUT"
    return psql(["-o", "/dev/null", "-c", query]) ? wallSeconds() - start : nil
  }

  private func psql(_ arguments: [String]) -> Bool {
    let place = "host=localhost port=\(port) user=mkprofile dbname=postgres password=secret"
    return Background.output(
      of: "psql",
      ["-q", "-v", "ON_ERROR_STOP=1", "\(place) sslmode=verify-full sslrootcert=\(folder)/ca.pem"]
        + arguments, in: folder) != nil
  }

  /// Writes settings with this directory; `more` are further lines of it.
  func settings(_ name: String, _ more: String) -> String {
    write(
      """
      provider: {id: big.example, name: Big}
      incoming: [{protocol: imap, host: mail.big.example}]
      outgoing: [{protocol: smtp, host: mail.big.example}]
      directory:
        source: postgresql://mkprofile@localhost:\(port)/postgres
        passwordFile: \(folder)/password
        caFile: \(folder)/ca.pem
        domains: SELECT domain, primary_domain FROM domain
        \(more)

      """, to: "\(folder)/\(name).yaml")
    return "\(folder)/\(name).yaml"
  }
}
