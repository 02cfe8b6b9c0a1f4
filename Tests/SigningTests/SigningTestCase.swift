// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import ProfileSigning
import SigningSupport
import System
import Testing

@testable import Signing

/// A small profile, which says nothing that matters here.
let sampleProfile = Array(
  """
  <?xml version="1.0" encoding="UTF-8"?>
  <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
  <plist version="1.0">
  <dict>
    <key>PayloadContent</key>
    <array>
      <dict>
        <key>PayloadIdentifier</key><string>ch.example.profile.mail</string>
        <key>PayloadType</key><string>com.apple.mail.managed</string>
        <key>PayloadUUID</key><string>A</string>
        <key>PayloadVersion</key><integer>1</integer>
      </dict>
    </array>
    <key>PayloadIdentifier</key><string>ch.example.profile</string>
    <key>PayloadType</key><string>Configuration</string>
    <key>PayloadUUID</key><string>B</string>
    <key>PayloadVersion</key><integer>1</integer>
  </dict>
  </plist>

  """.utf8)

/// A folder with everything that a signer needs, and what comes of it.
struct SigningTestCase {
  let folder: TestFolder
  let chain: TestChain
  var options = SigningOptions()
  /// False for a system without roots, as a minimal container.
  var knowsRoot = true

  /// Leaf, key and intermediate in files of their own.
  init(_ kind: String = "P-256") throws {
    folder = try TestFolder()
    chain = try TestChain(kind)
    options.certificate = try folder.write("leaf.pem", chain.leaf.pem)
    options.key = try folder.write("leaf.key", chain.leaf.key.pem())
    options.chain = try folder.write("chain.pem", chain.intermediate.pem)
  }

  /// The roots that a device of the test trusts.
  func roots() throws -> TrustStore {
    try TrustStore(knowsRoot ? try Certificate.read(chain.root.pem) : [])
  }

  func load(at now: Int64 = Clock.seconds()) throws -> LoadedSigner {
    var loader = SigningLoader(options, .settings, at: now, roots: try roots())
    return try loader.load()
  }

  /// What was found, one a line: severity, path and message.
  func findings(at now: Int64 = Clock.seconds()) throws -> [String] {
    do {
      return try load(at: now).findings.map(\.line)
    } catch let failure as SigningFailure {
      return failure.findings.map(\.line)
    }
  }

  func report(_ document: [UInt8], at now: Int64 = Clock.seconds()) throws -> SignatureReport {
    SignatureCheck(try roots(), at: now).report(on: document)
  }
}

extension Finding {
  var line: String { "\(severity.rawValue) \(path): \(message)" }
}

/// Runs the `openssl` command: its exit code.
func openssl(_ arguments: [String]) throws -> Int32 {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["openssl"] + arguments
  process.standardOutput = FileHandle.nullDevice
  process.standardError = FileHandle.nullDevice
  try process.run()
  process.waitUntilExit()
  return process.terminationStatus
}
