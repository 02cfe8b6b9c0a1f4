// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import Commands
@testable import Console

@Suite struct QRTests {
  private static let settings =
    Program.settings.replacingOccurrences(
      of: "name: Example}", with: "name: Example, publicURL: \"https://setup.example.ch:8443/x\"}")

  private func program(_ settings: String? = Self.settings) throws -> Program {
    try Program(settings: settings)
  }

  struct Row: CustomTestStringConvertible {
    let arguments: [String]
    let content: String
    var testDescription: String { arguments.joined(separator: " ") }
  }

  @Test(arguments: [
    Row(
      arguments: ["anna+x@example.ch"],
      content: "https://setup.example.ch:8443/x/mail/profile.mobileconfig"
        + "?emailaddress=anna%2Bx@example.ch"),
    Row(
      arguments: ["example.com"],
      content: "https://setup.example.ch:8443/x/mail/profile.mobileconfig"
        + "?emailaddress=@example.com"),
    Row(arguments: ["--link", "https://a.example/?b=c"], content: "https://a.example/?b=c"),
    Row(
      arguments: ["--what", "thunderbird", "--name", "Anna \"A\" Müller", "anna@example.ch"],
      content: #"[1,[1,1],[0,"mail.example.ch",993,3,1,"anna@example.ch"],"#
        + #"[[[0,"mail.example.ch",465,3,1,"anna@example.ch"],"#
        + #"["anna@example.ch","Anna \"A\" Müller"]]]]"#),
    Row(
      arguments: ["--what", "thunderbird", "anna@example.ch", "team@example.ch"],
      content: #"[1,[1,1],[0,"mail.example.ch",993,3,1,"anna@example.ch"],"#
        + #"[[[0,"mail.example.ch",465,3,1,"anna@example.ch"],["anna@example.ch",""]]],"#
        + #"[0,"mail.example.ch",993,3,1,"team@example.ch"],"#
        + #"[[[0,"mail.example.ch",465,3,1,"team@example.ch"],["team@example.ch",""]]]]"#),
  ])
  func pictureHoldsTheContent(_ row: Row) throws {
    let program = try program()
    let result = program.run(["qr", "--output", "@/code.png"] + row.arguments)
    #expect(result.code == .done, "\(result.error)")
    #expect(result.output.isEmpty)
    let png = try Data(contentsOf: program.folder.appendingPathComponent("code.png"))
    #expect(try Scanner.codes(inPicture: [UInt8](png)) == [row.content])
  }

  @Test(arguments: [
    ("davx5", "davx5://anna%40example.ch@dav.example.ch:8443/dav/"),
    ("caldav", "caldavs://anna%40example.ch@dav.example.ch:8443/dav/"),
    ("webcal", "webcal://www.example.ch/holidays.ics"),
  ])
  func appsOfCalendarsGetTheirLinks(_ what: String, _ content: String) throws {
    let program = try program(
      Self.settings + """
        calendars:
          - {protocol: caldav, url: "https://dav.example.ch:8443/dav/"}
          - {protocol: webcal, url: "https://www.example.ch/holidays.ics"}

        """)
    let result = program.run("qr", "--what", what, "--output", "@/code.png", "anna@example.ch")
    #expect(result.code == .done, "\(result.error)")
    let png = try Data(contentsOf: program.folder.appendingPathComponent("code.png"))
    #expect(try Scanner.codes(inPicture: [UInt8](png)) == [content])
    let without = try self.program()
    let refused = without.run("qr", "--what", what, "--output", "@/code.png", "anna@example.ch")
    #expect(refused.code == .badInput)
    #expect(refused.error.contains("the settings have nothing for --what \(what)"))
  }

  @Test func manyAccountsTakeSeveralCodes() throws {
    let program = try program()
    let people = (1...9).map { "person\($0)@example.ch" }
    let result = program.run(
      ["qr", "--what", "thunderbird", "--output", "@/all.png"] + people)
    #expect(result.code == .done, "\(result.error)")
    let files = program.files().filter { $0.hasPrefix("all-") }.sorted()
    try #require(files.count > 1)
    var read: [String] = []
    for (index, file) in files.enumerated() {
      let png = try Data(contentsOf: program.folder.appendingPathComponent(file))
      let content = try Scanner.codes(inPicture: [UInt8](png)).joined()
      #expect(content.hasPrefix("[1,[\(index + 1),\(files.count)],["))
      read += people.filter { content.contains("\"\($0)\",\"\"]") }
    }
    #expect(read == people)
  }

  @Test func vectorsAreTheSamePicture() throws {
    let program = try program()
    #expect(program.run("qr", "--output", "@/a.SVG", "anna@example.ch").code == .done)
    let svg = try XMLTree(Array(try #require(program.read("a.SVG")).utf8))
    #expect(svg["title"]?.text == "QR code: anna@example.ch")
    let piped = program.run("qr", "anna@example.ch").output
    #expect(piped == program.read("a.SVG"))
  }

  @Test func terminalShowsTheCodeItself() throws {
    let program = try program()
    program.outputIsTerminal = true
    let colored = program.run("qr", "anna@example.ch")
    #expect(colored.output.hasPrefix("\u{1B}[30;107m"))
    let plain = program.run("qr", "--color", "never", "anna@example.ch")
    #expect(plain.output.hasPrefix("██████"))
    #expect(plain.code == .done)
  }

  struct Bad: CustomTestStringConvertible {
    let arguments: [String]
    let code: ExitCode
    let says: String
    var testDescription: String { arguments.joined(separator: " ") }
  }

  @Test(arguments: [
    Bad(arguments: [], code: .usage, says: "there is no address and no domain"),
    Bad(
      arguments: ["a@example.ch", "b@example.ch"], code: .usage,
      says: "one address at a time, and there are 2"),
    Bad(arguments: ["a@elsewhere.test"], code: .badInput, says: "do not serve the domain"),
    Bad(arguments: ["--output", "@/a.jpg", "a@example.ch"], code: .usage, says: "nor in .png"),
    Bad(arguments: ["--link", "ftp://a.example"], code: .usage, says: "begin it with https://"),
    Bad(
      arguments: ["--link", "https://a.example", "a@example.ch"], code: .usage,
      says: "takes no argument"),
    Bad(
      arguments: ["--link", "https://a.example", "--what", "thunderbird"], code: .usage,
      says: "exclude each other"),
    Bad(arguments: ["--name", "Anna", "a@example.ch"], code: .usage, says: "holds no name"),
    Bad(arguments: ["--what", "thunderbird", "example.ch"], code: .badInput, says: "one person"),
    Bad(
      arguments: ["--what", "mail", "a@example.ch"], code: .usage, says: "not a value of --what"),
    Bad(
      arguments: [
        "--what", "thunderbird", "--login", String(repeating: "x", count: 255), "--name",
        String(repeating: "ü", count: 1_000), "a@example.ch",
      ], code: .badInput, says: "do not fit into a QR code"),
  ])
  func refusesAndSaysWhy(_ row: Bad) throws {
    let program = try program()
    let result = program.run(["qr"] + row.arguments)
    #expect(result.code == row.code, "\(result.error)")
    #expect(result.error.contains(row.says), "\(result.error)")
    #expect(result.output.isEmpty)
    #expect(program.files() == ["mkprofile.yaml"])
  }

  @Test func linkNeedsPublicURL() throws {
    let result = try program(Program.settings).run("qr", "anna@example.ch")
    #expect(result.code == .badInput)
    #expect(result.error.contains("add provider.publicURL, such as https://setup.example.ch"))
  }

  @Test func linkToNothingIsRefused() throws {
    let settings = Self.settings.replacingOccurrences(of: "incoming:", with: "contacts: []\n#")
    let result = try program(settings).run("qr", "anna@example.ch")
    #expect(result.code == .badInput)
    #expect(result.output.isEmpty)
  }

  @Test(arguments: ["profile", "thunderbird"])
  func aRosterGetsAPictureForEachRow(_ what: String) throws {
    let program = try program()
    try program.write("email,name\nanna@example.ch,Anna\nbeat@example.ch,Beat\n", to: "r.csv")
    let result = program.run("qr", "--what", what, "--roster", "@/r.csv", "--output", "@/codes/")
    #expect(result.code == .done, "\(result.error)")
    #expect(program.files(in: "codes") == ["anna@example.ch.png", "beat@example.ch.png"])
    let png = try Data(
      contentsOf: program.folder.appendingPathComponent("codes/anna@example.ch.png"))
    let content = try #require(try Scanner.codes(inPicture: [UInt8](png)).first)
    #expect(content.contains(what == "profile" ? "?emailaddress=anna@example.ch" : "\"Anna\""))
  }

  @Test func aRosterNeedsAFolder() throws {
    let program = try program()
    try program.write("email,name\n", to: "r.csv")
    #expect(program.run("qr", "--roster", "@/r.csv").error.contains("needs a folder to write to"))
    let file = program.run("qr", "--roster", "@/r.csv", "--output", "@/a.png")
    #expect(file.code == .usage && file.error.contains("is the name of one file"))
  }
}
