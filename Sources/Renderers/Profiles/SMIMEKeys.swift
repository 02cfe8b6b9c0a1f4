// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// The keys about S/MIME, which mail and Exchange ActiveSync payloads share. Macs know none of
/// them: their Mail finds a certificate by its address.
enum SMIMEKeys {
  /// Without these, a person cannot switch S/MIME on for the account (iOS 12 and later).
  static let userMayChoose: PropertyList.Entries = [
    "SMIMEEnableEncryptionPerMessageSwitch": .boolean(true),
    "SMIMEEncryptByDefault": .boolean(false),
    "SMIMEEncryptByDefaultUserOverrideable": .boolean(true),
    "SMIMEEncryptionCertificateUUIDUserOverrideable": .boolean(true),
    "SMIMESigningCertificateUUIDUserOverrideable": .boolean(true),
    "SMIMESigningUserOverrideable": .boolean(true),
  ]

  /// Everything for an account; with a personal certificate in the profile it signs with that,
  /// and is ready to decrypt.
  static func entries(_ context: PayloadContext, for type: PayloadType) -> PropertyList.Entries {
    guard context.device.includesMobile else { return [:] }
    guard let uuid = context.certificateUUID else { return userMayChoose }
    var entries: PropertyList.Entries = [
      "SMIMESigningEnabled": .boolean(true), "SMIMESigningCertificateUUID": .string(uuid),
      "SMIMEEncryptionCertificateUUID": .string(uuid),
    ]
    // Deprecated for ActiveSync since iOS 12.
    if type == .mail { entries.append("SMIMEEncryptionEnabled", .boolean(true)) }
    entries.append(userMayChoose)
    return entries
  }
}
