// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Why clients refuse a certificate.
package struct ServerCertificateFault: Sendable, Hashable {
  /// What kinds there are, in the order in which they are told.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// It has ended.
    case expired
    /// It has not begun.
    case early
    /// It names no host of the settings (RFC 9525 section 6).
    case otherNames = "other-names"
    /// The certificate of its issuer is not sent with it (RFC 8446 section 4.4.2).
    case incomplete
  }

  /// What is wrong.
  package let kind: Kind
  /// One sentence without a full stop, with the name of the file.
  package let message: String
  /// What to do about it.
  package let fix: String
}

extension ServerCertificate {
  /// What is wrong with it at a time in seconds since 1970; `isServed` tells of a host, or of a
  /// wildcard such as `*.example.ch`, whether anything is served under it.
  func faults(
    _ file: String, at now: Int64, isServed: (String) -> Bool
  ) -> [ServerCertificateFault] {
    var faults: [ServerCertificateFault] = []
    func add(_ kind: ServerCertificateFault.Kind, _ message: String, _ fix: String) {
      faults.append(ServerCertificateFault(kind: kind, message: "\(file): \(message)", fix: fix))
    }
    if expires < now {
      add(
        .expired, "the certificate ended \(Self.days(now - expires)) ago: every client refuses it",
        "renew it, such as with certbot renew")
    } else if begins > now {
      add(
        .early,
        "the certificate begins in \(Self.days(begins - now)): clients refuse it until then",
        "set the clock right, or put the older certificate back")
    }
    let names = names
    if !names.contains(where: isServed) {
      let shown = names.prefix(4).joined(separator: ", ") + (names.count > 4 ? ", ..." : "")
      add(
        .otherNames,
        "the certificate is for no host of the settings: it names "
          + (names.isEmpty ? "none" : shown),
        "get one for what mkprofile names prints")
    }
    if !isComplete {
      add(
        .incomplete, "the certificate of the issuer is missing: phones and programs refuse it",
        "use the file with the whole chain, such as certbot's fullchain.pem")
    }
    return faults
  }

  private static func days(_ seconds: Int64) -> String {
    let days = seconds / 86_400
    return days == 0 ? "less than a day" : days == 1 ? "1 day" : "\(days) days"
  }
}
