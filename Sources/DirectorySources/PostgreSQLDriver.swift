// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CPQ
import Directory
import MailSettings
import SettingsFile
import System

/// A connection to PostgreSQL.
final class PostgreSQLDriver: SQLDriver {
  let connection: OpaquePointer
  private var queries: [SQLQueryName: String] = [:]
  /// The first column of a query, by which single rows are asked for.
  private(set) var firstColumn = ""
  /// The code of the last error (SQLSTATE); empty where the server has said none.
  private(set) var lastState = ""

  /// Seconds for a connection.
  private static let patience = 4

  init(_ options: DirectoryOptions, _ text: String) throws(DirectoryFault) {
    // What stands before the URL is said unless the URL says otherwise, what stands after it is not
    // up to the URL.
    var words: [(String, String?)] = [
      ("sslmode", SourceTLS.verifyFull.rawValue),
      ("sslrootcert", try SourceSecrets.authorities(options)), ("dbname", text),
      ("password", try SourceSecrets.password(options)), ("client_encoding", "UTF8"),
      ("connect_timeout", String(Self.patience)), ("application_name", "mkprofile"),
    ]
    words.removeAll { $0.1 == nil }
    let keys = words.map { strdup($0.0) } + [nil]
    let values = words.map { $0.1.flatMap { strdup($0) } } + [nil]
    defer { for pointer in keys + values { free(pointer) } }
    let connected = PQconnectdbParams(
      keys.map { UnsafePointer($0) }, values.map { UnsafePointer($0) }, 1)
    guard let connected else { throw DirectoryFault(.unreachable, "there is no memory") }
    connection = connected
    guard PQstatus(connection) == CONNECTION_OK else {
      let said = Self.words(PQerrorMessage(connection))
      throw DirectoryFault(
        .unreachable, "cannot connect to PostgreSQL: \(said)", fix: Self.advice(said))
    }
    _ = try execute("SET default_transaction_read_only = on")
  }

  deinit { PQfinish(connection) }

  /// What helps against the usual reasons.
  private static func advice(_ said: String) -> String? {
    if said.holds("does not support SSL") {
      return "let the server use TLS (ssl = on); on the same machine use"
        + " postgresql:///DATABASE?host=/run/postgresql"
    }
    if said.holds("certificate verify failed") || said.holds("root certificate") {
      return "name the certificate of its authority: 'caFile: FILE'"
    }
    if said.holds("password") || said.holds("authentication") {
      return "mend 'passwordFile:', or what pg_hba.conf says"
    }
    return nil
  }

  /// One line of what the server says.
  static func words(_ text: UnsafePointer<CChar>?) -> String {
    guard let text else { return "nothing" }
    let lines = String(cString: text).split { $0.isNewline }.map { line in
      String(line.drop { $0 == "\t" || $0 == " " })
    }
    return lines.joined(separator: "; ")
  }

  private func fault(_ result: OpaquePointer?, _ name: SQLQueryName? = nil) -> DirectoryFault {
    let about = name.map { " of directory.\($0.key)" } ?? ""
    // What was wrong and what may help, without the query and where in it that is.
    let parts = ["M", "H"].compactMap { (letter: Unicode.Scalar) in
      result.flatMap { PQresultErrorField($0, Int32(letter.value)) }
    }
    let said =
      parts.isEmpty
      ? Self.words(PQerrorMessage(connection))
      : parts.map { Self.words($0) }.joined(separator: "; ")
    let code =
      result.flatMap { PQresultErrorField($0, Int32(UInt8(ascii: "C"))) }
      .map { String(cString: $0) } ?? ""
    lastState = code
    // Wrong syntax, names that are not there, rights that are missing: somebody has to mend it.
    let isPermanent = code.hasPrefix("42") || code.hasPrefix("22")
    return DirectoryFault(
      isPermanent ? .settings : .unreachable, "PostgreSQL says\(about): \(said)")
  }

