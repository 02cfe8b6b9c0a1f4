// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import Renderers

extension CLI {
  /// The line that `version` prints.
  static let versionLine = "mkprofile \(version)\n"

  /// Prints the version.
  var versionCommand: Command {
    Command(
      name: "version", synopsis: [""], summary: "Show the version.",
      run: { invocation throws(Failure) in
        try invocation.refuseOperands()
        try invocation.io.write(Self.versionLine)
        return .done
      })
  }

  /// Prints help about the program, a command or a format.
  func helpCommand(about others: [Command]) -> Command {
    Command(
      name: "help", synopsis: ["[COMMAND | FORMAT | TOPIC | topics | options]"],
      summary: "Show help about a command or a format, or a chapter of the manual.",
      operands: others.map(\.name).filter { !$0.isEmpty } + formats.map(\.name) + topicNames,
      examples: [
        ("mkprofile help topics", "Lists the chapters of the manual."),
        ("mkprofile help mkprofile.yaml", "Explains every key of the settings file."),
      ],
      run: { invocation throws(Failure) in
        guard invocation.arguments.operands.count < 2 else {
          throw .usage("help explains one command, format or topic at a time")
        }
        try invocation.io.write(try help(about: invocation.arguments.operands.first))
        return .done
      })
  }

  /// Prints what makes a shell complete words.
  var completionCommand: Command {
    Command(
      name: "completion", synopsis: [Shell.allCases.map(\.rawValue).joined(separator: "|")],
      summary: "Print a script that lets a shell complete words.",
      operands: Shell.allCases.map(\.rawValue),
      examples: Shell.allCases.map { ($0.installation, "For \($0.rawValue).") },
      run: { invocation throws(Failure) in
        let names = Shell.allCases.map(\.rawValue)
        let fix = "the shells are \(names.joined(separator: ", "))"
        guard let name = invocation.arguments.operands.first else {
          throw .usage("no shell is named", fix: fix)
        }
        guard let shell = Shell(rawValue: name), invocation.arguments.operands.count == 1 else {
          throw .usage("unknown shell \(name.quoted)\(name.suggestion(from: names))", fix: fix)
        }
        try invocation.io.write(CommandSet(commands).completion(for: shell))
        return .done
      })
  }

  /// Prints man pages.
  var manCommand: Command {
    Command(
      name: "man", synopsis: ["[PAGE]", "--list"], summary: "Print a man page.",
      details: [
        "Without a PAGE it is mkprofile.1. There is one for each command, such as"
          + " mkprofile-check.1, mkprofile.yaml.5 with every key of the settings file, and one for"
          + " each chapter of the manual, such as mkprofile-checking.7."
      ],
      options: [.list],
      examples: [
        ("mkprofile man > mkprofile.1 && man ./mkprofile.1", "Reads it."),
        ("mkprofile man mkprofile.yaml.5 | man -l -", "Reads about the settings file."),
      ],
      run: { invocation throws(Failure) in
        if invocation.arguments.has(.list) {
          try invocation.refuseOperands()
          try invocation.io.write(manPageNames.map { "\($0)\n" }.joined())
          return .done
        }
        guard invocation.arguments.operands.count < 2 else {
          throw .usage("man prints one page at a time")
        }
        try invocation.io.write(try manPage(named: invocation.arguments.operands.first))
        return .done
      })
  }
}

extension CommandOption {
  fileprivate static let list = CommandOption(name: "list", summary: "List the names of the pages.")
}
