// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

extension DomainChecker {
  /// The certificate that signs profiles, where the settings name its file.
  func signer() -> [CheckItem] {
    guard let signer = plan.signer else {
      guard plan.settings != nil else { return [] }
      return [
        CheckItem(
          .signing, .advice, "signing.certificate",
          "profiles are not signed: iPhones show them as not verified",
          fix: "set signing: {certificate: ..., key: ...}")
      ]
    }
    guard let facts = inquiry.tools.certificate(signer.pem) else {
      return [
        CheckItem(
          .signing, .error, signer.file, "there is no certificate in PEM",
          fix: "name the file of the signer's certificate")
      ]
    }
    let problems = expiry(of: facts, .signing, signer.file)
    return problems.isEmpty
      ? [CheckItem(.signing, .good, signer.file, "the certificate that signs profiles is valid")]
      : problems
  }
}
