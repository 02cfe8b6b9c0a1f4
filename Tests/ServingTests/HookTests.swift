// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The programs of `Templates/hooks`, each against a stand-in of its server.
struct HookTests {
  @Test(.enabled(if: Tool.areInstalled("python3"), "python3 is not installed"))
  func everyHookMakesAndReplacesPasswords() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
    try Tool.run("python3", [root.appendingPathComponent("Hooks/hooks.py").path])
  }

  @Test func everyHookHasAPage() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let folder = root.appendingPathComponent("Templates/hooks").path
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    let programs = names.filter { $0.hasSuffix(".py") && $0 != "app_password.py" && $0 != "ask.py" }
    #expect(programs.count >= 5)
    for name in programs {
      #expect(names.contains(name.replacingOccurrences(of: ".py", with: ".md")), "\(name)")
      #expect(FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)"), "\(name)")
    }
  }
}
