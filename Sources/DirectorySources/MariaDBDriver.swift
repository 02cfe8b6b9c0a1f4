// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CMariaDB
import Directory
import MailSettings
import SettingsFile
import System

/// A connection to MariaDB or MySQL.
final class MariaDBDriver: SQLDriver {
  private let server: UnsafeMutablePointer<MYSQL>
  private var statements: [SQLQueryName: UnsafeMutablePointer<MYSQL_STMT>] = [:]

  /// Seconds for a connection, and for a piece of an answer.
  private static let patience: UInt32 = 30

  init(_ options: DirectoryOptions, _ text: String) throws(DirectoryFault) {
    guard let server = mysql_init(nil) else {
      throw DirectoryFault(.unreachable, "there is no memory")
    }
    self.server = server
    let url = SourceURL(text)
    let mode: SourceTLS
    do throws(InvalidValue) { mode = try SourceTLS(url) } catch {
      throw DirectoryFault(.settings, error.message, fix: error.fix)
    }
    let socket = url.parameters["socket"]
    var failed = mkprofile_mysql_timeouts(server, Self.patience)
    failed |= mysql_options(server, MYSQL_SET_CHARSET_NAME, "utf8mb4")
    var isAllowed: UInt32 = 0
    failed |= mysql_options(server, MYSQL_OPT_LOCAL_INFILE, &isAllowed)
    if socket == nil, mode != .disable {
      let authorities = try SourceSecrets.authorities(options)
      failed |= mkprofile_mysql_tls(server, authorities, mode == .verifyFull ? 1 : 0)
    }
    // The library takes "localhost" for a socket unless it is told otherwise.
    var transport = UInt32(MYSQL_PROTOCOL_TCP.rawValue)
    if socket == nil { failed |= mysql_options(server, MYSQL_OPT_PROTOCOL, &transport) }
    guard failed == 0 else { throw DirectoryFault(.unreachable, "libmariadb refuses an option") }
    let connected = mysql_real_connect(
      server, url.host.isEmpty ? nil : url.host, url.user,
      try SourceSecrets.password(options) ?? "", url.path, url.port, socket, 0)
    guard connected != nil else {
      let said = String(cString: mysql_error(server))
      throw DirectoryFault(
        .unreachable, "cannot connect to MariaDB: \(said)",
        fix: Self.advice(mysql_errno(server), said))
    }
    _ = "SET SESSION TRANSACTION READ ONLY".withCString { mysql_query(server, $0) }
  }

  deinit {
    for statement in statements.values { mysql_stmt_close(statement) }
    mysql_close(server)
  }

  private static func advice(_ number: UInt32, _ said: String) -> String? {
    if number == 1_045 || number == 1_044 { return "mend 'passwordFile:', or grant the rights" }
    guard said.holds("SSL") || said.holds("TLS") || said.holds("certificate") else { return nil }
    return "let the server use TLS and name the certificate of its authority with 'caFile:'; on the"
      + " same machine use mysql://USER@localhost/DATABASE?socket=/run/mysqld/mysqld.sock"
  }

  func prepare(_ query: String, as name: SQLQueryName) throws(DirectoryFault) -> Int {
    guard let statement = mysql_stmt_init(server) else { throw fault(name) }
    let text = SQLText(query).withQuestionMarks
    guard mysql_stmt_prepare(statement, text, UInt(text.utf8.count)) == 0 else {
      let fault = fault(name, statement)
      mysql_stmt_close(statement)
      throw fault
    }
    statements[name] = statement
    return Int(mysql_stmt_field_count(statement))
  }

  func run(
    _ name: SQLQueryName, _ parameter: String?, _ body: ([String?]) -> Void
  ) throws(DirectoryFault) {
    guard let statement = statements[name] else { return }
    let parameter = parameter ?? ""
    let code = parameter.withCString { text in
      mkprofile_mysql_parameters(statement, text, UInt(parameter.utf8.count))
    }
    guard code == 0 else { throw fault(name, statement) }
    let count = mysql_stmt_field_count(statement)
    guard let row = mkprofile_mysql_bind(statement, count) else { throw fault(name, statement) }
    defer {
      free(row)
      mysql_stmt_free_result(statement)
    }
    while true {
      let code = mysql_stmt_fetch(statement)
      if code == MYSQL_NO_DATA { return }
      // What is cut is too long for any name that is wanted, and is refused as such.
      guard code == 0 || code == MYSQL_DATA_TRUNCATED else { throw fault(name, statement) }
      body((0..<count).map { Self.text(row, $0) })
    }
  }

  private static func text(
    _ row: UnsafePointer<mkprofile_mysql_row>, _ column: UInt32
  ) -> String? {
    var length: UInt = 0
    guard let start = mkprofile_mysql_text(row, column, &length) else { return nil }
    let bytes = UnsafeRawBufferPointer(start: start, count: Int(length))
    return String(decoding: bytes, as: UTF8.self)
  }

  private func fault(
    _ name: SQLQueryName, _ statement: UnsafeMutablePointer<MYSQL_STMT>? = nil
  ) -> DirectoryFault {
    let number = statement.map { mysql_stmt_errno($0) } ?? mysql_errno(server)
    let said = String(cString: statement.map { mysql_stmt_error($0) } ?? mysql_error(server))
    // 1000 and up comes from the server, 2000 and up from the library: the connection.
    let isPermanent = (1_000..<2_000).contains(number) && ![1_053, 1_205].contains(number)
    return DirectoryFault(
      isPermanent ? .settings : .unreachable, "MariaDB says of directory.\(name.key): \(said)")
  }
}
