// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestNetwork
import TestSupport
import Testing

/// A folder in which the commands of a page are typed, one after the other.
final class Scene {
  private let folder: URL
  private let programs: URL
  /// Ports that pages name, and the free ones that stand for them.
  private let ports: [(shown: String, real: String)]
  private let arguments: [String]
  private var server: Process?
  private var starts = 0

  /// Files of `Tests/Manual/NAME`, else of `plain`, and whatever its setup.sh makes. `arguments` are
  /// added to commands that ask the network.
  init(_ name: String, arguments: [String] = [], settings: String? = nil) throws {
    self.arguments = arguments
    programs = try #require(ProgramRun.path("mkprofile")).deletingLastPathComponent()
    ports = try ["8080", "9090"].map {
      ("127.0.0.1:\($0)", "127.0.0.1:\(try Loopback.freePort())")
    }
    folder = FileManager.default.temporaryDirectory.appending(path: "manual-\(UUID())")
    let own = Repository.url("Tests/Manual/\(name)")
    let exists = FileManager.default.fileExists(atPath: own.path)
    let source = exists ? own : Repository.url("Tests/Manual/plain")
    try FileManager.default.copyItem(at: source, to: folder)
    // curl draws its progress on terminals only.
    try write("silent\nshow-error\n", to: ".curlrc")
    if let settings { try write(settings, to: "mkprofile.yaml") }
    let setup = folder.appending(path: "setup.sh")
    if FileManager.default.fileExists(atPath: setup.path) {
      let result = try shell("bash -e setup.sh 2>&1")
      try #require(result.code == 0, "\(name)/setup.sh: \(result.output)")
      try FileManager.default.removeItem(at: setup)
    }
  }

  private func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: folder.appending(path: name))
  }

  deinit {
    server?.terminate()
    try? FileManager.default.removeItem(at: folder)
  }

  /// What a command writes, line by line, with the ports that the page names.
  func type(_ command: ConsoleBlock.Command) throws -> [String] {
    var line = command.line
    for port in ports { line = line.replacingOccurrences(of: port.shown, with: port.real) }
    var output: String
    if line.hasPrefix("mkprofile serve") {
      output = try serve(line, lines: command.output.count)
    } else {
      for verb in ["check", "import"]
      where !arguments.isEmpty && line.hasPrefix("mkprofile \(verb) ") {
        let words = arguments.map { "'\($0)'" }.joined(separator: " ")
        line = "mkprofile \(verb) \(words) " + line.dropFirst("mkprofile \(verb) ".count)
      }
      output = try shell("{ \(line)\n} 2>&1").output
    }
    for port in ports { output = output.replacingOccurrences(of: port.real, with: port.shown) }
    var lines = output.replacingOccurrences(of: "\r", with: "").components(separatedBy: "\n")
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  /// Starts a server in place of the one that runs, and waits for what it says first.
  private func serve(_ line: String, lines: Int) throws -> String {
    server?.terminate()
    server?.waitUntilExit()
    starts += 1
    let log = folder.appending(path: ".log\(starts)")
    try write("", to: ".log\(starts)")
    let listen = line.contains("--listen") ? "" : " --listen \(ports[0].real)"
    let process = process("exec \(line)\(listen) --log-format text")
    let handle = try FileHandle(forWritingTo: log)
    process.standardOutput = handle
    process.standardError = handle
    try Loopback.start(process)
    server = process
    var output = ""
    // A busy machine may need long; a server that is there answers at once.
    for _ in 0..<1_200 where output.split(separator: "\n").count < lines && process.isRunning {
      usleep(50_000)
      output = try String(contentsOf: log, encoding: .utf8)
    }
    return output
  }

  private func shell(_ line: String) throws -> (code: Int32, output: String) {
    let process = process(line)
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try Loopback.start(process)
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  private func process(_ line: String) -> Process {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["bash", "-c", line]
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    process.environment = [
      "PATH": "\(programs.path):\(path)", "HOME": folder.path, "LC_ALL": "C.UTF-8",
      "ROOT": Repository.root.path,
    ]
    return process
  }
}
