// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import ProfileSigning
import Signing
import SigningSupport
import System

/// Signed profiles beside the bare operation of libcrypto with the same key, in turns: that of
/// `openssl speed`, which signs a digest with a context that is there already.
enum Signatures {
  static func measure(_ report: Report) {
    let document = [UInt8](repeating: 0x61, count: 4_000)
    for kind in ["RSA-2048", "P-256"] {
      do {
        let folder = try TestFolder()
        let chain = try TestChain(kind)
        var options = SigningOptions()
        options.certificate = try folder.write("leaf.pem", chain.leaf.pem)
        options.key = try folder.write("leaf.key", chain.leaf.key.pem())
        options.chain = try folder.write("chain.pem", chain.intermediate.pem + chain.root.pem)
        let signer = try LibcryptoTools().signer(
          for: options, named: .settings, at: Clock.seconds()
        ).signer
        var times: (bare: [Double], whole: [Double]) = ([], [])
        for _ in 0..<5 {
          times.bare.append(1e6 / runsPerSecond { chain.leaf.key.signDigest() ? 1 : 0 })
          times.whole.append(
            1e6 / runsPerSecond { (try? signer.sign(document))?.count ?? 0 })
        }
        let bare = times.bare.sorted()[2]
        report.plain("\(kind), the bare operation", bare, "µs")
        let whole = times.whole.sorted()[2]
        // What libcrypto does around a signature of ECDSA takes longer than the signature.
        if kind == "RSA-2048" {
          report.cost("\(kind), a signed profile of 4 kB", whole, "µs", goal: bare * 1.15)
        } else {
          report.plain("\(kind), a signed profile of 4 kB", whole, "µs")
        }
      } catch {
        print("\(kind) cannot be measured: \(error)")
      }
    }
  }
}
