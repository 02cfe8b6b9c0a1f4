// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import System
import Testing

@Suite("A child program")
struct ChildProcessTests {
  private func shell(_ script: String) -> ChildProgram { ChildProgram("/bin/sh", ["-c", script]) }

  private func failure(
    _ program: ChildProgram, _ change: (inout ProcessLimits) -> Void = { _ in }
  ) throws -> ProcessFailure {
    var limits = ProcessLimits()
    change(&limits)
    return try #require(throws: ProcessFailure.self) {
      try ChildProcess.output(of: program, input: [1, 2, 3], limits: limits)
    }
  }

  @Test("gives back more than a pipe holds, both ways at once")
  func copiesMuch() throws {
    let input = [UInt8](repeating: 7, count: 3_000_000)
    #expect(try ChildProcess.output(of: ChildProgram("cat"), input: input) == input)
  }

  @Test("gets its arguments as they are, and no others")
  func argumentsAreLiteral() throws {
    let program = ChildProgram("printf", ["%s|", "a b", "$HOME", "*", "", "';echo"])
    let output = try ChildProcess.output(of: program, input: [])
    #expect(String(decoding: output, as: UTF8.self) == "a b|$HOME|*||';echo|")
  }

  @Test("sees nothing of the environment but what is meant for it")
  func environmentIsSmall() throws {
    setenv("MKPROFILE_TEST_SECRET", "x", 1)
    let program = ChildProgram("/usr/bin/env", environment: ["A": "1", "B": "2"])
    #expect(
      String(decoding: try ChildProcess.output(of: program, input: []), as: UTF8.self)
        == "A=1\nB=2\n")
    let usual = try ChildProcess.output(of: ChildProgram("env"), input: [])
    #expect(!String(decoding: usual, as: UTF8.self).contains("SECRET"))
  }

  #if os(Linux)
    @Test("inherits no open file")
    func nothingIsInherited() throws {
      let leak = dup(1)
      defer { close(leak) }
      let output = try ChildProcess.output(of: shell("ls /proc/$$/fd"), input: [])
      #expect(String(decoding: output, as: UTF8.self).split(separator: "\n") == ["0", "1", "2"])
    }
  #endif

  @Test("that is not there, cannot be started")
  func missing() throws {
    #expect(try failure(ChildProgram("/nonexistent/program")).cause == .notFound)
    #expect(try failure(ChildProgram("no-such-program-of-mkprofile")).cause == .notFound)
    guard case .notStarted = try failure(ChildProgram("/")).cause else {
      Issue.record("a folder was started")
      return
    }
  }

  @Test("that fails tells its code, its signal and its words")
  func failing() throws {
    let exited = try failure(shell("echo 'no key' >&2; printf '\\033[1mx' >&2; exit 3"))
    #expect(exited.cause == .exited(3))
    #expect(exited.words == "no key; [1mx")
    #expect(try failure(shell("kill -9 $$")).cause == .killed(9))
  }

  @Test(
    "that leaves something behind with its pipes is not waited for",
    arguments: [
      ("it has printed", "sleep 600 & echo done", "done\n"),
      ("what it left keeps standard error alone", "sleep 600 >/dev/null & echo done", "done\n"),
      ("what it left prints", "(sleep 0.3; echo late) & true", "late\n"),
    ])
  func pipesThatStayOpen(_ why: String, _ script: String, _ output: String) throws {
    var limits = ProcessLimits()
    limits.milliseconds = 300_000
    let got = try ChildProcess.output(of: shell(script), input: [], limits: limits)
    #expect(String(decoding: got, as: UTF8.self) == output, "\(why)")
  }

  @Test("that fails and leaves something behind is not waited for")
  func failingWithOpenPipes() throws {
    let failure = try failure(shell("sleep 600 & exit 3")) { $0.milliseconds = 300_000 }
    #expect(failure.cause == .exited(3))
  }

  @Test("that hangs is ended with everything that it started")
  func hanging() throws {
    let folder = FileManager.default.temporaryDirectory.path
    let path = "\(folder)/mkprofile-child-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let program = shell("sleep 600 & echo $! > \(path); wait")
    #expect(try failure(program) { $0.milliseconds = 300 }.cause == .timedOut)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let grandchild = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    while kill(grandchild, 0) == 0, !isDefunct(grandchild) { usleep(1_000) }
  }

  /// In a container nobody may be there to collect it.
  private func isDefunct(_ process: pid_t) -> Bool {
    let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    return status?.contains(") Z ") ?? false
  }

  @Test("that closes its output and hangs is ended, too")
  func hangingSilently() throws {
    let program = shell("exec >&- 2>&-; sleep 600")
    #expect(try failure(program) { $0.milliseconds = 200 }.cause == .timedOut)
  }

  @Test("may not write more than it is given")
  func tooMuch() throws {
    let program = shell("while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxx; done")
    #expect(try failure(program) { $0.outputBytes = 1_000 }.cause == .tooMuchOutput(1_000))
    let chatty = try failure(shell("head -c 300000 /dev/zero | tr '\\0' x >&2; exit 1")) {
      $0.messageBytes = 10
    }
    #expect(chatty.words == "xxxxxxxxxx")
  }

  @Test("that does not read is no error")
  func notReading() throws {
    let output = try ChildProcess.output(
      of: shell("exec <&-; echo done"), input: [UInt8](repeating: 1, count: 1_000_000))
    #expect(String(decoding: output, as: UTF8.self) == "done\n")
  }

  @Test("answers one request after the other")
  func worker() throws {
    let child = try ChildProcess(ChildProgram("cat"))
    let deadline = Deadline(milliseconds: 10_000)
    for size in [1, 10, 100_000] {
      let request = [UInt8](repeating: UInt8(size & 0xff), count: size)
      try child.write(request, by: deadline)
      #expect(try child.read(exactly: size, by: deadline) == request)
    }
    child.closeInput()
    let failure = #expect(throws: ProcessFailure.self) {
      try child.read(exactly: 1, by: deadline)
    }
    #expect(failure?.cause == .endedEarly)
    try child.finish(by: deadline)
  }

  @Test("runs beside others on many threads")
  func threads() async throws {
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for index in 0..<16 {
        group.addTask {
          let input = [UInt8](repeating: UInt8(index), count: 100_000)
          return try ChildProcess.output(of: ChildProgram("cat"), input: input) == input
        }
      }
      for try await isSame in group { #expect(isSame) }
    }
  }

  @Test("that succeeds tells what it said, too, as far as it is kept")
  func successWithWords() throws {
    var limits = ProcessLimits()
    limits.messageBytes = 12
    let script = "echo made; printf 'quota \\033[1m80\\n and more' >&2"
    let said = try ChildProcess.run(
      ChildProgram("/bin/sh", ["-c", script]), input: [], limits: limits)
    #expect(String(decoding: said.output, as: UTF8.self) == "made\n")
    #expect(said.words == "quota [1m80")
  }

  @Test("is looked for where children look for programs")
  func programFiles() throws {
    #expect(ProgramFile("sh") == .executable)
    #expect(ProgramFile("/bin/sh") == .executable)
    #expect(ProgramFile("no-such-program-at-all") == .missing)
    #expect(ProgramFile("/bin/no-such-program") == .missing)
    #expect(ProgramFile("/bin") == .missing)
    #expect(ProgramFile("/etc/passwd") == .notExecutable)
  }
}
