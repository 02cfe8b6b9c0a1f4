// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Everything that needs a library of cryptography, for programs that do not all link one.
package protocol SigningTools: Sendable {
  /// Loads what signs and checks it at a moment, in seconds since 1970: all findings at once;
  /// judged by the roots of this system, or by those of a file.
  func signer(
    for options: SigningOptions, named names: SigningNames, roots: String?, at now: Int64
  ) throws(SigningFailure) -> LoadedSigner

  /// What a device would say about a document: judged by the roots of this system, or by those of
  /// a file. Throws where the roots cannot be read.
  func verify(
    _ document: [UInt8], roots: String?, at now: Int64
  ) throws(SigningFailure) -> SignatureReport

  /// A person's certificate and key for S/MIME as every device reads them.
  func identity(
    _ file: IdentityFile, for address: MailAddress, at now: Int64
  ) throws(SigningFailure) -> LoadedIdentity
}

extension SigningTools {
  /// The same, judged by the roots of this system.
  package func signer(
    for options: SigningOptions, named names: SigningNames, at now: Int64
  ) throws(SigningFailure) -> LoadedSigner {
    try signer(for: options, named: names, roots: nil, at: now)
  }
}

/// A signer that can be used, with what is worth knowing about it.
package struct LoadedSigner: Sendable {
  /// It signs.
  package let signer: any ProfileSigner
  /// Warnings and notes; no errors.
  package let findings: [Finding]

  /// A signer with its findings.
  package init(_ signer: any ProfileSigner, findings: [Finding]) {
    self.signer = signer
    self.findings = findings
  }
}

/// How findings name what is wrong: by the keys of the settings or the options of a command.
package enum SigningNames: Sendable {
  /// `signing.key`.
  case settings
  /// `--key`.
  case options

  /// The name of one of the things that a signer is made of.
  package func path(_ name: String) -> String {
    switch self {
    case .settings: return "signing.\(name)"
    case .options:
      let words = name.map { $0.isUppercase ? "-\($0.lowercased())" : String($0) }
      return "--\(words.joined())"
    }
  }
}

/// A person's identity for S/MIME, in PKCS #12 (RFC 7292).
package struct IdentityFile: Hashable, Sendable {
  /// The path of the file.
  package let path: String
  /// The path of a file whose first line is its passphrase.
  package let passphraseFile: String
  /// True where it is for devices before iOS 18 and macOS 15, which know 3DES alone.
  package let isLegacy: Bool

  /// A file and where its passphrase is.
  package init(path: String, passphraseFile: String, isLegacy: Bool = false) {
    self.path = path
    self.passphraseFile = passphraseFile
    self.isLegacy = isLegacy
  }
}

/// An identity for S/MIME that is ready for a profile.
package struct LoadedIdentity: Hashable, Sendable {
  /// PKCS #12 as the devices that were asked for read it, under the passphrase of the file.
  package let bytes: [UInt8]
  /// The certificate.
  package let certificate: SignerCertificate
  /// Warnings and notes; no errors.
  package let findings: [Finding]

  /// All of it.
  package init(bytes: [UInt8], certificate: SignerCertificate, findings: [Finding]) {
    self.bytes = bytes
    self.certificate = certificate
    self.findings = findings
  }
}
