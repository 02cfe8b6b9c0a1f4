// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Formats
import Foundation
import System
import Testing

@testable import Commands
@testable import Console

@Suite struct OutputTests {
  @Test func fileIsWrittenWhole() throws {
    let program = try Program()
    let result = program.run("--format", "plain", "--output", "@/x.txt", "a@example.ch")
    #expect(result.code == .done)
    #expect(result.output.isEmpty)
    #expect(program.read("x.txt") == "a@example.ch\n")
    #expect(program.files() == ["mkprofile.yaml", "x.txt"])
  }

  @Test(arguments: [("anna@example.ch", "Für anna@"), ("example.ch", "Für alle")])
  func languageHoldsForDomainsToo(_ subject: String, _ words: String) throws {
    let program = try Program(
      settings: """
        provider: {id: example.ch, name: Example}
        domains: [{name: example.ch}]
        incoming: [{protocol: imap, host: mail.example.ch}]
        outgoing: [{protocol: smtp, host: mail.example.ch}]
        """, formats: Formats.all)
    let result = program.run("--format", "sheet-text", "--lang", "de", subject)
    #expect(result.code == .done && result.output.contains(words), "\(result.output)")
  }

  @Test func folderIsMade() throws {
    let program = try Program()
    let result = program.run("--format", "plain", "--output", "@/a/b/", "a@example.ch")
    #expect(result.code == .done)
    #expect(result.error == "mkprofile: wrote 1 file to @/a/b/\n")
    #expect(program.files(in: "a/b") == ["a@example.ch.plain.txt"])
  }

  @Test func goodOnesAreWrittenBesideBadOnes() throws {
    let program = try Program()
    let result = program.run(
      "--format", "plain", "--output", "@/out", "a@example.ch", "bad@example.ch", "x@",
      "example.ch",
      "a@nobody.test", "a@example.ch")
    #expect(result.code == .errorsFound)
    #expect(program.files(in: "out") == ["a@example.ch.plain.txt", "example.ch.plain.txt"])
    #expect(result.error.contains("bad@example.ch: error: incoming: there is no server"))
    #expect(result.error.contains("'x@'"))
    #expect(result.error.contains("'nobody.test'"))
    #expect(result.error.contains("warning: 'a@example.ch' is given twice"))
    #expect(result.error.hasSuffix("wrote 2 files to @/out/, 3 addresses failed\n"))
  }

  @Test func failureLeavesTheOldFile() throws {
    let program = try Program()
    try program.write("old", to: "x.txt")
    let result = program.run("--format", "plain", "--output", "@/x.txt", "bad@example.ch")
    #expect(result.code == .badInput)
    #expect(program.read("x.txt") == "old")
  }

  @Test func interruptionLeavesTheOldFileAndNoOther() throws {
    let program = try Program()
    try program.write("old", to: "x.txt")
    for question in 0..<3 {
      program.interruptAfter = question
      let result = program.run("--format", "plain", "--output", "@/x.txt", "a@example.ch")
      #expect(result.code == .cannotWrite)
      #expect(result.error.contains("stopped"))
      #expect(program.read("x.txt") == "old")
      #expect(program.files() == ["mkprofile.yaml", "x.txt"])
    }
  }

  @Test func linkIsFollowed() throws {
    let program = try Program()
    try FileManager.default.createDirectory(
      at: program.folder.appendingPathComponent("real"), withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(
      atPath: program.folder.path + "/link", withDestinationPath: "real/x")
    #expect(program.run("--format", "plain", "--output", "@/link", "a@example.ch").code == .done)
    #expect(program.read("real/x") == "a@example.ch\n")
    let target = try FileManager.default.destinationOfSymbolicLink(
      atPath: program.folder.path + "/link")
    #expect(target == "real/x")
  }

  @Test func circleOfLinksIsAnError() throws {
    let program = try Program()
    for (from, to) in [("a", "b"), ("b", "a")] {
      try FileManager.default.createSymbolicLink(
        atPath: "\(program.folder.path)/\(from)", withDestinationPath: to)
    }
    let result = program.run("--format", "plain", "--output", "@/a", "a@example.ch")
    #expect(result.code == .cannotWrite)
    #expect(result.error.contains("symbolic links"))
  }

  /// Nobody reads from it: the wait ends with the first signal.
  @Test func aFIFOWithoutAReaderEndsWithASignal() throws {
    let program = try Program()
    #expect(mkfifo(program.folder.path + "/fifo", 0o600) == 0)
    program.interruptAfter = 4
    let result = program.run("--format", "plain", "--output", "@/fifo", "anna@example.ch")
    #expect(result.code == .cannotWrite)
  }

  @Test func deviceIsWrittenToAndNotReplaced() throws {
    let result = try Program().run("--format", "plain", "--output", "/dev/full", "a@example.ch")
    #expect(result.code == .cannotWrite)
    #expect(result.error == "mkprofile: cannot write '/dev/full': No space left on device\n")
    #expect(FileKind("/dev/full") == .special)
    let good = try Program().run("--format", "plain", "--output", "/dev/null", "a@example.ch")
    #expect(good.code == .done)
  }

  @Test func fullStandardOutputIsAnError() throws {
    let program = try Program()
    program.outputError = ENOSPC
    for line in [["--format", "plain", "a@example.ch"], ["help"], ["man"], ["formats"]] {
      let result = program.run(line)
      #expect(result.code == .cannotWrite)
      #expect(
        result.error == "mkprofile: cannot write to standard output: No space left on device\n")
    }
  }

