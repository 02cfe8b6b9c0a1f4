// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import Testing

@testable import SetupSheets

@Suite struct FormatTests {
  @Test func formatsDescribeThemselves() {
    #expect(Samples.formats.map(\.name) == ["sheet-text", "sheet-html"])
    #expect(Samples.formats.map(\.fileExtension) == ["txt", "html"])
    #expect(
      Samples.formats.map(\.mediaType) == ["text/plain; charset=utf-8", "text/html; charset=utf-8"])
    for format in Samples.formats {
      #expect(format.summary.hasSuffix("."))
      #expect(format.options.map(\.name) == ["client", "device", "source", "date"])
      #expect(format.options.allSatisfy { $0.summary.hasSuffix(".") && !$0.isList })
    }
  }

  @Test func aSheetIsForAMailProgramUnlessADeviceIsChosen() throws {
    let account = try Samples.account(Samples.usual())
    var options = RenderOptions()
    #expect(try SheetText().render(account, options).text.contains("set up your email"))
    try options.choose(Samples.choices.client, "generic")
    #expect(try SheetText().render(account, options).text.contains("set up your email"))
    try options.choose(Samples.choices.device, "generic")
    #expect(try SheetText().render(account, options).text.contains("scan to email"))
    try options.choose(Samples.choices.device, "none")
    #expect(try SheetText().render(account, options).text.contains("set up your email"))
  }

  @Test func thePageAllowsNothingFromElsewhere() throws {
    let text = try SheetHTML().render(Samples.account(Samples.usual()), RenderOptions()).text
    #expect(text.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
    #expect(text.contains("default-src 'none'; style-src 'sha256-"))
    #expect(text.contains("<meta name=\"robots\" content=\"noindex\"/>"))
    #expect(text.contains("<meta name=\"viewport\""))
    #expect(!text.contains("url(") && !text.contains("@import") && !text.contains("src="))
  }

  @Test func aLongHostStandsOnALineOfItsOwn() throws {
    let host = String(repeating: "very-long-label.", count: 5) + "example.net"
    var provider = try Samples.bare()
    provider.incoming = [try Samples.server(.imap, host)]
    let text = try SheetText().render(Samples.account(provider), RenderOptions()).text
    #expect(text.contains("  Server name\n    \(host)\n"))
  }

  @Test func aTableThatIsTooWideIsSpelledRowByRow() throws {
    var provider = try Samples.usual()
    let host = "a-rather-long-name-for-a-server.mail.example.net"
    provider.incoming[1] = try Samples.server(.pop3, host)
    let text = try SheetText().render(Samples.account(provider), RenderOptions()).text
    #expect(
      text.contains("  Server               Incoming (POP3)\n  Server name          \(host)\n"))
  }
}
