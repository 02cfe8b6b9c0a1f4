// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import Formats
import SetupSheets
import System

/// What the executable runs.
package enum EntryPoint {
  /// `mkprofile`, which has every command and becomes the programs beside it where one needs what
  /// they bring.
  package static func run() -> Never { run(CLI()) }

  /// `mkprofile-serve`.
  package static func run(serve: @escaping (ServeRequest) -> ServeOutcome) -> Never {
    var cli = CLI(CLI.commandsOfServer)
    cli.serve = serve
    run(cli)
  }

  /// `mkprofile-pdf`.
  package static func run(printer: any SheetBinder) -> Never {
    var cli = CLI(CLI.commandsOfPrinter)
    cli.formats = Formats.all(printer: printer)
    cli.binder = printer
    run(cli)
  }

  /// `mkprofile-check`.
  package static func run(network: any NetworkTools) -> Never {
    var cli = CLI(CLI.commandsOfCheck)
    cli.network = network
    run(cli)
  }

  /// Does what the arguments of the process ask for and ends it.
  private static func run(_ program: CLI) -> Never {
    Interrupts.ignoreClosedPipes()
    var io = InputOutput(input: STDIN_FILENO, output: STDOUT_FILENO, error: STDERR_FILENO)
    io.isInterrupted = Interrupts.isPending
    var cli = program
    cli.becomeProgram = ProgramBeside.become
    let code = cli.run(
      Array(CommandLine.arguments.dropFirst()), environment: EnvironmentVariable.current(), io: io)
    Interrupts.raiseAgain()
    exit(code.rawValue)
  }
}