  @Test func closedPipeIsAnError() throws {
    Interrupts.ignoreClosedPipes()
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    close(ends[0])
    let io = InputOutput(input: 0, output: ends[1], error: ends[1])
    #expect(io.writeOutput([1]) == EPIPE)
    #expect(SystemError(number: EPIPE).description == "Broken pipe")
    close(ends[1])
  }

  @Test func descriptorsCarryEverything() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    let io = InputOutput(input: ends[0], output: ends[1], error: ends[1])
    #expect(io.writeOutput([1, 2]) == 0)
    #expect(io.readInput() == .success([1, 2]))
    close(ends[1])
    #expect(io.readInput() == .success([]))
    close(ends[0])
  }

  @Test func dryRunWritesNothing() throws {
    let program = try Program()
    let result = program.run(
      "--format", "plain", "--dry-run", "--output", "@/out", "a@example.ch", "b@example.ch")
    #expect(result.code == .done)
    #expect(result.error.contains("would write 13 bytes: @/out/a@example.ch.plain.txt\n"))
    #expect(result.error.hasSuffix("would write 2 files to @/out/\n"))
    #expect(program.files() == ["mkprofile.yaml"])
  }

  @Test func fileInTheWayOfAFolderIsAnError() throws {
    let program = try Program()
    try program.write("old", to: "out")
    let result = program.run(
      "--format", "plain", "--output", "@/out", "a@example.ch", "b@example.ch")
    #expect(result.code == .cannotWrite)
    #expect(program.read("out") == "old")
  }

  @Test func batchPutsManyFilesInPlace() throws {
    let program = try Program()
    let batch = FileBatch { false }
    for number in 0..<50 { try batch.add([UInt8(number)], to: program.folder.path + "/\(number)") }
    #expect(!FileManager.default.fileExists(atPath: program.folder.path + "/7"))
    try batch.commit()
    #expect(batch.written == 50)
    #expect(program.files().count == 51)
    #expect(try Data(contentsOf: program.folder.appendingPathComponent("7")) == Data([7]))
  }

  @Test func batchThatIsDroppedLeavesNothing() throws {
    let program = try Program()
    try FileBatch { false }.add([1], to: program.folder.path + "/x")
    #expect(program.files() == ["mkprofile.yaml"])
  }
}

/// Who may read what is written.
@Suite struct FileModeTests {
  private func mode(_ program: Program, _ name: String) throws -> Int {
    let path = program.folder.appendingPathComponent(name).path
    let value = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    return (value as? NSNumber)?.intValue ?? 0
  }

  @Test(arguments: [0o600, 0o640, 0o644, 0o604, 0o755, 0o666])
  func rewritingNeverWidensAMode(_ before: Int) throws {
    let program = try Program()
    try program.write("old", to: "x.txt")
    try FileManager.default.setAttributes(
      [.posixPermissions: before],
      ofItemAtPath: program.folder.appendingPathComponent("x.txt").path)
    let result = program.run("--format", "plain", "--output", "@/x.txt", "a@example.ch")
    #expect(result.code == .done)
    #expect(program.read("x.txt") == "a@example.ch\n")
    #expect(try mode(program, "x.txt") == before & 0o644)
  }

  @Test func whatHoldsAPasswordIsTheOwnersAlone() throws {
    let program = try Program()
    let result = program.run("link", "--new-key", "@/link.key")
    #expect(result.code == .done, "\(result.error)")
    #expect(try mode(program, "link.key") == 0o600)
  }
}
