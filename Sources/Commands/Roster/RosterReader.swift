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
  /// What is to be made: a document for each program or device, mostly one.
  let variants: [Variant]
  /// What is printed on the strip to cut off, where that was asked for.
  let password: InitialPassword?
  let place: Place

  /// One of several documents for a person.
  struct Variant {
    /// The program or device that the row names; empty where it names none.
    let name: String
    let options: RenderOptions
  }
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
    options: RenderOptions, language: Language?, takesPasswords: Bool = false,
    map: RosterMap = RosterMap()
  ) throws(Failure) {
    var rows = rows
    var header = try rows.next()
    while let row = header, row.fault == nil, row.fields.allSatisfy(\.text.isEmpty) {
      header = try rows.next()
    }
    guard let header else {
      throw Failure(.badInput, "\(file.quotedPath) is empty", fix: "begin it with email,name")
    }
    if let fault = header.fault {
      throw Failure(.badInput, findings: [Finding(fault, file: file)])
    }
    columns = try RosterColumns(header, file: file, map: map)
    self.rows = rows
    self.file = file
    self.format = format
    self.options = options
    elsewhere = Dictionary(
      formats.flatMap { $0.options.map { ($0.name, $0.values) } }, uniquingKeysWith: { $0 + $1 })
    self.language = language
    self.takesPasswords = takesPasswords
  }

  /// What there is to say of the header, and how its columns were recognised.
  var remarks: (findings: [Finding], recognised: String?) {
    (columns.findings, columns.recognised)
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

  /// The next person, or what is wrong with the row; nil at the end. Rows of nothing but
  /// separators, which spreadsheets leave behind, are none.
  mutating func next() throws(Failure) -> Result<RosterRow, RenderFailure>? {
    while let row = try rows.next() {
      if row.fault == nil, row.fields.allSatisfy(\.text.isEmpty) { continue }
      if let result = try read(row) { return result }
    }
    return nil
  }

  /// The person of a row; nil for one who has the same document already.
  private mutating func read(
    _ row: CSVRow
  ) throws(Failure) -> Result<RosterRow, RenderFailure>? {
    if let fault = row.fault { return .failure(RenderFailure([Finding(fault, file: file)])) }
    let place = Place(file: file, line: row.line, column: 1)
    let rest = row.fields.dropFirst(columns.count)
    guard row.fields.count >= columns.count, rest.allSatisfy(\.text.isEmpty) else {
      let (count, wanted) = (row.fields.count, columns.count)
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
  ) -> Result<RosterRow, RenderFailure>? {
    var address: MailAddress?
    var person = Person(language: language)
    var (client, device) = ("", "")
    var variants: [RosterRow.Variant] = []
    var password: InitialPassword?
    var findings: [Finding] = []
    for source in columns.sources {
      let column = source.column
      let (text, field) = row.value(of: source)
      do throws(InvalidValue) {
        if column == .email {
          address = try MailAddress(row.address(text, at: columns.domain))
        } else if column == .password {
          if takesPasswords, !text.isEmpty { password = try InitialPassword(text) }
        } else if column == .client || column == .device {
          if column == .client { client = text } else { device = text }
          variants += try self.variants(column, text)
        } else if !text.isEmpty {
          try take(column, text, &person)
        }
      } catch {
        findings.append(
          Finding(
            .error, at: column.rawValue, error.message, fix: error.fix,
            place: Place(file: file, line: field.line, column: field.column)))
      }
    }
    // A person may have several rows, one for each program.
    if let address, let earlier = line(of: "\(address) \(client) \(device)", row.line) {
      findings.append(
        Finding(
          .error, at: "email", "\(address.description.quoted) is in line \(earlier) already",
          place: place))
    }
    guard let address, findings.isEmpty else { return .failure(RenderFailure(findings)) }
    let isAgain = line(of: "\(address)", row.line) != nil
    if variants.isEmpty {
      // The same document for the same person, who may be listed for the sake of another format.
      guard !isAgain else { return nil }
      variants = [RosterRow.Variant(name: "", options: options)]
    }
    return .success(
      RosterRow(
        address: address, person: person, variants: variants, password: password, place: place))
  }

  /// The earlier line with this text; the first one is remembered.
  private mutating func line(of text: String, _ line: Int) -> UInt32? {
    let key = text.hashValue
    if let earlier = lines[key] { return earlier }
    lines[key] = UInt32(clamping: line)
    return nil
  }

  /// A document for each of the programs that a row names, with `+` between them, or for its
  /// device; none for what the format has no sheets for.
  private func variants(
    _ column: RosterColumn, _ text: String
  ) throws(InvalidValue) -> [RosterRow.Variant] {
    var variants: [RosterRow.Variant] = []
    guard let option = format.options.first(where: { $0.name == column.rawValue }) else {
      return []
    }
    for name in text.split(separator: "+").map({ String($0).trimmedBlanks }) {
      // One roster may say which printer a sheet is for, and be used for profiles, too.
      let isElsewhere = elsewhere[column.rawValue]?.contains(name) ?? false
      guard option.values.contains(name) || !isElsewhere else { continue }
      guard column != .device || name != option.values.first else { continue }
      var chosen = options
      try chosen.choose(option, name)
      variants.append(RosterRow.Variant(name: name, options: chosen))
    }
    return variants
  }

  private func take(
    _ column: RosterColumn, _ text: String, _ person: inout Person
  ) throws(InvalidValue) {
    switch column {
    case .email, .password, .client, .device: break
    case .name: person.name = try DisplayText(text.foldingLines)
    case .login: person.login = try DisplayText(text)
    case .language: person.language = try Language(text)
    }
  }
}

extension CSVRow {
  /// What the row says for a column, and the field that it begins in.
  fileprivate func value(of source: RosterColumns.Source) -> (text: String, field: CSVField) {
    let own = source.fields.map { fields[$0] }
    let filled = own.filter { !$0.text.isEmpty }
    let first = filled.first ?? own.first ?? CSVField(text: "", line: line, column: 1)
    guard source.areJoined else { return (first.text, first) }
    return (filled.map(\.text).joined(separator: " "), first)
  }

  /// An address whose domain may stand in a field of its own.
  fileprivate func address(_ text: String, at domain: Int?) -> String {
    guard let domain, !text.isEmpty, !text.utf8.contains(UInt8(ascii: "@")),
      !fields[domain].text.isEmpty
    else { return text }
    return "\(text)@\(fields[domain].text)"
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
  /// The text without blanks around it.
  fileprivate var trimmedBlanks: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  /// Line breaks as blanks: a spreadsheet's cell may have them, a name has not.
  fileprivate var foldingLines: String {
    split(separator: "\n").joined(separator: " ")
  }
}
