// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The built server as a process of its own, on ports that the system chooses.
final class ServerProcess {
  struct Unavailable: Error {}

  let process = Process()
  let folder: URL
  private let logFile: URL

  static let settings = """
    provider: {id: example.ch, name: Example}
    domains: [{name: example.ch}, {name: "*.customers.example"}]
    incoming: [{protocol: imap, host: mail.example.ch}]
    outgoing: [{protocol: smtp, host: mail.example.ch}]

    """

  /// Where the products of the build lie: the test bundle is beside them.
  static var program: URL? {
    CommandLine.arguments.lazy.compactMap { argument -> URL? in
      var url = URL(fileURLWithPath: argument)
      while url.path.count > 1, url.pathExtension != "xctest" { url.deleteLastPathComponent() }
      let program = url.deletingLastPathComponent().appendingPathComponent("mkprofile-serve")
      return FileManager.default.isExecutableFile(atPath: program.path) ? program : nil
    }.first
  }

  /// The program beside it that has the other commands.
  static var commands: String {
    program?.deletingLastPathComponent().appendingPathComponent("mkprofile").path ?? ""
  }

  /// Starts the server, where `@` in an address or an argument stands for its folder; `log`
  /// replaces the file that takes standard error.
  init(
    _ arguments: [String] = [], listen: [String] = ["127.0.0.1:0"], log: String? = nil,
    settings: String = ServerProcess.settings, descriptors: Int? = nil,
    prepare: (URL) throws -> Void = { _ in }
  ) throws {
    guard let program = Self.program else { throw Unavailable() }
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("mkprofile-serving-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    logFile = folder.appendingPathComponent("log")
    try settings.write(to: settingsFile, atomically: false, encoding: .utf8)
    try prepare(folder)
    _ = FileManager.default.createFile(atPath: logFile.path, contents: nil)
    process.executableURL = descriptors == nil ? program : URL(fileURLWithPath: "/bin/sh")
    let limited = descriptors.map { number in
      ["-c", "ulimit -n \(number); exec \"$0\" \"$@\"", program.path]
    }
    process.arguments =
      (limited ?? []) + ["serve", "--settings", settingsFile.path]
      + (listen.flatMap { ["--listen", $0] } + ["--admin-listen", "127.0.0.1:0"] + arguments)
      .map { $0.replacingOccurrences(of: "@", with: folder.path) }
    process.standardOutput = FileHandle.nullDevice
    process.standardError =
      log.flatMap { FileHandle(forWritingAtPath: $0) } ?? FileHandle(forWritingAtPath: logFile.path)
    try process.run()
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: folder)
  }

  var settingsFile: URL { folder.appendingPathComponent("settings.yaml") }
  /// What the server has logged; not read through `String(contentsOf:)`, which leaks its buffer
  /// where a file is empty (Foundation of Swift 6.3.1 on Linux).
  var log: String {
    guard let file = try? FileHandle(forReadingFrom: logFile) else { return "" }
    defer { try? file.close() }
    return String(decoding: (try? file.readToEnd()) ?? Data(), as: UTF8.self)
  }

  /// Waits until something holds; false where it never does.
  func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
    for _ in 0..<500 {
      if try condition() { return true }
      usleep(20_000)
    }
    return false
  }

  /// The port after a text of the log.
  private func port(after text: String) -> UInt16? {
    guard eventually({ log.contains(text) }), let range = log.range(of: text) else { return nil }
    return UInt16(log[range.upperBound...].prefix { $0.isNumber })
  }

  var port: UInt16? { port(after: "listening on 127.0.0.1:") }
  func port(of scheme: String) -> UInt16? { port(after: "listening on \(scheme):127.0.0.1:") }
  var adminPort: UInt16? { port(after: "health and metrics on 127.0.0.1:") }

  func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  /// The exit status; -1 where it does not end.
  var exitStatus: Int32 {
    guard eventually({ !process.isRunning }) else { return -1 }
    return process.terminationStatus
  }
}
