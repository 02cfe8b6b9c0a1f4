// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CPQ
import Directory
import MailSettings
import SettingsFile
import System

/// PostgreSQL, which says by itself when something has changed.
final class PostgreSQLSource: OpenSource {
  private let source: SQLSource
  private let driver: PostgreSQLDriver
  private let channel: String?
  private let hasDomains: Bool
  private var canAskForOne = false

  /// Changes that are asked for one by one; more are read with everything.
  private static let most = 1_000

  init(_ options: DirectoryOptions, _ text: String) throws(DirectoryFault) {
    driver = try PostgreSQLDriver(options, text)
    source = SQLSource(driver, options)
    channel = options.notify
    hasDomains = options.domains != nil
    if case .text(let query)? = options.domains { domainQuery = SQLText(query).text }
  }

  private var domainQuery = ""
  private(set) lazy var links: PostgreSQLLinks? = PostgreSQLLinks(driver)

  func domains(_ rows: inout DomainWriter) throws(DirectoryFault) { try source.domains(&rows) }
  func person(_ address: MailAddress) throws(DirectoryFault) -> PersonRow? {
    try source.person(address)
  }
  func people(_ body: (String, PersonRow) -> Void) throws(DirectoryFault) {
    try source.people(body)
  }

  func watch() throws(DirectoryFault) {
    guard let channel else {
      throw DirectoryFault(.settings, "the settings name no channel", fix: "add 'notify:'")
    }
    guard let name = PQescapeIdentifier(driver.connection, channel, channel.utf8.count) else {
      throw DirectoryFault(.settings, "\(channel.quoted) is no name of a channel")
    }
    defer { PQfreemem(name) }
    try driver.execute("LISTEN \(String(cString: name))")
    guard hasDomains else { return }
    try source.prepare(.domains)
    let column = driver.firstColumn
    guard let quoted = PQescapeIdentifier(driver.connection, column, column.utf8.count) else {
      return
    }
    defer { PQfreemem(quoted) }
    let query =
      "SELECT * FROM (\(domainQuery)) AS mkprofile_domains WHERE \(String(cString: quoted)) = $1"
    _ = try driver.prepare(query, as: .domain)
    canAskForOne = true
  }

  var descriptor: Int32? { PQsocket(driver.connection) }

  func news() throws(DirectoryFault) -> SourceNews {
    guard PQconsumeInput(driver.connection) == 1, PQstatus(driver.connection) == CONNECTION_OK
    else {
      throw DirectoryFault(
        .unreachable,
        "PostgreSQL has gone: \(PostgreSQLDriver.words(PQerrorMessage(driver.connection)))")
    }
    var news = SourceNews()
    var names: Set<String> = []
    while let notification = PQnotifies(driver.connection) {
      defer { PQfreemem(notification) }
      let text = String(cString: notification.pointee.extra)
      if text.isEmpty || !canAskForOne && !text.contains("@") {
        news.isEverything = true
      } else if text.contains("@") {
        news.people.append(text)
      } else {
        names.insert(text)
      }
    }
    if names.count > Self.most { news.isEverything = true }
    guard !news.isEverything else {
      news = SourceNews()
      news.isEverything = true
      return news
    }
    for name in names.sorted() { try look(at: name, &news) }
    return news
  }

  private func look(at name: String, _ news: inout SourceNews) throws(DirectoryFault) {
    var rows: [DomainRow] = []
    try driver.run(.domain, name) { rows.append(DomainRow($0)) }
    if let row = rows.first { news.changed.append(row) } else { news.removed.append(name) }
  }
}
