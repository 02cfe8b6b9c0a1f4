// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import Renderers
import SettingsFile

@testable import Commands
@testable import Console

/// The program in process, with a folder of its own and nothing from outside.
final class Program {
  /// What one run gave.
  struct Result {
    let code: ExitCode
    let output: String
    let error: String
  }

  let folder: URL
  var cli: CLI
  var environment: [String: String] = [:]
  var input: [[UInt8]] = []
  var isTerminal = false
  var outputIsTerminal = false
  var inputIsTerminal = false
  var outputError: Int32 = 0
  /// Interrupts the run at the question with this number.
  var interruptAfter = Int.max
  private var output: [UInt8] = []
  private var error = ""

  /// Settings for `example.ch`, its link `example.com`, and everything below `customers.example`.
  init(settings: String? = Program.settings, formats: [any Renderer] = FakeFormat.all) throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("mkprofile-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    cli = CLI()
    cli.formats = formats
    cli.usualSettings = [folder.path + "/mkprofile.yaml", folder.path + "/etc"]
    if let settings { try write(settings, to: "mkprofile.yaml") }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func run(_ arguments: String...) -> Result { run(arguments) }

  /// Runs with `@/` at the beginning of a word standing for the folder.
  func run(_ arguments: [String]) -> Result {
    output = []
    error = ""
    let code = cli.run(arguments.map(inFolder), environment: environment, io: inputOutput())
    return Result(
      code: code, output: String(decoding: output, as: UTF8.self),
      error: error.replacingOccurrences(of: folder.path, with: "@"))
  }

  private func inputOutput() -> InputOutput {
    var ticks: UInt64 = 0
    var questions = 0
    return InputOutput(
      writeOutput: { bytes in
        self.output += bytes
        return self.outputError
      },
      writeError: { self.error += $0 },
      readInput: { .success(self.input.isEmpty ? [] : self.input.removeFirst()) },
      errorIsTerminal: isTerminal,
      outputIsTerminal: outputIsTerminal, inputIsTerminal: inputIsTerminal,
      milliseconds: {
        ticks += 1_000
        return ticks
      },
      isInterrupted: {
        questions += 1
        return questions > self.interruptAfter
      })
  }

  private func inFolder(_ word: String) -> String {
    word.replacingOccurrences(of: "@/", with: folder.path + "/")
  }

  func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: folder.appendingPathComponent(name))
  }

  func read(_ name: String) -> String? {
    try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  /// Every file below a folder, hidden ones too, in alphabetical order.
  func files(in name: String = "") -> [String] {
    let root = folder.appendingPathComponent(name).path
    return (FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? [])
      .filter { path in
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: "\(root)/\(path)", isDirectory: &isFolder)
          && !isFolder.boolValue
      }.sorted()
  }

  static let settings = """
    provider: {id: example.ch, name: Example}
    domains:
      - name: example.ch
        aliases: [example.com]
      - name: "*.customers.example"
    incoming: [{protocol: imap, host: mail.example.ch}]
    outgoing: [{protocol: smtp, host: mail.example.ch}]

    """
}
