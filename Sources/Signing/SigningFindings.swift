// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CCrypto
import MailSettings
import ProfileSigning
import System

extension Finding {
  static func expired(_ name: String, _ moment: Int64, at path: String) -> Finding {
    Finding(
      .error, at: path, "the certificate of \(name.quoted) expired on \(CalendarDay(moment))",
      fix: "renew it: devices do not verify what it signs")
  }

  static func weakDigest(_ name: String, at path: String) -> Finding {
    Finding(
      .error, at: path, "the profile is signed with \(name), which devices do not trust",
      fix: "sign with SHA-256: '-md sha256'")
  }

  static func notYetValid(_ name: String, _ moment: Int64, at path: String) -> Finding {
    Finding(
      .error, at: path,
      "the certificate of \(name.quoted) is valid only from \(CalendarDay(moment)) on",
      fix: "wait until then, or set the clock of this system")
  }

  /// What libcrypto says about a way to a root that it could not go.
  static func untrusted(
    _ code: Int32, _ certificate: Certificate?, _ severity: Severity, at path: String
  ) -> Finding {
    let name = (certificate?.subject ?? "").quoted
    let issuer = (certificate?.issuer ?? "").quoted
    switch code {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return .expired(certificate?.subject ?? "", certificate?.notAfter ?? 0, at: path)
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return .notYetValid(certificate?.subject ?? "", certificate?.notBefore ?? 0, at: path)
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
      X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      let fix =
        severity == .error
        ? "add every intermediate certificate, as a CA's fullchain.pem holds them; a root of your"
          + " own may be in the chain, too"
        : "nothing, where that is a root that devices know; else add the certificates that are"
          + " missing"
      return Finding(
        severity, at: path,
        "the certificate of \(issuer), which issued \(name), is neither in the chain nor among"
          + " the roots", fix: fix)
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      return Finding(
        severity, at: path,
        "the certificate of \(name) is signed by itself: no root vouches for it",
        fix: "use one of a CA that devices trust, such as the one of your web server")
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
      return Finding(
        severity, at: path, "the root \(name) is not among the trusted ones",
        fix: "devices say Not Verified until it is installed and trusted there")
    default:
      let words = String(cString: X509_verify_cert_error_string(Int(code)))
      return Finding(severity, at: path, "the certificate of \(name): \(words)")
    }
  }
}

/// A day in UTC, as ISO 8601 writes it.
struct CalendarDay: CustomStringConvertible {
  let description: String

  /// The day of a moment in seconds since 1970.
  init(_ seconds: Int64) {
    var moment = time_t(seconds)
    var parts = tm()
    var text = [CChar](repeating: 0, count: 32)
    guard gmtime_r(&moment, &parts) != nil else {
      description = "an unknown day"
      return
    }
    let count = strftime(&text, text.count, "%Y-%m-%d", &parts)
    description = String(
      decoding: text.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
