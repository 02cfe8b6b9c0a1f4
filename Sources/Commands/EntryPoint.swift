// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the executable runs.
package enum EntryPoint {
  /// Does what the arguments of the process ask for and ends it.
  package static func run() -> Never {
    Interrupts.ignoreClosedPipes()
    var io = InputOutput(input: STDIN_FILENO, output: STDOUT_FILENO, error: STDERR_FILENO)
    io.isInterrupted = Interrupts.isPending
    let code = CLI().run(
      Array(CommandLine.arguments.dropFirst()), environment: EnvironmentVariable.current(), io: io)
    Interrupts.raiseAgain()
    exit(code.rawValue)
  }
}