  /// Runs what gives nothing.
  func execute(_ text: String) throws(DirectoryFault) {
    let result = PQexec(connection, text)
    defer { PQclear(result) }
    guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw fault(result) }
  }

  /// Runs a statement with parameters, and gives all rows.
  func query(_ text: String, _ parameters: [String?]) throws(DirectoryFault) -> [[String?]] {
    let values = parameters.map { $0.flatMap { strdup($0) } }
    defer { for value in values { free(value) } }
    let result = PQexecParams(
      connection, text, Int32(values.count), nil, values.map { UnsafePointer($0) }, nil, nil, 0)
    defer { PQclear(result) }
    switch PQresultStatus(result) {
    case PGRES_COMMAND_OK: return []
    case PGRES_TUPLES_OK:
      let columns = 0..<PQnfields(result)
      return (0..<PQntuples(result)).map { row in
        columns.map { column in result.flatMap { Self.text($0, column, row) } }
      }
    default: throw fault(result)
    }
  }

  func prepare(_ query: String, as name: SQLQueryName) throws(DirectoryFault) -> Int {
    let prepared = PQprepare(connection, name.rawValue, query, 0, nil)
    defer { PQclear(prepared) }
    guard PQresultStatus(prepared) == PGRES_COMMAND_OK else { throw fault(prepared, name) }
    let described = PQdescribePrepared(connection, name.rawValue)
    defer { PQclear(described) }
    guard PQresultStatus(described) == PGRES_COMMAND_OK else { throw fault(described, name) }
    queries[name] = query
    let count = Int(PQnfields(described))
    if name == .domains, count > 0 {
      firstColumn = PQfname(described, 0).map { String(cString: $0) } ?? ""
    }
    return count
  }

  func run(
    _ name: SQLQueryName, _ parameter: String?, _ body: ([String?]) -> Void
  ) throws(DirectoryFault) {
    let isSent: Bool
    if let parameter {
      isSent = parameter.withCString { text in
        withUnsafePointer(to: Optional(text)) {
          PQsendQueryPrepared(connection, name.rawValue, 1, $0, nil, nil, 0) == 1
        }
      }
    } else {
      isSent = PQsendQueryPrepared(connection, name.rawValue, 0, nil, nil, nil, 0) == 1
    }
    guard isSent else { throw fault(nil, name) }
    PQsetSingleRowMode(connection)
    var failure: DirectoryFault?
    while let result = PQgetResult(connection) {
      defer { PQclear(result) }
      let status = PQresultStatus(result)
      if status == PGRES_SINGLE_TUPLE {
        body((0..<PQnfields(result)).map { Self.text(result, $0) })
      } else if status != PGRES_TUPLES_OK {
        failure = failure ?? fault(result, name)
      }
    }
    if let failure { throw failure }
  }

  private static func text(
    _ result: OpaquePointer, _ column: Int32, _ row: Int32 = 0
  ) -> String? {
    guard PQgetisnull(result, row, column) == 0, let start = PQgetvalue(result, row, column) else {
      return nil
    }
    return String(cString: start)
  }

  /// Millions of rows come fastest by COPY; the query was prepared before, which says what is wrong
  /// with it.
  func writeDomains(_ rows: inout DomainWriter) throws(DirectoryFault) {
    guard let query = queries[.domains] else { return }
    let result = PQexec(connection, "COPY (\(query)) TO STDOUT")
    defer { PQclear(result) }
    guard PQresultStatus(result) == PGRES_COPY_OUT else { throw fault(result, .domains) }
    var buffer: UnsafeMutablePointer<CChar>?
    while true {
      let count = PQgetCopyData(connection, &buffer, 0)
      guard count > 0, let line = buffer else { break }
      line.withMemoryRebound(to: UInt8.self, capacity: Int(count)) {
        rows.add(copied: UnsafeBufferPointer(start: $0, count: Int(count)))
      }
      PQfreemem(line)
    }
    var failure: DirectoryFault?
    while let last = PQgetResult(connection) {
      defer { PQclear(last) }
      if PQresultStatus(last) != PGRES_COMMAND_OK { failure = failure ?? fault(last, .domains) }
    }
    if let failure { throw failure }
  }
}

/// A line of COPY in its text format.
enum CopyLine {
  /// The fields; nil for NULL.
  static func fields(_ bytes: UnsafeBufferPointer<UInt8>) -> [String?] {
    var line = bytes[...]
    if line.last == 0x0A { line = line.dropLast() }
    var fields: [String?] = []
    fields.reserveCapacity(3)
    while true {
      let end = line.firstIndex(of: 0x09) ?? line.endIndex
      fields.append(text(line[line.startIndex..<end]))
      guard end < line.endIndex else { return fields }
      line = line[(end + 1)...]
    }
  }

  private static func text(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String? {
    guard bytes.contains(UInt8(ascii: "\\")) else { return String(decoding: bytes, as: UTF8.self) }
    if bytes.elementsEqual("\\N".utf8) { return nil }
    var out: [UInt8] = []
    var isEscaped = false
    for byte in bytes {
      if isEscaped {
        let letters: [UInt8: UInt8] = [
          UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10,
          UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9, UInt8(ascii: "v"): 11,
        ]
        out.append(letters[byte] ?? byte)
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else {
        out.append(byte)
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
