// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Directory
import Foundation
import MailSettings
import SettingsFile
import System
import Testing

/// Everybody of a database, whatever stands in the rows of some.
@Suite struct ListedPeopleTests {
  private static let tables = """
    CREATE TABLE mailbox (address text, login text, name text, language text);
    INSERT INTO mailbox VALUES ('long@example.ch', replace(hex(zeroblob(1500000)), '00', 'x'), '', '');
    INSERT INTO mailbox VALUES (replace(hex(zeroblob(1500000)), '00', 'x'), 'x', '', '');
    INSERT INTO mailbox VALUES ('bytes@example.ch', CAST(x'4DFC' AS text), '', '');
    INSERT INTO mailbox VALUES ('turned@example.ch', 't', char(8238) || 'T', 'de');
    WITH RECURSIVE n(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < 299)
      INSERT INTO mailbox SELECT 'p' || i || '@example.ch', 'u' || i,
        replace(hex(zeroblob(9000)), '00', 'n'), 'de' FROM n;
    INSERT INTO mailbox VALUES ('anna@example.ch', 'u1', 'Anna', 'de');
    """

  @Test func oneRowKeepsNobodyElseOut() throws {
    guard RealServer.isInstalled("sqlite3") else {
      Issue.record("sqlite3 is not installed: ./dev setup installs it")
      return
    }
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("mkprofile-people-\(UUID().uuidString.prefix(8)).db").path
    defer { try? FileManager.default.removeItem(atPath: file) }
    try RealServer.run("/usr/bin/env", ["sqlite3", file, Self.tables])
    let catalog = try Asking.catalog(
      """
      source: sqlite:\(file)
      person: "SELECT login, name, language FROM mailbox WHERE address = $1"
      """, domains: "domains: [example.ch]")
    let options = try #require(catalog.directories.first).options
    let talk = try DirectoryTalk(options, Asking.programs, by: Deadline(milliseconds: 20_000))
    var people: [ListedPerson] = []
    var wrong: [String] = []
    try talk.ask(.people(query: options.person?.words), patience: 20_000) {
      (line, _) throws(DirectoryFault) in
      let answer = try DirectoryAnswer(line)
      people += try answer.people { wrong.append($0) }
      return answer.isTrue("more")
    }
    #expect(people.map(\.address.description) == ["anna@example.ch"])
    #expect(wrong.count == 304)
    for (address, reason) in [
      ("long@", "1000 are allowed"), ("bytes@", "is not UTF-8"), ("turned@", "U+202E"),
      ("p299@", "9000 characters"),
    ] {
      #expect(wrong.contains { $0.hasPrefix(address) && $0.contains(reason) }, "\(address)")
    }
  }
}
