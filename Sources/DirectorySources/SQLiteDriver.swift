// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CSQLite
import Directory
import MailSettings
import SettingsFile
import System

/// A file of SQLite, which is only read.
final class SQLiteDriver: SQLDriver {
  private var database: OpaquePointer?
  private var statements: [SQLQueryName: OpaquePointer] = [:]
  private let path: String

  /// Milliseconds for which it waits while somebody writes.
  private static let patience: Int32 = 1_000

  init(_ path: String) throws(DirectoryFault) {
    self.path = path
    guard FileKind(path) == .file else {
      throw DirectoryFault(
        .settings, "there is no file \(path.quotedPath)",
        fix: "mend 'source:', or make the database")
    }
    let code = sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil)
    guard code == SQLITE_OK else { throw fault(code) }
    sqlite3_busy_timeout(database, Self.patience)
  }

  deinit {
    for statement in statements.values { sqlite3_finalize(statement) }
    sqlite3_close(database)
  }

  func prepare(_ query: String, as name: SQLQueryName) throws(DirectoryFault) -> Int {
    var statement: OpaquePointer?
    var rest: UnsafePointer<CChar>?
    let (code, isOne) = query.withCString { text in
      let code = sqlite3_prepare_v2(database, text, -1, &statement, &rest)
      return (code, rest.map { $0.pointee == 0 } ?? true)
    }
    guard code == SQLITE_OK, let statement else { throw fault(code, name) }
    guard isOne, sqlite3_stmt_readonly(statement) != 0 else {
      sqlite3_finalize(statement)
      throw DirectoryFault(
        .settings, "directory.\(name.key) is not one query that only reads", fix: "write SELECT ..."
      )
    }
    statements[name] = statement
    return Int(sqlite3_column_count(statement))
  }

  func run(
    _ name: SQLQueryName, _ parameter: String?, _ body: ([String?]) -> Void
  ) throws(DirectoryFault) {
    guard let statement = statements[name] else { return }
    defer {
      sqlite3_reset(statement)
      sqlite3_clear_bindings(statement)
    }
    if let parameter {
      _ = parameter.withCString { mkprofile_sqlite_bind(statement, $0, -1) }
    }
    let columns = sqlite3_column_count(statement)
    while true {
      let code = sqlite3_step(statement)
      if code == SQLITE_DONE { return }
      guard code == SQLITE_ROW else { throw fault(code, name) }
      body((0..<columns).map { Self.text(statement, $0) })
    }
  }

  private static func text(_ statement: OpaquePointer, _ column: Int32) -> String? {
    guard let start = sqlite3_column_text(statement, column) else { return nil }
    let count = Int(sqlite3_column_bytes(statement, column))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  private func fault(_ code: Int32, _ name: SQLQueryName? = nil) -> DirectoryFault {
    let said = sqlite3_errmsg(database).map { String(cString: $0) } ?? "error \(code)"
    let about = name.map { " directory.\($0.key):" } ?? ""
    let isPassing = code & 0xFF == SQLITE_BUSY || code & 0xFF == SQLITE_IOERR
    return DirectoryFault(isPassing ? .unreachable : .settings, "SQLite says of\(about) \(said)")
  }
}
