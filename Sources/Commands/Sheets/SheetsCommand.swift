// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import Formats
import MailSettings
import Renderers
import SettingsFile
import SetupSheets

extension CommandOption {
  static let templates = CommandOption(
    name: "templates", placeholder: "FOLDER",
    summary: "Definitions and languages of sheets that replace the built-in ones, file by file.",
    completion: .folders)
}

extension CLI {
  private static let json = CommandOption(
    name: "json", summary: "JSON instead of a table.")
  private static let coverage = CommandOption(
    name: "coverage", placeholder: "LANGUAGE",
    summary: "What a language lacks, as a file to fill in.")

  /// Lists what there are sheets for.
  var sheetsCommand: Command {
    Command(
      name: "sheets",
      synopsis: [
        "[--json] [--templates FOLDER] [NAME]", "--coverage LANGUAGE [--templates FOLDER]",
      ],
      summary: "List the mail programs and devices that there are sheets for.",
      details: [
        "With a NAME it tells what the definition says, and where its facts come from.",
        "A folder given with --templates has the subfolders clients, devices, sources and languages;"
          + " a file in it replaces the built-in one of the same name, or adds a new one.",
        "A language is one file of the folder languages, which may leave anything out: sheets say the"
          + " rest in English and name it in a warning. With --coverage the rest is written as YAML"
          + " with the English texts, to translate and to put into that file.",
      ],
      options: [Self.json, Self.coverage, .templates, .dryRun] + CommandOption.reporting,
      operands: sheets.clients + sheets.devices + sheets.sources,
      examples: [
        ("mkprofile sheets outlook-2016", "What is known of one program."),
        (
          "mkprofile --format sheet-html --client outlook-2016 anna@example.ch",
          "The sheet itself."
        ),
        ("mkprofile sheets --coverage nl", "What Dutch lacks."),
      ],
      run: { invocation throws(Failure) in
        if let language = invocation.arguments[Self.coverage] {
          return try invocation.tellCoverage(language)
        }
        return try invocation.listSheets(isJSON: Self.json)
      })
  }

  /// The same program with the definitions of a folder, where one is named.
  func with(templates folder: String?) throws(Failure) -> CLI {
    guard let folder else { return self }
    var cli = self
    do throws(SettingsFailure) {
      cli.sheets = try SheetLibrary.load(folder: folder)
    } catch {
      throw Failure(error.cause == .invalid ? .badInput : .noSuchFile, findings: error.findings)
    }
    cli.formats =
      binder.map { Formats.all(printer: $0, sheets: cli.sheets) } ?? Formats.all(sheets: cli.sheets)
    return cli
  }
}

extension Invocation {
  fileprivate func listSheets(isJSON json: CommandOption) throws(Failure) -> ExitCode {
    guard arguments.operands.count < 2 else {
      throw .usage("sheets tells about one program or device at a time")
    }
    let known = cli.sheets.descriptions
    guard let name = arguments.operands.first else {
      return try write(known, isJSON: arguments.has(json), Self.table(known))
    }
    let found = known.filter { $0.name == name }
    guard !found.isEmpty else {
      let names = known.map(\.name)
      throw .usage(
        "there is no sheet for \(name.quoted)\(name.suggestion(from: names))",
        fix: "mkprofile sheets lists them")
    }
    return try write(
      found, isJSON: arguments.has(json), found.map(\.text).joined(separator: "\n"))
  }

  private func write(
    _ descriptions: [SheetDescription], isJSON: Bool, _ text: String
  ) throws(Failure) -> ExitCode {
    if arguments.has(.dryRun) {
      let count = "\(descriptions.count) \(descriptions.count == 1 ? "definition" : "definitions")"
      reporter.inform("would write \(count) to standard output")
    } else if isJSON {
      try io.write(JSON.array(descriptions.map(\.json)))
    } else {
      try io.write(text)
    }
    return .done
  }

  private static func table(_ descriptions: [SheetDescription]) -> String {
    let rows =
      [["NAME", "OPTION", "KIND", "STATUS", "LANGUAGES", "FOR"]]
      + descriptions.map {
        [
          $0.name, "--\($0.option)", $0.kind, $0.status, $0.languages.joined(separator: ","),
          $0.title,
        ]
      }
    let widths = (0..<5).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).map { $0.padded(to: $1 + 2) }.joined() + (row.last ?? "") + "\n"
    }.joined()
  }
}

extension SheetDescription {
  fileprivate var json: JSON {
    .object([
      "name": .string(name), "option": .string(option), "kind": .string(kind),
      "status": .string(status), "since": .optional(since), "instead": .strings(instead),
      "title": .string(title), "platforms": .strings(platforms),
      "languages": .strings(languages), "checked": .string(checked),
      "confirmed": .boolean(isConfirmed), "confirmedLanguages": .strings(confirmed),
      "sources": .strings(sources),
      "security": .object(members(security)), "limits": .object(members(limits)),
    ])
  }

  private var confirmedText: String {
    guard isConfirmed else { return "no: the sheet says so" }
    return confirmed.isEmpty
      ? "yes" : "\(confirmed.joined(separator: ", ")); elsewhere the sheet says so"
  }

  private func members(_ rows: [(String, String)]) -> JSON.Members {
    var members: JSON.Members = [:]
    for (name, value) in rows { members.append(name, .string(value)) }
    return members
  }

  /// Everything in lines for people.
  fileprivate var text: String {
    var rows: [(String, String)] = [
      ("Name", name), ("For", title), ("Choose with", "--\(option) \(name)"), ("Kind", kind),
      ("Status", status + (since.map { " since \($0)" } ?? "")),
    ]
    if !instead.isEmpty { rows.append(("Instead", instead.joined(separator: ", "))) }
    if !platforms.isEmpty { rows.append(("Platforms", platforms.joined(separator: ", "))) }
    rows += [
      ("Languages", languages.joined(separator: ", ")), ("Checked", checked),
      ("Confirmed", confirmedText),
    ]
    rows += security.map { ("Word for \($0.0)", $0.1) } + limits.map { ("Limit: \($0.0)", $0.1) }
    rows += sources.map { ("Source", $0) }
    let width = rows.map(\.0.count).max() ?? 0
    return rows.map { "\($0.0.padded(to: width + 2))\($0.1)\n" }.joined()
  }
}
