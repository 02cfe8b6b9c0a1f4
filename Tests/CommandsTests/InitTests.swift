// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import Testing

@testable import Commands

@Suite struct InitTests {
  private func program() throws -> Program {
    let program = try Program(settings: nil)
    program.cli.starter = Array("domain @DOMAIN@, host @HOST@, @OTHER@ @DOMAIN@".utf8)
    return program
  }

  @Test func namesAreFilledIn() throws {
    let program = try program()
    let result = program.run(
      "init", "--domain", "Example.CH", "--host", "imap.example.ch", "--output", "@/x.yaml")
    #expect(result.code == .done)
    #expect(result.output.isEmpty)
    #expect(
      result.error
        == "mkprofile: wrote @/x.yaml; read through it, then try:\n"
        + "  mkprofile --settings @/x.yaml --format autoconfig example.ch\n")
    #expect(
      program.read("x.yaml") == "domain example.ch, host imap.example.ch, @OTHER@ example.ch")
  }

  @Test func namesHaveDefaults() throws {
    let result = try program().run("init", "--output", "-")
    #expect(result.output == "domain example.com, host mail.example.com, @OTHER@ example.com")
    let other = try program().run("init", "--output", "-", "--domain", "a.ch")
    #expect(other.output == "domain a.ch, host mail.a.ch, @OTHER@ a.ch")
  }

  @Test func nothingIsOverwritten() throws {
    let program = try program()
    try program.write("mine", to: "x.yaml")
    let result = program.run("init", "--output", "@/x.yaml")
    #expect(result.code == .cannotWrite)
    #expect(result.error.contains("'@/x.yaml' exists already and is left as it is"))
    #expect(program.read("x.yaml") == "mine")
    #expect(program.run("init", "--output", "@/x.yaml", "--force").code == .done)
    #expect(program.read("x.yaml") != "mine")
  }

  @Test(arguments: [60, 53, 52, 20])
  func longDomainsGiveGoodSettings(_ length: Int) throws {
    let program = try Program(settings: nil)
    let domain = String(repeating: "a", count: length) + ".example"
    #expect(program.run("init", "--domain", domain, "--output", "@/mkprofile.yaml").code == .done)
    let result = program.run("--format", "plain", "--strict", "anna@\(domain)")
    #expect(result.code == .done, "\(result.error)")
  }

  @Test func starterIsGoodSettings() throws {
    let program = try Program(settings: nil)
    #expect(program.run("init", "--output", "@/mkprofile.yaml", "--domain", "a.ch").code == .done)
    let result = program.run("--format", "plain", "--strict", "anna@a.ch")
    #expect(result.code == .done, "\(result.error)")
  }

  @Test func starterBelongsToItsUser() throws {
    let program = try Program(settings: nil)
    let text = program.run("init", "--output", "-", "--domain", "a.ch").output
    #expect(text.hasPrefix("# The mail service of a.ch, "))
    #expect(text.hasSuffix("# seconds\n"))
    #expect(!text.contains("SPDX"))
  }
}
