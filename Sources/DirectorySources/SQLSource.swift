// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Directory
import MailSettings
import SettingsFile
import System

/// A connection to a database. Every query is prepared, and what somebody typed is a parameter.
protocol SQLDriver: AnyObject {
  /// Prepares a query in which `$1` is the parameter; gives how many columns it has.
  func prepare(_ query: String, as name: SQLQueryName) throws(DirectoryFault) -> Int
  /// Gives the rows of a prepared query, one by one, as they come.
  func run(
    _ name: SQLQueryName, _ parameter: String?, _ body: ([String?]) -> Void
  ) throws(DirectoryFault)
  /// Writes the rows of the query for domains, the quickest way there is.
  func writeDomains(_ rows: inout DomainWriter) throws(DirectoryFault)
}

extension SQLDriver {
  func writeDomains(_ rows: inout DomainWriter) throws(DirectoryFault) {
    try run(.domains, nil) { rows.add(DomainRow($0)) }
  }
}

/// The queries of a source.
enum SQLQueryName: String, Hashable {
  case domains, person, people
  /// One domain of the first.
  case domain

  /// What the columns are.
  var columns: String {
    switch self {
    case .domains, .domain: "the domain, its primary domain and the id of the provider"
    case .person: "the user name, the display name and the language"
    case .people: "the address, the user name, the display name and the language"
    }
  }
  /// How many there may be.
  var counts: ClosedRange<Int> { self == .people ? 2...4 : 1...3 }
  /// The key of the settings.
  var key: String { self == .domains || self == .domain ? "domains" : "person" }
}

/// A database with the queries of the settings.
final class SQLSource: OpenSource {
  let driver: any SQLDriver
  private let options: DirectoryOptions
  private var prepared: Set<SQLQueryName> = []

  init(_ driver: any SQLDriver, _ options: DirectoryOptions) {
    self.driver = driver
    self.options = options
  }

  private func query(_ name: SQLQueryName) throws(DirectoryFault) -> String {
    let query = name == .domains ? options.domains : options.person
    guard case .text(let text)? = query else {
      throw DirectoryFault(.settings, "the settings have no directory.\(name.key)")
    }
    let sql = SQLText(text)
    guard name == .people else { return sql.text }
    guard let everybody = sql.ofEverybody else {
      throw DirectoryFault(
        .settings, "the query of directory.person cannot be turned into one for everybody",
        fix: "write it as SELECT ... WHERE COLUMN = $1 ...")
    }
    return everybody
  }

  func prepare(_ name: SQLQueryName) throws(DirectoryFault) {
    guard prepared.insert(name).inserted else { return }
    do throws(DirectoryFault) {
      let count = try driver.prepare(try query(name), as: name)
      guard name.counts.contains(count) else {
        throw DirectoryFault(
          .settings,
          "the query of directory.\(name.key) gives \(count) \(count == 1 ? "column" : "columns")",
          fix: "give \(name.columns), in this order; the first alone will do")
      }
    } catch {
      prepared.remove(name)
      throw error
    }
  }

  func domains(_ rows: inout DomainWriter) throws(DirectoryFault) {
    try prepare(.domains)
    try driver.writeDomains(&rows)
  }

  func person(_ address: MailAddress) throws(DirectoryFault) -> PersonRow? {
    try prepare(.person)
    var rows: [PersonRow] = []
    var count = 0
    try driver.run(.person, address.description) { row in
      count += 1
      if count < 3 { rows.append(PersonRow(row[...])) }
    }
    guard Set(rows).count < 2 else {
      throw DirectoryFault(
        .settings, "the query of directory.person gives several rows for one address",
        fix: "let it give one")
    }
    return rows.first
  }

  func people(_ body: (String, PersonRow) -> Void) throws(DirectoryFault) {
    try prepare(.people)
    try driver.run(.people, nil) { row in
      body((row.first ?? nil) ?? "", PersonRow(row.dropFirst()))
    }
  }
}

extension DomainRow {
  /// The columns of a row.
  init(_ row: [String?]) {
    self.init(
      name: (row.first ?? nil) ?? "", primary: (row.count > 1 ? row[1] : nil) ?? "",
      provider: (row.count > 2 ? row[2] : nil) ?? "")
  }
}

extension PersonRow {
  /// The columns of a row.
  init(_ row: ArraySlice<String?>) {
    let columns = Array(row)
    self.init(
      login: columns.first ?? nil, name: columns.count > 1 ? columns[1] : nil,
      language: columns.count > 2 ? columns[2] : nil)
  }
}
