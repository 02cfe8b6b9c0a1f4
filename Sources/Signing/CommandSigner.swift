// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import ProfileSigning
import System

/// Has a program sign: the document on its standard input, CMS in DER on its standard output. So
/// no service needs to hold a key. Any number of threads may use it; each starts a program.
struct CommandSigner: ProfileSigner {
  let certificate: SignerCertificate?
  private let names: SigningNames
  private let roots: TrustStore?
  private let judged: Guarded<[[UInt8]: [Finding]]>
  private let program: ChildProgram
  private let limits: ProcessLimits
  private let path: String
  private let seconds: Int

  /// The program of the settings, and a certificate where one is named beside it; by the roots of
  /// this system unless others are given.
  init?(
    _ options: SigningOptions, named names: SigningNames, certificate: SignerCertificate?,
    roots: TrustStore? = nil
  ) {
    self.names = names
    self.roots = roots
    judged = Guarded([:])
    guard let word = options.command.first else { return nil }
    program = ChildProgram(word, Array(options.command.dropFirst()))
    seconds = options.timeout
    var limits = ProcessLimits()
    limits.milliseconds = seconds * 1_000
    self.limits = limits
    self.certificate = certificate
    path = names.path("command")
  }

  func sign(_ document: [UInt8]) throws(SigningFailure) -> [UInt8] {
    let answer: [UInt8]
    do throws(ProcessFailure) {
      answer = try ChildProcess.output(of: program, input: document, limits: limits)
    } catch {
      throw SigningFailure([finding(error)])
    }
    try check(answer, document)
    return answer
  }

  /// What a device would refuse, or show as somebody else's, is not given away.
  private func check(_ answer: [UInt8], _ document: [UInt8]) throws(SigningFailure) {
    let message: SignedMessage
    do throws(MessageFault) {
      guard !answer.isEmpty else { throw .unreadable }
      message = try SignedMessage(answer)
    } catch {
      let problem = answer.isEmpty ? "is empty" : error.words
      throw failure("the output of \(name) \(problem)", fix: error.fix)
    }
    guard message.content == document else {
      throw failure(
        "\(name) signed something else than the document",
        fix: "keep its bytes as they are: 'openssl cms -sign' needs -binary")
    }
    let signers: [Certificate]
    do throws(CryptoError) {
      signers = try message.verifySignatures()
    } catch {
      throw failure(
        "the signature of \(name) is not valid: \(error.words)",
        fix: "let it include the certificate of the key that signs")
    }
    if let weak = message.weakDigests.first {
      throw SigningFailure([.weakDigest(weak, at: path)])
    }
    for signer in signers {
      let errors = judgement(of: signer, message.certificates)
      guard errors.isEmpty else { throw SigningFailure(errors) }
    }
  }

  /// What `verify` would say of a signer's certificate, its key and its chain. The way to a root
  /// takes longer than a signature, so what was found is remembered; dates are looked at again.
  private func judgement(
    of signer: Certificate, _ others: [Certificate]
  ) -> [Finding] {
    let now = Clock.seconds()
    if signer.notAfter < now { return [.expired(signer.subject, signer.notAfter, at: path)] }
    guard let key = try? ([signer] + others).flatMap({ try $0.der() }) else { return [] }
    if let known = judged.withLock({ $0[key] }) { return known }
    var check = CertificateCheck(names, at: now)
    check.leaf(signer)
    check.path(check.order(signer, others), roots)
    var findings = check.findings
    if let kind = signer.keyKind, let finding = CertificateCheck.finding(about: kind, at: path) {
      findings.append(finding)
    }
    let errors = findings.filter { $0.severity == .error }.map { finding in
      Finding(.error, at: path, "\(name) cannot be used: \(finding.message)", fix: finding.fix)
    }
    judged.withLock { judged in
      if judged.count >= Self.mostRemembered { judged.removeAll() }
      judged[key] = errors
    }
    return errors
  }

  private static let mostRemembered = 64

  private var name: String { program.program.quotedPath }

  private func failure(_ message: String, fix: String? = nil) -> SigningFailure {
    SigningFailure([Finding(.error, at: path, message, fix: fix)])
  }

  private func finding(_ failure: ProcessFailure) -> Finding {
    let words = failure.words.isEmpty ? "" : "; it says \(failure.words.quoted)"
    let fix: String? =
      switch failure.cause {
      case .notFound: "give its path, or put it into a folder of PATH"
      case .timedOut: "it has \(seconds) seconds; 'timeout:' gives it more"
      default: nil
      }
    return Finding(
      .error, at: path, "\(name) \(failure.cause)\(words)", fix: fix)
  }
}
