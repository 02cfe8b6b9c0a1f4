// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Adoption
import Commands
import Foundation
import MailSettings
import TestSupport
import Testing
import Trees

/// Binary property lists and signatures that mean harm.
@Suite struct BinaryTests {
  /// A binary property list of objects that are written out, each with one byte of offset.
  private static func list(_ objects: [[UInt8]], top: UInt8 = 0, count: UInt8? = nil) -> [UInt8] {
    var bytes = Array("bplist00".utf8)
    var offsets: [UInt8] = []
    for object in objects {
      offsets.append(UInt8(clamping: bytes.count))
      bytes += object
    }
    let table = UInt8(clamping: bytes.count)
    bytes += offsets
    bytes += [0, 0, 0, 0, 0, 0, 1, 1]
    bytes += [0, 0, 0, 0, 0, 0, 0, count ?? UInt8(objects.count)]
    bytes += [0, 0, 0, 0, 0, 0, 0, top]
    return bytes + [0, 0, 0, 0, 0, 0, 0, table]
  }

  private static func problem(_ bytes: [UInt8]) -> String? {
    do {
      _ = try DocumentReader.read(bytes, name: "profile")
      return nil
    } catch {
      return error.findings.first?.message
    }
  }

  @Test func aListIsRead() throws {
    let bytes = Self.list([[0xD1, 1, 2], [0x51, 0x61], [0x10, 7]])
    guard case .profile(let node, isSigned: false) = try DocumentReader.read(bytes, name: "p")
    else { return #expect(Bool(false)) }
    #expect(node["a"]?.integer == 7)
  }

  /// Moments are seconds since 2001, and are read as XML writes them.
  @Test(
    arguments: [
      ([0x41, 0xCB, 0x46, 0xB0, 0xC0, 0, 0, 0], "2030-01-02T00:00:00Z"),
      ([0, 0, 0, 0, 0, 0, 0, 0], "2001-01-01T00:00:00Z"),
      ([0x7F, 0xF8, 0, 0, 0, 0, 0, 0], nil), ([0x7F, 0xF0, 0, 0, 0, 0, 0, 0], nil),
      ([0xC2, 0x7F, 0, 0, 0, 0, 0, 0], nil),
    ] as [([UInt8], String?)])
  func momentsAreRead(_ bytes: [UInt8], _ text: String?) throws {
    let bytes = Self.list([[0xD1, 1, 2], [0x51, 0x61], [0x33] + bytes])
    guard let text else { return #expect(Self.problem(bytes)?.contains("date") == true) }
    guard case .profile(let node, isSigned: false) = try DocumentReader.read(bytes, name: "p")
    else { return #expect(Bool(false)) }
    #expect(node["a"]?.value == .date(text))
  }

  @Test(arguments: [
    ("a cycle", [[0xA1, 0]], "contains itself"),
    ("a longer cycle", [[0xA1, 1], [0xA1, 0]], "contains itself"),
    ("an object that is missing", [[0xA1, 9]], "does not exist"),
    ("a long string", [[0x5F, 0x11, 0xFF, 0xFF]], "longer than the file"),
    (
      "a negative length", [[0x5F, 0x13, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]], "outside"
    ),
    ("a key that is no text", [[0xD1, 1, 1], [0x09]], "no text"),
    ("an unknown kind", [[0xF0]], "unknown kind"),
    ("a cut number", [[0x14]], "bytes"),
  ])
  func damageIsFound(_ why: String, _ objects: [[UInt8]], _ says: String) {
    let problem = Self.problem(Self.list(objects))
    #expect(problem?.contains(says) == true, "\(why): \(problem ?? "accepted")")
  }

  @Test func repetitionsAreBounded() {
    // Each array holds the next one twice: 2^60 values of 60 objects.
    let objects = (0..<60).map { [0xA2, UInt8($0 + 1), UInt8($0 + 1)] as [UInt8] } + [[0x09]]
    #expect(Self.problem(Self.list(objects))?.contains("more than") == true)
  }

  /// A list of references that all name one text or some data: small, and large written out.
  @Test(arguments: [
    ("data", 0x4F as UInt8), ("ASCII", 0x5F), ("UTF-16", 0x6F), ("another list", 0xAF),
  ])
  func bytesThatReferencesRepeatAreBounded(_ name: String, _ kind: UInt8) {
    func number(_ value: Int) -> [UInt8] {
      [UInt8(value >> 24), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
    }
    func object(_ kind: UInt8, _ count: Int, _ content: [UInt8]) -> [UInt8] {
      [kind, 0x12] + number(count) + content
    }
    let list = object(0xAF, 60_000, [UInt8](repeating: 1, count: 60_000))
    let item = object(kind, 100_000, [UInt8](repeating: 2, count: 200_000))
    var bytes = Array("bplist00".utf8) + list
    let second = bytes.count
    bytes += item
    let third = bytes.count
    bytes.append(0x09)
    let table = bytes.count
    bytes += number(8) + number(second) + number(third)
    bytes += [0, 0, 0, 0, 0, 0, 4, 1] + number(0) + number(3) + number(0) + number(0)
    bytes += number(0) + number(table)
    let problem = Self.problem(bytes)
    #expect(problem?.contains("more than") == true, "\(name): \(problem ?? "accepted")")
  }

  @Test func trailersAreChecked() {
    #expect(Self.problem(Self.list([[0x09]], top: 5))?.contains("not exist") == true)
    #expect(Self.problem(Self.list([[0x09]], count: 200))?.contains("trailer") == true)
  }

  /// A signature around a content, without certificates: only its shape counts here.
  private static func cms(_ content: [UInt8], indefinite: Bool = false) -> [UInt8] {
    func value(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
      if indefinite, tag & 0x20 != 0 { return [tag, 0x80] + content + [0, 0] }
      let count = content.count
      return [tag, 0x83, UInt8(count >> 16), UInt8(count >> 8 & 255), UInt8(count & 255)] + content
    }
    let oid: [UInt8] = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07]
    let inner = value(0x30, oid + [0x01] + value(0xA0, value(0x04, content)))
    let signed = value(0x30, [0x02, 1, 1] + value(0x31, []) + inner + value(0x31, []))
    return value(0x30, oid + [0x02] + value(0xA0, signed))
  }

  @Test(arguments: [false, true])
  func signedProfilesAreUnwrapped(_ indefinite: Bool) throws {
    let profile = try Repository.bytes(
      "Tests/Goldens/everything/anna@everything.example.mobileconfig")
    let signed = Self.cms(profile, indefinite: indefinite)
    guard case .profile(let node, isSigned: true) = try DocumentReader.read(signed, name: "p")
    else { return #expect(Bool(false)) }
    #expect(node["PayloadType"]?.string == "Configuration")
  }

  /// RFC 5652 section 6, RFC 5083, RFC 7468 section 8, RFC 8551 section 3.2.
  @Test(
    arguments: [
      (
        [0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x03, 0xA0, 0],
        "encrypted"
      ),
      (
        [
          0x30, 0x80, 0x06, 0x0B, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x01, 0x17,
          0, 0,
        ],
        "encrypted"
      ),
      (Array("-----BEGIN PKCS7-----\nMII=\n-----END PKCS7-----\n".utf8), "as text"),
      (Array("-----BEGIN CMS-----\nMII=\n-----END CMS-----\n".utf8), "as text"),
      (
        Array("MIME-Version: 1.0\nContent-Type: application/x-pkcs7-mime; name=a\n\nMII=\n".utf8),
        "as text"
      ),
    ] as [([UInt8], String)])
  func whatIsNoSignedProfileIsTold(_ bytes: [UInt8], _ says: String) {
    let problem = Self.problem(bytes)
    #expect(problem?.contains(says) == true, "\(problem ?? "accepted")")
  }

  @Test func aCutSignatureIsNoSettingsFile() {
    #expect(Self.problem([0x30, 0x82, 0x10, 0x00, 0x06])?.contains("cut off") == true)
  }

  @Test(arguments: [false, true])
  func aCutSignatureIsSaidByLint(_ indefinite: Bool) throws {
    let profile = try Repository.bytes(
      "Tests/Goldens/everything/anna@everything.example.mobileconfig")
    let signed = Self.cms(profile, indefinite: indefinite)
    for end in [3, 9, 40, 100, signed.count / 2, signed.count - 40] {
      let source = SourceDocument(name: "cut.mobileconfig", bytes: Array(signed[..<end]))
      let report = try #require(Linter.lint(source, address: nil).first)
      #expect(report.outcomes.isEmpty)
      let finding = try #require(report.findings.first { $0.severity == .error })
      #expect(finding.message.contains("cut off"), "\(end): \(finding)")
      #expect(finding.place == Place(file: "cut.mobileconfig", line: 1, column: 1))
      #expect(finding.fix?.contains("fetch it again") == true)
    }
  }

  @Test func aBadSignatureIsAFinding() throws {
    let profile = try Repository.bytes(
      "Tests/Goldens/everything/anna@everything.example.mobileconfig")
    let source = SourceDocument(name: "p", bytes: Self.cms(profile))
    let findings = Linter.lint(source, address: nil).flatMap(\.findings)
    #expect(findings.contains { $0.path == "apple-mail/signature" }, "\(findings)")
    #expect(!findings.contains { $0.path == "apple-mail/unsigned" })
  }

  @Test func damagedInputNeverTraps() throws {
    let profile = try Repository.bytes(
      "Tests/Goldens/everything/anna@everything.example.mobileconfig")
    let list = try PropertyListSerialization.propertyList(from: Data(profile), format: nil)
    let binary = [UInt8](
      try PropertyListSerialization.data(fromPropertyList: list, format: .binary, options: 0))
    var generator = SeededGenerator(seed: Fuzzing.seed(7))
    for seed in [profile, binary, Self.cms(profile), Self.cms(binary, indefinite: true)] {
      for _ in 0..<Fuzzing.rounds(300) {
        var bytes = seed
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
          guard !bytes.isEmpty else { break }
          let index = Int.random(in: 0..<bytes.count, using: &generator)
          switch Int.random(in: 0..<3, using: &generator) {
          case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
          case 1: bytes.removeSubrange(index..<min(bytes.count, index + 9))
          default: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: index)
          }
        }
        _ = Self.problem(bytes)
      }
    }
  }
}
