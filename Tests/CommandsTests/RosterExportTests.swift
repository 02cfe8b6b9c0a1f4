// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Commands
@testable import Console

/// Rosters as spreadsheets and consoles of others write them.
@Suite struct RosterExportTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let why: String
    let roster: [UInt8]
    var words: [String] = []
    /// What the documents of people hold, by their addresses.
    let documents: [String: String]
    var says = ""
    var testDescription: String { why }

    init(
      _ why: String, _ roster: String, encoding: String.Encoding = .utf8,
      words: [String] = [], _ documents: [String: String], says: String = ""
    ) {
      self.why = why
      self.roster = [UInt8](roster.data(using: encoding) ?? Data())
      (self.words, self.documents, self.says) = (words, documents, says)
    }
  }

  private static let google = """
    First Name [Required],Last Name [Required],Email Address [Required],Password [Required],\
    Password Hash Function [UPLOAD ONLY],Org Unit Path [Required],Recovery Email,Department
    Anna,Muster,anna@example.ch,****,,/Staff,home@example.org,Sales
    Beat,,beat@example.ch,****,,/Staff,,

    """
  private static let microsoft = """
    Block credential,City,Display name,First name,Last name,Preferred language,Proxy addresses,\
    User principal name,When created
    False,Bern,Anna Muster,Anna,Muster,de-CH,SMTP:anna@example.ch,anna@example.ch,2024-01-01
    False,,Beat,Beat,,,,beat@example.ch,2024-01-01

    """

  static let rows = [
    Row(
      "Excel's separator", "sep=;\r\nemail;name\r\nanna@example.ch;Anna, A\r\n",
      ["anna@example.ch": "anna@example.ch\nAnna, A\n"]),
    Row(
      "Excel's comma", "\u{FEFF}sep=,\nemail,name\nanna@example.ch,Anna\n",
      ["anna@example.ch": "anna@example.ch\nAnna\n"]),
    Row(
      "a bar as separator", "SEP=|\nemail|name\nanna@example.ch|Anna; A\n",
      ["anna@example.ch": "anna@example.ch\nAnna; A\n"]),
    Row(
      "rows of nothing", ";;\nemail;name;\n;;\nanna@example.ch;Anna;\n; ;\n;;;;\n",
      ["anna@example.ch": "anna@example.ch\nAnna\n"]),
    Row(
      "columns of others", "email,Office,name,Phone\nanna@example.ch,3,Anna,1\n",
      ["anna@example.ch": "anna@example.ch\nAnna\n"]),
    Row(
      "a column that is misspelt", "email,name,langauge\nanna@example.ch,Anna,de\n",
      ["anna@example.ch": "anna@example.ch\nAnna\n"],
      says: "warning: the column 'langauge' is not used; did you mean 'language'?"),
    Row(
      "a map", "PrimaryEmail,Given,Family,Lang\nanna@example.ch,Anna,Muster,de\n",
      words: ["--map", "email=PrimaryEmail,name=Given+Family", "--map", "language=lang"],
      ["anna@example.ch": "anna@example.ch\nAnna Muster\nde\n"],
      says: "email is 'PrimaryEmail', name is 'Given' and 'Family', language is 'Lang'"),
    Row(
      "Google Workspace", google,
      [
        "anna@example.ch": "anna@example.ch\nAnna Muster\n",
        "beat@example.ch": "beat@example.ch\nBeat\n",
      ], says: "the roster is an export of Google Workspace: name is 'First Name [Required]'"),
    Row(
      "Microsoft 365", microsoft,
      [
        "anna@example.ch": "anna@example.ch\nAnna Muster\nde-CH\n",
        "beat@example.ch": "beat@example.ch\nBeat\n",
      ], says: "the roster is an export of Microsoft 365"),
    Row(
      "cPanel", "email,password,quota\nanna@example.ch,secret,250\n",
      ["anna@example.ch": "anna@example.ch\n"], says: "the roster is an export of cPanel"),
    Row(
      "cPanel, with the domain apart", "Email,Domain,Password,Quota\nanna,example.ch,x,250\n",
      ["anna@example.ch": "anna@example.ch\n"]),
    Row(
      "Windows-1252", "email;name\nanna@example.ch;J\u{F6}rg \u{2013} \u{20AC}\n",
      encoding: .windowsCP1252,
      ["anna@example.ch": "anna@example.ch\nJ\u{F6}rg \u{2013} \u{20AC}\n"],
      says: "warning: '@/r.csv' is not UTF-8 and is read as Windows-1252"),
    Row(
      "Unicode Text", "\u{FEFF}email\tname\nanna@example.ch\tJ\u{F6}rg \u{1F600}\n",
      encoding: .utf16LittleEndian, ["anna@example.ch": "anna@example.ch\nJ\u{F6}rg \u{1F600}\n"],
      says: "read as UTF-16"),
    Row(
      "Unicode Text, the other way", "\u{FEFF}email\tname\nanna@example.ch\tJ\u{F6}rg\n",
      encoding: .utf16BigEndian, ["anna@example.ch": "anna@example.ch\nJ\u{F6}rg\n"]),
  ]

  @Test(arguments: rows, [false, true])
  func exportIsReadAsItIs(_ row: Row, _ isPiped: Bool) throws {
    let program = try Program()
    try program.write(row.roster, to: "r.csv")
    program.input = isPiped ? row.roster.map { [$0] } : []
    let result = program.run(
      ["--format", "plain", "--roster", isPiped ? "-" : "@/r.csv", "--output", "@/out"] + row.words)
    #expect(result.code == .done, "\(result.error)")
    let says =
      isPiped ? row.says.replacingOccurrences(of: "@/r.csv", with: "standard input") : row.says
    #expect(row.says.isEmpty || result.error.contains(says), "\(result.error)")
    #expect(program.files(in: "out").count == row.documents.count)
    for (address, document) in row.documents {
      #expect(program.read("out/\(address).plain.txt") == document)
    }
  }

  struct Bad: CustomTestStringConvertible, Sendable {
    let why: String
    let roster: [UInt8]
    var words: [String] = []
    var code = ExitCode.badInput
    let says: String
    var testDescription: String { why }
  }

  static let bad = [
    Bad(
      why: "both encodings",
      roster: Array("email,name\na@example.ch,ä\nb@example.ch,".utf8) + [0xE4],
      says: "'@/r.csv' is neither UTF-8 nor Windows-1252, as line 3 shows"),
    Bad(
      why: "a picture", roster: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0xFF],
      says: "neither UTF-8 nor Windows-1252"),
    Bad(
      why: "no such column", roster: Array("Mail;Name\na@example.ch;A\n".utf8),
      words: ["--map", "email=Mial,name=Name"],
      says: "there is no column 'Mial'; did you mean 'Mail'?"),
    Bad(
      why: "nothing to map to", roster: Array("Mail;Name\n".utf8), words: ["--map", "mail=Mail"],
      code: .usage, says: "--map: there is no column 'mail'; did you mean 'email'?"),
    Bad(
      why: "no map", roster: Array("Mail;Name\n".utf8), words: ["--map", "Mail"], code: .usage,
      says: "write email=COLUMN,name=COLUMN"),
    Bad(
      why: "names that nobody knows", roster: Array("Kontakt;Person\n".utf8),
      says: "other names are told with --map email=COLUMN,name=COLUMN"),
    Bad(
      why: "one file for many", roster: Array("email,name\na@example.ch,A\n".utf8),
      words: ["--output", "@/one.html"], code: .usage,
      says: "'@/one.html' is the name of one file, and there are several documents"),
  ]

  @Test(arguments: bad)
  func rosterIsRefusedAsAWhole(_ row: Bad) throws {
    let program = try Program()
    try program.write(row.roster, to: "r.csv")
    let output = row.words.contains("--output") ? [] : ["--output", "@/out"]
    let result = program.run(["--format", "plain", "--roster", "@/r.csv"] + output + row.words)
    #expect(result.code == row.code, "\(result.error)")
    #expect(result.error.contains(row.says), "\(result.error)")
    #expect(program.files() == ["mkprofile.yaml", "r.csv"])
  }

  @Test func addressesAreNoFileNamesEither() throws {
    let program = try Program()
    let words = ["--format", "plain", "--output", "@/one.txt", "a@example.ch", "b@example.ch"]
    let result = program.run(words)
    #expect(result.code == .usage)
    #expect(result.error.contains("fix: name a folder: --output @/one/"), "\(result.error)")
    #expect(program.files() == ["mkprofile.yaml"])
  }

  @Test func mapNeedsARoster() throws {
    let result = try Program().run("--format", "plain", "--map", "email=x", "a@example.ch")
    #expect(result.code == .usage && result.error.contains("--map is for --roster"))
  }

  /// Every byte string that is UTF-8 is taken for it, and none that is not.
  @Test(arguments: 0..<200)
  func encodingIsToldFromAnyBytes(_ seed: Int) throws {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let pieces: [[UInt8]] = [
      [0x61], [0xC3, 0xB6], [0xE2, 0x82, 0xAC], [0xF0, 0x9F, 0x98, 0x80], [0xF6], [0xC3],
      [0xE2, 0x82],
      [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF4, 0x90, 0x80, 0x80],
    ]
    let bytes = (0..<next(12)).flatMap { _ in pieces[next(pieces.count)] }
    var scan = RosterTextScan()
    for byte in bytes { scan.take([byte]) }
    let isUTF8 = String(validating: bytes, as: UTF8.self) != nil
    #expect(((try? scan.encoding(of: "x")) == .utf8) == isUTF8, "\(bytes)")
  }
}
