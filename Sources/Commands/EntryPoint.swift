// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import DomainCheck
import Formats
import MailSettings
import SetupSheets
import System

/// What the executable runs.
package enum EntryPoint {
  /// Does what the arguments of the process ask for and ends it. `serve`, `printer`, `check` and
  /// `connect` are what programs of their own bring; without them, `mkprofile` becomes those.
  package static func run(
    serve: ((ServeRequest) -> ServeOutcome)? = nil, printer: (any SheetBinder)? = nil,
    check: ((CheckRequest) -> CheckOutcome)? = nil,
    connect: ((NetworkOptions) throws(InvalidValue) -> any World)? = nil
  ) -> Never {
    Interrupts.ignoreClosedPipes()
    var io = InputOutput(input: STDIN_FILENO, output: STDOUT_FILENO, error: STDERR_FILENO)
    io.isInterrupted = Interrupts.isPending
    var cli = CLI()
    cli.serve = serve
    cli.check = check
    cli.connect = connect
    if let printer {
      cli.formats = Formats.all(printer: printer)
      cli.binder = printer
    }
    cli.becomeProgram = ProgramBeside.become
    let code = cli.run(
      Array(CommandLine.arguments.dropFirst()), environment: EnvironmentVariable.current(), io: io)
    Interrupts.raiseAgain()
    exit(code.rawValue)
  }
}
