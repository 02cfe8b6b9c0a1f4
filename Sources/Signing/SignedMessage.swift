// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CCrypto
import Trees

/// Why bytes are not the signed message that a device takes.
enum MessageFault: Error, Hashable {
  /// It is text in PEM or S/MIME.
  case text
  /// Its length is left open, as in BER.
  case indefinite
  /// It is not DER, or something else than a CMS message.
  case unreadable
  /// Bytes follow it.
  case trailing(Int)
  /// It is a CMS message of another kind, such as an encrypted one.
  case notSigned
  /// The document is not in it.
  case detached
  /// Nobody signed it.
  case noSigner
  /// There are more signers or certificates than anybody needs.
  case tooMany

  /// What is wrong, to follow the name of the thing.
  var words: String {
    switch self {
    case .text: "is PEM or S/MIME text instead of DER"
    case .indefinite: "is BER of indefinite length instead of DER"
    case .unreadable: "is not CMS in DER"
    case .trailing(let count): "has \(count) bytes behind its end"
    case .notSigned: "is CMS, but not SignedData"
    case .detached: "does not hold the document: the signature is detached"
    case .noSigner: "is signed by nobody"
    case .tooMany: "has too many signers or certificates"
    }
  }

  /// What to do about it, with the options of `openssl cms`.
  var fix: String {
    switch self {
    case .text: "write DER, as 'openssl cms -sign -outform DER' does"
    case .indefinite: "write definite lengths; leave '-stream' out"
    case .detached: "add '-nodetach'"
    case .unreadable, .trailing, .notSigned, .noSigner, .tooMany:
      "write what 'openssl cms -sign -binary -nodetach -nosmimecap -outform DER' writes"
    }
  }
}

/// CMS SignedData with the document in it (RFC 5652).
final class SignedMessage {
  private let pointer: OpaquePointer

  /// The certificates in it.
  let certificates: [Certificate]

  /// Reads it; signatures are not checked yet.
  init(_ bytes: [UInt8]) throws(MessageFault) {
    CryptoError.clear()
    defer { CryptoError.clear() }
    guard bytes.count > 2, bytes[0] == DERReader.sequence else {
      throw bytes.isPEM || bytes.starts(with: "MIME-Version:".utf8) ? .text : .unreadable
    }
    if bytes[1] == 0x80 { throw .indefinite }
    var left = 0
    let read = bytes.withUnsafeBufferPointer { buffer -> OpaquePointer? in
      var next = buffer.baseAddress
      defer { left = next.flatMap { n in buffer.baseAddress.map { buffer.count - (n - $0) } } ?? 0 }
      return d2i_CMS_ContentInfo(nil, &next, buffer.count)
    }
    guard let read else { throw .unreadable }
    pointer = read
    let stack = CMS_get1_certs(read)
    certificates = CertificateStack.certificates(in: stack)
    if let stack { ccrypto_stack_release(stack) }
    guard left == 0 else { throw .trailing(left) }
    guard OBJ_obj2nid(CMS_get0_type(read)) == NID_pkcs7_signed else { throw .notSigned }
    guard CMS_is_detached(read) == 0 else { throw .detached }
    let signers = ccrypto_signers_count(CMS_get0_SignerInfos(read))
    guard signers > 0 else { throw .noSigner }
    guard signers <= Self.mostSigners, certificates.count <= Self.mostCertificates else {
      throw .tooMany
    }
  }

  deinit { CMS_ContentInfo_free(pointer) }

  /// The document, whether or not anything about it is true.
  var content: [UInt8] {
    guard let place = CMS_get0_content(pointer), let octets = place.pointee,
      let start = ASN1_STRING_get0_data(octets)
    else { return [] }
    return Array(UnsafeBufferPointer(start: start, count: Int(max(0, ASN1_STRING_length(octets)))))
  }

  /// Checks that every signature is about the document and made with the key of a certificate in
  /// the message: the certificates of the signers. Whether to trust them is another question.
  func verifySignatures() throws(CryptoError) -> [Certificate] {
    CryptoError.clear()
    try check(
      CMS_verify(
        pointer, nil, nil, nil, nil, UInt32(CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY)))
    let stack = CMS_get0_signers(pointer)
    defer { if let stack { ccrypto_stack_free(stack) } }
    return CertificateStack.certificates(in: stack)
  }

  /// The digests that signers used and that devices do not take, such as `SHA1`.
  var weakDigests: [String] {
    let signers = CMS_get0_SignerInfos(pointer)
    return (0..<max(0, ccrypto_signers_count(signers))).compactMap { index in
      guard let signer = ccrypto_signers_value(signers, index) else { return nil }
      var algorithm: UnsafeMutablePointer<X509_ALGOR>?
      CMS_SignerInfo_get0_algs(signer, nil, nil, &algorithm, nil)
      guard let algorithm else { return nil }
      var name: OpaquePointer?
      X509_ALGOR_get0(&name, nil, nil, algorithm)
      let number = OBJ_obj2nid(name)
      if [NID_sha256, NID_sha384, NID_sha512].contains(number) { return nil }
      return OBJ_nid2sn(number).map { String(cString: $0) } ?? "an unknown digest"
    }
  }

  private static let mostSigners: Int32 = 8
  private static let mostCertificates = 64
}
