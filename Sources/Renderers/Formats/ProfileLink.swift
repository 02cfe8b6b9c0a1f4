// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

extension AccountSettings {
  /// Where `serve` hands out the Apple profile of this account, below the settings' own
  /// `publicURL`: a request's host name is never used, since behind a proxy it is another one.
  /// Nil where the settings have no `publicURL`.
  public var profileLink: String? {
    let subject = "\(address?.local.percentEncoded ?? "")@\(domain.ascii)"
    return provider.profileURL.map { "\($0)?emailaddress=\(subject)" }
  }
}

extension Provider {
  /// Where `serve` hands out Apple profiles, without a query; nil where the settings have no
  /// `publicURL`.
  public var profileURL: String? {
    guard let base = publicURL?.description else { return nil }
    let root = base.hasSuffix("/") ? base.dropLast() : base[...]
    return "\(root)\(LookupPath.profile)"
  }
}
