// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import ProfileSigning

/// Signing, verifying and identities with the system's libcrypto.
package struct LibcryptoTools: SigningTools {
  /// All of it; nothing is loaded yet.
  package init() {}

  /// What signs as the settings say; throws where key and certificate are no good.
  package func signer(
    for options: SigningOptions, named names: SigningNames, roots: String?, at now: Int64
  ) throws(SigningFailure) -> LoadedSigner {
    let store: TrustStore?
    if roots == nil { store = nil } else { store = try trustStore(roots) }
    var loader = SigningLoader(options, names, at: now, roots: store)
    do throws(SigningFailure) {
      let loaded = try loader.load()
      return LoadedSigner(loaded.signer, findings: options.places.put(on: loaded.findings))
    } catch {
      throw SigningFailure(options.places.put(on: error.findings))
    }
  }

  /// What devices would say of a signature.
  package func verify(
    _ document: [UInt8], roots: String?, at now: Int64
  ) throws(SigningFailure) -> SignatureReport {
    SignatureCheck(try trustStore(roots), at: now).report(on: document)
  }

  /// An identity from PKCS #12, written anew; throws where the passphrase is wrong.
  package func identity(
    _ file: IdentityFile, for address: MailAddress, at now: Int64
  ) throws(SigningFailure) -> LoadedIdentity {
    var loader = IdentityLoader(file, for: address, at: now)
    return try loader.load()
  }

  private func trustStore(_ path: String?) throws(SigningFailure) -> TrustStore {
    let file = path.map { SigningPath(name: $0, field: "--ca") }
    var findings: [Finding] = []
    let problem: String
    do {
      guard let file else { return try TrustStore.system() }
      guard let bytes = file.contents(&findings) else { throw SigningFailure(findings) }
      return try TrustStore(try Certificate.read(bytes, atMost: 10_000))
    } catch let failure as SigningFailure {
      throw failure
    } catch let error as CryptoError {
      problem = "cannot be used: \(error.words)"
    } catch {
      problem = "holds no certificates in PEM or DER that can be read"
    }
    throw SigningFailure([
      Finding(.error, at: "--ca", "\((path ?? "").quoted) \(problem)")
    ])
  }
}
