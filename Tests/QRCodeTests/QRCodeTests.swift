// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import TestSupport
import Testing

@testable import QRCode

@Suite struct QRCodeTests {
  struct Row: CustomTestStringConvertible {
    let text: String
    let why: String
    var testDescription: String { why }
  }

  @Test(arguments: [
    Row(
      text: "https://setup.example.ch/mail/profile.mobileconfig?emailaddress=anna@example.ch",
      why: "link"),
    Row(text: "a", why: "one byte"),
    Row(text: "[1,[1,1],[0,\"imap.example\",993,3,1,\"anna\"]]", why: "quotes and brackets"),
    Row(text: "Jürgen Müller, 山田太郎, مرحبا", why: "letters beyond ASCII"),
    Row(text: String(repeating: "x", count: 2_331), why: "as long as it gets"),
  ])
  func cameraReadsWhatWasEncoded(_ row: Row) throws {
    let png = try #require(try QRCode(row.text).png())
    #expect(try Scanner.codes(inPicture: png) == [row.text])
  }

  @Test func tooMuchAndNothingAreRefused() throws {
    #expect(throws: InvalidValue.self) { try QRCode("") }
    do {
      _ = try QRCode(String(repeating: "x", count: 2_332))
      Issue.record("was encoded")
    } catch {
      #expect(error.message == "2332 bytes do not fit into a QR code, which holds 2331")
    }
  }

  @Test func sideGrowsWithTheBytes() throws {
    #expect(try QRCode("a").side == 21)
    #expect(try QRCode(String(repeating: "x", count: 76)).side == 37)
    #expect(try QRCode(String(repeating: "x", count: 2_331)).side == 177)
  }

  @Test func pathHasEveryDarkModuleOnce() throws {
    let code = try QRCode("https://example.ch")
    let dark = (0..<code.side).flatMap { row in
      (0..<code.side).filter { code[$0, row] }.map { "\($0 + 4) \(row + 4)" }
    }
    let drawn = try code.svgPath.matches(
      of: Regex<(Substring, Substring, Substring, Substring)>(
        #"M(\d+) (\d+)h(\d+)v1h-\3z"#)
    ).flatMap { match -> [String] in
      let start = try #require(Int(match.output.1))
      let count = try #require(Int(match.output.3))
      return (start..<start + count).map { "\($0) \(match.output.2)" }
    }
    #expect(drawn == dark)
    #expect(!dark.isEmpty)
  }

  @Test func outsideIsLight() throws {
    let code = try QRCode("a")
    #expect(code[0, 0])
    #expect(!code[-1, 0])
    #expect(!code[0, 21])
    #expect(!code[.max, .min])
  }

  @Test func blocksShowTwoModulesACharacter() throws {
    let code = try QRCode("a")
    let lines = code.blocks(colored: false).split(separator: "\n")
    #expect(lines.count == 15)
    #expect(lines.allSatisfy { $0.count == 29 })
    #expect(lines[0] == Substring(repeating: "█", count: 29))
    #expect(lines[2].hasPrefix("████ ▄▄▄▄▄ █"))
    let colored = code.blocks(colored: true)
    #expect(colored.hasPrefix("\u{1B}[30;107m      "))
    #expect(colored.hasSuffix("\u{1B}[0m\n"))
  }
}
