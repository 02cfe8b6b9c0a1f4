// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import System
import Testing

/// A real server of the system in a folder of its own; it ends with this object.
final class RealServer {
  struct Missing: Error {}

  let folder: URL
  private(set) var port: UInt16
  private let kind: String
  private var isRunning = false

  /// Starts a server; a program that is missing is a failure of the test that needs it.
  init(_ kind: String, program: String) throws {
    self.kind = kind
    guard Self.isInstalled(program) else {
      Issue.record("\(program) is not installed: ./dev setup installs it")
      throw Missing()
    }
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("mkprofile-\(kind)-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    port = Self.freePort()
    do { try start() } catch {
      // Somebody else may have taken the port, or the one beside it, before the server did.
      port = Self.freePort()
      try start()
    }
  }

  deinit {
    try? stop()
    try? FileManager.default.removeItem(at: folder)
  }

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  func start(tls: Bool = true) throws {
    try Self.run(
      "/bin/bash", [Self.script, kind, "start", folder.path, "\(port)"],
      environment: ["SSL": tls ? "on" : "off"])
    isRunning = true
  }

  func stop() throws {
    guard isRunning else { return }
    isRunning = false
    try Self.run("/bin/bash", [Self.script, kind, "stop", folder.path, "\(port)"])
  }

  func sql(_ text: String, database: String = "postgres") throws {
    try Self.run(
      "/usr/bin/env",
      [
        "psql", "-q", "-v", "ON_ERROR_STOP=1", "-h", path("pg"), "-p", "\(port)", "-U", "mkprofile",
        database, "-c", text,
      ], environment: ["PGPASSWORD": "secret"])
  }

  /// The answer to a query: columns with `|` between, a line for each row.
  func answer(_ text: String) throws -> String {
    let environment = ProcessInfo.processInfo.environment.merging(["PGPASSWORD": "secret"]) { $1 }
    let bytes = try ChildProcess.output(
      of: ChildProgram(
        "/usr/bin/env",
        [
          "psql", "-qAt", "-h", path("pg"), "-p", "\(port)", "-U", "mkprofile", "postgres", "-c",
          text,
        ], environment: environment), input: [])
    return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .newlines)
  }

  func mariadb(_ text: String) throws {
    try Self.run(
      "/usr/bin/env",
      [
        "mariadb", "--no-defaults", "--default-character-set=utf8mb4", "-uroot", "-S",
        path("my/socket"), "-e", text,
      ])
  }

  private static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("servers.sh").path

  static func isInstalled(_ program: String) -> Bool {
    ["/usr/sbin", "/usr/bin", "/usr/local/bin", "/bin", "/opt/homebrew/bin"].contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
    }
  }

  private static func freePort() -> UInt16 {
    let descriptor = socket(AF_INET, SystemCall.stream, 0)
    defer { SystemCall.close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = SystemCall.bind(descriptor, $0, size)
        _ = getsockname(descriptor, $0, &size)
      }
    }
    return UInt16(bigEndian: address.sin_port)
  }

  struct Failed: Error, CustomStringConvertible {
    let description: String
  }

  static func run(
    _ program: String, _ arguments: [String], environment: [String: String] = [:]
  ) throws {
    var limits = ProcessLimits()
    limits.milliseconds = 120_000
    let all = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    do throws(ProcessFailure) {
      // Nothing of this process stays open in servers that go on running.
      _ = try ChildProcess.run(
        ChildProgram(program, arguments, environment: all), input: [], limits: limits)
    } catch {
      throw Failed(description: "\(program) \(arguments) \(error.cause): \(error.words)")
    }
  }
}
