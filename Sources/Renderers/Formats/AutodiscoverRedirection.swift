// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

extension Autodiscover {
  /// The answer that sends a client on (MS-OXDSCLI section 2.2.4.1.1.2).
  static func redirection(
    _ redirect: AutodiscoverRedirect, _ account: AccountSettings
  ) throws(RenderFailure) -> Document {
    var gaps = Gaps(account)
    switch redirect {
    case .address(let address):
      gaps.warn(
        "autodiscover.redirectAddress",
        "Thunderbird of August 2026 fails on it, FairEmail and Delta Chat find no servers in it",
        fix: "let autoconfig answer them: they ask for it first")
      return try gaps.document(
        answer("redirectAddr", "RedirectAddr", address.description))
    case .url(let url):
      gaps.warn(
        "autodiscover.redirectURL",
        "Thunderbird and FairEmail do not follow it and find no servers",
        fix: "let autoconfig answer them: they ask for it first")
      return try gaps.document(answer("redirectUrl", "RedirectUrl", url.description))
    case .unknown:
      gaps.refuseUnknownRedirect(account)
      throw RenderFailure(gaps.findings)
    }
  }

  private static func answer(
    _ action: String, _ element: StaticString, _ target: String
  ) -> [UInt8] {
    response { xml in
      xml.element("Account") { xml in
        xml.element("AccountType", text: "email")
        xml.element("Action", text: action)
        xml.element(element, text: target)
      }
    }
  }
}

extension Gaps {
  /// The redirect needs an address that is not there, or that fits no legal one.
  mutating func refuseUnknownRedirect(_ account: AccountSettings) {
    if account.address == nil {
      refuse(
        "autodiscover", "the redirect depends on the address, which is not known here",
        fix: "ask with an address")
    } else {
      refuse(
        "autodiscover", "the redirect leads nowhere legal for this address",
        fix: "use a shorter domain or a simpler pattern")
    }
  }
}
