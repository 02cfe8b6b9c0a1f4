// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import ProfileSigning
import SigningSupport
import Testing

@testable import Signing

@Suite("What is wrong with a signer")
struct SigningFindingsTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let name: String
    let expected: [String]
    let change: @Sendable (inout SigningTestCase) throws -> Void
    var testDescription: String { name }

    init(
      _ name: String, _ expected: String...,
      change: @escaping @Sendable (inout SigningTestCase) throws -> Void
    ) {
      (self.name, self.expected, self.change) = (name, expected, change)
    }
  }

  /// A leaf of the chain in place of the usual one.
  private static func replaceLeaf(
    _ test: inout SigningTestCase, _ change: (inout TestCertificate.Options) -> Void
  ) throws {
    let leaf = try TestCertificate.make("mail.example.ch", by: test.chain.intermediate, change)
    test.options.certificate = try test.folder.write("leaf.pem", leaf.pem)
    test.options.key = try test.folder.write("leaf.key", leaf.key.pem())
  }

  static let rows = [
    Row("nothing") { _ in },
    Row(
      "the key of another",
      "error signing.key: the key does not belong to the certificate of 'mail.example.ch'"
    ) {
      $0.options.key = try $0.folder.write("other.key", try TestKey.make("P-256").pem())
    },
    Row("another kind of key", "error signing.key: the key does not belong to") {
      $0.options.key = try $0.folder.write("other.key", try TestKey.make("RSA-2048").pem())
    },
    Row("expired", "error signing.certificate: the certificate of 'mail.example.ch' expired on 20")
    {
      try replaceLeaf(&$0) { $0.validity = -100...(-50) }
    },
    Row(
      "not yet valid",
      "error signing.certificate: the certificate of 'mail.example.ch' is valid only from"
    ) {
      try replaceLeaf(&$0) { $0.validity = 86_400...1_000_000 }
    },
    Row(
      "expires soon",
      "warning signing.certificate: the certificate of 'mail.example.ch' expires in 20 days"
    ) {
      try replaceLeaf(&$0) { $0.validity = -10...(20 * 86_400 + 600) }
    },
    Row(
      "expires today",
      "warning signing.certificate: the certificate of 'mail.example.ch' expires today"
    ) {
      try replaceLeaf(&$0) { $0.validity = -10...600 }
    },
    Row(
      "no chain",
      "error signing.certificate: the certificate of 'Test Intermediate', which issued 'mail.example.ch', is neither"
    ) {
      $0.options.chain = nil
    },
    Row(
      "no root", "warning signing.chain: the certificate of 'Test Root"
    ) { $0.knowsRoot = false },
    Row(
      "chain of another", "warning signing.chain: the certificate of 'Stranger' does not belong",
      "error signing.certificate: the certificate of 'Test Intermediate', which"
    ) {
      let stranger = try TestCertificate.make("Stranger") { $0.isAuthority = true }
      $0.options.chain = try $0.folder.write("chain.pem", stranger.pem)
    },
    Row("whole chain in the certificate's file") {
      $0.options.certificate = try $0.folder.write(
        "full.pem", $0.chain.leaf.pem + $0.chain.intermediate.pem)
      $0.options.chain = nil
    },
    Row("root in the chain") {
      $0.options.chain = try $0.folder.write(
        "chain.pem", $0.chain.intermediate.pem + $0.chain.root.pem)
    },
    Row("chain out of order", "warning signing.chain: the certificates are not in order") {
      $0.options.chain = try $0.folder.write(
        "chain.pem", $0.chain.root.pem + $0.chain.intermediate.pem)
    },
    Row(
      "CA first", "error signing.key: the key does not belong",
      "error signing.certificate: the certificate of 'Test Intermediate' is one of a CA",
      "warning signing.chain: the certificate of 'mail.example.ch' does not belong"
    ) {
      $0.options.certificate = try $0.folder.write(
        "full.pem", $0.chain.intermediate.pem + $0.chain.leaf.pem)
      $0.options.chain = nil
    },
    Row(
      "wrong key usage",
      "error signing.certificate: the key usage of 'mail.example.ch' has no digitalSignature"
    ) {
      try replaceLeaf(&$0) { $0.keyUsage = "keyEncipherment" }
    },
    Row(
      "for time stamps",
      "warning signing.certificate: the certificate of 'mail.example.ch' is for time stamps"
    ) {
      try replaceLeaf(&$0) { $0.extendedKeyUsage = "timeStamping" }
    },
    Row("for TLS servers") { try replaceLeaf(&$0) { $0.extendedKeyUsage = "serverAuth" } },
    Row("Ed25519", "error signing.key: ED25519 is not a kind of key that devices know") {
      try replaceLeaf(&$0) { $0.kind = "ED25519" }
    },
    Row("a curve of other people", "error signing.key: ECDSA on secp256k1 is not a kind of key") {
      try replaceLeaf(&$0) { $0.kind = "secp256k1" }
    },
    Row(
      "short RSA", "error signing.key: the key is too short: RSA 1024",
      "error signing.chain: the certificate of 'mail.example.ch': EE certificate key too weak"
    ) {
      try replaceLeaf(&$0) { $0.kind = "RSA-1024" }
    },
    Row(
      "self-signed", "warning signing.certificate: the certificate of 'alone' is signed by itself",
      "warning signing.chain: the certificate of 'Test Intermediate' does not belong"
    ) {
      let leaf = try TestCertificate.make("alone")
      $0.options.certificate = try $0.folder.write("leaf.pem", leaf.pem)
      $0.options.key = try $0.folder.write("leaf.key", leaf.key.pem())
    },
    Row(
      "encrypted key without passphrase", "error signing.key: '",
      "is encrypted and there is no passphrase"
    ) {
      $0.options.key = try $0.folder.write("k", $0.chain.leaf.key.pem(passphrase: "a"))
    },
    Row("wrong passphrase", "error signing.passphraseFile: the passphrase does not open") {
      $0.options.key = try $0.folder.write("k", $0.chain.leaf.key.pem(passphrase: "a"))
      $0.options.passphraseFile = try $0.folder.write("p", "b\n")
    },
    Row("wrong passphrase of DER", "error signing.passphraseFile: the passphrase does not open") {
      $0.options.key = try $0.folder.write("k", $0.chain.leaf.key.encryptedDER(passphrase: "a"))
      $0.options.passphraseFile = try $0.folder.write("p", "b\n")
    },
    Row(
      "empty passphrase", "error signing.passphraseFile: ", "holds no passphrase in its first line"
    ) {
      $0.options.passphraseFile = try $0.folder.write("p", "\nsecond")
    },
    Row("long passphrase", "holds no text that can be a passphrase") {
      $0.options.passphraseFile = try $0.folder.write("p", String(repeating: "x", count: 2_000))
    },
    Row(
      "missing files", "error signing.certificate: '", "does not exist", "error signing.chain: '",
      "error signing.key: '"
    ) {
      $0.options.certificate = "/nonexistent/a"
      $0.options.key = "/nonexistent/b"
      $0.options.chain = "/nonexistent/c"
    },
    Row(
      "key for certificate", "error signing.certificate: '", "holds no certificate in PEM or DER",
      "error signing.key: '", "holds no private key in PEM or DER"
    ) {
      swap(&$0.options.certificate, &$0.options.key)
    },
    Row("damaged certificate", "error signing.chain: '", "cannot be read: certificate 2 is damaged")
    {
      var pem = $0.chain.root.pem
      pem[60] = pem[60] == 0x41 ? 0x42 : 0x41
      pem[61] = 0x21
      $0.options.chain = try $0.folder.write("chain.pem", $0.chain.intermediate.pem + pem)
    },
    Row("empty files", "error signing.certificate", "error signing.key") {
      $0.options.certificate = try $0.folder.write("empty", [])
      $0.options.key = $0.options.certificate
    },
    Row("a folder", "error signing.key: '", "cannot be read: Is a directory") {
      $0.options.key = $0.folder.path
    },
    Row("a very large file", "error signing.key: '", "is larger than 1 MiB") {
      $0.options.key = try $0.folder.write("large", [UInt8](repeating: 65, count: 1 << 20 + 1))
    },
    Row("a key for everybody", "warning signing.key: every user of this system may read '") {
      $0.options.key = try $0.folder.write("open.key", $0.chain.leaf.key.pem(), mode: 0o644)
    },
    Row(
      "no credentials directory",
      "error signing.key: '$CREDENTIALS_DIRECTORY/key' needs the variable CREDENTIALS_DIRECTORY"
    ) {
      $0.options.key = "$CREDENTIALS_DIRECTORY/key"
    },
  ]

  @Test("is found", arguments: rows)
  func isFound(_ row: Row) throws {
    var test = try SigningTestCase()
    try row.change(&test)
    let findings = try test.findings()
    if row.expected.isEmpty { #expect(findings == []) }
    for text in row.expected {
      #expect(findings.contains { $0.contains(text) }, "\(text) is not in \(findings)")
    }
  }

  @Test("never shows a passphrase or a key")
  func secretsStay() throws {
    var test = try SigningTestCase()
    test.options.key = try test.folder.write("k", test.chain.leaf.key.pem(passphrase: "Sesame1"))
    test.options.passphraseFile = try test.folder.write("p", "Sesame2\n")
    #expect(!(try test.findings().joined().contains("Sesame")))
  }

  @Test("is gone once the files are mended; the old signer stays until then")
  func reload() throws {
    let test = try SigningTestCase()
    var source = SigningSource(test.options, tools: TestTools(roots: try test.roots()))
    #expect(source.signer == nil)
    #expect(source.reload().isGood)
    let first = try #require(source.signer?.certificate)
    try test.folder.write("leaf.pem", "rubbish")
    let broken = source.reload()
    #expect(!broken.isGood && !broken.findings.isEmpty)
    #expect(source.signer?.certificate == first)
    let leaf = try TestCertificate.make("renewed.example.ch", by: test.chain.intermediate)
    try test.folder.write("leaf.pem", leaf.pem)
    try test.folder.write("leaf.key", leaf.key.pem())
    #expect(source.reload().isGood)
    #expect(source.signer?.certificate?.subject == "renewed.example.ch")
    #expect(source.paths.count == 3)
  }
}

/// The tools with roots of a test.
struct TestTools: SigningTools {
  let roots: TrustStore

  func signer(
    for options: SigningOptions, named names: SigningNames, roots path: String?, at now: Int64
  ) throws(SigningFailure) -> LoadedSigner {
    var loader = SigningLoader(options, names, at: now, roots: roots)
    return try loader.load()
  }

  func verify(
    _ document: [UInt8], roots path: String?, at now: Int64
  ) throws(SigningFailure) -> SignatureReport {
    SignatureCheck(roots, at: now).report(on: document)
  }

  func identity(
    _ file: IdentityFile, for address: MailAddress, at now: Int64
  ) throws(SigningFailure) -> LoadedIdentity {
    try LibcryptoTools().identity(file, for: address, at: now)
  }
}
