// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import TestSupport

@testable import SettingsFile

/// Everything found in a text, as the program would print it.
func findings(_ text: String, name: String = "s.yaml") -> [String] {
  findings(Array(text.utf8), name: name)
}

func findings(
  _ bytes: [UInt8], name: String = "s.yaml", limits: SettingsLimits = SettingsLimits()
) -> [String] {
  do throws(SettingsFailure) {
    return try SettingsLoader.read(bytes, name: name, limits: limits).findings.map(\.description)
  } catch {
    return error.findings.map(\.description)
  }
}

/// The settings that a text holds; the test fails where there are none.
func load(_ text: String, name: String = "s.yaml") throws -> LoadedSettings {
  try SettingsLoader.read(Array(text.utf8), name: name)
}

/// A complete file without findings, with more lines at its end.
func service(_ more: String = "", provider: String = "") -> String {
  """
  provider:
    id: example.ch
    name: Example
  \(provider)domains:
    - name: example.ch
  incoming:
    - {protocol: imap, host: mail.example.ch}
  outgoing:
    - {protocol: smtp, host: mail.example.ch}
  \(more)
  """
}

/// A folder that lives as long as a test.
final class TemporaryFolder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    let file = "\(path)/\(name)"
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    return file
  }

  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let file = "\(path)/\(name)"
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }

  /// Copies a file of `Tests/FixtureFiles`.
  @discardableResult
  func copy(_ name: String, as other: String? = nil) throws -> String {
    try write(other ?? name, try Repository.bytes("Tests/FixtureFiles/\(name)"))
  }
}

/// Where the repository stands.
let repository = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

func repositoryFile(_ path: String) throws -> String {
  try String(contentsOf: repository.appendingPathComponent(path), encoding: .utf8)
}
