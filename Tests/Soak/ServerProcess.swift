// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The program under test with a settings file of its own.
final class ServerProcess {
  let port: UInt16
  let adminPort: UInt16
  let folder: URL
  private let process = Process()

  /// What the server holds at a moment.
  struct Size {
    let kilobytes: Int
    let descriptors: Int
  }

  init() throws {
    port = try Self.freePort()
    adminPort = try Self.freePort()
    folder = FileManager.default.temporaryDirectory.appending(path: "soak-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  var settings: URL { folder.appending(path: "settings.yaml") }

  /// Starts `mkprofile serve` that lies beside this program, and waits until it answers.
  func start() throws {
    let own = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    process.executableURL = own.appending(path: "mkprofile")
    process.arguments = [
      "serve", "--settings", settings.path, "--listen", "127.0.0.1:\(port)", "--admin-listen",
      "127.0.0.1:\(adminPort)", "--rate", "0", "--request-timeout", "3", "--idle-timeout", "5",
      "--log-format", "json", "--max-connections", "\(Clients.crowd * 2)",
    ]
    process.standardError = FileHandle.nullDevice
    try process.run()
    for _ in 0..<200 {
      if (try? ask("/readyz")) != nil { return }
      usleep(50_000)
    }
    throw SoakError(description: "the server does not start")
  }

  /// Replaces the settings file at once, as an editor does.
  func write(_ text: String) throws {
    try Data(text.utf8).write(to: settings, options: .atomic)
  }

  var size: Size {
    let path = "/proc/\(process.processIdentifier)"
    let status = (try? String(contentsOfFile: "\(path)/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
    let descriptors = try? FileManager.default.contentsOfDirectory(atPath: "\(path)/fd")
    return Size(
      kilobytes: Int(line.filter(\.isNumber)) ?? 0, descriptors: descriptors?.count ?? 0)
  }

  /// The value of a metric without labels.
  func metric(_ name: String) throws -> Int {
    let lines = try ask("/metrics").split(separator: "\n")
    guard let line = lines.first(where: { $0.hasPrefix("\(name) ") }),
      let value = Int(line.dropFirst(name.count + 1))
    else { throw SoakError(description: "there is no metric \(name)") }
    return value
  }

  private func ask(_ path: String) throws -> String {
    let connection = try Connection(from: "127.0.0.1", to: adminPort)
    connection.send(Array("GET \(path) HTTP/1.1\r\nHost: admin\r\n\r\n".utf8))
    return String(decoding: try connection.answer(), as: UTF8.self)
  }

  var isRunning: Bool { process.isRunning }

  /// Says stop and gives the exit status.
  func stop() -> Int32 {
    process.terminate()
    process.waitUntilExit()
    return process.terminationStatus
  }

  deinit {
    if process.isRunning { process.terminate() }
    try? FileManager.default.removeItem(at: folder)
  }

  private static func freePort() throws -> UInt16 {
    let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(probe) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(probe, $0, length) == 0 ? getsockname(probe, $0, &length) : -1
      }
    }
    guard result == 0 else { throw SoakError(description: "no free port") }
    return UInt16(bigEndian: address.sin_port)
  }
}
