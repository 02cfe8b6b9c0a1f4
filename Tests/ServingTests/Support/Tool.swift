// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Programs of the system that a test needs beside the server.
enum Tool {
  struct Failed: Error {
    let said: String
  }

  /// Where a program is; nil where it is not installed.
  static func path(_ name: String) -> String? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return "\(path):/usr/sbin".split(separator: ":").map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  static func areInstalled(_ names: String...) -> Bool { names.allSatisfy { path($0) != nil } }

  /// Runs a program to its end; gives what it wrote, or throws what it complained about.
  @discardableResult
  static func run(_ program: String, _ arguments: [String]) throws -> String {
    let process = Process()
    let (output, complaints) = (Pipe(), Pipe())
    process.executableURL = URL(fileURLWithPath: path(program) ?? program)
    process.arguments = arguments
    process.standardOutput = output
    process.standardError = complaints
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let said = complaints.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failed(said: "\(program): \(String(decoding: said, as: UTF8.self))")
    }
    return text
  }

  /// Writes a certificate with its key for some hosts.
  static func certify(_ hosts: [String], certificate: String, key: String) throws {
    try run(
      "openssl",
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-days", "30", "-subj", "/CN=\(hosts[0])", "-addext",
        "subjectAltName=" + hosts.map { "DNS:\($0)" }.joined(separator: ","), "-keyout", key,
        "-out", certificate,
      ])
  }

  /// A port of this machine that nobody uses now.
  static func freePort() -> UInt16 {
    #if os(Linux)
      let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let probe = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    defer { close(probe) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(probe, $0, size) == 0 ? getsockname(probe, $0, &size) : -1
      }
    }
    return result == 0 ? UInt16(bigEndian: address.sin_port) : 0
  }
}
