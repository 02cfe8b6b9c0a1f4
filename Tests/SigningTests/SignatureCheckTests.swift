// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import ProfileSigning
import SigningSupport
import System
import Testing

@testable import Signing

@Suite("What a device will say")
struct SignatureCheckTests {
  @Test("is Verified where all is well")
  func verified() throws {
    let test = try SigningTestCase("RSA-2048")
    let report = try test.report(try test.load().signer.sign(sampleProfile))
    #expect(report.status == .verified)
    #expect(report.findings == [])
    #expect(report.signer?.subject == "mail.example.ch")
    #expect(report.chain.prefix(2) == ["mail.example.ch", "Test Intermediate"])
    #expect(report.chain.count == 3)
  }

  @Test("is Not Signed without a signature")
  func notSigned() throws {
    #expect(try SigningTestCase().report(sampleProfile).status == .notSigned)
  }

  @Test("is Not Verified with another root, without the intermediate, and after the end")
  func notVerified() throws {
    let test = try SigningTestCase()
    let signed = try test.load().signer.sign(sampleProfile)
    let other = try SigningTestCase().report(signed)
    #expect(other.status == .notVerified)
    #expect(other.findings.first?.message.contains("neither in the chain nor") == true)
    #expect(other.findings.first?.fix?.contains("give it with --ca FILE") == true)
    let later = try test.report(signed, at: Clock.seconds() + 200 * 86_400)
    #expect(later.status == .notVerified)
    #expect(later.findings.contains { $0.message.contains("expired on") })
    let leaf = try #require(try Certificate.read(test.chain.leaf.pem).first)
    let key = try PrivateKey(test.chain.leaf.key.pem(), passphrase: nil)
    let alone = try KeySigner(leaf, intermediates: [], key: key).sign(sampleProfile)
    let report = try test.report(alone)
    #expect(report.status == .notVerified)
    #expect(report.findings.contains { $0.message.contains("'Test Intermediate', which issued") })
  }

  @Test("is Not Verified where a byte of the document has changed")
  func altered() throws {
    let test = try SigningTestCase()
    var signed = try test.load().signer.sign(sampleProfile)
    let mark = Array("ch.example.profile.mail".utf8)
    let place = try #require(signed.indices.first { signed[$0...].starts(with: mark) })
    signed[place] = UInt8(ascii: "x")
    let report = try test.report(signed)
    #expect(report.status == .notVerified)
    #expect(report.findings.first?.path == "signature")
  }

  @Test("is that rubbish cannot be installed")
  func unusable() throws {
    let test = try SigningTestCase()
    let signer = try test.load().signer
    let signed = try signer.sign(sampleProfile)
    for bytes in [
      [], [0x30], [0x30, 0x80, 0, 0], Array("hello".utf8), test.chain.leaf.pem, signed + [0],
      Array(signed.dropLast()), try signer.sign(Array("hello".utf8)),
      try signer.sign(Array("<plist version='1.0'><dict/></plist>".utf8)),
    ] { #expect(try test.report(bytes).status == .unusable) }
  }

  @Test("is said of any mutation without a fault")
  func mutations() throws {
    let test = try SigningTestCase()
    let signed = try test.load().signer.sign(sampleProfile)
    var state: UInt64 = 88_172_645_463_325_252
    func random(_ limit: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state % UInt64(limit))
    }
    for _ in 0..<1_500 {
      var bytes = signed
      for _ in 0...random(3) {
        switch random(3) {
        case 0: bytes[random(bytes.count)] = UInt8(random(256))
        case 1: bytes.remove(at: random(bytes.count))
        default: bytes.insert(UInt8(random(256)), at: random(bytes.count))
        }
      }
      let report = try test.report(bytes)
      #expect(report.status != .verified || bytes == signed || report.signer != nil)
    }
  }
}

@Suite("A program that signs")
struct CommandSignerTests {
  private func sign(
    _ command: [String], timeout: Int = 10
  ) throws -> Result<[UInt8], SigningFailure> {
    var options = SigningOptions()
    (options.command, options.timeout) = (command, timeout)
    var loader = SigningLoader(options, .settings, at: Clock.seconds())
    let signer = try loader.load().signer
    return Result { () throws(SigningFailure) in try signer.sign(sampleProfile) }
  }

  private func message(_ command: [String], timeout: Int = 10) throws -> String {
    guard case .failure(let failure) = try sign(command, timeout: timeout) else { return "" }
    return failure.findings.map(\.message).joined()
  }

  private func cms(_ test: SigningTestCase, _ more: [String]) -> [String] {
    [
      "openssl", "cms", "-sign", "-signer", test.options.certificate ?? "", "-inkey",
      test.options.key ?? "", "-certfile", test.options.chain ?? "",
    ] + more
  }

