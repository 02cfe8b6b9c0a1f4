// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings

/// A column that a roster may have.
enum RosterColumn: String, CaseIterable {
  case email, name, login, language, client, device, password

  /// True where every roster has it that has no names of its own.
  var isRequired: Bool { self == .email || self == .name }

  /// What a roster's header says, for help and fixes.
  static let accepted = "email,name[,login][,language][,client][,device][,password]"
}

/// Where the columns of a roster are, as its header and `--map` say.
struct RosterColumns {
  /// What the fields of a row give for one column.
  struct Source {
    let column: RosterColumn
    /// The places of the fields in a row.
    let fields: [Int]
    /// True where all of them together are the value, such as first and last name; else the first
    /// that is not empty is.
    var areJoined = false
  }

  /// The columns that are used, in the order of the file.
  private(set) var sources: [Source] = []
  /// Fields that a row has.
  let count: Int
  /// The place of the domain where addresses are split, as cPanel has them.
  private(set) var domain: Int?
  /// What is worth saying about the header.
  private(set) var findings: [Finding] = []
  /// How the columns were recognised, in one sentence; nil where they have the usual names.
  private(set) var recognised: String?

  /// The columns that are used.
  var order: [RosterColumn] { sources.map(\.column) }

  /// Reads the header; throws everything that is wrong with it.
  init(_ header: CSVRow, file: String, map: RosterMap = RosterMap()) throws(Failure) {
    var fields = header.fields
    while let last = fields.last, last.text.isEmpty, fields.count > 1 { fields.removeLast() }
    count = fields.count
    let names = RosterHeader(fields.map(\.text))
    var errors: [Finding] = []
    func note(_ severity: Severity, _ index: Int?, _ message: String, _ fix: String?) {
      let field = index.map { fields[$0] }
      let place = Place(
        file: file, line: field?.line ?? header.line, column: field?.column ?? 1)
      let finding = Finding(severity, at: "", message, fix: fix, place: place)
      if severity == .error { errors.append(finding) } else { findings.append(finding) }
    }
    var used: Set<Int> = []
    for (column, wanted) in map.columns {
      let places = wanted.map { names.place(of: $0) }
      if let index = places.firstIndex(of: nil) {
        let known = names.shown
        note(
          .error, nil,
          "there is no column \(wanted[index].quoted)\(wanted[index].suggestion(from: known))",
          "the columns are \(known.joined(separator: ", "))")
      }
      let found = places.compactMap { $0 }
      sources.append(Source(column: column, fields: found, areJoined: true))
      used.formUnion(found)
    }
    for (index, name) in names.lower.enumerated() {
      guard let column = RosterColumn(rawValue: name), !used.contains(index) else { continue }
      guard !map.has(column) else { continue }
      if sources.contains(where: { $0.column == column }) {
        note(.error, index, "the column '\(column.rawValue)' is there twice", nil)
        used.insert(index)
      } else {
        sources.append(Source(column: column, fields: [index]))
        used.insert(index)
      }
    }
    let own = Set(order)
    for source in names.sources(without: own) {
      sources.append(source)
      used.formUnion(source.fields)
    }
    domain = own.contains(.email) ? names.place(of: "domain") : nil
    if let domain { used.insert(domain) }
    let isOwn = own.isSuperset(of: [.email, .name])
    let rest = names.lower.indices.filter { !used.contains($0) && !names.lower[$0].isEmpty }
    let lacks = missing(names, map)
    for index in rest {
      let name = fields[index].text
      let others = RosterColumn.allCases.filter { !order.contains($0) }.map(\.rawValue)
      let suggestion = name.suggestion(from: others)
      if isOwn || !lacks.isEmpty, RosterHeader.secrets.contains(names.lower[index]) {
        note(
          .error, index, "a roster cannot have the column \(name.quoted)",
          "remove the column; a 'password' is printed on sheets with --with-password")
      } else if !lacks.isEmpty {
        note(
          .error, index, "unknown column \(name.quoted)\(suggestion)",
          "the columns are \(RosterColumn.accepted)")
      } else {
        let isTypo = isOwn && !suggestion.isEmpty
        note(
          isTypo ? .warning : .note, index,
          "the column \(name.quoted) is not used\(isTypo ? suggestion : "")",
          isTypo ? nil : "name it with --map where it is meant")
      }
    }
    for column in lacks {
      note(
        .error, nil, "the column '\(column.rawValue)' is missing",
        "the first line names the columns: \(RosterColumn.accepted); other names are told with"
          + " --map email=COLUMN,name=COLUMN")
    }
    guard errors.isEmpty else {
      throw Failure(.badInput, findings: errors + findings.filter { $0.severity > .note })
    }
    sources.sort { ($0.fields.first ?? 0) < ($1.fields.first ?? 0) }
    recognised = isOwn && map.columns.isEmpty ? nil : describe(fields, names, rest.count)
  }

  /// Required columns that nothing gives; a list of mailboxes need not know names.
  private func missing(_ names: RosterHeader, _ map: RosterMap) -> [RosterColumn] {
    RosterColumn.allCases.filter { column in
      guard column.isRequired, !order.contains(column) else { return false }
      return column == .email || (map.columns.isEmpty && names.kind == nil)
    }
  }

  private func describe(_ fields: [CSVField], _ names: RosterHeader, _ idle: Int) -> String {
    let parts = sources.map { source in
      let columns = source.fields.map { fields[$0].text.quoted }
      return
        "\(source.column.rawValue) is \(columns.joined(separator: source.areJoined ? " and " : " or "))"
    }
    let kind = names.kind.map { "the roster is an export of \($0): " } ?? ""
    let rest = idle == 0 ? "" : "; \(idle) \(idle == 1 ? "column is" : "columns are") not used"
    return kind + parts.joined(separator: ", ") + rest
  }
}
