// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import Foundation
import MailSettings
import Renderers
import SetupSheets
import Testing

@testable import Commands

@Suite struct PasswordStripTests {
  private static let secret = "S3cret-Oo0"

  private func run(_ roster: String, _ words: String...) throws -> (Program, Program.Result) {
    let program = try Program(formats: [SheetText(), SheetHTML(), SheetMarkdown()])
    try program.write(roster, to: "r.csv")
    let result = program.run(["--roster", "@/r.csv", "--output", "@/out"] + words)
    return (program, result)
  }

  @Test func passwordStandsOnTheStripAloneAndItsFileIsPrivate() throws {
    let (program, result) = try run(
      "email,name,password\nanna@example.ch,Anna,\(Self.secret)\nbea@example.ch,Bea,\n",
      "--format", "sheet-text", "--with-password")
    #expect(result.code == .done, "\(result.error)")
    let sheet = try #require(program.read("out/anna@example.ch.txt"))
    let parts = sheet.components(separatedBy: "Cut here, keep secret")
    #expect(parts.count == 2)
    #expect(parts.first?.contains(Self.secret) == false)
    #expect(parts.last?.components(separatedBy: Self.secret).count == 2)
    #expect(!result.output.contains(Self.secret) && !result.error.contains(Self.secret))
    let file = program.folder.appendingPathComponent("out/anna@example.ch.txt").path
    let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    // A row without a password has no strip.
    #expect(program.read("out/bea@example.ch.txt")?.contains("Cut here") == false)
  }

  @Test func passwordIsNotPrintedUnlessAskedFor() throws {
    let (program, result) = try run(
      "email,name,password\nanna@example.ch,Anna,\(Self.secret)\n", "--format", "sheet-text")
    #expect(result.code == .done)
    #expect(result.error.contains("warning: password: the column 'password' is not used"))
    #expect(program.read("out/anna@example.ch.txt")?.contains(Self.secret) == false)
  }

  @Test(arguments: ["sheet-html", "sheet-markdown"])
  func formatsThatAreSentTakeNone(_ format: String) throws {
    let (program, result) = try run(
      "email,name,password\nanna@example.ch,Anna,\(Self.secret)\n", "--format", format,
      "--with-password")
    #expect(result.code == .usage)
    #expect(result.error.contains("--with-password is for sheet-text, not for \(format)"))
    #expect(!FileManager.default.fileExists(atPath: program.folder.path + "/out"))
  }

  @Test func passwordThatADeviceCutsOffIsTold() throws {
    let long = String(repeating: "0a", count: 16)
    let (_, result) = try run(
      "email,name,device,password\na@example.ch,A,xerox,\(long)\nb@example.ch,B,xerox,short\n",
      "--format", "sheet-text", "--with-password")
    #expect(result.code == .done)
    #expect(
      result.error.contains("the password is longer than the 31 characters that Xerox takes"),
      "\(result.error)")
    #expect(result.error.contains("fix: give the mailbox a shorter one"))
    #expect(!result.error.contains("0a0a") && !result.error.contains("b@example.ch"))
  }

  @Test(arguments: ["with\u{7}bell", String(repeating: "x", count: 129)])
  func passwordThatCannotBePrintedIsRefusedWithoutTellingIt(_ password: String) throws {
    let (_, result) = try run(
      "email,name,password\nanna@example.ch,Anna,\(password)\n", "--format", "sheet-text",
      "--with-password")
    #expect(result.code == .errorsFound)
    #expect(result.error.contains("r.csv:2:"))
    #expect(!result.error.contains("bell") && !result.error.contains("xxx"))
  }
}
