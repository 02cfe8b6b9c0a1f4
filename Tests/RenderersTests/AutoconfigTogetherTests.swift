// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import Renderers
import Testing

/// One autoconfig document that names several domains.
@Suite struct AutoconfigTogetherTests {
  @Test func domainsWithTheSameServersShareTheUsualDocument() throws {
    let domains = [try Sample.domain(), try Sample.domain(nil, "example.com")]
    let document = try Autoconfig().render(together: domains, RenderOptions())
    #expect(document.text.texts(of: "domain") == ["example.ch", "example.com"])
    let alone = try Autoconfig().render(domains[0], RenderOptions())
    #expect(document.findings == alone.findings)
    let added = "    <domain>example.com</domain>\n"
    #expect(document.text.replacingOccurrences(of: added, with: "") == alone.text)
    #expect(document.text.contains("</domain>\n\(added)"))
  }

  @Test func aDomainInAHostBecomesThePlaceholder() throws {
    let provider = try Sample.provider(
      incoming: [Sample.server(.imap, host: "imap.{domain}")],
      outgoing: [Sample.server(.smtp, host: "smtp.example.ch")])
    let domains = [
      try Sample.domain(provider), try Sample.domain(provider, "example.com"),
      try Sample.domain(provider, "mail.example.ch"),
    ]
    let document = try Autoconfig().render(together: domains, RenderOptions())
    #expect(document.text.texts(of: "hostname") == ["imap.%EMAILDOMAIN%", "smtp.example.ch"])
    #expect(document.text.texts(of: "domain").count == 3)
    #expect(document.findings.contains { $0.message.contains("%EMAILDOMAIN%") })
  }
}
