// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

extension TrustedCertificate {
  /// The certificates of one file in PEM or DER; throws what is wrong with it. A private key
  /// beside them is refused: profiles are handed to everybody.
  package static func read(
    _ bytes: [UInt8], fileName: String
  ) throws(InvalidValue) -> [TrustedCertificate] {
    if bytes.first == DERReader.sequence {
      return [try TrustedCertificate(der: bytes, .der, bytes, fileName)]
    }
    let blocks = try PEMBlock.all(in: bytes)
    if blocks.contains(where: { $0.label.hasSuffix("PRIVATE KEY") }) {
      throw InvalidValue(
        "holds a private key, which must not reach devices",
        fix: "name a file that holds the certificate alone")
    }
    guard !blocks.isEmpty else {
      throw InvalidValue(
        "is neither PEM nor DER", fix: "name a certificate, such as one from 'openssl x509'")
    }
    var certificates: [TrustedCertificate] = []
    for block in blocks {
      guard block.label == "CERTIFICATE" else {
        throw InvalidValue(
          "holds a \(block.label.quoted) where a certificate is wanted", fix: "remove that block")
      }
      certificates.append(try TrustedCertificate(der: block.content, .pem, block.text, fileName))
    }
    return certificates
  }

  private init(
    der: [UInt8], _ encoding: Encoding, _ bytes: [UInt8], _ fileName: String
  ) throws(InvalidValue) {
    guard let parts = Parts(der) else {
      throw InvalidValue(
        "holds no X.509 certificate, or a damaged one", fix: "copy the certificate again")
    }
    self.init(
      encoding: encoding, bytes: bytes, fileName: fileName, name: parts.name,
      isSelfIssued: parts.issuer == parts.subject, publicKey: Array(parts.key))
  }
}

/// What a certificate says in front (RFC 5280 section 4.1).
private struct Parts {
  let issuer: ArraySlice<UInt8>
  let subject: ArraySlice<UInt8>
  let key: ArraySlice<UInt8>
  let name: DisplayText?

  init?(_ bytes: [UInt8]) {
    var file = DERReader(bytes[...])
    guard var certificate = file.next(DERReader.sequence)?.reader, file.isAtEnd,
      var body = certificate.next(DERReader.sequence)?.reader,
      certificate.next(DERReader.sequence) != nil, certificate.next() != nil, certificate.isAtEnd
    else { return nil }
    _ = body.next(DERReader.context0)
    guard body.next(DERReader.integer) != nil, body.next(DERReader.sequence) != nil,
      let issuer = body.next(DERReader.sequence), body.next(DERReader.sequence) != nil,
      let subject = body.next(DERReader.sequence), let key = body.next(DERReader.sequence)
    else { return nil }
    self.key = key.whole
    self.issuer = issuer.whole
    self.subject = subject.whole
    name =
      Self.attribute(Self.commonName, of: subject)
      ?? Self.attribute(Self.organization, of: subject)
  }

  /// 2.5.4.3 and 2.5.4.10 (RFC 5280 appendix A.1).
  private static let commonName: [UInt8] = [0x55, 0x04, 0x03]
  private static let organization: [UInt8] = [0x55, 0x04, 0x0A]

  private static func attribute(_ type: [UInt8], of name: DERReader.Value) -> DisplayText? {
    guard var names = name.reader else { return nil }
    while let set = names.next(DERReader.set) {
      guard var pairs = set.reader else { return nil }
      while var pair = pairs.next(DERReader.sequence)?.reader {
        guard pair.next(DERReader.objectIdentifier)?.content.elementsEqual(type) == true,
          let value = pair.next(), let text = String(validating: value.content, as: UTF8.self)
        else { continue }
        return try? DisplayText(text, limit: 200)
      }
    }
    return nil
  }
}
