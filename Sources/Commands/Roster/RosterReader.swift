// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import Renderers
import SetupSheets

/// One good row of a roster.
struct RosterRow {
  let address: MailAddress
  let person: Person
  let options: RenderOptions
  /// What is printed on the strip to cut off, where that was asked for.
  let password: InitialPassword?
  let place: Place
}

/// Turns rows of CSV into people, and says what is wrong with the others.
struct RosterReader {
  private let file: String
  private let columns: RosterColumns
  private let format: any Renderer
  private let options: RenderOptions
  /// What the options of other formats take, by their names.
  private let elsewhere: [String: [String]]
  private let language: Language?
  private let takesPasswords: Bool
  private var rows: CSVReader
  /// Lines by the hash of their address: a few bytes a row, where the addresses would be many.
  /// The hash is seeded anew in every run, so nobody can make two addresses meet.
  private var lines: [Int: UInt32] = [:]

  /// Reads the header; what was chosen on the command line holds where a row says nothing.
  init(
    _ rows: CSVReader, file: String, format: any Renderer, among formats: [any Renderer],
    options: RenderOptions, language: Language?, takesPasswords: Bool = false
  ) throws(Failure) {
    var rows = rows
    guard let header = try rows.next() else {
      throw Failure(.badInput, "\(file.quoted) is empty", fix: "begin it with email,name")
    }
    if let fault = header.fault {
      throw Failure(.badInput, findings: [Finding(fault, file: file)])
    }
    columns = try RosterColumns(header, file: file)
    self.rows = rows
    self.file = file
    self.format = format
    self.options = options
    elsewhere = Dictionary(
      formats.flatMap { $0.options.map { ($0.name, $0.values) } }, uniquingKeysWith: { $0 + $1 })
    self.language = language
    self.takesPasswords = takesPasswords
  }

  /// True where the roster has passwords that nobody asked to print.
  var hasIdlePasswords: Bool { !takesPasswords && columns.order.contains(.password) }
  /// True where passwords were asked for, and there are none.
  var lacksPasswords: Bool { takesPasswords && !columns.order.contains(.password) }

  /// How many bytes have been read.
  var position: Int { rows.position }

  /// The columns that say nothing to this format.
  var idleColumns: [String] {
    columns.order.filter { $0 == .client || $0 == .device }.map(\.rawValue)
      .filter { name in !format.options.contains { $0.name == name } }
  }

  /// The next person, or what is wrong with the row; nil at the end.
  mutating func next() throws(Failure) -> Result<RosterRow, RenderFailure>? {
    guard let row = try rows.next() else { return nil }
    if let fault = row.fault { return .failure(RenderFailure([Finding(fault, file: file)])) }
    let place = Place(file: file, line: row.line, column: 1)
    guard row.fields.count == columns.order.count else {
      let (count, wanted) = (row.fields.count, columns.order.count)
      let message = "the row has \(count) \(count == 1 ? "field" : "fields"), the header \(wanted)"
      let fix =
        count < wanted
        ? "leave a field empty rather than out" : "quote a field that holds the separator"
      return .failure(RenderFailure([Finding(.error, at: "", message, fix: fix, place: place)]))
    }
    return person(row, place)
  }

  private mutating func person(
    _ row: CSVRow, _ place: Place
  ) -> Result<RosterRow, RenderFailure> {
    var address: MailAddress?
    var person = Person(language: language)
    var chosen = options
    var password: InitialPassword?
    var findings: [Finding] = []
    for (column, field) in zip(columns.order, row.fields) {
      do throws(InvalidValue) {
        if column == .email {
          address = try MailAddress(field.text)
        } else if column == .password {
          if takesPasswords, !field.text.isEmpty { password = try InitialPassword(field.text) }
        } else if !field.text.isEmpty {
          try take(column, field.text, &person, &chosen)
        }
      } catch {
        findings.append(
          Finding(
            .error, at: column.rawValue, error.message, fix: error.fix,
            place: Place(file: file, line: field.line, column: field.column)))
      }
    }
    if let address, let earlier = line(of: address, row.line) {
      findings.append(
        Finding(
          .error, at: "email", "\(address.description.quoted) is in line \(earlier) already",
          place: place))
    }
    guard let address, findings.isEmpty else { return .failure(RenderFailure(findings)) }
    return .success(
      RosterRow(
        address: address, person: person, options: chosen, password: password, place: place))
  }

  /// The earlier line with this address; the first one is remembered.
  private mutating func line(of address: MailAddress, _ line: Int) -> UInt32? {
    let key = address.hashValue
    if let earlier = lines[key] { return earlier }
    lines[key] = UInt32(clamping: line)
    return nil
  }

  private func take(
    _ column: RosterColumn, _ text: String, _ person: inout Person, _ chosen: inout RenderOptions
  ) throws(InvalidValue) {
    switch column {
    case .email, .password: break
    case .name: person.name = try DisplayText(text.foldingLines)
    case .login: person.login = try DisplayText(text)
    case .language: person.language = try Language(text)
    case .client, .device:
      let option = format.options.first { $0.name == column.rawValue }
      // One roster may say which printer a sheet is for, and be used for profiles, too.
      let isElsewhere = elsewhere[column.rawValue]?.contains(text) ?? false
      guard let option, option.values.contains(text) || !isElsewhere else { break }
      try chosen.choose(option, text)
    }
  }
}

extension Finding {
  fileprivate init(_ fault: CSVRow.Fault, file: String) {
    self.init(
      .error, at: "", fault.message, fix: fault.fix,
      place: Place(file: file, line: fault.line, column: fault.column))
  }
}

extension String {
  /// Line breaks as blanks: a spreadsheet's cell may have them, a name has not.
  fileprivate var foldingLines: String {
    split(separator: "\n").joined(separator: " ")
  }
}
