// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import Formats
import MailSettings
import ProfileSigning
import Renderers
import SettingsFile
import SetupSheets
import Signing
import System
import Templates

/// The whole program as a value: what it knows goes in, an exit code comes out.
struct CLI {
  /// The formats, in the order of help.
  var formats: [any Renderer] = Formats.all
  /// The definitions that sheets are made from.
  var sheets = SheetLibrary.builtIn
  /// The built-in providers.
  var providers = SettingsTemplates.providers
  /// What `init` writes.
  var starter = SettingsTemplates.starter
  /// Reads settings from a path.
  var load: (String) throws(SettingsFailure) -> LoadedSettings = {
    (path) throws(SettingsFailure) in try SettingsLoader.load(path: path)
  }
  /// Reads settings from memory.
  var read: ([UInt8], String) throws(SettingsFailure) -> LoadedSettings = {
    (bytes, name) throws(SettingsFailure) in try SettingsLoader.read(bytes, name: name)
  }
  /// Serves; nil in the program that hands this over to the one beside it.
  var serve: ((ServeRequest) -> ServeOutcome)?
  /// Makes pages of sheets; nil in the programs that hand this over to the one beside them.
  var binder: (any SheetBinder)?
  /// What asks the network; nil in the programs that hand this over to the one beside them.
  var network: (any NetworkTools)?
  /// Signs and verifies.
  var signing: any SigningTools = LibcryptoTools()
  /// Goes on as the program of this name; comes back only with the reason why it cannot.
  var becomeProgram: (String) -> Failure = { name in
    Failure(.noSuchFile, "the program \(name) is not beside mkprofile")
  }
  /// Where settings are looked for when nobody says where they are.
  var usualSettings = ["mkprofile.yaml", "/etc/mkprofile"]

  /// Where the running program lies, for units that start it.
  var program = ProgramBeside.own ?? "/usr/bin/mkprofile"
  /// True where this machine has a group of the name.
  var hasGroup: (String) -> Bool = UserGroups.contains
  /// True where this machine has a file or a folder at a path.
  var hasPath: (String) -> Bool = { FileKind($0) != .missing }

  /// The version of the program (semver.org).
  static let version = "0.1.0"
  /// The day of the manual's edition.
  static let date = "2026-11-28"

  /// Makes the commands that the program has.
  private let menu: (CLI) -> [Command]

  /// The program with all commands.
  init() { menu = Self.everyCommand }

  /// A program with some of them.
  init(_ menu: @escaping (CLI) -> [Command]) { self.menu = menu }

  /// The commands; one without a name is what happens without a command.
  var commands: [Command] { menu(self) }

  /// True where standard error is for programs, whatever else is wrong with what was typed.
  private static func wantsJSON(_ arguments: [String]) -> Bool {
    let flags = [CommandOption.findings.flag, CommandOption.logFormat.flag]
    return arguments.prefix { $0 != "--" }.indices.contains { index in
      flags.contains { flag in
        arguments[index] == "\(flag)=json"
          || (arguments[index] == flag && arguments.dropFirst(index + 1).first == "json")
      }
    }
  }

  /// What a word is that is no command.
  private func advice(_ word: String) -> String? {
    let name = FormatWords.likely[word.lowercased()] ?? word
    if let format = formats.first(where: { $0.name == name }) {
      return "that is a format: --format \(format.name)"
    }
    if sheets.clients.contains(word) {
      return "that is a sheet: --format sheet-html --client \(word)"
    }
    if sheets.devices.contains(word) {
      return "that is a sheet: --format sheet-html --device \(word)"
    }
    if providers.contains(where: { $0.name == word }) {
      return "that is a provider: --provider \(word)"
    }
    return nil
  }

  /// The commands that have names.
  var namedCommands: [Command] { CommandSet(commands).namedCommands }

  /// Does what the arguments ask for.
  func run(
    _ arguments: [String], environment: [String: String] = [:], io: InputOutput
  ) -> ExitCode {
    guard !arguments.isEmpty else {
      io.writeError(shortUsage)
      return .usage
    }
    let isJSON = Self.wantsJSON(arguments)
    var reporter = Reporter(Arguments(), environment: environment, io: io, isJSON: isJSON)
    do throws(Failure) {
      // What is not UTF-8 arrives with U+FFFD in its place.
      if let bad = arguments.first(where: { $0.unicodeScalars.contains("\u{FFFD}") }) {
        throw .usage("the argument \(bad.quoted) is not UTF-8", fix: "type it in UTF-8")
      }
      let (named, rest) = try CommandSet(commands).find(in: arguments, advice: advice)
      let beforeOperands = rest.prefix { $0 != "--" }
      if beforeOperands.contains(where: { $0 == "--help" || $0 == "-h" }) {
        try io.write(named.name.isEmpty ? help : help(for: named))
        return .done
      }
      if named.name.isEmpty, beforeOperands.contains(CommandOption.version.flag) {
        try io.write(Self.versionLine)
        return .done
      }
      let typed = try Arguments(rest, options: named.allOptions)
      reporter = Reporter(typed, environment: environment, io: io, isJSON: isJSON)
      defer { reporter.finish() }
      // Definitions of one's own decide which values options have.
      let cli = try with(templates: typed[.templates])
      let command = cli.commands.first { $0.name == named.name } ?? named
      try typed.check(command.allOptions)
      return reporter.code(
        try command.run(
          Invocation(
            cli: cli, command: command, arguments: typed, environment: environment, io: io,
            reporter: reporter)))
    } catch {
      reporter.report(error)
      return reporter.code(error.code)
    }
  }
}

/// A command of this program.
typealias Command = Console.Command<CLI>
/// One run of one.
typealias Invocation = Console.Invocation<CLI>
