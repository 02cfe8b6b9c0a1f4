// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Reads QR codes back with zbarimg, as the camera of a phone would.
package enum Scanner {
  /// What the codes in a PNG say, each in one line, in alphabetical order.
  package static func codes(inPicture png: [UInt8]) throws -> [String] {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("mkprofile-code-\(UUID().uuidString).png")
    try Data(png).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let output = try Tool("zbarimg").run(
      "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", "-Sqrcode.binary", file.path)
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init).sorted()
  }
}

/// A program of the system that tests use; `./dev setup` installs it.
package struct Tool {
  private let path: String

  /// Throws where it is not installed.
  package init(_ name: String) throws {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
    let paths = folders.map { "\($0)/\(name)" }
    guard let found = paths.first(where: FileManager.default.isExecutableFile) else {
      throw ToolFailure(description: "\(name) is not installed: run ./dev setup")
    }
    path = found
  }

  /// What it writes to standard output; throws where it fails.
  @discardableResult
  package func run(_ arguments: String...) throws -> [UInt8] { try run(arguments) }

  /// What it writes to standard output; throws where it fails.
  @discardableResult
  package func run(_ arguments: [String]) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw ToolFailure(description: "\(path) ended with \(process.terminationStatus)")
    }
    return Array(bytes)
  }
}

/// Why a tool gave nothing.
package struct ToolFailure: Error, CustomStringConvertible {
  package let description: String
}
