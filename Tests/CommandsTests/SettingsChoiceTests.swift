// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Commands
@testable import Console

@Suite struct SettingsChoiceTests {
  private static let line = ["--format", "plain", "a@example.ch"]

  @Test func nothingThereNamesTheWaysOut() throws {
    let result = try Program(settings: nil).run(Self.line)
    #expect(result.code == .noSuchFile)
    #expect(result.error.contains("neither @/mkprofile.yaml nor @/etc exists"))
    #expect(result.error.contains("mkprofile init"))
    #expect(result.error.contains("--provider NAME"))
  }

  @Test func optionThenVariableThenFolderThenSystem() throws {
    let program = try Program(settings: nil)
    func code() -> ExitCode { program.run(Self.line).code }
    try FileManager.default.createDirectory(
      at: program.folder.appendingPathComponent("etc"), withIntermediateDirectories: false)
    try program.write(Program.settings, to: "etc/a.yaml")
    #expect(code() == .done)
    try program.write("broken", to: "mkprofile.yaml")
    #expect(code() == .badInput)
    program.environment["MKPROFILE_SETTINGS"] = program.folder.path + "/none"
    #expect(code() == .noSuchFile)
    #expect(program.run(Self.line + ["--settings", "@/etc"]).code == .done)
    #expect(program.run(Self.line + ["--provider", "infomaniak"]).code == .done)
    program.environment["MKPROFILE_SETTINGS"] = ""
    #expect(code() == .badInput)
  }

  @Test func everyMistakeOfTheSettingsIsSaid() throws {
    let settings = Program.settings + "colour: red\nwebmail: {url: 1}\n"
    let result = try Program(settings: settings).run(Self.line)
    #expect(result.code == .badInput)
    #expect(result.error.contains("@/mkprofile.yaml:8:1: error: "))
    #expect(result.error.contains("@/mkprofile.yaml:9:"))
    #expect(result.output.isEmpty)
  }

  @Test func everyBuiltInProviderLoads() throws {
    for provider in CLI().providers {
      let result = try Program(settings: nil).run(Self.line + ["--provider", provider.name])
      #expect(result.code == .done)
      #expect(result.error.isEmpty)
    }
  }
}
