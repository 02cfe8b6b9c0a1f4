// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CCrypto
import MailSettings
import ProfileSigning
import System

/// An X.509 certificate (RFC 5280). It never changes, so threads may share it.
final class Certificate: @unchecked Sendable {
  let pointer: OpaquePointer

  /// Takes over a reference.
  init(owning pointer: OpaquePointer) { self.pointer = pointer }

  /// Shares a certificate that something else owns.
  init(sharing pointer: OpaquePointer) {
    X509_up_ref(pointer)
    self.pointer = pointer
  }

  deinit { X509_free(pointer) }

  /// A certificate in DER, and nothing behind it.
  convenience init(der: [UInt8]) throws(CryptoError) {
    let made = der.withUnsafeBufferPointer { bytes -> OpaquePointer? in
      var next = bytes.baseAddress
      let read = d2i_X509(nil, &next, bytes.count)
      guard next == bytes.baseAddress.map({ $0 + bytes.count }) else {
        X509_free(read)
        return nil
      }
      return read
    }
    self.init(owning: try Signing.made(made))
  }

  /// The certificate in DER.
  func der() throws(CryptoError) -> [UInt8] { try encoded { i2d_X509(pointer, $0) } }

  /// The common name of the holder, else all of the name.
  var subject: String { X509_get_subject_name(pointer).map(Self.text) ?? "" }

  /// The common name of the issuer, else all of the name.
  var issuer: String { X509_get_issuer_name(pointer).map(Self.text) ?? "" }

  /// The first moment of its validity, in seconds since 1970; as early as can be where the
  /// certificate says nonsense.
  var notBefore: Int64 { Self.seconds(X509_get0_notBefore(pointer)) ?? .min }

  /// The last moment of its validity, in seconds since 1970; as early as can be where the
  /// certificate says nonsense.
  var notAfter: Int64 { Self.seconds(X509_get0_notAfter(pointer)) ?? .min }

  /// True where the issuer's name is the holder's and the key signs itself.
  var isSelfSigned: Bool {
    X509_check_issued(pointer, pointer) == X509_V_OK
      && X509_verify(pointer, X509_get0_pubkey(pointer)) == 1
  }

  /// True where this one signed the other one, by name and key identifiers.
  func issued(_ other: Certificate) -> Bool {
    X509_check_issued(pointer, other.pointer) == X509_V_OK
  }

  /// True where it may sign certificates (RFC 5280 section 4.2.1.9).
  var isAuthority: Bool { X509_get_extension_flags(pointer) & UInt32(EXFLAG_CA) != 0 }

  /// False where its key usage (RFC 5280 section 4.2.1.3) rules signatures out.
  var maySign: Bool {
    X509_get_key_usage(pointer) & UInt32(KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION) != 0
  }

  /// True where it is for nothing but time stamps or answers about revocation (RFC 5280 section
  /// 4.2.1.12).
  var isForServicesOnly: Bool {
    let usage = X509_get_extended_key_usage(pointer)
    let services = UInt32(XKU_TIMESTAMP | XKU_OCSP_SIGN | XKU_DVCS)
    return usage != .max && usage != 0 && usage & ~services == 0
  }

  /// True where mail is among its purposes, or nothing limits them.
  var isForMail: Bool {
    let usage = X509_get_extended_key_usage(pointer)
    return usage & UInt32(XKU_SMIME | XKU_ANYEKU) != 0
  }

  /// The mail addresses that it names, in `subjectAltName` and in the subject.
  var addresses: [String] {
    guard let texts = X509_get1_email(pointer) else {
      CryptoError.clear()
      return []
    }
    defer { X509_email_free(texts) }
    return (0..<ccrypto_texts_count(texts)).compactMap { index in
      ccrypto_texts_value(texts, index).map { String(cString: $0) }
    }
  }

  /// Kind and size of its key; nil for a key that cannot be read.
  var keyKind: KeyKind? { X509_get0_pubkey(pointer).map { KeyKind($0) } }

  /// The facts that people are shown.
  var facts: SignerCertificate {
    SignerCertificate(
      subject: subject, issuer: issuer, notBefore: notBefore, notAfter: notAfter,
      key: keyKind?.description ?? "an unknown key")
  }

  private static func text(_ name: OpaquePointer) -> String {
    let index = X509_NAME_get_index_by_NID(name, NID_commonName, -1)
    let value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index))
    var memory: UnsafeMutablePointer<UInt8>?
    let count = index < 0 ? -1 : ASN1_STRING_to_UTF8(&memory, value)
    defer { ccrypto_free(memory) }
    if count > 0, let memory {
      return String(
        decoding: UnsafeBufferPointer(start: memory, count: Int(count)), as: UTF8.self)
    }
    CryptoError.clear()
    var line = [CChar](repeating: 0, count: 512)
    X509_NAME_oneline(name, &line, Int32(line.count))
    return String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  private static func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int64? {
    var parts = tm()
    guard let time, ASN1_TIME_to_tm(time, &parts) == 1 else {
      CryptoError.clear()
      return nil
    }
    return Int64(timegm(&parts))
  }
}

/// Several certificates as libcrypto takes them.
final class CertificateStack {
  let pointer: OpaquePointer

  init(_ certificates: [Certificate]) throws(CryptoError) {
    pointer = try made(ccrypto_stack_new())
    for certificate in certificates {
      X509_up_ref(certificate.pointer)
      guard ccrypto_stack_push(pointer, certificate.pointer) > 0 else {
        X509_free(certificate.pointer)
        throw CryptoError()
      }
    }
  }

  deinit { ccrypto_stack_release(pointer) }

  /// The certificates of a stack that something else owns.
  static func certificates(in stack: OpaquePointer?) -> [Certificate] {
    guard let stack else { return [] }
    return (0..<max(0, ccrypto_stack_count(stack))).compactMap { index in
      ccrypto_stack_value(stack, index).map(Certificate.init(sharing:))
    }
  }
}
