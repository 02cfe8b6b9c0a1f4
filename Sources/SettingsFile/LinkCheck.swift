// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System

/// Looks for linked domains whose logins stand at a domain that nobody serves, which only a list
/// of domains can say: most likely the primary domain is misspelled.
enum LinkCheck {
  /// A warning for each, at most `limit` of them and a word about the others.
  static func findings(
    _ catalog: SettingsCatalog, _ claims: CatalogBuilder, limit: Int
  ) -> [Finding] {
    let lost = claims.loginDomains.map { catalog.match($0) == nil }
    guard lost.contains(true) else { return [] }
    let links = claims.exact.filter { entry in
      entry.value.login.map { $0 < lost.count && lost[$0] } ?? false
    }
    .map { (place: claims.place(of: $0.value), domain: $0.key, claim: $0.value) }
    .sorted { $0.place < $1.place }
    var findings = links.prefix(limit).map { link in
      let login = link.claim.login.map { claims.loginDomains[$0].ascii } ?? ""
      return Finding(
        .warning, at: "",
        "\(link.domain) is linked to \(login), which is not among the domains",
        fix: "add \(login), or mend its spelling", place: link.place)
    }
    if links.count > limit {
      findings.append(
        Finding(
          .warning, at: "", "links of this kind that are not shown: \(links.count - limit)",
          place: findings.last?.place))
    }
    return findings
  }
}
