// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import PersonalLinks
import Testing

@testable import Commands
@testable import Console

@Suite struct LinkTests {
  private static let settings =
    Program.settings.replacingOccurrences(
      of: "name: Example}", with: "name: Example, publicURL: \"https://setup.example.ch\"}")
    + "\ndelivery: {linkKey: link.key}\n"

  private func program(_ settings: String = Self.settings) throws -> Program {
    try Program(settings: settings)
  }

  @Test func aLinkSaysWhatWasTyped() throws {
    let program = try program()
    #expect(program.run("link", "--new-key", "@/link.key").code == .done)
    let begin = Int64(Date().timeIntervalSince1970)
    let result = program.run(
      "link", "--valid", "30m", "--name", "Anna M\u{FC}ller", "--login", "anna", "--lang", "de",
      "--parts", "mail", "--device", "iphone", "anna@example.ch")
    #expect(result.code == .done, "\(result.error)")
    let start = "https://setup.example.ch/mail/profile.mobileconfig?link="
    #expect(result.output.hasPrefix(start) && result.output.hasSuffix("\n"))
    let token = try #require(LinkToken(result.output.dropFirst(start.count).dropLast()))
    let key = try LinkKeyFile(program.folder.path + "/link.key").read()
    #expect(token.isGenuine(provider: try DomainName("example.ch"), key: key))
    #expect(token.link.address.description == "anna@example.ch")
    #expect(token.link.person.name?.text == "Anna M\u{FC}ller")
    #expect(token.link.person.login?.text == "anna")
    #expect(token.link.person.language?.tag == "de")
    #expect(token.link.parts == "mail" && token.link.device == "iphone")
    #expect((begin + 1_795...begin + 1_830).contains(token.link.expires))
    let day = program.run("link", "anna@example.ch").output
    let usual = try #require(LinkToken(day.dropFirst(start.count).dropLast()))
    #expect((begin + 86_395...begin + 86_430).contains(usual.link.expires))
    #expect(!usual.link.isSingleUse)
  }

  @Test(arguments: [
    ("", false, false), ("", true, true), (", singleUse: true", false, true),
    (", passwordCommand: [sh]", false, true),
    (", passwordCommand: [sh], singleUse: false", false, false),
    (", passwordCommand: [sh], singleUse: false", true, true),
  ])
  func aLinkEndsWithItsUseWhereItShould(_ keys: String, _ isAsked: Bool, _ ends: Bool) throws {
    let program = try program(
      Self.settings.replacingOccurrences(of: "link.key}", with: "link.key\(keys)}")
        + "signing: {command: [/x]}\n")
    #expect(program.run("link", "--new-key", "@/link.key").code == .done)
    let result = program.run(["link"] + (isAsked ? ["--single-use"] : []) + ["anna@example.ch"])
    let start = "https://setup.example.ch/mail/profile.mobileconfig?link="
    let token = try #require(LinkToken(result.output.dropFirst(start.count).dropLast()))
    #expect(token.link.isSingleUse == ends, "\(result.error)")
  }

  struct Bad: CustomTestStringConvertible, Sendable {
    let arguments: [String]
    var code = ExitCode.usage
    let said: String
    var testDescription: String { arguments.joined(separator: " ") }
  }

  @Test(arguments: [
    Bad(arguments: [], said: "there is no address"),
    Bad(arguments: ["a@example.ch", "b@example.ch"], said: "a link is for one address"),
    Bad(arguments: ["--valid", "2w", "a@example.ch"], said: "'2w' is not a value of --valid"),
    Bad(arguments: ["--valid", "0h", "a@example.ch"], said: "at most 366d"),
    Bad(arguments: ["--valid", "367d", "a@example.ch"], said: "at most 366d"),
    Bad(arguments: ["--valid", "99999999999d", "a@example.ch"], said: "at most 366d"),
    Bad(arguments: ["--valid", "-1h", "a@example.ch"], said: "--valid"),
    Bad(arguments: ["--parts", "fax", "a@example.ch"], said: "'fax'"),
    Bad(arguments: ["a@nowhere.invalid"], code: .badInput, said: "nowhere.invalid"),
    Bad(arguments: ["example.ch"], code: .badInput, said: "has no '@'"),
    Bad(
      arguments: ["--new-key", "@/link.key"], code: .cannotWrite,
      said: "exists already and is left as it is"),
    Bad(arguments: ["--new-key", "@/none/x"], code: .cannotWrite, said: "cannot make"),
  ])
  func mistakesAreNamed(_ bad: Bad) throws {
    let program = try program()
    #expect(program.run("link", "--new-key", "@/link.key").code == .done)
    let result = program.run(["link"] + bad.arguments)
    #expect(result.code == bad.code)
    #expect(result.error.contains(bad.said), "\(result.error)")
    #expect(result.output.isEmpty)
  }

  @Test func whatIsMissingInTheSettingsIsNamed() throws {
    let none = try program(Program.settings).run("link", "anna@example.ch")
    #expect(none.code == .badInput && none.error.contains("publicURL"))
    let program = try program()
    let missing = program.run("link", "anna@example.ch")
    #expect(missing.code == .noSuchFile && missing.error.contains("link.key"))
    #expect(missing.error.contains("mkprofile link --new-key"))
    try program.write("secret words\n", to: "link.key")
    let rubbish = program.run("link", "anna@example.ch")
    #expect(rubbish.code == .badInput && rubbish.error.contains("holds no key for links"))
    #expect(!rubbish.error.contains("secret"))
  }

  @Test func aRosterGetsALinkForEachRow() throws {
    let program = try program()
    #expect(program.run("link", "--new-key", "@/link.key").code == .done)
    try program.write(
      "email,name,login\nanna@example.ch,\"Muster, Anna\",am\nbad@\nbeat@example.ch,,\n",
      to: "r.csv")
    let result = program.run("link", "--roster", "@/r.csv", "--valid", "7d", "--output", "@/l.csv")
    #expect(result.code == .errorsFound)
    #expect(result.error.contains("@/r.csv:3:1: error:"), "\(result.error)")
    #expect(result.error.contains("wrote 2 links, 1 row failed"))
    #expect(result.output.isEmpty)
    let lines = try #require(program.read("l.csv")).components(separatedBy: "\r\n")
    #expect(lines.first == "email,name,link")
    let start =
      "anna@example.ch,\"Muster, Anna\",https://setup.example.ch/mail/profile.mobileconfig?link="
    #expect(lines[1].hasPrefix(start))
    let token = try #require(LinkToken(lines[1].dropFirst(start.count)))
    #expect(token.link.person.login?.text == "am")
    #expect(lines[2].hasPrefix("beat@example.ch,,https://"))
    let mode =
      try FileManager.default.attributesOfItem(
        atPath: program.folder.appendingPathComponent("l.csv").path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let good = program.run("link", "--roster", "-", "--map", "email=Mail")
    #expect(good.code == .badInput, "an empty roster is refused")
  }

  @Test func aKeyIsReplacedOnlyWhereThatIsMeant() throws {
    let program = try program()
    #expect(program.run("link", "--new-key", "@/link.key").code == .done)
    let old = program.read("link.key")
    #expect(program.run("link", "--new-key", "@/link.key").code == .cannotWrite)
    #expect(program.read("link.key") == old)
    #expect(program.run("link", "--new-key", "@/link.key", "--force").code == .done)
    #expect(program.read("link.key") != old)
    #expect(program.files() == ["link.key", "mkprofile.yaml"])
  }
}
