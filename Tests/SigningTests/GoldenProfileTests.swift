// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import ProfileSigning
import SigningSupport
import TestSupport
import Testing

@testable import Signing

@Suite("Every recorded profile")
struct GoldenProfileTests {
  /// The paths of all recorded profiles, from the root of the repository.
  static let profiles: [String] = {
    let folder = Repository.url("Tests/Goldens").path
    let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return files.filter { $0.hasSuffix(".mobileconfig") }.sorted().map { "Tests/Goldens/\($0)" }
  }()

  @Test("is the same after it was signed, for openssl cms and for the table of Apple's keys")
  func signedProfilesHoldTheSame() throws {
    #expect(Self.profiles.count > 40)
    for kind in ["RSA-2048", "P-256"] {
      let test = try SigningTestCase(kind)
      let signer = try test.load().signer
      let root = try test.folder.write("root.pem", test.chain.root.pem)
      let out = "\(test.folder.path)/out"
      for profile in Self.profiles {
        let document = try Repository.bytes(profile)
        let signed = try signer.sign(document)
        let file = try test.folder.write("signed", signed)
        let code = try openssl([
          "cms", "-verify", "-inform", "DER", "-in", file, "-CAfile", root, "-purpose", "any",
          "-binary", "-out", out,
        ])
        #expect(code == 0, "\(profile)")
        let read = [UInt8](try Data(contentsOf: URL(fileURLWithPath: out)))
        #expect(read == document, "\(profile)")
        #expect(try AppleKeys.problems(inProfile: read) == [], "\(profile)")
        #expect(try test.report(signed).status == .verified, "\(profile)")
      }
    }
  }
}
