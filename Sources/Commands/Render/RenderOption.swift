// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import Renderers
import SetupSheets

extension CommandOption {
  static func format(_ formats: [any Renderer]) -> CommandOption {
    var option = CommandOption(
      name: "format", placeholder: "FORMAT", summary: "The kind of document to make.",
      values: formats.map(\.name), noun: "format")
    option.likely = FormatWords.likely.filter { option.values.contains($0.value) }
    return option
  }

  static let output = CommandOption(
    name: "output", placeholder: "PATH",
    summary: "Write to a file, or into a folder when PATH ends in / or is one.",
    completion: .files)
  static let roster = CommandOption(
    name: "roster", placeholder: "FILE",
    summary:
      "Make one document for each row of a CSV file (- for standard input, directory: for everybody"
      + " in the directory of the settings).",
    completion: .files)
  static let rosterMap = CommandOption(
    name: "map", placeholder: "COLUMN=NAME,...",
    summary: "Which columns of the roster are which, such as email=PrimaryEmail,name=Given+Family.",
    isRepeatable: true)
  static let dryRun = CommandOption(
    name: "dry-run", summary: "Say what would be written, and write nothing.")
  static let personName = CommandOption(
    name: "name", placeholder: "TEXT", summary: "The full name of the person behind the address.")
  static let login = CommandOption(
    name: "login", placeholder: "TEXT",
    summary: "The person's user name, where no rule of the settings gives it.")
  static let language = CommandOption(
    name: "lang", placeholder: "TAG", summary: "The language to write in, such as de or de-CH.")

  static let withPassword = CommandOption(
    name: "with-password",
    summary: "Print the roster's column 'password' on a strip to cut off (sheet-pdf and"
      + " sheet-text only).")
  static let together = CommandOption(
    name: "together",
    summary:
      "Put all addresses into one document (mobileconfig, thunderbird-qr), or all domains"
      + " (autoconfig).")
  static let allDomains = CommandOption(
    name: "all-domains",
    summary: "For every domain that the settings name; no wildcards, which stand for no name.")

  static let large = CommandOption(
    name: "large",
    summary: "Larger letters on printed sheets: 12 points at least, and 18 for what is typed.")

  /// The options of all formats, each name once, with the values of all formats that have it.
  static func ofFormats(_ formats: [any Renderer]) -> [CommandOption] {
    var options: [CommandOption] = []
    for new in formats.flatMap({ $0.options.map(CommandOption.init) }) {
      if let index = options.firstIndex(where: { $0.name == new.name }) {
        if options[index].values != new.values { options[index].isSharedByFormats = true }
        options[index].values += new.values.filter { !options[index].values.contains($0) }
      } else {
        options.append(new)
      }
    }
    return options
  }
}

extension Invocation {
  /// The format that was asked for.
  func format() throws(Failure) -> any Renderer {
    let name = arguments[.format([])]
    guard let format = cli.formats.first(where: { $0.name == name }) else {
      let isCommand = arguments.operands.first { word in cli.commands.contains { $0.name == word } }
      if let isCommand {
        throw .usage("--format is missing", fix: "a command comes first: mkprofile \(isCommand)")
      }
      throw .usage(
        "--format is missing",
        fix: "the formats are \(cli.formats.map(\.name).joined(separator: ", "))")
    }
    return format
  }

  /// What was chosen for the format; an option of another format is refused.
  func renderOptions(_ format: any Renderer) throws(Failure) -> RenderOptions {
    var chosen = RenderOptions()
    for option in CommandOption.ofFormats(cli.formats) {
      let isGivenAlone = option.placeholder == nil && arguments.has(option)
      guard let text = arguments[option] ?? (isGivenAlone ? "" : nil) else { continue }
      guard let own = format.options.first(where: { $0.name == option.name }) else {
        let owners = cli.formats.filter { $0.options.contains { $0.name == option.name } }
        let names = owners.map(\.name).listed
        throw .usage("\(option.flag) is an option of \(names), not of \(format.name)")
      }
      do throws(InvalidValue) { try chosen.choose(own, text) } catch {
        throw .usage(error.message, fix: error.fix)
      }
    }
    if arguments.has(.large) {
      guard format is PrintedSheet else {
        throw .usage("--large is for sheet-pdf, not for \(format.name)")
      }
      do throws(InvalidValue) { try chosen.choose(PrintedSheet.type, "large") } catch {
        throw .usage(error.message, fix: error.fix)
      }
    }
    return chosen
  }

  /// What is known of the person.
  func person() throws(Failure) -> Person {
    do {
      return Person(
        name: try arguments[.personName].map { (text) throws(InvalidValue) in try DisplayText(text)
        },
        login: try arguments[.login].map { (text) throws(InvalidValue) in try DisplayText(text) },
        language: try arguments[.language].map { (tag) throws(InvalidValue) in try Language(tag) })
    } catch { throw .usage(error.message, fix: error.fix) }
  }
}
