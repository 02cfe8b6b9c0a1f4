// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CCrypto
import MailSettings
import ProfileSigning

/// Looks at a signer's certificates the way a device will.
struct CertificateCheck {
  private let names: SigningNames
  private let now: Int64
  private(set) var findings: [Finding] = []

  /// A look at a moment, in seconds since 1970.
  init(_ names: SigningNames, at now: Int64) {
    self.names = names
    self.now = now
  }

  /// The certificates from the signer towards the root; what does not belong there is left out.
  mutating func order(_ leaf: Certificate, _ others: [Certificate]) -> [Certificate] {
    var rest = others.filter { (try? $0.der()) != (try? leaf.der()) }
    let given = rest
    var chain = [leaf]
    while let last = chain.last, !last.isSelfSigned,
      let index = rest.firstIndex(where: { $0.issued(last) })
    {
      chain.append(rest.remove(at: index))
    }
    let path = names.path("chain")
    for certificate in rest where !chain.contains(where: { certificate.issued($0) }) {
      findings.append(
        Finding(
          .warning, at: path,
          "the certificate of \(certificate.subject.quoted) does not belong to the chain and is"
            + " left out", fix: "remove it from the file"))
    }
    let inOrder = given.filter { one in chain.contains { $0 === one } }
    if !zip(inOrder, chain.dropFirst()).allSatisfy({ $0 === $1 }) {
      findings.append(
        Finding(
          .warning, at: path, "the certificates are not in order and are put into it",
          fix: "write each certificate before the one of its issuer"))
    }
    return chain
  }

  /// Dates, purpose and kind of the signer's certificate.
  mutating func leaf(_ leaf: Certificate) {
    let path = names.path("certificate")
    let name = leaf.subject
    if leaf.notBefore > now {
      findings.append(.notYetValid(name, leaf.notBefore, at: path))
    } else if leaf.notAfter < now {
      findings.append(.expired(name, leaf.notAfter, at: path))
    } else if leaf.facts.daysLeft(at: now) < SignerCertificate.fewDays {
      let days = leaf.facts.daysLeft(at: now)
      let left = days == 0 ? "today" : days == 1 ? "tomorrow" : "in \(days) days"
      findings.append(
        Finding(
          .warning, at: path,
          "the certificate of \(name.quoted) expires \(left), on \(CalendarDay(leaf.notAfter))",
          fix: "renew it soon"))
    }
    if leaf.isAuthority {
      findings.append(
        Finding(
          .error, at: path, "the certificate of \(name.quoted) is one of a CA",
          fix: "put the signer's own certificate first; those of CAs belong into the chain"))
    } else if !leaf.maySign {
      findings.append(
        Finding(
          .error, at: path, "the key usage of \(name.quoted) has no digitalSignature",
          fix: "use a certificate for signatures, such as one for TLS servers or S/MIME"))
    }
    if leaf.isForServicesOnly {
      findings.append(
        Finding(
          .warning, at: path, "the certificate of \(name.quoted) is for time stamps or OCSP only",
          fix: "use one for TLS servers, S/MIME or code"))
    }
  }

  /// Whether the chain leads to a root.
  mutating func path(_ chain: [Certificate], _ roots: TrustStore?) {
    guard let leaf = chain.first else { return }
    do throws(CryptoError) {
      let store: TrustStore
      if let roots { store = roots } else { store = try .system() }
      let path = try store.path(from: leaf, over: Array(chain.dropFirst()), at: now)
      for fault in path.faults where !isAboutLeafDates(fault, leaf) {
        findings.append(
          .untrusted(
            fault.code, fault.certificate, severity(of: fault, leaf),
            at: names.path(chain.count == 1 ? "certificate" : "chain")))
      }
    } catch {
      findings.append(
        Finding(
          .warning, at: names.path("chain"), "the chain cannot be checked: \(error.words)"))
    }
  }

  /// What is wrong with a kind of key; nil for one that devices take.
  static func finding(about kind: KeyKind, at path: String) -> Finding? {
    switch kind {
    case .rsa(let bits) where bits < 2_048:
      Finding(
        .error, at: path, "the key is too short: \(kind)",
        fix: "devices trust RSA from 2048 bits on")
    case .rsa, .ecdsa: nil
    case .other:
      Finding(
        .error, at: path, "\(kind) is not a kind of key that devices know",
        fix: "use RSA from 2048 bits on, or ECDSA on P-256, P-384 or P-521")
    }
  }

  private func isAboutLeafDates(
    _ fault: (code: Int32, certificate: Certificate?), _ leaf: Certificate
  )
    -> Bool
  {
    let isDate = [X509_V_ERR_CERT_HAS_EXPIRED, X509_V_ERR_CERT_NOT_YET_VALID].contains(fault.code)
    return isDate && fault.certificate?.facts == leaf.facts
  }

  /// A root of one's own is a choice. A root need not be sent (RFC 8446 section 4.4.2), and a
  /// system may know no roots at all, so that the last issuer of a chain may be unknown here; a
  /// signer whose own issuer is missing, and every other gap, is a mistake.
  private func severity(
    of fault: (code: Int32, certificate: Certificate?), _ leaf: Certificate
  ) -> Severity {
    switch fault.code {
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT: .warning
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
      fault.certificate.map { X509_cmp($0.pointer, leaf.pointer) != 0 } == true ? .warning : .error
    default: .error
    }
  }
}
