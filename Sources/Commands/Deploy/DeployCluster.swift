// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SettingsFile
import System
import Templates

/// Files for containers and clusters.
struct DeployCluster {
  /// The image that pods run, as YAML takes it.
  let image: String
  /// `--settings` or `--provider`, and its value inside a container.
  let source: (option: String, value: String)
  private(set) var settings: [String] = []
  private(set) var findings: [Finding] = []

  /// What an object of Kubernetes holds in all (`kubectl explain configmap`).
  private static let mostBytes = 1 << 20

  /// A cluster that runs an image with settings from files, or those of a built-in provider.
  init(image: String, provider: String?) {
    self.image = image
    source = provider.map { ("--provider", $0) } ?? ("--settings", "/etc/mkprofile")
  }

  /// Puts the files of settings into the object that pods read them from.
  mutating func take(_ files: [String]) {
    var left = Self.mostBytes
    var taken: Set<String> = []
    for file in files where FileKind(file) == .file && taken.insert(file).inserted {
      let name = file.split(separator: "/").last.map(String.init) ?? file
      guard let text = Self.text(of: file, atMost: left), Self.isKey(name) else {
        findings.append(
          Finding(
            .warning, at: "", "\(file.quotedPath) does not fit into the object mkprofile-settings",
            fix: "add a volume with this file to the Deployment"))
        continue
      }
      left -= text.utf8.count
      settings.append("  \(name): |4")
      settings += text.split(separator: "\n", omittingEmptySubsequences: false)
        .map { $0.isEmpty ? "" : "      \($0)" }
      while settings.last == "" { settings.removeLast() }
    }
  }

  /// The text of a file that may stand in YAML as it is; nil for any other.
  private static func text(of file: String, atMost most: Int) -> String? {
    guard let input = try? InputFile(path: file), let bytes = try? input.contents(limit: most),
      let text = String(validating: bytes, as: UTF8.self),
      text.unicodeScalars.allSatisfy({ $0.value == 10 || $0.value >= 32 && $0.value != 127 })
    else { return nil }
    return text
  }

  private static func isKey(_ name: String) -> Bool {
    name.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
        || (0x61...0x7A).contains(byte) || "-._".utf8.contains(byte)
    }
  }

  /// Objects for `kubectl apply`.
  var kubernetes: [UInt8] {
    var template = DeployTemplate(DeployTemplates.kubernetes)
    template.fill("SETTINGS", lines: settings)
    template.fill("IMAGE", image)
    template.fill("SOURCE_OPTION", source.option)
    template.fill("SOURCE_VALUE", source.value)
    return template.bytes
  }

  /// The description of an image.
  static func container(version: String) -> [UInt8] {
    var template = DeployTemplate(DeployTemplates.container)
    template.fill("VERSION", version)
    return template.bytes
  }
}
