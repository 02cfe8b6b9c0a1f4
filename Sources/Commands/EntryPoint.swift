// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Formats
import ProfileSigning
import SetupSheets
import System

/// What the executable runs.
package enum EntryPoint {
  /// Does what the arguments of the process ask for and ends it. `serve`, `adopter`, `printer`,
  /// `signing`, `check` and `live` are what executables of their own bring; without them,
  /// `mkprofile` becomes those.
  package static func run(
    serve: ((ServeRequest) -> ServeOutcome)? = nil, adopter: Adopter? = nil,
    printer: (any SheetBinder)? = nil, signing: (any SigningTools)? = nil,
    check: ((CheckRequest) -> CheckOutcome)? = nil, live: LiveSource? = nil
  ) -> Never {
    Interrupts.ignoreClosedPipes()
    var io = InputOutput(input: STDIN_FILENO, output: STDOUT_FILENO, error: STDERR_FILENO)
    io.isInterrupted = Interrupts.isPending
    var cli = CLI()
    cli.serve = serve
    cli.adopter = adopter
    cli.check = check
    cli.live = live
    cli.signing = signing
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
