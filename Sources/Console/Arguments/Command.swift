// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// A command: what it is called, what it takes, what it does. `Context` is what the program gives
/// to each run of one.
package struct Command<Context> {
  /// Its name; empty for what the program does without a command.
  package let name: String
  /// What stands after its name, such as `--output FOLDER [DOMAIN ...]`.
  package let synopsis: [String]
  /// One sentence with a full stop.
  package let summary: String
  /// Paragraphs of help.
  package var details: [String]
  /// Its options.
  package var options: [CommandOption]
  /// What a shell offers for its operands.
  package var operands: [String]
  /// True where its operands are files or folders.
  package var takesFiles: Bool
  /// Lines to type, with what they do.
  package var examples: [(line: String, does: String)]
  /// Does it.
  package let run: (Invocation<Context>) throws(Failure) -> ExitCode

  /// A command.
  package init(
    name: String, synopsis: [String], summary: String, details: [String] = [],
    options: [CommandOption] = [], operands: [String] = [], takesFiles: Bool = false,
    examples: [(line: String, does: String)] = [],
    run: @escaping (Invocation<Context>) throws(Failure) -> ExitCode
  ) {
    (self.name, self.synopsis, self.summary) = (name, synopsis, summary)
    (self.details, self.options, self.operands) = (details, options, operands)
    (self.takesFiles, self.examples, self.run) = (takesFiles, examples, run)
  }

  /// The program and the command, as they are typed.
  package var title: String { name.isEmpty ? "mkprofile" : "mkprofile \(name)" }

  /// Every option that the command takes, help among them.
  package var allOptions: [CommandOption] { options + [.help] + (name.isEmpty ? [.version] : []) }
}

/// One run of a command.
package struct Invocation<Context> {
  /// What the program gives to it.
  package let cli: Context
  /// The command that was typed.
  package let command: Command<Context>
  /// What was typed after the command.
  package let arguments: Arguments
  /// The variables of the environment that count.
  package let environment: [String: String]
  /// Where its documents go.
  package let io: InputOutput
  /// Where everything else goes.
  package let reporter: Reporter

  /// A run.
  package init(
    cli: Context, command: Command<Context>, arguments: Arguments,
    environment: [String: String], io: InputOutput, reporter: Reporter
  ) {
    (self.cli, self.command) = (cli, command)
    (self.arguments, self.environment) = (arguments, environment)
    (self.io, self.reporter) = (io, reporter)
  }
}

/// Every command of a program; the one without a name is what happens without a command.
package struct CommandSet<Context> {
  /// In the order of help.
  package let commands: [Command<Context>]

  /// A program's commands, one of them without a name.
  package init(_ commands: [Command<Context>]) { self.commands = commands }

  /// The command that the first argument names, and what is left for it. A word without `@` and
  /// `.` is meant as a name; `advice` tells what it is where it names something else.
  package func find(
    in arguments: [String], advice: (String) -> String? = { _ in nil }
  ) throws(Failure) -> (command: Command<Context>, rest: [String]) {
    let first = arguments.first ?? ""
    if let command = namedCommands.first(where: { $0.name == first }) {
      return (command, Array(arguments.dropFirst()))
    }
    guard first.hasPrefix("-") || first.contains("@") || first.contains("."),
      let unnamed = commands.first(where: \.name.isEmpty)
    else {
      let names = namedCommands.map(\.name)
      if let fix = advice(first) { throw .usage("unknown command \(first.quoted)", fix: fix) }
      throw .usage(
        "unknown command \(first.quoted)\(first.suggestion(from: names))",
        fix: "the commands are \(names.joined(separator: ", "))")
    }
    return (unnamed, arguments)
  }
}
