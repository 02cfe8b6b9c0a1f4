// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Formats
import Foundation
import Testing

@testable import Commands
@testable import Console

@Suite struct QuickstartTests {
  private func program() throws -> Program {
    try Program(settings: nil, formats: Formats.all)
  }

  /// The titles of the numbered steps.
  private func steps(_ text: String) -> [String] {
    text.split(separator: "\n").map(String.init).filter { $0.first?.isNumber == true }
  }

  @Test func settingsAreWrittenAndStepsNumbered() throws {
    let program = try program()
    let result = program.run(
      "quickstart", "Example.CH", "--host", "imap.example.ch", "--address", "192.0.2.7",
      "--address", "2001:db8::7", "--output", "@/new/s.yaml")
    #expect(result.code == .done, "\(result.error)")
    #expect(
      steps(result.output).map { String($0.prefix(3)) } == ["1. ", "2. ", "3. ", "4. ", "5. "])
    let settings = try #require(program.read("new/s.yaml"))
    #expect(settings.contains("\n  publicURL: \"https://setup.example.ch\""))
    #expect(settings.contains("\ndns:\n  mx: [{host: imap.example.ch, preference: 10}]\n"))
    let output = result.output.replacingOccurrences(of: program.folder.path, with: "@")
    for line in [
      "setup.example.ch. 3600 IN A    192.0.2.7", "setup.example.ch. 3600 IN AAAA 2001:db8::7",
      "autoconfig", "_imaps._tcp", "v=spf1 mx ~all",
      "mkprofile deploy certbot --settings @/new/s.yaml | sh -s -- --email postmaster@example.ch",
      "mkprofile deploy nginx --settings @/new/s.yaml > /etc/nginx/conf.d/mkprofile.conf",
      "mkprofile deploy systemd --settings @/new/s.yaml > /etc/systemd/system/mkprofile.service",
      "systemctl restart mkprofile.socket mkprofile.service",
      "mkprofile check --settings @/new/s.yaml example.ch",
    ] { #expect(output.contains(line), "\(line)") }
    #expect(program.run("validate", "@/new/s.yaml").code == .done)
  }

  @Test(arguments: ["caddy", "none"])
  func otherFrontsHaveTheirOwnCommands(_ proxy: String) throws {
    let program = try program()
    let result = program.run(
      "quickstart", "example.ch", "--proxy", proxy, "--output", "@/s.yaml", "--address", "192.0.2.7"
    )
    #expect(result.code == .done, "\(result.error)")
    #expect(!result.output.contains("nginx"))
    let own = proxy == "caddy" ? "mkprofile deploy caddy" : "mkprofile deploy tls"
    #expect(result.output.contains(own))
    #expect(result.output.contains("mkprofile deploy certbot") == (proxy == "none"))
  }

  @Test func whatIsThereStays() throws {
    let program = try program()
    try program.write("mine", to: "mkprofile.yaml")
    let result = program.run("quickstart", "example.ch")
    #expect(result.code == .cannotWrite)
    #expect(result.error.contains("'@/mkprofile.yaml' exists already and is left as it is"))
    #expect(program.read("mkprofile.yaml") == "mine")
    #expect(result.output.isEmpty)
    #expect(program.run("quickstart", "example.ch", "--force").code == .done)
    #expect(program.read("mkprofile.yaml") != "mine")
  }

  @Test func aTerminalIsAsked() throws {
    let program = try program()
    program.isTerminal = true
    program.inputIsTerminal = true
    program.environment = ["NO_COLOR": "1"]
    program.input = ["example.ch\n", "imap.exam", "ple.ch\n", "cady\ncaddy\n192.0.2.9\n"]
      .map { Array($0.utf8) }
    let result = program.run("quickstart", "--output", "@/s.yaml")
    #expect(result.code == .done, "\(result.error)")
    for question in [
      "Mail domain, such as example.ch: ", "Mail server [mail.example.ch]: ",
      "There is no 'cady'; did you mean 'caddy'?", "Addresses of this machine for the DNS",
    ] { #expect(result.error.contains(question), "\(question)") }
    #expect(program.read("s.yaml")?.contains("host: imap.example.ch") == true)
    #expect(result.output.contains("IN A    192.0.2.9"))
    #expect(result.output.contains("mkprofile deploy caddy"))
  }

  @Test func nobodyIsAskedWithoutATerminal() throws {
    let program = try program()
    program.input = [Array("example.ch\n".utf8)]
    let result = program.run("quickstart")
    #expect(result.code == .usage)
    #expect(result.error.contains("there is no domain"))
    #expect(program.files().isEmpty)
  }

  struct Bad: CustomTestStringConvertible, Sendable {
    let words: [String]
    let code: ExitCode
    let says: String
    var testDescription: String { words.joined(separator: " ") }
  }

  @Test(arguments: [
    Bad(words: ["a_b.ch"], code: .usage, says: "underscore"),
    Bad(words: ["a.ch", "b.ch"], code: .usage, says: "for one domain"),
    Bad(words: ["a.ch", "--host", "x y"], code: .usage, says: "--host"),
    Bad(words: ["a.ch", "--address", "300.0.0.1"], code: .usage, says: "--address"),
    Bad(words: ["a.ch", "--proxy", "ngnix"], code: .usage, says: "did you mean 'nginx'?"),
    Bad(words: ["a.ch", "--import"], code: .noSuchFile, says: "mkprofile-check is not beside"),
  ])
  func mistakesAreNamedAndNothingIsWritten(_ bad: Bad) throws {
    let program = try program()
    let result = program.run(["quickstart"] + bad.words)
    #expect(result.code == bad.code, "\(result.error)")
    #expect(result.error.contains(bad.says), "\(result.error)")
    #expect(program.files().isEmpty)
  }
}
