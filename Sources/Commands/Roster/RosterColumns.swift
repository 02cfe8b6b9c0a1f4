// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings

/// A column that a roster may have.
enum RosterColumn: String, CaseIterable {
  case email, name, login, language, client, device, password

  /// True where every roster has it.
  var isRequired: Bool { self == .email || self == .name }
}

/// Where the columns of a roster are, as its header says.
struct RosterColumns {
  /// The columns in the order of the file.
  let order: [RosterColumn]

  private static let secrets = ["passwd", "passwort", "pwd", "secret"]

  /// Reads the header; throws everything that is wrong with it.
  init(_ header: CSVRow, file: String) throws(Failure) {
    var order: [RosterColumn] = []
    var findings: [Finding] = []
    for field in header.fields {
      let place = Place(file: file, line: field.line, column: field.column)
      switch Self.column(field.text) {
      case .success(let column) where order.contains(column):
        findings.append(
          Finding(.error, at: "", "the column '\(column.rawValue)' is there twice", place: place))
      case .success(let column): order.append(column)
      case .failure(let error):
        findings.append(Finding(.error, at: "", error.message, fix: error.fix, place: place))
      }
    }
    for column in RosterColumn.allCases where column.isRequired && !order.contains(column) {
      findings.append(
        Finding(
          .error, at: "", "the column '\(column.rawValue)' is missing",
          fix: "the first line names the columns: \(Self.accepted)",
          place: Place(file: file, line: header.line, column: 1)))
    }
    guard findings.isEmpty else { throw Failure(.badInput, findings: findings) }
    self.order = order
  }

  private static func column(_ text: String) -> Result<RosterColumn, InvalidValue> {
    let name = text.lowercased()
    if let column = RosterColumn(rawValue: name) { return .success(column) }
    if secrets.contains(name) {
      return .failure(
        InvalidValue(
          "a roster cannot have the column \(text.quoted)",
          fix: "remove the column; a 'password' is printed on sheets with --with-password"))
    }
    let suggestion = text.suggestion(from: RosterColumn.allCases.map(\.rawValue))
    return .failure(
      InvalidValue("unknown column \(text.quoted)\(suggestion)", fix: "the columns are \(accepted)")
    )
  }

  private static let accepted = "email,name[,login][,language][,client][,device][,password]"
}
