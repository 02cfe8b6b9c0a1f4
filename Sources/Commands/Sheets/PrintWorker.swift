// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import Renderers
import SetupSheets
import System
import Trees

/// What the program for PDF does for the server: one order comes in, one document goes out. It
/// ends then, so that nothing which a hostile font or picture does to it outlives the order.
package enum PrintWorker {
  /// True where the process was started for that.
  package static var isWanted: Bool {
    [[PrintOrder.argument], [LogoOrder.argument]].contains(Array(CommandLine.arguments.dropFirst()))
  }

  /// Does it and ends the process.
  package static func run(_ printer: any SheetPrinter & LogoDrawer) -> Never {
    let io = InputOutput(input: STDIN_FILENO, output: STDOUT_FILENO, error: STDERR_FILENO)
    if CommandLine.arguments.last == LogoOrder.argument {
      // Before a byte of the drawing is read: what takes more ends this process and nothing else.
      guard limitResources() else {
        io.writeError("mkprofile-pdf: the limits of a drawing cannot be set\n")
        exit(ExitCode.bug.rawValue)
      }
      exit(draw(printer, io).rawValue)
    }
    exit(run(printer, io).rawValue)
  }

  /// Bytes of address space for one drawing; 90 MB of it are the program and its libraries.
  private static let mostMemory: rlim_t = 256 << 20
  /// Seconds of processor time for one drawing.
  private static let mostSeconds: rlim_t = 2

  /// Limits this process, or leaves it limited further where it is; false where the system refuses.
  private static func limitResources() -> Bool {
    limit(SystemCall.memoryLimit, mostMemory) && limit(SystemCall.timeLimit, mostSeconds)
      && limit(SystemCall.coreLimit, 0)
  }

  private static func limit(_ resource: SystemCall.Limit, _ most: rlim_t) -> Bool {
    var limits = rlimit()
    guard getrlimit(resource, &limits) == 0 else { return false }
    limits.rlim_max = min(limits.rlim_max, most)
    limits.rlim_cur = limits.rlim_max
    return setrlimit(resource, &limits) == 0
  }

  /// Draws one logo; what goes wrong is told on standard error.
  static func draw(_ drawer: any LogoDrawer, _ io: InputOutput) -> ExitCode {
    var input: [UInt8] = []
    while case .success(let bytes) = io.readInput(), !bytes.isEmpty {
      input += bytes
      guard input.count <= LogoOrder.mostBytes else { break }
    }
    do {
      let picture = try drawer.draw(try LogoImage(input))
      return io.writeOutput(picture.bytes) == 0 ? .done : .cannotWrite
    } catch let error as RenderFailure {
      for finding in error.findings { io.writeError("\(finding.message.printable)\n") }
    } catch let error as InvalidValue {
      io.writeError("it \(error.message.printable)\n")
    } catch {
      return .bug
    }
    return .badInput
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
