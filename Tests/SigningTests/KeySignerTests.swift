// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CCrypto
import Foundation
import MailSettings
import ProfileSigning
import SigningSupport
import System
import Testing

@testable import Signing

@Suite("A signature made with a key")
struct KeySignerTests {
  static let kinds = ["RSA-2048", "RSA-3072", "P-256", "P-384", "P-521"]

  @Test("is accepted by openssl cms, which gives the same bytes back", arguments: kinds)
  func opensslAccepts(_ kind: String) throws {
    let test = try SigningTestCase(kind)
    let signer = try test.load().signer
    for document in [
      sampleProfile, Array("a\nb\r\nc".utf8), [], [UInt8](repeating: 1, count: 70_000),
    ] {
      let file = try test.folder.write("signed", try signer.sign(document))
      let out = "\(test.folder.path)/out"
      let root = try test.folder.write("root.pem", test.chain.root.pem)
      let code = try openssl([
        "cms", "-verify", "-binary", "-inform", "DER", "-in", file, "-CAfile", root, "-purpose",
        "any", "-out", out,
      ])
      #expect(code == 0)
      #expect(try Data(contentsOf: URL(fileURLWithPath: out)) == Data(document))
    }
  }

  @Test("has the form that Apple's systems take", arguments: ["RSA-2048", "P-256", "P-384"])
  func form(_ kind: String) throws {
    let test = try SigningTestCase(kind)
    let file = try test.folder.write("signed", try test.load().signer.sign(sampleProfile))
    let out = "\(test.folder.path)/print"
    let code = try openssl([
      "cms", "-cmsout", "-print", "-inform", "DER", "-in", file, "-out", out,
    ])
    #expect(code == 0)
    let text = try String(contentsOfFile: out, encoding: .utf8)
    func count(_ part: String) -> Int { text.components(separatedBy: part).count - 1 }
    #expect(text.contains("contentType: pkcs7-signedData"))
    #expect(text.contains("d.issuerAndSerialNumber:"))
    #expect(count("algorithm: sha256 ") == 2)
    #expect(count("algorithm: sha") == 2)
    for attribute in ["contentType (", "signingTime (", "messageDigest ("] {
      #expect(count("object: \(attribute)") == 1, "\(attribute)")
    }
    #expect(!text.contains("S/MIME Capabilities"))
    // The root need not be sent.
    #expect(count("d.certificate:") == 2)
  }

  @Test("reads every kind of key file", arguments: ["RSA-2048", "P-256"])
  func keyFiles(_ kind: String) throws {
    var test = try SigningTestCase(kind)
    let key = test.chain.leaf.key
    for bytes in [
      key.der, key.pem(), key.pem(passphrase: "geheim"), key.encryptedDER(passphrase: "geheim"),
    ] {
      test.options.key = try test.folder.write("key", bytes)
      test.options.passphraseFile = try test.folder.write("passphrase", "geheim\n")
      #expect(try test.load().findings == [])
    }
    test.options.certificate = try test.folder.write("leaf.der", test.chain.leaf.der)
    test.options.chain = try test.folder.write("chain.der", test.chain.intermediate.der)
    #expect(try test.load().findings == [])
  }

  @Test("says whose it is")
  func facts() throws {
    let certificate = try #require(try SigningTestCase("RSA-2048").load().signer.certificate)
    #expect(certificate.subject == "mail.example.ch")
    #expect(certificate.issuer == "Test Intermediate")
    #expect(certificate.key == "RSA 2048")
    #expect(certificate.daysLeft(at: Clock.seconds()) == 90)
    #expect(certificate.daysLeft(at: Clock.seconds() + 91 * 86_400) == -1)
    #expect(certificate.daysLeft(at: .min) > 0)
    #expect(certificate.daysLeft(at: .max) < 0)
  }

  @Test("is not made once the certificate has expired")
  func expiresWhileRunning() throws {
    let test = try SigningTestCase()
    var loader = SigningLoader(
      test.options, .settings, at: Clock.seconds(), roots: try test.roots())
    let signer = try loader.load(clock: { Clock.seconds() + 91 * 86_400 }).signer
    let failure = #expect(throws: SigningFailure.self) { try signer.sign(sampleProfile) }
    #expect(failure?.findings.first?.message.contains("expired on") == true)
  }

  @Test("is made by many threads at once", arguments: ["RSA-2048", "P-256"])
  func threads(_ kind: String) async throws {
    let test = try SigningTestCase(kind)
    let signer = try test.load().signer
    try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for index in 0..<100 {
        group.addTask { try signer.sign(sampleProfile + [UInt8(index)]) }
      }
      for try await signed in group {
        #expect(try SignedMessage(signed).verifySignatures().count == 1)
      }
    }
  }
}