  @Test("is believed where it signs the document, and only then")
  func openssl() throws {
    let test = try SigningTestCase("RSA-2048")
    let good = ["-binary", "-nodetach", "-outform", "DER"]
    let signed = try sign(cms(test, good)).get()
    #expect(try test.report(signed).status == .verified)
    let rows: [([String], String)] = [
      (["-binary", "-nodetach", "-outform", "PEM"], "is PEM or S/MIME text"),
      (["-binary", "-nodetach"], "is PEM or S/MIME text"),
      (["-nodetach", "-outform", "DER"], "signed something else"),
      (["-binary", "-outform", "DER"], "the signature is detached"),
      (["-binary", "-nodetach", "-outform", "DER", "-stream"], "indefinite length"),
      (good + ["-nocerts"], "is not valid"),
    ]
    for (options, expected) in rows {
      #expect(try message(cms(test, options)).contains(expected), "\(options)")
    }
  }

  private enum Issuer { case intermediate, root }

  @Test("is judged as verify judges")
  func judged() throws {
    func message(
      _ change: (inout TestCertificate.Options) -> Void = { _ in }, more: [String] = [],
      sends: [Issuer] = [.intermediate]
    ) throws -> String {
      var test = try SigningTestCase("RSA-2048")
      let leaf = try TestCertificate.make("signer", by: test.chain.intermediate) {
        $0.kind = "RSA-2048"
        change(&$0)
      }
      test.options.certificate = try test.folder.write("leaf.pem", leaf.pem)
      test.options.key = try test.folder.write("leaf.key", leaf.key.pem())
      var command = cms(test, ["-binary", "-nodetach", "-outform", "DER"] + more)
      let place = try #require(command.firstIndex(of: "-certfile"))
      let chain = sends.flatMap { $0 == .root ? test.chain.root.pem : test.chain.intermediate.pem }
      command[place + 1] = try test.folder.write("other.pem", chain)
      if chain.isEmpty { command.removeSubrange(place...(place + 1)) }
      return try self.message(command)
    }
    #expect(try message() == "")
    #expect(try message { $0.kind = "RSA-1024" }.contains("too short: RSA 1024"))
    #expect(try message { $0.isAuthority = true }.contains("is one of a CA"))
    #expect(try message { $0.keyUsage = "keyEncipherment" }.contains("no digitalSignature"))
    #expect(try message { $0.validity = 86_400...1_000_000 }.contains("valid only from"))
    #expect(try message(more: ["-md", "sha1"]).contains("signed with SHA1"))
    // A root need not be sent, what issued the signer has to be.
    #expect(try message(sends: [.intermediate, .root]) == "")
    for sent in [[], [.root]] as [[Issuer]] {
      let unchained = try message(sends: sent)
      #expect(unchained.contains("which issued 'signer', is neither"), "\(unchained)")
    }
  }

  @Test("that fails is told with its words")
  func failing() throws {
    #expect(
      try message(["/bin/sh", "-c", "echo no token >&2; exit 7"])
        == "'/bin/sh' failed with exit code 7; it says 'no token'")
    #expect(try message(["/nonexistent/signer"]) == "'/nonexistent/signer' is not there")
    #expect(try message(["cat"]).contains("is not CMS in DER"))
    #expect(try message(["true"]).contains("is empty"))
    #expect(try message(["sleep", "60"], timeout: 1).contains("did not finish in time"))
    #expect(try message(["cat", "/dev/zero"]).contains("wrote more than"))
  }
}

@Suite("A person's identity")
struct IdentityTests {
  private func load(
    _ file: [UInt8], passphrase: String = "geheim\n", address: String = "anna@example.ch"
  ) throws -> Result<LoadedIdentity, SigningFailure> {
    let folder = try TestFolder()
    let identity = IdentityFile(
      path: try folder.write("anna.p12", file),
      passphraseFile: try folder.write("pass", passphrase))
    let address = try MailAddress(address)
    return Result { () throws(SigningFailure) in
      try LibcryptoTools().identity(identity, for: address, at: Clock.seconds())
    }
  }

  private func anna(
    _ change: (inout TestCertificate.Options) -> Void = { _ in }
  ) throws -> TestCertificate {
    try TestCertificate.make("Anna Muster") {
      ($0.email, $0.extendedKeyUsage) = ("anna@example.ch", "emailProtection")
      change(&$0)
    }
  }

