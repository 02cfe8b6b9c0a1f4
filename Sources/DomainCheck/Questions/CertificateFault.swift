// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Why clients refuse a certificate, or some of them do.
package enum CertificateFault: Sendable, Hashable {
  /// It names other hosts.
  case otherHost([String])
  /// It has a name in its subject at most, and no subjectAltName (RFC 9525 section 6.3).
  case noNames
  case expired
  case notYetValid
  /// It is signed by itself, or its chain ends at an authority that nobody knows; who signed it.
  case unknownAuthority(String)
  /// It is signed by itself.
  case selfSigned
  /// Certificates between it and an authority are not sent; who signed it.
  case chainNotWhole(String)
  /// It is for something else than servers (RFC 5280 section 4.2.1.12).
  case otherPurpose
  /// It does not say that it is for servers, which Apple's devices ask for.
  case noPurpose
  /// So many days are more than Apple's devices take.
  case tooLong(days: Int)
  /// An RSA key of so many bits.
  case shortKey(bits: Int)
  case weakSignature
  case wrongSignature
  case revoked
  case unreadable

  /// How much it matters: most clients refuse it, or some.
  package var grade: Grade {
    switch self {
    case .noPurpose, .tooLong: .warning
    default: .error
    }
  }

  /// A sentence without a full stop.
  package func text(_ host: String) -> String {
    switch self {
    case .otherHost: "the certificate is not for \(host)"
    case .noNames: "the certificate has no subjectAltName: clients read names nowhere else"
    case .expired: "the certificate has expired"
    case .notYetValid: "the certificate is not valid yet"
    case .unknownAuthority(let issuer):
      "the certificate is of no known authority, or its chain is not whole: it is signed by"
        + " '\(issuer)'"
    case .selfSigned: "the certificate is of no known authority: it is signed by itself"
    case .chainNotWhole(let issuer):
      "the chain of the certificate is not whole: '\(issuer)', which signed it, is not sent"
    case .otherPurpose: "the certificate is not for servers"
    case .noPurpose:
      "the certificate does not say that it is for servers: iPhones, iPads and Macs refuse it"
    case .tooLong(let days):
      "the certificate is valid for \(days) days: iPhones, iPads and Macs refuse more than"
        + " \(CertificateFacts.mostDays)"
    case .shortKey(let bits): "the certificate has an RSA key of \(bits) bits, clients want 2048"
    case .weakSignature: "the certificate is signed with a weak algorithm"
    case .wrongSignature: "the signature of the certificate is wrong"
    case .revoked: "the certificate is revoked"
    case .unreadable: "the certificate cannot be verified"
    }
  }

  /// What mends it.
  package func fix(_ host: String) -> String {
    switch self {
    case .otherHost, .noNames: "install a certificate with \(host) in its subjectAltName"
    case .chainNotWhole: "send the certificates between it and the authority, too (fullchain.pem)"
    case .otherPurpose, .noPurpose:
      "install a certificate with the extended key usage serverAuth"
    case .tooLong: "install one for \(CertificateFacts.mostDays) days at most"
    case .shortKey, .weakSignature: "install a certificate with a newer kind of key and signature"
    case .notYetValid: "set the server's clock, or install a certificate that is valid today"
    case .expired: "renew it, and have the server load it"
    default: "install a certificate for \(host) with its whole chain"
    }
  }

  /// Where it is written down.
  package var source: String {
    switch self {
    case .otherHost, .noNames: "RFC 9525 6.3"
    case .noPurpose, .tooLong: "Apple HT210176"
    case .otherPurpose: "RFC 5280 4.2.1.12"
    case .shortKey, .weakSignature: "RFC 9325 4.5"
    default: "RFC 8314 4.3"
    }
  }
}

extension CertificateFacts {
  /// Days that Apple's devices take a certificate of a server for.
  static let mostDays = 825
  /// When Apple's rules began (2019-07-01), in seconds since 1970.
  private static let appleRules = 1_561_939_200
  private static let serverPurposes = ["1.3.6.1.5.5.7.3.1", "2.5.29.37.0"]

  /// What clients have against it that a library lets pass.
  package var lenientFaults: [CertificateFault] {
    var faults: [CertificateFault] = []
    if names.isEmpty { faults.append(.noNames) }
    if let bits = rsaBits, bits < 2_048 { faults.append(.shortKey(bits: bits)) }
    if !purposes.isEmpty, !purposes.contains(where: Self.serverPurposes.contains) {
      faults.append(.otherPurpose)
    }
    guard let starts, starts >= Self.appleRules else { return faults }
    if purposes.isEmpty { faults.append(.noPurpose) }
    let days = (expires - starts) / 86_400
    if days > Self.mostDays { faults.append(.tooLong(days: days)) }
    return faults
  }
}
