// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The policy for encrypted delivery to a domain, as other mail servers fetch it from
/// `mta-sts.DOMAIN` (RFC 8461 section 3.2): the same for every domain of a provider.
package struct MTASTSPolicy: Hashable, Sendable {
  /// The file, whose lines end in CRLF.
  package let text: String
  /// What the record `_mta-sts.DOMAIN` says: it changes when the policy does.
  package let id: String

  /// Nil where the settings ask for none, or name no mail exchanger that it could permit.
  package init?(_ options: DNSOptions?) {
    guard let options, options.hasPolicy, let policy = options.mtaSTS else { return nil }
    let hosts = options.mx.sorted { $0.preference < $1.preference }.map { "mx: \($0.host.ascii)" }
    let lines =
      ["version: STSv1", "mode: \(policy.mode.rawValue)"] + hosts + ["max_age: \(policy.maxAge)"]
    let text = lines.map { "\($0)\r\n" }.joined()
    self.text = text
    id = policy.id ?? Self.identifier(of: text)
  }

  /// The media type, to which RFC 8461 section 3.3 holds servers.
  package static let mediaType = "text/plain"

  /// Letters and digits of the digest.
  private static func identifier(of text: String) -> String {
    let digest = Digest.sha256(Array(text.utf8))
    return String(digest.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.prefix(24))
  }
}