  @Test(
    "is written anew under the same passphrase", arguments: ["RSA-2048", "P-256"])
  func exported(_ kind: String) throws {
    let chain = try TestChain()
    let person = try anna { $0.kind = kind }
    for algorithms: (Int32, Int32) in [(0, 0), (146, 146)] {
      let file = person.identity(
        passphrase: "geheim", chain: [chain.intermediate], algorithms: algorithms)
      let loaded = try load(file).get()
      #expect(loaded.findings == [])
      #expect(Self.algorithms(of: loaded.bytes) == (isAES: true, is3DES: false))
      let again = try StoredIdentity(loaded.bytes, passphrase: Array("geheim".utf8))
      #expect(try again.certificate.der() == person.der)
      #expect(again.key.matches(again.certificate))
      #expect(again.intermediates.count == 1)
      #expect(throws: IdentityFault.wrongPassphrase) {
        try StoredIdentity(loaded.bytes, passphrase: Array("falsch".utf8))
      }
    }
  }

  /// Whether 2.16.840.1.101.3.4.1.42 and 1.2.840.113549.1.12.1.3 are in a file.
  private static func algorithms(of file: [UInt8]) -> (isAES: Bool, is3DES: Bool) {
    func holds(_ part: [UInt8]) -> Bool {
      file.indices.contains { file[$0...].starts(with: part) }
    }
    return (
      holds([0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2A]),
      holds([0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C, 0x01, 0x03])
    )
  }

  @Test("is written in 3DES where older devices are meant")
  func legacy() throws {
    let folder = try TestFolder()
    let identity = IdentityFile(
      path: try folder.write("anna.p12", try anna().identity(passphrase: "geheim")),
      passphraseFile: try folder.write("pass", "geheim\n"), isLegacy: true)
    let loaded = try LibcryptoTools().identity(
      identity, for: try MailAddress("anna@example.ch"), at: Clock.seconds())
    #expect(Self.algorithms(of: loaded.bytes) == (isAES: false, is3DES: true))
    _ = try StoredIdentity(loaded.bytes, passphrase: Array("geheim".utf8))
  }

  @Test("in RC2, as old programs wrote it, is read where the system can")
  func oldAlgorithms() throws {
    // NID_pbe_WithSHA1And40BitRC2_CBC for the certificate; writing it needs the legacy provider.
    let file = try anna().identity(passphrase: "geheim", algorithms: (149, 146))
    guard !file.isEmpty else { return }
    #expect(try load(file).get().findings == [])
  }

  @Test("of somebody else, expired or not for mail is warned about")
  func warnings() throws {
    func words(_ person: TestCertificate) throws -> String {
      try load(person.identity(passphrase: "geheim")).get().findings.map(\.line).joined()
    }
    #expect(
      try words(anna { $0.email = "bob@example.ch" })
        .contains("is for 'bob@example.ch', not for 'anna@example.ch'"))
    #expect(try words(anna { $0.email = nil }).contains("is for no address"))
    #expect(try words(anna { $0.validity = -100...(-50) }).contains("expired on"))
    #expect(try words(anna { $0.extendedKeyUsage = "serverAuth" }).contains("is not for mail"))
    #expect(try words(anna { $0.email = "Anna@Example.CH" }) == "")
  }

  @Test("that cannot be read is an error that says why")
  func errors() throws {
    let good = try anna().identity(passphrase: "geheim")
    func words(_ file: [UInt8], _ passphrase: String = "geheim") throws -> String {
      guard case .failure(let failure) = try load(file, passphrase: passphrase) else { return "" }
      return failure.findings.map(\.line).joined()
    }
    let secret = Array("geheim".utf8)
    #expect(throws: IdentityFault.tooSlow) {
      try StoredIdentity(good, passphrase: secret, mostRounds: 4_000)
    }
    _ = try StoredIdentity(good, passphrase: secret, mostRounds: 10_000)
    #expect(try words(good, "falsch").contains("error --identity-passphrase-file: the passphrase"))
    #expect(try words(good, "\n").contains("holds no passphrase"))
    #expect(try words(Array("rubbish".utf8)).contains("is not PKCS #12"))
    #expect(try words([]).contains("is not PKCS #12"))
    #expect(try words(Array(good.prefix(200))).contains("is not PKCS #12"))
    #expect(
      try words(anna().identity(passphrase: "geheim", withKey: false))
        .contains("holds no certificate with its key"))
  }
}

@Suite("Message authentication")
struct MessageAuthenticationTests {
  @Test("gives the values of RFC 4231")
  func knownAnswers() {
    let key = [UInt8](repeating: 0x0b, count: 20)
    let value = MessageAuthentication.hmacSHA256(Array("Hi There".utf8), key: key) ?? []
    let hex = value.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    #expect(hex == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
    #expect(MessageAuthentication.areEqual(value, value))
    #expect(!MessageAuthentication.areEqual(value, value.reversed()))
    #expect(!MessageAuthentication.areEqual(value, []))
    #expect(MessageAuthentication.areEqual([], []))
    #expect(MessageAuthentication.hmacSHA256([], key: [])?.count == 32)
  }

  @Test("has random bytes that differ")
  func random() {
    #expect(MessageAuthentication.randomBytes(32) != MessageAuthentication.randomBytes(32))
    #expect(MessageAuthentication.randomBytes(0) == [])
    #expect(MessageAuthentication.randomBytes(-1) == nil)
  }
}
