// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import MailSettings
import TestNetwork
import Testing
import Trees

@testable import Adoption

/// Documents that were made to hurt: each is refused, or read within its limits, with a reason.
@Suite struct HostileDocumentTests {
  private static func imported(_ bytes: [UInt8]) -> ImportResult {
    Importer.settings(from: SourceDocument(name: "document", bytes: bytes), ImportOptions())
  }

  private static func messages(_ text: String) -> [String] {
    imported(Array(text.utf8)).findings.map(\.message)
  }

  private static func repeated(_ count: Int, _ item: (Int) -> String) -> String {
    (0..<count).map(item).joined()
  }

  private static func autoconfig(_ inside: String, outside: String = "") -> String {
    """
    <clientConfig><emailProvider id="a.test"><domain>a.test</domain>
    <incomingServer type="imap"><hostname>a.test</hostname><username>%EMAILADDRESS%</username>
    </incomingServer><outgoingServer type="smtp"><hostname>a.test</hostname>
    <username>%EMAILADDRESS%</username></outgoingServer>\(inside)</emailProvider>\(outside)
    </clientConfig>
    """
  }

  private static func profile(_ inside: String) -> String {
    """
    <plist><dict><key>PayloadType</key><string>Configuration</string>\(inside)</dict></plist>
    """
  }

  private static let entities: String =
    "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY a \"ha\">"
    + zip("bcdefghi", "abcdefgh").map { name, last in
      "<!ENTITY \(name) \"\(repeated(10) { _ in "&\(last);" })\">"
    }.joined() + "]><clientConfig>&i;</clientConfig>"

  @Test(arguments: [
    ("entities inside entities", entities, "declares entities"),
    (
      "an external entity",
      "<!DOCTYPE a [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><clientConfig>&a;</clientConfig>",
      "declares entities"
    ),
    (
      "many attributes", "<clientConfig \(repeated(10_001) { "a\($0) = '' " })/>",
      "more than 10000 attributes"
    ),
    (
      "many elements", "<clientConfig>\(String(repeating: "<a/>", count: 200_001))</clientConfig>",
      "more than 200000 elements"
    ),
    ("deep elements", String(repeating: "<clientConfig>", count: 10_000), "not well-formed"),
    ("a cut document", String(autoconfig("").prefix(200)), "not well-formed"),
    ("an encoding that lies", "<?xml version='1.0' encoding='UTF-16'?><clientConfig/>", "UTF-16"),
    ("an unknown encoding", "<?xml version='1.0' encoding='UTF-7'?><clientConfig/>", "UTF-7"),
    (
      "an encoding behind many blanks",
      "<?xml version='1.0'\(String(repeating: " ", count: 9_000))encoding='UTF-7'?><clientConfig/>",
      "UTF-7"
    ),
    ("many servers", autoconfig(repeated(1_001) { server($0) }), "first 1000 of"),
    (
      "many calendars",
      autoconfig(
        "", outside: repeated(1_002) { "<calendar><url>https://a.test/\($0)</url></calendar>" }),
      "first 1000 of"
    ),
    (
      "many pages",
      autoconfig(repeated(1_002) { "<documentation url='https://a.test/\($0)'/>" }),
      "first 1000 of"
    ),
    (
      "many scopes",
      autoconfig(
        "",
        outside: "<oAuth2><authURL>https://a.test/</authURL><tokenURL>https://a.test/</tokenURL>"
          + "<scope>\(repeated(1_002) { "s\($0) " })</scope></oAuth2>"), "first 1000 of scope"
    ),
    (
      "many protocols",
      "<Autodiscover><Response><Account>"
        + repeated(1_002) { "<Protocol><Type>IMAP</Type><Server>h\($0).test</Server></Protocol>" }
        + "</Account></Response></Autodiscover>", "first 1000 of Protocol"
    ),
    (
      "many payloads",
      profile("<key>PayloadContent</key><array>\(repeated(1_001) { _ in "<dict/>" })</array>"),
      "first 1000 of PayloadContent"
    ),
    (
      "deep JSON", "{\"protocols\":" + String(repeating: "[", count: 100_000), "more than 64 lists"
    ),
    ("cut JSON", "{\"protocols\":{\"imap\":{\"host\":\"a", "quotes are not closed"),
    ("a web page", "<!DOCTYPE html><html><body>parked</body></html>", "this is a web page"),
    ("text", "Hello", "no document of mail clients"),
    ("nothing", " \n", "the document is empty"),
  ])
  func isBounded(_ why: String, _ text: String, _ says: String) {
    let messages = Self.messages(text)
    #expect(messages.contains { $0.contains(says) }, "\(why): \(messages.prefix(5))")
    _ = Linter.lint(SourceDocument(name: "document", bytes: Array(text.utf8)), address: nil)
  }

  private static func server(_ number: Int) -> String {
    """
    <incomingServer type="imap"><hostname>h\(number).test</hostname>
    <username>%EMAILADDRESS%</username></incomingServer>
    """
  }

  @Test(
    arguments: [
      ("UTF-16", [0xFF, 0xFE, 0x3C, 0x00], "UTF-16"), ("UTF-32", [0, 0, 0xFE, 0xFF], "UTF-32"),
      ("DER with a length that lies", [0x30, 0x82, 0xFF, 0xFF, 0x06], "cut off or damaged"),
      ("DER with a huge length", [0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF], "cut off or damaged"),
      ("DER with a length of eight bytes", [0x30, 0x88, 0x7F, 0xFF], "cut off or damaged"),
      ("gzip", [0x1F, 0x8B, 0x08, 0x00], "not text"),
      ("zip", [0x50, 0x4B, 0x03, 0x04], "not text"),
    ] as [(String, [UInt8], String)])
  func bytesAreTold(_ why: String, _ bytes: [UInt8], _ says: String) {
    let messages = Self.imported(bytes).findings.map(\.message)
    #expect(messages.contains { $0.contains(says) }, "\(why): \(messages)")
  }

  @Test func aSparseFileIsNotRead() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "sparse-\(UUID()).xml")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data("<clientConfig>".utf8).write(to: file)
    try FileHandle(forWritingTo: file).truncate(atOffset: 2 << 30)
    for command in ["import", "lint"] {
      let run = try ProgramRun("mkprofile", [command, file.path])
      #expect(run.code == 65, "\(run)")
      #expect(run.error.contains("is larger than 8 MiB"), "\(run)")
    }
  }
}
