// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Commands
import Console
import MailSettings
import Renderers
import SetupSheets
import System

/// Prints sheets in a process of its own for each, which ends with it.
///
/// What sets text takes 30 MB and is a large piece of C: neither stays in the process that faces
/// the network. A sheet is printed once and kept, so that starting a program costs little.
struct PrinterProcess: SheetPrinter {
  private let program: ChildProgram
  private let limits: ProcessLimits

  /// Nil where the program for PDF is not installed.
  init?() {
    guard let path = ProgramBeside.path("mkprofile-pdf") else { return nil }
    var limits = ProcessLimits()
    // A tenth of a second of work, which takes its time where others want the processor, too.
    limits.milliseconds = 30_000
    self.init(path, limits: limits)
  }

  /// With the program at a path.
  init(_ path: String, limits: ProcessLimits = ProcessLimits()) {
    program = ChildProgram(path, [PrintOrder.argument])
    self.limits = limits
  }

  func print(_ sheet: Sheet, _ settings: PrintSettings) throws(RenderFailure) -> [UInt8] {
    let bytes: [UInt8]
    do throws(ProcessFailure) {
      bytes = try ChildProcess.output(
        of: program, input: PrintOrder(sheet, settings).bytes, limits: limits)
    } catch {
      throw Self.failure("\(error.cause)")
    }
    guard bytes.starts(with: "%PDF-".utf8) else { throw Self.failure("wrote no PDF") }
    return bytes
  }

  private static func failure(_ reason: String) -> RenderFailure {
    RenderFailure([
      Finding(.error, at: "", "the program for PDF \(reason)", fix: "use the web page")
    ])
  }
}
