// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Formats
import Foundation
import Testing

@testable import Commands
@testable import Console

@Suite struct ValidateTests {
  private func program(_ settings: String? = Program.settings) throws -> Program {
    try Program(settings: settings, formats: Formats.all)
  }

  @Test func everyDomainAndFormatIsMade() throws {
    let program = try program()
    let result = program.run("validate", "@/mkprofile.yaml")
    #expect(result.code == .done, "\(result.error)")
    let rows = result.output.split(separator: "\n").map(String.init)
    #expect(rows.count == Formats.all.count + 1)
    for format in ["mobileconfig", "autoconfig", "dns", "sheet-html", "thunderbird-qr", "settings"]
    {
      let row = rows.first { $0.hasPrefix("\(format) ") }
      #expect(row?.hasSuffix(" 3 of 3") == true, "\(format): \(row ?? "")")
    }
    #expect(rows.contains { $0.hasPrefix("mobilesync") && $0.contains("0 of 3") })
    #expect(rows.contains { $0.hasPrefix("sheet-pdf") && $0.contains("not tried") })
    #expect(
      result.error.contains("is good; what each mail client makes of it:\n  mkprofile lint @/"))
  }

  struct Row: CustomTestStringConvertible, Sendable {
    let why: String
    var settings = ""
    var words = ["validate"]
    let code: ExitCode
    let says: String
    var testDescription: String { why }
  }

  private static let start = """
    provider: {id: example.ch, name: Example}
    domains: [example.ch, "*.customers.example"]

    """
  private static let servers = """
    incoming: [{protocol: imap, host: mail.example.ch}]
    outgoing: [{protocol: smtp, host: mail.example.ch}]

    """

  @Test(arguments: [
    Row(why: "domains as words", settings: start + servers, code: .done, says: "is good"),
    Row(
      why: "a mistake", settings: start + servers + "incomming: []\n", code: .badInput,
      says: "did you mean 'incoming'?"),
    Row(
      why: "a document that cannot be made",
      settings: start + servers.replacingFirst("ch}]", "ch, security: none}]"),
      code: .errorsFound, says: "autoconfig: no incoming server can be in the file"),
    Row(
      why: "a key that is not there",
      settings: start + servers + "signing: {certificate: c.pem, key: k.pem}\n",
      code: .noSuchFile, says: "signing.key: '@/k.pem' does not exist"),
    Row(
      why: "a key of links that is not there",
      settings: start + servers + "delivery: {linkKey: link.key}\n", code: .noSuchFile,
      says: "delivery.linkKey: '@/link.key' does not exist"),
    Row(
      why: "a program that is not there",
      settings: start + servers + "signing: {command: [sh]}\n"
        + "delivery: {linkKey: k, passwordCommand: [hooks/none.py]}\n",
      code: .noSuchFile, says: "the program '@/hooks/none.py' does not exist"),
    Row(
      why: "a secret that only the service sees",
      settings: start + servers + "delivery: {linkKey: $CREDENTIALS_DIRECTORY/link.key}\n",
      code: .done, says: "warning: delivery.linkKey: is not looked at"),
    Row(
      why: "the same, strictly",
      settings: start + servers
        + "delivery: {linkKey: $CREDENTIALS_DIRECTORY/link.key}\n",
      words: ["validate", "--strict"], code: .errorsFound, says: "error: delivery.linkKey"),
    Row(
      why: "a logo that is not there",
      settings: start.replacingFirst("Example}", "Example, logo: none.svg}") + servers,
      code: .noSuchFile, says: "provider.logo: '@/none.svg' does not exist"),
    Row(
      why: "no such file", settings: start + servers, words: ["validate", "@/none.yaml"],
      code: .noSuchFile, says: "'@/none.yaml' does not exist"),
    Row(
      why: "two at a time", settings: start + servers, words: ["validate", "a", "b"], code: .usage,
      says: "one PATH at a time"),
    Row(
      why: "twice said", settings: start + servers,
      words: ["validate", "--settings", "@/mkprofile.yaml", "@/mkprofile.yaml"], code: .usage,
      says: "exclude each other"),
  ])
  func codeAndWordsAreRight(_ row: Row) throws {
    let program = try program(row.settings)
    let result = program.run(row.words)
    #expect(result.code == row.code, "\(result.error)")
    #expect(result.error.contains(row.says), "\(result.error)")
  }

  @Test func documentsAreJudged() throws {
    let program = try program()
    let autoconfig = program.run("--format", "autoconfig", "example.ch").output
    try program.write(autoconfig, to: "config-v1.1.xml")
    let good = program.run("validate", "@/config-v1.1.xml")
    #expect(good.code == .done, "\(good.error)")
    #expect(good.output.contains("config-v1.1.xml: autoconfig, "))
    #expect(good.output.contains("mail clients take it\n"))
    try program.write(autoconfig.replacingFirst("imap", "gopher"), to: "bad.xml")
    #expect(program.run("validate", "@/bad.xml").code == .errorsFound)
    try program.write([0x89, 0x50, 0x4E, 0x47, 0, 1], to: "picture.png")
    #expect(program.run("validate", "@/picture.png").code == .badInput)
  }
}

extension String {
  /// The text with the first occurrence of a text replaced.
  fileprivate func replacingFirst(_ old: String, _ new: String) -> String {
    guard let range = range(of: old) else { return self }
    return replacingCharacters(in: range, with: new)
  }
}
