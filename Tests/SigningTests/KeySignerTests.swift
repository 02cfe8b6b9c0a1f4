// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CCrypto
import Foundation
import MailSettings
import ProfileSigning
import SigningSupport
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

  @Test("has the form that libcrypto gives it", arguments: ["RSA-2048", "P-256"])
  func formOfLibcrypto(_ kind: String) throws {
    let test = try SigningTestCase(kind)
    let leaf = try #require(try Certificate.read(test.chain.leaf.pem).first)
    let intermediate = try #require(try Certificate.read(test.chain.intermediate.pem).first)
    let key = try PrivateKey(test.chain.leaf.key.pem(), passphrase: nil)
    let cms = CMS_sign(nil, nil, nil, nil, UInt32(CMS_BINARY | CMS_PARTIAL))
    defer { CMS_ContentInfo_free(cms) }
    let flags = UInt32(CMS_BINARY | CMS_NOSMIMECAP)
    CMS_add1_signer(cms, leaf.pointer, key.pointer, EVP_sha256(), flags)
    CMS_add1_cert(cms, intermediate.pointer)
    let input = try MemoryBIO(sampleProfile)
    #expect(CMS_final(cms, input.pointer, nil, UInt32(CMS_BINARY)) == 1)
    let theirs = try encoded { i2d_CMS_ContentInfo(cms, $0) }
    let ours = try test.load().signer.sign(sampleProfile)
    // The time may differ by a second, and with ECDSA so does the signature.
    let signature = Int(EVP_PKEY_get_size(key.pointer)) + 40
    let time = ours.count - signature - 120
    #expect(abs(ours.count - theirs.count) <= (kind == "P-256" ? 4 : 0))
    if kind == "RSA-2048" { #expect(ours.prefix(time) == theirs.prefix(time)) }
    #expect(try SignedMessage(ours).certificates.count == 2)
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
    #expect(certificate.daysLeft(at: WallClock.seconds()) == 90)
    #expect(certificate.daysLeft(at: WallClock.seconds() + 91 * 86_400) == -1)
    #expect(certificate.daysLeft(at: .min) > 0)
    #expect(certificate.daysLeft(at: .max) < 0)
  }

  @Test("is not made once the certificate has expired")
  func expiresWhileRunning() throws {
    let test = try SigningTestCase()
    var loader = SigningLoader(
      test.options, .settings, at: WallClock.seconds(), roots: try test.roots())
    let signer = try loader.load(clock: { WallClock.seconds() + 91 * 86_400 }).signer
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

  @Test("has its time in the form that the year asks for")
  func years() throws {
    let test = try SigningTestCase()
    let leaf = try #require(try Certificate.read(test.chain.leaf.pem).first)
    let form = try SignedData(leaf, intermediates: [], key: .rsa(bits: 2_048))
    let digest = [UInt8](repeating: 0, count: 32)
    let soon = try form.attributes(digest: digest, time: 1_700_000_000)
    #expect(String(decoding: soon, as: UTF8.self).contains("231114221320Z"))
    let late = try form.attributes(digest: digest, time: 2_700_000_000)
    #expect(String(decoding: late, as: UTF8.self).contains("20550724000000Z"))
  }
}
