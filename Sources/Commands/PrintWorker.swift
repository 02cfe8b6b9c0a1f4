// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import Renderers
import SetupSheets
import System

/// What the program for PDF does for the server: one order comes in, one document goes out. It
/// ends then, so that nothing which a hostile font or picture does to it outlives the order.
package enum PrintWorker {
  /// True where the process was started for that.
  package static var isWanted: Bool {
    CommandLine.arguments.dropFirst().elementsEqual([PrintOrder.argument])
  }

  /// Does it and ends the process.
  package static func run(_ printer: any SheetPrinter) -> Never {
    let io = InputOutput(input: STDIN_FILENO, output: STDOUT_FILENO, error: STDERR_FILENO)
    exit(run(printer, io).rawValue)
  }

  /// Does it; what goes wrong is told on standard error.
  static func run(_ printer: any SheetPrinter, _ io: InputOutput) -> ExitCode {
    var input: [UInt8] = []
    while case .success(let bytes) = io.readInput(), !bytes.isEmpty {
      input += bytes
      guard input.count <= PrintOrder.mostBytes else { break }
    }
    guard input.count <= PrintOrder.mostBytes, let order = PrintOrder(bytes: input) else {
      io.writeError("mkprofile-pdf: this is no sheet of this version of mkprofile\n")
      return .badInput
    }
    do throws(RenderFailure) {
      return io.writeOutput(try printer.print(order.sheet, order.settings)) == 0
        ? .done : .cannotWrite
    } catch {
      for finding in error.findings { io.writeError("\(finding.description)\n") }
      return .badInput
    }
  }
}
