// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import MailSettings

/// Certificates, icons and dates that profiles hold: what is taken, and why the rest is not.
@Suite struct AppleFileTests {
  private static func file(_ name: String) throws -> [UInt8] {
    try Repository.bytes("Tests/FixtureFiles/\(name)")
  }

  @Test func readsACertificateInPEM() throws {
    let bytes = try Self.file("root.pem")
    let certificate = try #require(
      try TrustedCertificate.read(bytes, fileName: "root.pem").first)
    #expect(certificate.encoding == .pem)
    #expect(certificate.name?.text == "Everything Root CA")
    #expect(certificate.isSelfIssued)
    #expect(certificate.bytes == bytes, "one block without explanations is taken as it is")
  }

  @Test func readsACertificateInDER() throws {
    let bytes = try Self.file("intermediate.der")
    let certificates = try TrustedCertificate.read(bytes, fileName: "i.der")
    #expect(certificates.map(\.encoding) == [.der])
    #expect(certificates.first?.bytes == bytes)
    #expect(certificates.first?.name?.text == "Everything Issuing CA")
    #expect(certificates.first?.isSelfIssued == false)
  }

  @Test func takesABundleApart() throws {
    let root = String(decoding: try Self.file("root.pem"), as: UTF8.self)
    let other = String(decoding: try Self.file("hostile.pem"), as: UTF8.self)
    let bundle =
      "subject=Root\n" + root.replacing("\n", with: " \r\n") + "\n# the next one\n" + other
    let certificates = try TrustedCertificate.read(Array(bundle.utf8), fileName: "all.pem")
    #expect(certificates.map(\.bytes) == [Array(root.utf8), Array(other.utf8)])
    #expect(certificates.last?.name?.text == #"A & B <"root"> ]]> שלום"#)
  }

  struct Refused: CustomTestStringConvertible, Sendable {
    let why: String
    let bytes: @Sendable () throws -> [UInt8]
    let says: String
    var testDescription: String { why }
  }

  @Test(arguments: [
    Refused(why: "empty", bytes: { [] }, says: "is neither PEM nor DER"),
    Refused(why: "text", bytes: { Array("hello".utf8) }, says: "is neither PEM nor DER"),
    Refused(
      why: "a key beside the certificate",
      bytes: {
        try file("root.pem")
          + Array("-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n".utf8)
      }, says: "holds a private key"),
    Refused(
      why: "an encrypted key with header lines",
      bytes: {
        Array(
          """
          -----BEGIN RSA PRIVATE KEY-----
          Proc-Type: 4,ENCRYPTED

          AAAA
          -----END RSA PRIVATE KEY-----

          """.utf8)
      }, says: "holds a private key"),
    Refused(
      why: "a request",
      bytes: {
        Array(
          "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n".utf8)
      }, says: "holds a 'CERTIFICATE REQUEST'"),
    Refused(
      why: "no end", bytes: { try file("root.pem").dropLast(20) }, says: "that does not end"),
    Refused(
      why: "another block begins inside",
      bytes: { try Array(file("root.pem").dropLast(26)) + file("root.pem") },
      says: "that does not end"),
    Refused(
      why: "no base64",
      bytes: { Array("-----BEGIN CERTIFICATE-----\nA*==\n-----END CERTIFICATE-----".utf8) },
      says: "is not base64"),
    Refused(
      why: "base64 of something else",
      bytes: { Array("-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----".utf8) },
      says: "no X.509 certificate"),
    Refused(
      why: "cut DER", bytes: { try file("intermediate.der").dropLast(1) },
      says: "no X.509 certificate"),
    Refused(
      why: "bytes after DER", bytes: { try file("intermediate.der") + [0] },
      says: "no X.509 certificate"),
    Refused(why: "PKCS#12", bytes: { try file("anna.p12") }, says: "no X.509 certificate"),
    Refused(
      why: "a length of four gigabytes", bytes: { [0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF, 0] },
      says: "no X.509 certificate"),
  ])
  func refusesWhatIsNoCertificate(_ row: Refused) throws {
    let error = try #require(thrown { try TrustedCertificate.read(try row.bytes(), fileName: "c") })
    #expect(error.message.contains(row.says), "\(error.message)")
    #expect(error.fix != nil)
  }

  @Test func damagedCertificatesNeverStopTheProgram() throws {
    var random = SeededGenerator(seed: Fuzzing.seed(11))
    let files = try ["root.pem", "intermediate.der", "hostile.pem"].map { try Self.file($0) }
    for _ in 0..<Fuzzing.rounds(3_000) {
      var bytes = files.randomElement(using: &random) ?? []
      for _ in 0...Int.random(in: 0..<4, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.removeSubrange(place...min(place + 7, bytes.count - 1))
        default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        }
        if bytes.isEmpty { bytes = [0x30] }
      }
      for certificate in (try? TrustedCertificate.read(bytes, fileName: "c")) ?? [] {
        #expect(!certificate.bytes.isEmpty)
      }
      _ = try? IconImage(png: bytes)
    }
  }

  @Test func readsAnIcon() throws {
    let bytes = try Self.file("icon.png")
    let icon = try IconImage(png: bytes)
    #expect(icon.pixels == 60)
    #expect(icon.bytes == bytes)
  }

  /// The bytes of the icon with another size in its header.
  private static func icon(_ width: UInt16, _ height: UInt16) throws -> [UInt8] {
    var bytes = try file("icon.png")
    bytes.replaceSubrange(
      16..<24,
      with: [0, 0, UInt8(width >> 8), UInt8(width & 255), 0, 0, UInt8(height >> 8)]
        + [UInt8(height & 255)])
    return bytes
  }

  @Test(arguments: [
    Refused(why: "empty", bytes: { [] }, says: "is not a PNG"),
    Refused(why: "JPEG", bytes: { [0xFF, 0xD8, 0xFF, 0xE0] }, says: "is not a PNG"),
    Refused(why: "cut", bytes: { try file("icon.png").dropLast(1) }, says: "not a whole PNG"),
    Refused(why: "head alone", bytes: { try Array(file("icon.png")[..<8]) }, says: "not a whole"),
    Refused(why: "wide", bytes: { try icon(60, 61) }, says: "60 × 61 pixels, not square"),
    Refused(why: "large", bytes: { try icon(401, 401) }, says: "401 pixels wide"),
    Refused(why: "nothing", bytes: { try icon(0, 0) }, says: "0 × 0"),
  ])
  func refusesWhatIsNoIcon(_ row: Refused) throws {
    let error = try #require(thrown { try IconImage(png: try row.bytes()) })
    #expect(error.message.contains(row.says), "\(error.message)")
    #expect(error.fix != nil)
  }

  @Test func theLargestIconIsTaken() throws {
    #expect(try IconImage(png: Self.icon(400, 400)).pixels == 400)
  }

  @Test(arguments: ["2027-01-31", "2028-02-29", "2000-02-29", "1970-01-01", "9999-12-31"])
  func readsADate(_ text: String) throws {
    #expect(try CalendarDate(text).midnight == "\(text)T00:00:00Z")
  }

  @Test(arguments: [
    "", "2027", "2027-1-31", "27-01-31", "2027-02-29", "2100-02-29", "2027-04-31", "2027-13-01",
    "2027-00-10", "2027-01-00", "1969-12-31", "2027-01-31T00:00:00Z", "２０２７-01-31", "+027-01-31",
    "31.01.2027", "2027/01/31", " 2027-01-31",
  ])
  func refusesWhatIsNoDate(_ text: String) throws {
    let error = try #require(thrown { try CalendarDate(text) })
    #expect(error.fix == "write it like 2027-01-31")
  }

  @Test func base64IsThatOfFoundation() throws {
    var random = SeededGenerator(seed: 5)
    for count in 0..<200 {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      let text = Base64.encode(bytes)
      #expect(text == Array(Data(bytes).base64EncodedString().utf8))
      #expect(Base64.decode(text) == (count == 0 ? nil : bytes))
    }
    for bad in [
      "A", "AA", "AAA", "A===", "AA=A", "AAA=AAAA", "AB==", "AA A", "AAA\n", "====", "é=",
    ] {
      #expect(Base64.decode(Array(bad.utf8)) == nil, "\(bad)")
    }
  }
}

/// What is thrown.
private func thrown<Value>(_ body: () throws -> Value) -> InvalidValue? {
  do {
    _ = try body()
    return nil
  } catch { return error as? InvalidValue }
}
