// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ClientRules
import MailSettings
import ProfileSigning
import Signing
import System

/// What a device would say about the signature of a profile, judged by the roots of this system.
enum SignatureLint {
  /// Findings under the rule about signatures; none where a device shows the profile as verified.
  static func findings(_ document: [UInt8], at place: Place) -> [Finding] {
    let found: [Finding]
    do throws(SigningFailure) {
      let report = try LibcryptoTools().verify(document, roots: nil, at: Int64(time(nil)))
      guard report.status != .verified else { return [] }
      found = report.findings
    } catch {
      found = error.findings
    }
    let rule = ClientRule.appleSignature
    return found.filter { $0.severity >= .warning }.map { finding in
      Finding(
        finding.severity, at: rule.id, finding.message, fix: finding.fix ?? rule.fix,
        place: place)
    }
  }
}
