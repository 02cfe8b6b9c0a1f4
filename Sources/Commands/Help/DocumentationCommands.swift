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
      name: "help", synopsis: ["[COMMAND | FORMAT]"],
      summary: "Show help about a command or a format.",
      operands: others.map(\.name).filter { !$0.isEmpty } + formats.map(\.name),
      run: { invocation throws(Failure) in
        guard invocation.arguments.operands.count < 2 else {
          throw .usage("help explains one command or format at a time")
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

  /// Prints the man page.
  var manCommand: Command {
    Command(
      name: "man", synopsis: [""], summary: "Print the man page.",
      examples: [("mkprofile man > mkprofile.1 && man ./mkprofile.1", "Reads it.")],
      run: { invocation throws(Failure) in
        try invocation.refuseOperands()
        try invocation.io.write(manPage)
        return .done
      })
  }
}
