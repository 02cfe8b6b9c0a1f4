// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CNettle

/// A root or intermediate certificate for devices to trust (X.509, RFC 5280).
public struct TrustedCertificate: Hashable, Sendable {
  /// How a certificate is written in its file.
  public enum Encoding: Sendable, Hashable {
    /// Base64 between two lines (RFC 7468).
    case pem
    /// The bytes themselves.
    case der
  }

  /// How it is written.
  public let encoding: Encoding
  /// The certificate in that encoding, and nothing else of the file.
  public let bytes: [UInt8]
  /// The last part of the file's path.
  public let fileName: String
  /// The common name of its subject, else its organization; nil where it has neither.
  public let name: DisplayText?
  /// True where its subject has issued it itself, as is the case with every root.
  public let isSelfIssued: Bool
  /// Its public key with the algorithm, in DER (SubjectPublicKeyInfo).
  public let publicKey: [UInt8]

  /// A certificate that a reader has found to be one.
  package init(
    encoding: Encoding, bytes: [UInt8], fileName: String, name: DisplayText?, isSelfIssued: Bool,
    publicKey: [UInt8]
  ) {
    self.encoding = encoding
    self.bytes = bytes
    self.fileName = fileName
    self.name = name
    self.isSelfIssued = isSelfIssued
    self.publicKey = publicKey
  }

  /// SHA-256 (FIPS 180-4) of its public key with the algorithm, in hexadecimal digits, as TLSA
  /// records have it (RFC 6698).
  public var keyDigest: String {
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_SIZE))
    mkprofile_sha256(publicKey.count, publicKey, &digest)
    return digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
