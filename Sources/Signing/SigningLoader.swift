// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CCrypto
import MailSettings
import ProfileSigning
import System

/// Loads what signs and finds everything that is wrong with it in one run.
struct SigningLoader {
  private let options: SigningOptions
  private let names: SigningNames
  private let now: Int64
  private let roots: TrustStore?
  private var findings: [Finding] = []

  /// What the settings or the command line say, judged at a moment in seconds since 1970; by the
  /// roots of this system unless others are given.
  init(_ options: SigningOptions, _ names: SigningNames, at now: Int64, roots: TrustStore? = nil) {
    self.options = options
    self.names = names
    self.now = now
    self.roots = roots
  }

  /// The signer, or every reason why there is none.
  mutating func load(
    clock: @escaping @Sendable () -> Int64 = Clock.seconds
  ) throws(SigningFailure) -> LoadedSigner {
    let signer = options.command.isEmpty ? keySigner(clock) : commandSigner()
    guard let signer, !findings.contains(where: { $0.severity == .error }) else {
      throw SigningFailure(findings)
    }
    return LoadedSigner(signer, findings: findings)
  }

  private func file(_ path: String, _ name: String) -> SigningPath {
    SigningPath(name: path, field: names.path(name))
  }

  private mutating func keySigner(
    _ clock: @escaping @Sendable () -> Int64
  ) -> (any ProfileSigner)? {
    let chain = chain()
    let key = key()
    guard let chain, let leaf = chain.first, let key else { return nil }
    if !key.matches(leaf) {
      findings.append(
        Finding(
          .error, at: names.path("key"),
          "the key does not belong to the certificate of \(leaf.subject.quoted)",
          fix: "give the key that the certificate was made with"))
    }
    if let finding = CertificateCheck.finding(about: key.kind, at: names.path("key")) {
      findings.append(finding)
    }
    guard !findings.contains(where: { $0.severity == .error }) else { return nil }
    do throws(CryptoError) {
      let intermediates = chain.dropFirst().filter { !$0.isSelfSigned }
      let signer = try KeySigner(leaf, intermediates: intermediates, key: key, clock: clock)
      try SelfTest.run(signer)
      return signer
    } catch {
      findings.append(
        Finding(.error, at: names.path("key"), "the key cannot sign: \(error.words)"))
      return nil
    }
  }

  /// A program that signs; a certificate beside it is only looked at.
  private mutating func commandSigner() -> (any ProfileSigner)? {
    let leaf = options.certificate == nil ? nil : chain()?.first
    return CommandSigner(options, named: names, certificate: leaf?.facts, roots: roots)
  }

  /// The signer's certificate and what follows it, checked.
  private mutating func chain() -> [Certificate]? {
    guard let path = options.certificate else {
      findings.append(
        Finding(.error, at: names.path("certificate"), "there is no certificate for the key"))
      return nil
    }
    let own = certificates(file(path, "certificate"))
    let more = options.chain.map { certificates(file($0, "chain")) } ?? []
    guard let own, let more, let leaf = own.first else { return nil }
    var check = CertificateCheck(names, at: now)
    let chain = check.order(leaf, Array(own.dropFirst()) + more)
    check.leaf(leaf)
    check.path(chain, roots)
    findings += check.findings
    return chain
  }

  private mutating func certificates(_ file: SigningPath) -> [Certificate]? {
    guard let bytes = file.contents(&findings) else { return nil }
    let problem: String
    do throws(UnreadableCertificates) {
      return try Certificate.read(bytes)
    } catch {
      switch error {
      case .noCertificate: problem = "holds no certificate in PEM or DER"
      case .broken(let number): problem = "cannot be read: certificate \(number) is damaged"
      case .tooMany(let limit): problem = "holds more than \(limit) certificates"
      }
    }
    findings.append(Finding(.error, at: file.field, "\(file.name.quoted) \(problem)"))
    return nil
  }

  private mutating func key() -> PrivateKey? {
    guard let path = options.key else {
      findings.append(Finding(.error, at: names.path("key"), "there is no key"))
      return nil
    }
    let file = file(path, "key")
    let passphrase: [UInt8]?
    if let path = options.passphraseFile {
      guard let line = self.file(path, "passphraseFile").passphrase(&findings) else { return nil }
      passphrase = line
    } else {
      passphrase = nil
    }
    guard let bytes = file.contents(&findings) else { return nil }
    file.warnIfPublic(&findings)
    do throws(KeyFault) {
      return try PrivateKey(bytes, passphrase: passphrase)
    } catch {
      findings.append(.unusableKey(error, file, names.path("passphraseFile")))
      return nil
    }
  }
}

extension Finding {
  fileprivate static func unusableKey(
    _ fault: KeyFault, _ file: SigningPath, _ option: String
  ) -> Finding {
    switch fault {
    case .noKey:
      Finding(.error, at: file.field, "\(file.name.quoted) holds no private key in PEM or DER")
    case .locked:
      Finding(
        .error, at: file.field, "\(file.name.quoted) is encrypted and there is no passphrase",
        fix: "name a file with the passphrase in \(option)")
    case .wrongPassphrase:
      Finding(
        .error, at: option, "the passphrase does not open \(file.name.quoted)",
        fix: "put the right one into the first line of the file")
    }
  }
}

/// One signature that libcrypto checks, before anybody gets one.
enum SelfTest {
  static func run(_ signer: KeySigner) throws(CryptoError) {
    let document = Array("mkprofile".utf8)
    let signed = try signer.signed(document)
    guard let message = try? SignedMessage(signed) else { throw CryptoError() }
    let signers = try message.verifySignatures()
    guard signers.count == 1, message.content == document else { throw CryptoError() }
  }
}
