// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The names of a roster's columns, and what they are where another program has written them.
struct RosterHeader {
  /// In lower case, without what Google writes in brackets behind them.
  let lower: [String]
  /// As they stand in the file, without empty ones.
  let shown: [String]
  private let raw: [String]

  init(_ names: [String]) {
    raw = names.map { $0.lowercased() }
    lower = names.map { name in
      let text = name.lowercased()
      // Google's "Password [Required]" holds no password.
      guard let bracket = text.firstIndex(of: "[") else { return text }
      let plain = String(text[..<bracket]).trimmingBlanks
      return RosterColumn(rawValue: plain) == nil ? plain : "\(plain) of google"
    }
    shown = names.filter { !$0.isEmpty }
  }

  /// Where a column is, by its whole name; nil where there is none.
  func place(of name: String) -> Int? {
    let name = name.lowercased()
    return raw.firstIndex(of: name) ?? lower.firstIndex(of: name)
  }

  /// The program that writes such columns; nil for any other list.
  var kind: String? {
    Self.kinds.first { kind in kind.marks.contains { mark in raw.contains { $0 == mark } } }?.name
  }

  private static let kinds: [(name: String, marks: [String])] = [
    // The download of the admin console, and GAM's list of users.
    (
      "Google Workspace",
      ["email address [required]", "org unit path [required]", "primaryemail", "name.fullname"]
    ),
    // The admin center, Entra ID's download, and Exchange's lists.
    (
      "Microsoft 365",
      ["user principal name", "userprincipalname", "primarysmtpaddress", "windowsemailaddress"]
    ),
    // The columns of its address importer and of lists of mailboxes.
    ("cPanel", ["quota", "diskquota", "diskused", "suspended_login"]),
  ]

  /// What is given by columns with names of other programs, the likeliest one first.
  func sources(without own: Set<RosterColumn>) -> [RosterColumns.Source] {
    var sources: [RosterColumns.Source] = []
    func add(_ column: RosterColumn, _ names: [String]) {
      let places = names.compactMap { lower.firstIndex(of: $0) }
      guard !own.contains(column), !places.isEmpty else { return }
      sources.append(RosterColumns.Source(column: column, fields: places))
    }
    add(.email, Self.addresses)
    add(.language, Self.languages)
    guard !own.contains(.name) else { return sources }
    let whole = Self.wholeNames.compactMap { lower.firstIndex(of: $0) }
    let parts = [Self.firstNames, Self.lastNames].compactMap { names in
      names.lazy.compactMap { lower.firstIndex(of: $0) }.first
    }
    if !whole.isEmpty {
      sources.append(RosterColumns.Source(column: .name, fields: whole))
    } else if !parts.isEmpty {
      sources.append(RosterColumns.Source(column: .name, fields: parts, areJoined: true))
    }
    return sources
  }

  private static let addresses = [
    "primary email", "primaryemail", "primary email address", "email address", "emailaddress",
    "e-mail address", "e-mail", "primarysmtpaddress", "primary smtp address",
    "windowsemailaddress", "mail", "user principal name", "userprincipalname", "upn",
    "e-mail-adresse", "mailadresse", "adresse e-mail", "courriel", "indirizzo e-mail",
    "correo electr\u{F3}nico", "mailbox", "account",
  ]
  private static let wholeNames = [
    "display name", "displayname", "full name", "fullname", "name.fullname", "anzeigename",
    "nom complet", "nome completo", "nombre completo",
  ]
  private static let firstNames = [
    "first name", "firstname", "given name", "givenname", "name.givenname", "vorname",
    "pr\u{E9}nom", "nome", "nombre",
  ]
  private static let lastNames = [
    "last name", "lastname", "surname", "family name", "name.familyname", "nachname", "nom",
    "cognome", "apellidos",
  ]
  private static let languages = ["preferred language", "preferredlanguage", "sprache", "langue"]

  /// Names of columns that hold passwords, which are printed under one name only.
  static let secrets: Set<String> = ["passwd", "passwort", "pwd", "secret"]
}

/// Which columns of a roster are which, as a person says: `--map email=PrimaryEmail,name=Given+Family`.
struct RosterMap {
  private(set) var columns: [(column: RosterColumn, names: [String])] = []

  /// Nothing said.
  init() {}

  /// Reads what was typed; a `+` joins columns.
  init(_ texts: [String]) throws(InvalidValue) {
    for pair in texts.flatMap({ $0.split(separator: ",") }) {
      let parts = pair.split(separator: "=", maxSplits: 1)
        .map { String($0).trimmingBlanks }
      guard parts.count == 2 else {
        throw InvalidValue(
          "\(String(pair).quoted) is not a value of --map", fix: "write email=COLUMN,name=COLUMN")
      }
      guard let column = RosterColumn(rawValue: parts[0].lowercased()) else {
        let names = RosterColumn.allCases.map(\.rawValue)
        throw InvalidValue(
          "--map: there is no column \(parts[0].quoted)\(parts[0].suggestion(from: names))",
          fix: "a roster has \(names.joined(separator: ", "))")
      }
      guard !has(column) else {
        throw InvalidValue("--map: '\(column.rawValue)' is given twice", fix: "give it once")
      }
      columns.append((column, parts[1].split(separator: "+").map { String($0).trimmingBlanks }))
    }
  }

  /// True where a person has said what a column is.
  func has(_ column: RosterColumn) -> Bool { columns.contains { $0.column == column } }
}
