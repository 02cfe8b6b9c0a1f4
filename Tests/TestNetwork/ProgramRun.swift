// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A program of the package that was run to its end.
package struct ProgramRun: Sendable {
  /// How it ended.
  package let code: Int32
  /// What it wrote to standard output.
  package let output: String
  /// What it wrote to standard error.
  package let error: String

  /// Runs a program that lies beside the tests.
  package init(_ name: String, _ arguments: [String], in folder: URL? = nil) throws {
    let process = Process()
    guard let program = Self.path(name) else { throw NotBuilt(name: name) }
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    let (output, error) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = error
    try process.run()
    // What is said as an error fits into the pipe.
    self.output = String(
      decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    self.error = String(
      decoding: try error.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    code = process.terminationStatus
  }

  private struct NotBuilt: Error { let name: String }

  /// Where a program of the package lies; nil where it is not built.
  package static func path(_ name: String) -> URL? {
    CommandLine.arguments.lazy.compactMap { argument -> URL? in
      var url = URL(fileURLWithPath: argument)
      while url.path.count > 1, url.pathExtension != "xctest" { url.deleteLastPathComponent() }
      let program = url.deletingLastPathComponent().appendingPathComponent(name)
      return FileManager.default.isExecutableFile(atPath: program.path) ? program : nil
    }.first
  }
}
