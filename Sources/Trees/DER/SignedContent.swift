// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System

/// What is inside of a CMS signature (RFC 5652 section 5), whether the signature is good or not.
package enum SignedContent {
  /// 1.2.840.113549.1.7.2 with its tag and length.
  private static let signedData: [UInt8] = [
    0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02,
  ]

  /// True for what begins like CMS in DER or BER.
  package static func isLikely(_ bytes: [UInt8]) -> Bool {
    var reader = DERReader(bytes[...], allowsBER: true)
    guard let outer = reader.next(), outer.tag == DERReader.sequence else { return false }
    return outer.content.starts(with: signedData)
  }

  /// True for CMS that is encrypted: 1.2.840.113549.1.7.3, or 1.2.840.113549.1.9.16.1.23 (RFC 5083).
  package static func isEncrypted(_ bytes: [UInt8]) -> Bool {
    var reader = DERReader(bytes[...], allowsBER: true)
    guard let outer = reader.next(), outer.tag == DERReader.sequence else { return false }
    return outer.content.starts(with: signedData.dropLast() + [0x03])
      || outer.content.starts(with: [0x06, 0x0B] + signedData[2..<9] + [0x09, 0x10, 0x01, 0x17])
  }

  /// True for a signature as PEM (RFC 7468 section 8) or S/MIME (RFC 8551 section 3.2).
  package static func isText(_ bytes: [UInt8]) -> Bool {
    let head = String(decoding: bytes.prefix(512), as: UTF8.self)
    return head.hasPrefix("-----BEGIN PKCS7-----") || head.hasPrefix("-----BEGIN CMS-----")
      || head.hasPrefix("MIME-Version:") && head.lowercased().holds("pkcs7")
  }

  /// The content that was signed; throws for a damaged message and for a detached signature.
  package static func unwrap(
    _ bytes: [UInt8], _ place: Place
  ) throws(UnreadableDocument) -> [UInt8] {
    var outer = DERReader(bytes[...], allowsBER: true)
    guard let info = outer.next(), var rest = info.reader, rest.next() != nil,
      var wrapped = rest.next()?.reader, var signed = wrapped.next()?.reader,
      signed.next()?.tag == DERReader.integer,
      signed.next()?.tag == DERReader.set, var encapsulated = signed.next()?.reader,
      encapsulated.next()?.tag == DERReader.objectIdentifier
    else { throw UnreadableDocument("the signature is damaged", place: place) }
    guard var explicit = encapsulated.next()?.reader, let content = explicit.next() else {
      throw UnreadableDocument(
        "the signature is detached: the profile is not inside", fix: "sign with -nodetach",
        place: place)
    }
    guard let octets = content.octets else {
      throw UnreadableDocument("the signed content is damaged", place: place)
    }
    return octets
  }
}
