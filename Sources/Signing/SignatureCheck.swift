// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CCrypto
import MailSettings
import ProfileSigning
import Trees

/// Finds out what a device would say about a profile.
struct SignatureCheck {
  private let roots: TrustStore
  private let now: Int64

  /// By certain roots, at a moment in seconds since 1970.
  init(_ roots: TrustStore, at now: Int64) {
    self.roots = roots
    self.now = now
  }

  /// The report on a document; hostile ones are welcome.
  func report(on document: [UInt8]) -> SignatureReport {
    let message: SignedMessage
    do throws(MessageFault) {
      message = try SignedMessage(document)
    } catch {
      return report(withoutSignature: document, error)
    }
    var report = judge(message)
    let content = ProfileContent(message.content)
    report.findings += content.findings
    if content.findings.contains(where: { $0.severity == .error }) { report.status = .unusable }
    return report
  }

  private func report(withoutSignature document: [UInt8], _ fault: MessageFault) -> SignatureReport
  {
    let content = ProfileContent(document)
    guard content.findings.contains(where: { $0.severity == .error }) else {
      return SignatureReport(.notSigned, findings: content.findings)
    }
    // What begins like CMS is meant to be signed, and the reason why it is not helps more.
    let isMessage = document.first == DERReader.sequence || fault == .text
    let finding = Finding(.error, at: "", "the file \(fault.words)", fix: fault.fix)
    return SignatureReport(.unusable, findings: isMessage ? [finding] : content.findings)
  }

  private func judge(_ message: SignedMessage) -> SignatureReport {
    let signers: [Certificate]
    do throws(CryptoError) {
      signers = try message.verifySignatures()
    } catch {
      return SignatureReport(
        .notVerified,
        findings: [Finding(.error, at: "signature", "it is not valid: \(error.words)")])
    }
    guard let signer = signers.first else { return SignatureReport(.notVerified) }
    var report = SignatureReport(.verified, signer: signer.facts)
    var findings: [Finding] = []
    for signer in signers {
      let path = path(from: signer, message)
      findings += path.findings
      if report.chain.isEmpty { report.chain = path.chain.map(\.subject) }
    }
    findings += message.weakDigests.map { .weakDigest($0, at: "signature") }
    if findings.contains(where: { $0.severity == .error }) { report.status = .notVerified }
    report.findings = findings
    return report
  }

  private func path(
    from signer: Certificate, _ message: SignedMessage
  ) -> (chain: [Certificate], findings: [Finding]) {
    var check = CertificateCheck(.settings, at: now)
    check.leaf(signer)
    var findings = check.findings.map { finding in
      var finding = finding
      finding.path = "signer"
      return finding
    }
    do throws(CryptoError) {
      let path = try roots.path(from: signer, over: message.certificates, at: now)
      for fault in path.faults {
        var finding = Finding.untrusted(fault.code, fault.certificate, .error, at: "chain")
        finding.fix = Self.fix(fault.code) ?? finding.fix
        if !findings.contains(where: { $0.message == finding.message }) { findings.append(finding) }
      }
      return (path.chain, findings)
    } catch {
      findings.append(
        Finding(.error, at: "chain", "the certificates cannot be checked: \(error.words)"))
      return ([signer], findings)
    }
  }

  /// What helps whoever looks at a profile that is signed already; nil for what signers mend.
  private static func fix(_ code: Int32) -> String? {
    switch code {
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
      X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      "where that is a root of your own, give it with --ca FILE, and install it on the devices;"
        + " else sign with every intermediate certificate in the chain"
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      "where it is your own, give it with --ca FILE; devices say Not Verified until it is installed"
        + " and trusted there"
    default: nil
    }
  }
}
