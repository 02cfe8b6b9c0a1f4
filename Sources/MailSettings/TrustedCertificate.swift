// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

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

  /// A certificate that a reader has found to be one.
  package init(
    encoding: Encoding, bytes: [UInt8], fileName: String, name: DisplayText?, isSelfIssued: Bool
  ) {
    self.encoding = encoding
    self.bytes = bytes
    self.fileName = fileName
    self.name = name
    self.isSelfIssued = isSelfIssued
  }
}
