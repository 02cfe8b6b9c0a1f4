// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Testing

@testable import Renderers

/// A service that cannot be worked out for somebody keeps no other service from them.
@Suite struct UnrelatedServiceTests {
  /// Its calendar has no legal host for `a_b`, and none at all for a whole domain.
  private func provider() throws -> Provider {
    try Sample.provider { provider in
      provider.activeSync = try Sample.host()
      provider.calendars = [
        CalendarService(.caldav, url: try URLPattern("https://{local}.example.ch/"))
      ]
    }
  }

  @Test(arguments: ["autodiscover", "mobilesync", "autodiscover-json"])
  func mailFormatsNeedNoCalendar(_ name: String) throws {
    let formats: [any Renderer] = [Autodiscover(), MobileSync(), AutodiscoverJSON()]
    let format = try #require(formats.first { $0.name == name })
    for account in [
      try Sample.account(try provider(), "a_b@example.ch"), try Sample.domain(try provider()),
    ] {
      let findings = try format.document(account).findings
      #expect(findings.map(\.path) == (name == "autodiscover" ? ["calendars[0]"] : []))
      #expect(findings.allSatisfy { $0.severity == .note })
    }
  }

  @Test func profileOfMailNeedsNoCalendar() throws {
    let account = try Sample.account(try provider(), "a_b@example.ch")
    var options = RenderOptions()
    try options.choose(MobileConfig.partsOption, "mail")
    #expect(try MobileConfig().render(account, options).findings.paths(.error) == [])
    #expect(throws: RenderFailure.self) { try MobileConfig().document(account) }
  }
}
