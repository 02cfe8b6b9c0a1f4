// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CPQ
import Directory
import MailSettings
import PersonalLinks
import System

/// The table `mkprofile_links`, in which servers note what the buttons of links have made. Whoever
/// inserts or locks a row has the link until the transaction ends, also by the end of this program.
final class PostgreSQLLinks {
  private let driver: PostgreSQLDriver
  private var taken: String?

  init(_ driver: PostgreSQLDriver) { self.driver = driver }

  /// A row: when something was made, and the sealed rest.
  typealias Row = (made: String?, sealed: String?)

  /// What stands there.
  func look(_ link: String) throws(DirectoryFault) -> Row {
    let rows = try told(
      "SELECT made, sealed FROM mkprofile_links WHERE link = $1", [link])
    return rows.first.map { ($0[0], $0[1]) } ?? (nil, nil)
  }

  /// The same, once nobody else has the link; nil where that takes longer than so many milliseconds.
  func take(
    _ link: String, milliseconds: Int
  ) throws(DirectoryFault) -> (row: Row, isFresh: Bool)? {
    leave()
    let before = try look(link)
    try run("BEGIN READ WRITE")
    do throws(DirectoryFault) {
      _ = try driver.query("SELECT set_config('lock_timeout', $1, true)", ["\(milliseconds)ms"])
      // Who inserts second waits for the end of the first.
      _ = try driver.query(
        "INSERT INTO mkprofile_links (link, expires) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        [link, "0"])
      let rows = try driver.query(
        "SELECT made, sealed FROM mkprofile_links WHERE link = $1 FOR UPDATE", [link])
      taken = link
      let row: Row = rows.first.map { ($0[0], $0[1]) } ?? (nil, nil)
      return (row, isFresh: row.made != before.made)
    } catch {
      let isBusy = driver.lastState == "55P03"
      try? driver.execute("ROLLBACK")
      if isBusy { return nil }
      throw Self.advised(error, driver.lastState)
    }
  }

  /// Notes something of the link that was taken, and lets go of it.
  func keep(_ row: Row, expires: String, now: Int64) throws(DirectoryFault) {
    guard let link = taken else {
      throw DirectoryFault(.settings, "no link was taken", fix: "ask 'takeLink' first")
    }
    do throws(DirectoryFault) {
      _ = try driver.query(
        "UPDATE mkprofile_links SET made = $2, sealed = $3, expires = $4 WHERE link = $1",
        [link, row.made, row.sealed, expires])
      taken = nil
      try run("COMMIT")
    } catch {
      leave()
      throw error
    }
    sweep(now)
  }

  /// Lets go of the link that was taken.
  func leave() {
    guard taken != nil else { return }
    taken = nil
    try? driver.execute("ROLLBACK")
  }

  /// Forgets what nobody needs any more; nobody is waited for, and the next one tries again.
  private func sweep(_ now: Int64) {
    let free = "FOR UPDATE SKIP LOCKED LIMIT 1000"
    for (text, time) in [
      (
        "DELETE FROM mkprofile_links WHERE link IN"
          + " (SELECT link FROM mkprofile_links WHERE expires < $1 \(free))", now
      ),
      (
        "UPDATE mkprofile_links SET sealed = NULL WHERE link IN"
          + " (SELECT link FROM mkprofile_links WHERE sealed IS NOT NULL AND made < $1 \(free))",
        now - LinkDownload.lifetime
      ),
    ] {
      do throws(DirectoryFault) {
        try run("BEGIN READ WRITE")
        _ = try driver.query(text, [String(time)])
        try run("COMMIT")
      } catch { try? driver.execute("ROLLBACK") }
    }
  }

  private func run(_ text: String) throws(DirectoryFault) { try driver.execute(text) }

  private func told(
    _ text: String, _ parameters: [String?]
  ) throws(DirectoryFault) -> [[String?]] {
    do throws(DirectoryFault) { return try driver.query(text, parameters) } catch {
      throw Self.advised(error, driver.lastState)
    }
  }

  /// What helps where the table is not as it has to be.
  private static func advised(_ fault: DirectoryFault, _ state: String) -> DirectoryFault {
    switch state {
    case "42P01", "42501", "42703":
      DirectoryFault(
        fault.kind, fault.message,
        fix: "make the table mkprofile_links by postgresql-links.sql: mkprofile help directory")
    default: fault
    }
  }
}
