// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SettingsFile

/// Turns rows of a directory into a table, and says what is wrong with the others.
package struct DomainReading {
  /// What was read.
  package private(set) var table: DomainTable
  private let catalog: SettingsCatalog
  private let options: DirectoryOptions
  private let limit: Int
  private var findings: [Finding] = []
  private var dropped = 0
  private var row = 0
  /// True once there are more than the limit: nothing is taken any more.
  package private(set) var isFull = false

  /// Findings about rows that are shown at most.
  package static let mostFindings = 20

  /// Begins; `capacity` is how many there were the last time.
  package init(
    _ options: DirectoryOptions, _ catalog: SettingsCatalog, capacity: Int,
    limit: Int = SettingsLimits().domains
  ) {
    self.options = options
    self.catalog = catalog
    self.limit = limit
    table = DomainTable(capacity: capacity)
  }

  /// Takes the next row.
  package mutating func take(_ text: DomainRow) {
    row += 1
    guard !isFull else { return }
    guard let (name, entry) = entry(text) else { return }
    insert(name.ascii) { $0.insert(name, entry) }
  }

  /// Takes the rows of a line: quickly those about which there is nothing to find out.
  mutating func take(_ line: DomainLine) {
    let isUsual = catalog.namesNone
    let hashes = line.rows.map { row in
      isUsual && line.isPlain(row) ? table.expect(line[row.name]) : nil
    }
    for (row, hash) in zip(line.rows, hashes) {
      guard let hash else {
        take(line.texts(row))
        continue
      }
      self.row += 1
      let name = line[row.name]
      insert(String(decoding: name, as: UTF8.self)) {
        $0.insert(plain: name, login: line[row.primary], hash: hash)
      }
    }
  }

  /// Inserts, unless there are too many or it is there.
  private mutating func insert(
    _ name: @autoclosure () -> String, _ body: (inout DomainTable) -> Bool
  ) {
    guard !isFull else { return }
    guard table.count < limit else {
      isFull = true
      findings.append(
        Finding(
          .error, at: "directory.domains", "there are more than \(limit) domains",
          fix: "use a wildcard, or several instances", place: options.places["directory.domains"]))
      return
    }
    guard !body(&table) else { return }
    warn("\(name()) is there twice; the first row holds", fix: "let the query give each name once")
  }

  /// What a row says; nil, with a warning, where it says nothing that can be used.
  private mutating func entry(_ row: DomainRow) -> (DomainName, DomainTable.Entry)? {
    do throws(InvalidValue) {
      let name = try DomainName(row.name)
      var entry = DomainTable.Entry()
      if !row.primary.isEmpty {
        let primary = try DomainName(row.primary)
        if primary != name { entry.login = primary }
      }
      if !row.provider.isEmpty {
        let provider = try DomainName(row.provider)
        guard catalog.hasProvider(provider) else {
          warn(
            "\(name) has the provider \(row.provider.quoted), which the settings do not have",
            fix: "use the id of one of the providers, or leave it empty")
          return nil
        }
        entry.provider = provider
      }
      guard !catalog.namesItself(name) else {
        warn("\(name) is in the settings, too, which hold", fix: "remove one of the two")
        return nil
      }
      return (name, entry)
    } catch {
      warn(error.message, fix: error.fix)
      return nil
    }
  }

  private mutating func warn(_ message: String, fix: String?) {
    guard findings.count < Self.mostFindings else {
      dropped += 1
      return
    }
    findings.append(
      Finding(
        .warning, at: "directory.domains", "row \(row): \(message)", fix: fix,
        place: options.places["directory.domains"]))
  }

  /// Everything found.
  package var result: [Finding] {
    guard dropped > 0 else { return findings }
    return findings + [
      Finding(
        .warning, at: "directory.domains", "rows of this kind that are not shown: \(dropped)",
        place: options.places["directory.domains"])
    ]
  }

  /// A change of some domains, as rows and the names of those that are gone.
  package static func changes(
    _ rows: [DomainRow], removed: [String], _ options: DirectoryOptions, _ catalog: SettingsCatalog
  ) -> (changes: [(DomainName, DomainTable.Entry?)], findings: [Finding]) {
    var reading = DomainReading(options, catalog, capacity: 0)
    var changes: [(DomainName, DomainTable.Entry?)] = []
    for row in rows {
      reading.row += 1
      if let (name, entry) = reading.entry(row) { changes.append((name, entry)) }
    }
    for text in removed {
      if let name = try? DomainName(text) { changes.append((name, nil)) }
    }
    return (changes, reading.findings)
  }
}
