// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import ProfileSigning

/// Makes a person's identity for S/MIME ready for a profile.
struct IdentityLoader {
  private let file: SigningPath
  private let passphraseFile: SigningPath
  private let address: MailAddress
  private let isLegacy: Bool
  private let now: Int64
  private var findings: [Finding] = []

  /// An identity for an address, judged at a moment in seconds since 1970.
  init(_ file: IdentityFile, for address: MailAddress, at now: Int64) {
    self.file = SigningPath(name: file.path, field: "--identity")
    passphraseFile = SigningPath(
      name: file.passphraseFile, field: "--identity-passphrase-file")
    isLegacy = file.isLegacy
    self.address = address
    self.now = now
  }

  /// The identity, or every reason why there is none.
  mutating func load() throws(SigningFailure) -> LoadedIdentity {
    let passphrase = passphraseFile.passphrase(&findings)
    let bytes = file.contents(&findings)
    guard let passphrase, let bytes else { throw SigningFailure(findings) }
    let identity: StoredIdentity
    do throws(IdentityFault) {
      identity = try StoredIdentity(bytes, passphrase: passphrase)
    } catch {
      findings.append(finding(error))
      throw SigningFailure(findings)
    }
    check(identity.certificate)
    do throws(CryptoError) {
      let name = identity.certificate.subject
      let bytes = try identity.export(
        name: name, passphrase: passphrase, isLegacy: isLegacy)
      return LoadedIdentity(
        bytes: bytes, certificate: identity.certificate.facts, findings: findings)
    } catch {
      findings.append(
        Finding(.error, at: file.field, "the identity cannot be written: \(error.words)"))
      throw SigningFailure(findings)
    }
  }

  /// An expired identity still opens old mail, and mail may come for another address: warnings.
  private mutating func check(_ certificate: Certificate) {
    let name = certificate.subject.quoted
    let addresses = certificate.addresses
    if !addresses.contains(where: { $0.lowercased() == address.description.lowercased() }) {
      let given = addresses.isEmpty ? "no address" : addresses.joined(separator: ", ").quoted
      warn(
        "the certificate of \(name) is for \(given), not for \(address.description.quoted)",
        "give the person's own identity, or devices refuse to sign with it")
    }
    if certificate.notAfter < now {
      warn(
        "the certificate of \(name) expired on \(CalendarDay(certificate.notAfter))",
        "it still opens old mail; give a renewed one to sign new mail")
    } else if certificate.notBefore > now {
      warn("the certificate of \(name) is valid only from \(CalendarDay(certificate.notBefore)) on")
    }
    if !certificate.isForMail {
      warn("the certificate of \(name) is not for mail", "use one for emailProtection")
    }
  }

  private mutating func warn(_ message: String, _ fix: String? = nil) {
    findings.append(Finding(.warning, at: file.field, message, fix: fix))
  }

  private func finding(_ fault: IdentityFault) -> Finding {
    let name = file.name.quoted
    switch fault {
    case .unreadable:
      return Finding(
        .error, at: file.field, "\(name) is not PKCS #12",
        fix: "export certificate and key as .p12 or .pfx")
    case .wrongPassphrase:
      return Finding(
        .error, at: passphraseFile.field, "the passphrase does not open \(name)",
        fix: "put the right one into the first line of the file")
    case .unsupported(let words):
      return Finding(
        .error, at: file.field, "\(name) cannot be opened: \(words)",
        fix: "install OpenSSL's legacy provider, or export the identity anew")
    case .incomplete:
      return Finding(
        .error, at: file.field, "\(name) holds no certificate with its key",
        fix: "export both together")
    case .tooSlow:
      return Finding(
        .error, at: file.field,
        "\(name) asks for more than \(StoredIdentity.mostRounds) rounds of its passphrase, or for"
          + " an unknown number",
        fix: "export the identity anew, with 'openssl pkcs12 -iter 100000'")
    }
  }
}
