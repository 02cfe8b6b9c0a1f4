// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// What a device would say about a profile before it installs it.
package struct SignatureReport: Hashable, Sendable {
  /// The word that Apple's systems show beside the signer.
  package enum Status: String, Hashable, Sendable, CaseIterable {
    /// Signed, and the certificate leads to a root that is trusted.
    case verified = "Verified"
    /// Signed, but the signature or the certificate is not to be trusted.
    case notVerified = "Not Verified"
    /// A profile without a signature.
    case notSigned = "Not Signed"
    /// Nothing that a device installs.
    case unusable = "Cannot be installed"
  }

  /// The word.
  package var status: Status
  /// Why it is not better, and what else is worth knowing.
  package var findings: [Finding]
  /// Who signed; nil where nobody did.
  package var signer: SignerCertificate?
  /// The names from the signer to the root, as far as they lead.
  package var chain: [String]

  /// A report.
  package init(
    _ status: Status, findings: [Finding] = [], signer: SignerCertificate? = nil,
    chain: [String] = []
  ) {
    self.status = status
    self.findings = findings
    self.signer = signer
    self.chain = chain
  }
}
