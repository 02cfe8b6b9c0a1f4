// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A person's certificate and private key in one PKCS#12 file (RFC 7292) that is protected by a
/// passphrase. Whoever makes it has written it in a form that the devices read; the passphrase
/// is nowhere in here.
public struct PersonalIdentity: Hashable, Sendable {
  /// The file as it is.
  public let bytes: [UInt8]
  /// The file's name, which the device shows where it asks for the passphrase.
  public let name: DisplayText

  /// A PKCS#12 file and its name.
  public init(bytes: [UInt8], name: DisplayText) {
    self.bytes = bytes
    self.name = name
  }
}
