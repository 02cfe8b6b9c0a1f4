// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Commands
@testable import Console

/// What bash offers, asked of bash itself.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/bin/bash")))
struct CompletionTests {
  /// The words that are offered for a line, the last word of which is not finished.
  private func offered(_ words: [String], files: [String]) throws -> [String] {
    let program = try Program(settings: nil)
    for file in files { try program.write("", to: file) }
    let folder = program.folder.appendingPathComponent("a folder")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let script = CommandSet(CLI().commands).completion(for: .bash)
    let quoted = words.map(\.shellQuoted).joined(separator: " ")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.currentDirectoryURL = program.folder
    process.arguments = [
      "--norc", "-c",
      script + "\nCOMP_WORDS=(mkprofile \(quoted)); COMP_CWORD=\(words.count); _mkprofile\n"
        + "printf '%s\\n' \"${COMPREPLY[@]}\"",
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return said.split(separator: "\n").map(String.init).sorted()
  }

  struct Row: CustomTestStringConvertible, Sendable {
    let words: [String]
    let offered: [String]
    var testDescription: String { words.joined(separator: " ") }
  }

  @Test(arguments: [
    Row(words: ["lint", "con"], offered: ["config-v1.1.xml", "config of old.xml"]),
    Row(words: ["import", "config\\ of"], offered: ["config of old.xml"]),
    Row(words: ["import", "\"config of"], offered: ["config of old.xml"]),
    Row(words: ["diff", "other", "config-"], offered: ["config-v1.1.xml"]),
    Row(words: ["verify", "anna"], offered: ["anna.mobileconfig"]),
    Row(words: ["sign", "anna"], offered: ["anna.mobileconfig"]),
    Row(words: ["validate", "a"], offered: ["a folder", "anna.mobileconfig"]),
    Row(words: ["lint", "--settings"], offered: []),
    Row(words: ["--settings", "con"], offered: ["config of old.xml", "config-v1.1.xml"]),
    Row(words: ["export", "--output", "a"], offered: ["a folder"]),
    Row(words: ["deploy", "ngin"], offered: ["nginx"]),
    Row(words: ["lint", "--sar"], offered: ["--sarif"]),
    Row(words: ["check", "con"], offered: []),
    Row(words: ["--format", "sheet-p"], offered: ["sheet-pdf"]),
    Row(words: ["val"], offered: ["validate"]),
  ])
  func filesAndWordsAreOffered(_ row: Row) throws {
    let files = ["config-v1.1.xml", "config of old.xml", "anna.mobileconfig"]
    #expect(try offered(row.words, files: files) == row.offered.sorted())
  }
}
