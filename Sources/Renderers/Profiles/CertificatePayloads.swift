// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Certificates: `com.apple.security.pem`, `.root`, `.pkcs1` and `.pkcs12`.
enum CertificatePayloads {
  /// Root and intermediate certificates. Their identifiers derive from their bytes: another
  /// certificate in the list, or another order, changes nothing for the ones that stay.
  static func trusted(_ context: PayloadContext) -> [Payload] {
    context.account.provider.apple.certificates.enumerated().map { index, certificate in
      let name = certificate.name?.text ?? certificate.fileName
      return Payload(
        certificate.payloadType, "apple.certificates[\(index)]", context,
        index: ContentName(certificate.bytes).description.lowercased(),
        name: "\(context.words.certificate) (\(name))",
        [
          "PayloadCertificateFileName": .string(certificate.fileName),
          "PayloadContent": .data(certificate.bytes),
        ])
    }
  }

  /// A person's own certificate and key. The passphrase stays out, so that the device asks.
  static func personal(_ context: PayloadContext, _ gaps: inout Gaps) -> Payload? {
    guard let identity = context.account.person.identity,
      context.certificateUUID == context.identity.uuid(.pkcs12, index: "0")
    else { return nil }
    if !context.device.includesMobile {
      gaps.note("", "Macs find \(identity.name) by the address in it, once it is in the keychain")
    }
    return Payload(
      .pkcs12, "", context, index: "0",
      name: "\(context.words.personalCertificate) (\(context.label()))",
      [
        "PayloadCertificateFileName": .string(identity.name.text),
        "PayloadContent": .data(identity.bytes),
      ])
  }
}

extension TrustedCertificate {
  fileprivate var payloadType: PayloadType {
    switch encoding {
    case .pem: .pem
    case .der: isSelfIssued ? .root : .pkcs1
    }
  }
}
