// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A command: what it is called, what it takes, what it does.
struct Command {
  /// Its name; empty for rendering, which is what the program does without a command.
  let name: String
  /// What stands after its name, such as `--output FOLDER [DOMAIN ...]`.
  let synopsis: [String]
  /// One sentence with a full stop.
  let summary: String
  /// Paragraphs of help.
  var details: [String] = []
  /// Its options.
  var options: [CommandOption] = []
  /// What a shell offers for its operands.
  var operands: [String] = []
  /// Lines to type, with what they do.
  var examples: [(line: String, does: String)] = []
  /// Does it.
  let run: (Invocation) throws(Failure) -> ExitCode

  /// The program and the command, as they are typed.
  var title: String { name.isEmpty ? "mkprofile" : "mkprofile \(name)" }

  /// Every option that the command takes, help among them.
  var allOptions: [CommandOption] { options + [.help] + (name.isEmpty ? [.version] : []) }
}

/// One run of a command.
struct Invocation {
  let cli: CLI
  let command: Command
  let arguments: Arguments
  let environment: [String: String]
  let io: InputOutput
  let reporter: Reporter
}
