// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Signs profiles with one certificate. It never changes: a renewed certificate makes a new one.
package protocol ProfileSigner: Sendable {
  /// Whose signature it is; nil where a program signs and nothing has been signed yet.
  var certificate: SignerCertificate? { get }

  /// The document as attached content of CMS SignedData in DER (RFC 5652), which is what Apple's
  /// systems install. May take as long as an external program is given: never call it on a thread
  /// that has others to answer.
  func sign(_ document: [UInt8]) throws(SigningFailure) -> [UInt8]
}

/// Why something was not signed, or a certificate or key cannot be used.
package struct SigningFailure: Error, Hashable, Sendable {
  /// Everything found, at least one error among it; never a secret.
  package let findings: [Finding]

  /// A failure with its findings.
  package init(_ findings: [Finding]) { self.findings = findings }
}

/// What there is to know about a signer's certificate.
package struct SignerCertificate: Hashable, Sendable {
  /// The common name, which the device shows as the signer; the whole subject where it has none.
  package let subject: String
  /// The name of the issuer in the same way.
  package let issuer: String
  /// The first moment of its validity, in seconds since 1970 UTC.
  package let notBefore: Int64
  /// The last moment of its validity, in seconds since 1970 UTC.
  package let notAfter: Int64
  /// Kind and size of the key, such as `RSA 2048` or `ECDSA P-256`.
  package let key: String

  /// All of it.
  package init(subject: String, issuer: String, notBefore: Int64, notAfter: Int64, key: String) {
    self.subject = subject
    self.issuer = issuer
    self.notBefore = notBefore
    self.notAfter = notAfter
    self.key = key
  }

  /// Below so many days a certificate should be renewed.
  package static let fewDays = 21

  /// Whole days until it expires; negative once it has.
  package func daysLeft(at now: Int64) -> Int {
    let (seconds, isPast) = notAfter.subtractingReportingOverflow(now)
    if isPast { return notAfter < now ? .min : .max }
    let days = seconds / 86_400
    return Int(clamping: seconds % 86_400 < 0 ? days - 1 : days)
  }
}
