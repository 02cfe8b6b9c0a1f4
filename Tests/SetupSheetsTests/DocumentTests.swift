// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import Testing

@testable import SetupSheets

@Suite struct DocumentTests {
  /// An account with what is chosen for its sheet.
  struct Case: CustomTestStringConvertible {
    let account: AccountSettings
    let options: RenderOptions
    let testDescription: String
  }

  static func cases() throws -> [Case] {
    let device = try Samples.device()
    let linked = try Samples.account(
      Samples.everything(), "anna+shop@linked.example", loginDomain: "example.org")
    let long = String(repeating: "long-label-of-a-host.", count: 5)
    var provider = try Samples.everything()
    provider.outgoing.append(try Samples.server(.smtp, "\(long)example.net", .starttls))
    provider.outgoing.swapAt(0, 2)
    let accounts = [
      ("usual", try Samples.account(Samples.usual(), name: "Anna Muster")),
      ("everything", try Samples.account(Samples.everything())), ("linked", linked),
      ("domain", try Samples.everybody(Samples.everything(), loginDomain: "primary.example")),
      ("long", try Samples.account(provider, name: String(repeating: "Wort ", count: 100))),
      ("hostile", try Samples.account(hostile(), "\"<&>'\"@example.org", name: trouble)),
    ]
    return accounts.flatMap { name, account in
      [
        Case(account: account, options: RenderOptions(), testDescription: "\(name), client"),
        Case(account: account, options: device, testDescription: "\(name), device"),
      ]
    }
  }

  static let trouble = "\"<&>'</td>]]><script>alert(1)</script> {host} שלום مرحبا 🦊 漢字"

  static func hostile() throws -> Provider {
    var provider = try Samples.everything()
    provider.name = try DisplayText(trouble)
    provider.support?.phone = try DisplayText(trouble)
    provider.support?.hours = LocalizedText([(.english, try DisplayText(trouble))])
    provider.directories[0].searchBases[0].base = try DisplayText(trouble)
    provider.documentation[0].text = LocalizedText([
      (try Language("he"), try DisplayText(trouble))
    ])
    return provider
  }

  @Test(arguments: try cases())
  func textHasSeventyTwoColumns(_ row: Case) throws {
    let document = try SheetText().render(row.account, row.options)
    #expect(document.text.hasSuffix("\n") && !document.text.hasSuffix("\n\n"))
    let values = Self.values(row.account)
    for line in document.text.split(separator: "\n") {
      #expect(line.last != " ")
      #expect(
        TextLayout.columns(String(line)) <= 72 || values.contains { line.contains($0) },
        "\(line)")
    }
  }

  @Test(arguments: try cases())
  func pagesAreWellFormedAndReadable(_ row: Case) throws {
    let page = try #require(Page(try SheetHTML().render(row.account, row.options)))
    #expect(page.count("h1") == 1 && page.count("main") == 1 && page.count("title") == 1)
    #expect(page.count("caption") == page.count("table"))
    #expect(page.count("script") == 0 && page.count("link") == 0 && page.count("img") == 0)
    let headers = zip(page.elements, page.attributes).filter { $0.0 == "th" }
    #expect(headers.allSatisfy { $0.1["scope"] != nil })
    #expect(page.attributes.first == ["lang": "en"])
    for (name, value) in page.attributes.joined() where name == "href" {
      let schemes = ["https://", "mailto:", "tel:", "webcal://", "webcals://"]
      #expect(schemes.contains(where: value.hasPrefix), "\(value)")
    }
  }

  @Test(arguments: try cases())
  func theSameAccountGivesTheSameBytes(_ row: Case) throws {
    for format in Samples.formats {
      let first = try format.render(row.account, row.options)
      #expect(try format.render(row.account, row.options) == first)
    }
  }

  @Test(arguments: try cases())
  func bothSpellingsSayTheSame(_ row: Case) throws {
    let (sheet, _) = try Samples.choices.content(row.account, row.options)
    let text = SheetTextWriter.write(sheet).filter { $0 > 0x20 }
    let page = try #require(Page(Document(SheetHTMLWriter.write(sheet), findings: [])))
    let bytes = Self.bare(page.text)
    for line in sheet.withoutPictures.text.split(separator: "\n") where !line.contains(" | ") {
      for part in line.components(separatedBy: [": ", " / "]) {
        let wanted = part.utf8.filter { $0 > 0x20 }
        #expect(text.contains(wanted), "\(part)")
        #expect(bytes.contains(Self.bare(part)), "\(part)")
      }
    }
  }

  /// The text without blanks and without the quotation marks that a page replaces by bold letters.
  private static func bare(_ text: String) -> [UInt8] {
    text.filter { $0 != "“" && $0 != "”" }.utf8.filter { $0 > 0x20 }
  }

  @Test func everyValueOfTheAccountIsPrinted() throws {
    let account = try Samples.account(Samples.everything(), name: "Anna Muster")
    let text = try SheetText().render(account, RenderOptions()).flat
    let page = try #require(Page(try SheetHTML().render(account, RenderOptions())))
    for value in Self.values(account) + ["Anna Muster", "Example Mail", "Public holidays"] {
      #expect(text.contains(value), "\(value)")
      #expect(page.text.contains(value), "\(value)")
    }
  }

  @Test func hostileTextsStayText() throws {
    let account = try Samples.account(Self.hostile(), "\"<&>'\"@example.org", name: Self.trouble)
    let document = try SheetHTML().render(account, RenderOptions())
    let page = try #require(Page(document))
    #expect(page.text.contains(Self.trouble))
    #expect(!document.text.contains("<script"))
    let foreign = zip(page.elements, page.attributes).filter { $0.1["lang"] == "he" }
    #expect(foreign.map(\.0) == ["bdi"])
  }

  /// What people type: names of hosts, ports, user names, addresses.
  static func values(_ account: AccountSettings) -> [String] {
    let servers = account.incoming + account.outgoing
    let services =
      account.calendars.map { ($0.url, $0.username) }
      + account.contacts.map { ($0.url, $0.username) }
      + account.files.map { ($0.url, $0.username) }
      + (account.jmap.map { [($0.url, $0.username)] } ?? [])
    var values = servers.flatMap { [$0.host.ascii, $0.port.description, $0.username.value ?? ""] }
    values += services.flatMap { [$0.0.description, $0.1.value ?? ""] }
    values += account.directories.flatMap {
      [$0.host.ascii, $0.port.description, $0.username?.value ?? ""]
        + $0.searchBases.flatMap { [$0.base.text, $0.name?.entries.first?.text.text ?? ""] }
    }
    if let sieve = account.manageSieve { values += [sieve.host.ascii, sieve.port.description] }
    values += [
      account.address?.description, account.activeSync?.ascii, account.webmail?.description,
    ]
    .compactMap { $0 }
    let support = account.provider.support
    values += [
      support?.email?.description, support?.phone?.text, support?.url?.url(for: []).description,
    ]
    .compactMap { $0 }
    values += account.provider.documentation.map { $0.url.url(for: []).description }
    return values.filter { !$0.isEmpty }
  }
}

extension Substring {
  fileprivate func components(separatedBy separators: [String]) -> [String] {
    separators.reduce([String(self)]) { parts, separator in
      parts.flatMap { part -> [String] in
        var out: [String] = []
        var rest = part[...]
        while let range = rest.firstRange(of: separator) {
          out.append(String(rest[..<range.lowerBound]))
          rest = rest[range.upperBound...]
        }
        return out + [String(rest)]
      }
    }
  }
}
