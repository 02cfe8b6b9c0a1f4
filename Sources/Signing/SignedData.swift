// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CCrypto

/// CMS SignedData (RFC 5652 section 5) around a document, with everything but the document, its
/// digest, the time and the signature encoded beforehand: that takes as long as a signature of
/// ECDSA, and is the same for every document.
///
/// The form is that of `openssl cms -sign -binary -nodetach -nosmimecap -md sha256`: version 1,
/// SHA-256, the signer by issuer and serial number, the attributes content type, signing time and
/// message digest, the certificates without the root.
struct SignedData: Sendable {
  private let beforeContent: [UInt8]
  private let dataType: [UInt8]
  private let afterContent: [UInt8]
  private let beforeAttributes: [UInt8]
  private let contentType: [UInt8]
  private let signingTime: [UInt8]
  private let messageDigest: [UInt8]
  private let signatureAlgorithm: [UInt8]
  private let outerType: [UInt8]

  /// What is the same for every document that one certificate signs.
  init(_ leaf: Certificate, intermediates: [Certificate], key: KeyKind) throws(CryptoError) {
    let sha256 = DERWriter.element(.sequence, try DERWriter.identifier(NID_sha256))
    let version = try encoded { number in
      let one = ASN1_INTEGER_new()
      defer { ASN1_INTEGER_free(one) }
      ASN1_INTEGER_set(one, 1)
      return i2d_ASN1_INTEGER(one, number)
    }
    var certificates: [[UInt8]] = []
    for certificate in [leaf] + intermediates { certificates.append(try certificate.der()) }
    outerType = try DERWriter.identifier(NID_pkcs7_signed)
    dataType = try DERWriter.identifier(NID_pkcs7_data)
    beforeContent = version + DERWriter.set([sha256])
    afterContent = [DERWriter.Tag.context0.rawValue] + DERWriter.set(certificates).dropFirst()
    let issuer = try encoded { i2d_X509_NAME(X509_get_issuer_name(leaf.pointer), $0) }
    let serial = try encoded { i2d_ASN1_INTEGER(X509_get0_serialNumber(leaf.pointer), $0) }
    beforeAttributes = version + DERWriter.element(.sequence, issuer, serial) + sha256
    contentType = DERWriter.element(
      .sequence, try DERWriter.identifier(NID_pkcs9_contentType),
      DERWriter.element(.set, dataType))
    signingTime = try DERWriter.identifier(NID_pkcs9_signingTime)
    messageDigest = try DERWriter.identifier(NID_pkcs9_messageDigest)
    signatureAlgorithm =
      switch key {
      case .rsa:
        // The parameters are NULL (RFC 3370 section 3.2).
        DERWriter.element(.sequence, try DERWriter.identifier(NID_rsaEncryption), [0x05, 0x00])
      case .ecdsa, .other:
        DERWriter.element(.sequence, try DERWriter.identifier(NID_ecdsa_with_SHA256))
      }
  }

  /// What is signed: the attributes as a set, in the order of DER.
  func attributes(digest: [UInt8], time: Int64) throws(CryptoError) -> [UInt8] {
    let moment = try encoded { bytes in
      let value = ASN1_TIME_set(nil, time_t(time))
      defer { ASN1_STRING_free(value) }
      return i2d_ASN1_TIME(value, bytes)
    }
    return DERWriter.set([
      contentType,
      DERWriter.element(.sequence, signingTime, DERWriter.element(.set, moment)),
      DERWriter.element(
        .sequence, messageDigest,
        DERWriter.element(.set, DERWriter.element(.octets, digest))),
    ])
  }

  /// The whole, once the attributes are signed.
  func encode(_ document: [UInt8], attributes: [UInt8], signature: [UInt8]) -> [UInt8] {
    let signer = DERWriter.element(
      .set,
      DERWriter.element(
        .sequence, beforeAttributes, [DERWriter.Tag.context0.rawValue],
        Array(attributes.dropFirst()), signatureAlgorithm,
        DERWriter.element(.octets, signature)))
    let octets = DERWriter.header(.octets, document.count)
    let wrapper = DERWriter.header(.context0, octets.count + document.count)
    let inner = dataType.count + wrapper.count + octets.count + document.count
    let content = DERWriter.header(.sequence, inner)
    let data = beforeContent.count + content.count + inner + afterContent.count + signer.count
    let sequence = DERWriter.header(.sequence, data)
    let outer = DERWriter.header(.context0, sequence.count + data)
    let whole = outerType.count + outer.count + sequence.count + data
    var out = DERWriter.header(.sequence, whole)
    out.reserveCapacity(out.count + whole)
    for part in [
      outerType, outer, sequence, beforeContent, content, dataType, wrapper, octets, document,
      afterContent, signer,
    ] { out += part }
    return out
  }
}
