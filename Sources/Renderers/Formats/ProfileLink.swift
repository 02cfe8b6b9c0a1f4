// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

extension AccountSettings {
  /// Where `serve` hands out the Apple profile of this account, below the settings' own
  /// `publicURL`: a request's host name is never used, since behind a proxy it is another one.
  /// Nil where the settings have no `publicURL`.
  public var profileLink: String? {
    guard let base = provider.publicURL else { return nil }
    let root = base.description.hasSuffix("/") ? base.description.dropLast() : base.description[...]
    let subject = "\(address?.local.percentEncoded ?? "")@\(domain.ascii)"
    return "\(root)/mail/profile.mobileconfig?emailaddress=\(subject)"
  }
}
