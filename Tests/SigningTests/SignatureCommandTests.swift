// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import SigningSupport
import Testing

@testable import Commands
@testable import Console
@testable import Signing

/// `sign` and `verify` as they are typed.
@Suite struct SignatureCommandTests {
  let program: Program

  init() throws {
    program = try Program()
    program.cli.signing = LibcryptoTools()
    let chain = try TestChain("P-256")
    try program.write(chain.leaf.pem, to: "leaf.pem")
    try program.write(chain.leaf.key.pem(), to: "leaf.key")
    try program.write(chain.leaf.key.pem(passphrase: "s3cret"), to: "locked.key")
    try program.write(chain.intermediate.pem + chain.root.pem, to: "chain.pem")
    try program.write(chain.root.pem, to: "root.pem")
    try program.write(TestKey.make("P-256").pem(), to: "other.key")
    try program.write(sampleProfile, to: "a.mobileconfig")
    try program.write("hello", to: "hello.txt")
    try program.write("s3cret\n", to: "right.pass")
    try program.write("wr0ng\n", to: "wrong.pass")
    for file in ["leaf.key", "locked.key", "other.key", "right.pass", "wrong.pass"] {
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o600], ofItemAtPath: program.folder.path + "/" + file)
    }
  }

  private func sign(_ more: String...) -> Program.Result {
    program.run(
      ["sign", "--certificate", "@/leaf.pem", "--chain", "@/chain.pem"] + more
        + ["--output", "@/signed.mobileconfig"])
  }

  @Test func whatIsSignedIsVerified() throws {
    let signed = sign("--key", "@/leaf.key", "@/a.mobileconfig")
    #expect(signed.code == .done, "\(signed.error)")
    let verified = program.run("verify", "--ca", "@/root.pem", "@/signed.mobileconfig")
    #expect(verified.code == .done)
    #expect(verified.output.contains("signed.mobileconfig: Verified\n"))
    #expect(verified.output.contains("signed by mail.example.ch, ECDSA P-256, "))
    #expect(verified.output.contains("chain: mail.example.ch < Test Intermediate < "))
  }

  @Test func verifySaysWhatDevicesWillSay() throws {
    #expect(sign("--key", "@/leaf.key", "@/a.mobileconfig").code == .done)
    let foreign = program.run("verify", "@/signed.mobileconfig")
    #expect(foreign.code == .errorsFound)
    #expect(foreign.output.contains(": Not Verified\n"))
    #expect(foreign.error.contains("root"))
    let unsigned = program.run("verify", "@/a.mobileconfig")
    #expect(unsigned.code == .errorsFound)
    #expect(unsigned.output.contains(": Not Signed\n"))
    let rubbish = program.run("verify", "@/hello.txt", "@/a.mobileconfig")
    #expect(rubbish.code == .badInput)
    #expect(rubbish.output.contains("a.mobileconfig: Not Signed"))
    #expect(program.run("verify", "@/none").code == .noSuchFile)
    #expect(program.run("verify").code == .usage)
  }

  @Test func verifyAsJSONIsOneObjectForEachFile() throws {
    #expect(sign("--key", "@/leaf.key", "@/a.mobileconfig").code == .done)
    let result = program.run(
      "verify", "--json", "--ca", "@/root.pem", "@/signed.mobileconfig", "@/a.mobileconfig")
    #expect(result.code == .errorsFound)
    let objects = try result.output.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(objects.map { $0["status"] as? String } == ["Verified", "Not Signed"])
    let signer = try #require(objects[0]["signer"] as? [String: Any])
    #expect(signer["subject"] as? String == "mail.example.ch")
    #expect((signer["daysLeft"] as? Int).map { (89...91).contains($0) } == true)
  }

  @Test(
    "Nothing is written where something is wrong",
    arguments: [
      (["--key", "@/other.key", "@/a.mobileconfig"], ExitCode.badInput, "key"),
      (["--key", "@/locked.key", "@/a.mobileconfig"], .badInput, "passphrase"),
      (
        ["--key", "@/locked.key", "--passphrase-file", "@/wrong.pass", "@/a.mobileconfig"],
        .badInput, "passphrase"
      ),
      (["--key", "@/leaf.key", "@/hello.txt"], .badInput, "is not a profile"),
      (["--key", "@/leaf.key"], .usage, "one FILE"),
      (["@/a.mobileconfig"], .usage, "--certificate and --key belong together"),
      (["--key", "@/none.key", "@/a.mobileconfig"], .noSuchFile, "none.key"),
    ])
  func refusals(arguments: [String], code: ExitCode, message: String) {
    let result = program.run(
      ["sign", "--certificate", "@/leaf.pem", "--chain", "@/chain.pem"] + arguments
        + ["--output", "@/signed.mobileconfig"])
    #expect(result.code == code, "\(result.error)")
    #expect(result.error.contains(message), "\(result.error)")
    #expect(!result.error.contains("s3cret") && !result.error.contains("wr0ng"))
    #expect(program.read("signed.mobileconfig") == nil)
    #expect(!program.files().contains { $0.contains("signed") })
  }

  @Test func aLockedKeyIsOpenedWithItsPassphrase() {
    let result = sign(
      "--key", "@/locked.key", "--passphrase-file", "@/right.pass", "@/a.mobileconfig")
    #expect(result.code == .done, "\(result.error)")
  }

  @Test func whatIsSignedAlreadyIsNotSignedAgain() {
    #expect(sign("--key", "@/leaf.key", "@/a.mobileconfig").code == .done)
    let again = program.run(
      "sign", "--certificate", "@/leaf.pem", "--chain", "@/chain.pem", "--key", "@/leaf.key",
      "@/signed.mobileconfig")
    #expect(again.code == .badInput)
    #expect(again.error.contains("is signed already"))
    #expect(again.output.isEmpty)
  }

  @Test func settingsSayHowToSign() throws {
    try program.write(
      """
      provider: {id: example.ch, name: Example}
      domains: [{name: example.ch}]
      incoming: [{protocol: imap, host: imap.example.ch}]
      outgoing: [{protocol: smtp, host: smtp.example.ch}]
      signing: {certificate: leaf.pem, key: leaf.key, chain: chain.pem}
      """, to: "mkprofile.yaml")
    let result = program.run("sign", "--output", "@/signed.mobileconfig", "@/a.mobileconfig")
    #expect(result.code == .done, "\(result.error)")
    #expect(
      program.run("verify", "--ca", "@/root.pem", "@/signed.mobileconfig").output
        .contains(": Verified"))
    try program.write(TestKey.make("P-256").pem(), to: "leaf.key")
    let wrong = program.run("sign", "@/a.mobileconfig")
    #expect(wrong.code == .badInput)
    #expect(wrong.error.contains("mkprofile.yaml:5:39: error: signing.key: "), "\(wrong.error)")
  }
}
