// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import Testing

@testable import SetupSheets

/// What a help page has beside servers: pages of the provider, other providers, calendars.
@Suite struct GuideTests {
  private func text(
    _ client: String, _ provider: Provider, _ chosen: [(FormatOption, String)] = [],
    language: String? = nil
  ) throws -> String {
    var options = RenderOptions()
    try options.choose(Samples.choices.client, client)
    for (option, value) in chosen { try options.choose(option, value) }
    let account = try Samples.account(provider, language: language)
    return try SheetText().render(account, options).flat
  }

  @Test(
    arguments: SheetLibrary.builtIn.clients.filter { ClientDefinition.named($0).kind == .manual })
  func everySheetBeginsWithThePassword(_ client: String) throws {
    var provider = try Samples.usual()
    guard client != "migration-source" else { return }
    #expect(try text(client, provider).contains("mailbox password at https://webmail.example.net"))
    provider.webmail = nil
    #expect(try text(client, provider).contains("FIRST: Make sure that the mailbox exists"))
    #expect(try text(client, provider).contains("ask its maker or a computer specialist"))
  }

  @Test func otherPortsAreForNetworksThatBlockTheUsualOnes() throws {
    let sheet = try text("thunderbird", Samples.usual())
    #expect(sheet.contains("Example Mail also offers SMTP 587 (STARTTLS)."))
    #expect(try !text("generic", Samples.usual()).contains("also offers"))
  }

  struct Copy: CustomTestStringConvertible {
    let source: String
    let words: [String]
    var testDescription: String { source }
  }

  @Test(arguments: [
    Copy(source: "imap", words: ["Server name ask your old provider", "whether IMAP must be"]),
    Copy(
      source: "google",
      words: [
        "Server name imap.gmail.com", "Port 993", "app password of 16 letters",
        "copied into three folders", "2-Step Verification",
      ]),
    Copy(source: "microsoft-365", words: ["outlook.office365.com", "OAuth2"]),
    Copy(source: "icloud", words: ["imap.mail.me.com", "App-Specific Passwords"]),
    Copy(source: "gmx", words: ["imap.gmx.net", "POP3 & IMAP"]),
    Copy(source: "yahoo", words: ["imap.mail.yahoo.com", "Generate app password"]),
    Copy(source: "bluewin", words: ["imaps.bluewin.ch"]),
  ])
  func mailIsCopiedFromAnotherProvider(_ row: Copy) throws {
    let sheet = try text(
      "migration-source", Samples.usual(), [(Samples.choices.source, row.source)])
    for word in row.words { #expect(sheet.contains(word), "\(word)") }
    let name = try #require(SheetLibrary.builtIn.source(row.source)).definition.name.english
    #expect(sheet.contains("copy mail from \(name)") && sheet.contains("From: \(name)"))
    #expect(sheet.contains("To: Example Mail") && sheet.contains("imap.example.net"))
  }

  @Test func pagesOfTheProviderStandInTheReadersLanguage() throws {
    var provider = try Samples.usual()
    let german = try Language("de")
    provider.support?.passwordURL = LocalizedURL([
      (.english, try WebURL("https://example.net/en/password")),
      (german, try WebURL("https://example.net/de/passwort")),
    ])
    provider.support?.statusURL = LocalizedURL(try WebURL("https://status.example.net"))
    provider.support?.appPasswordURL = LocalizedURL(try WebURL("https://example.net/apps"))
    provider.support?.migrationURL = LocalizedURL(try WebURL("https://example.net/import"))
    let english = try text("password-changed", provider)
    #expect(english.contains("Change the password at https://example.net/en/password."))
    let sheet = try text("password-changed", provider, language: "de")
    #expect(sheet.contains("unter https://example.net/de/passwort."))
    #expect(sheet.contains("Betriebsstatus https://status.example.net"))
    #expect(
      try text("thunderbird", provider).contains("make an app password at https://example.net/apps")
    )
    #expect(
      try text("migration-source", provider).contains("Start the import at https://example.net/imp")
    )
    provider.support?.passwordURL = nil
    #expect(try text("password-changed", provider).contains("in the control panel of Example Mail"))
  }

  @Test(arguments: [
    ("thunderbird", "looks for calendars and address books by itself"),
    ("thunderbird-android", "The app DAVx5 brings them to Android; it asks for https://dav.exa"),
    ("apple-mail-ios", "Add CalDAV Account"), ("kmail", "DAV groupware resource"),
    ("evolution", "CalDAV, “URL” https://dav.example.net/cal"),
    ("outlook-2016", "CalDAV Synchronizer"), ("outlook-new", "no field for CalDAV and CardDAV"),
    ("davx5", "Login with URL and user name"),
  ])
  func programsTellWhatTheyDoWithCalendars(_ client: String, _ words: String) throws {
    #expect(try text(client, Samples.everything()).contains(words))
    #expect(try !text(client, Samples.usual()).contains(words) || client == "davx5")
  }

  @Test(arguments: ["thunderbird", "apple-mail-macos", "outlook-2016", "gmail-app", "fairemail"])
  func nothingIsPrintedThatAProgramHasNoFieldFor(_ client: String) throws {
    let sheet = try text(client, Samples.everything())
    #expect(!sheet.contains("ManageSieve") && !sheet.contains("JMAP"))
  }

  @Test func servicesStandAfterTheSteps() throws {
    let account = try Samples.account(Samples.everything())
    let headings = ClientSheet(.named("thunderbird"), account, .english).sheet.sections.map(
      \.heading)
    let steps = try #require(headings.firstIndex(of: "Steps"))
    let services = try #require(headings.firstIndex(of: "Calendars, contacts and more"))
    #expect(steps < services)
  }

  @Test func alternativesAreNotNumbered() throws {
    let account = try Samples.account(Samples.usual())
    let sheet = ClientSheet(.named("forward-from"), account, .english).sheet
    #expect(
      !sheet.sections.flatMap(\.blocks).contains { if case .steps = $0 { true } else { false } })
    for name in ["Gmail", "iCloud", "Outlook.com", "GMX", "Orange", "Bluewin", "Sunrise", "Proton"]
    {
      #expect(sheet.text.contains(name))
    }
  }

  @Test func noSheetNamesAnotherByItsId() throws {
    for name in SheetLibrary.builtIn.clients {
      let sheet = try text(name, Samples.everything())
      let body = sheet.prefix { $0 != "·" }
      for other in SheetLibrary.builtIn.clients where other.contains("-") {
        #expect(
          !body.contains("\(other) ") || body.contains("Template \(other)"), "\(name): \(other)")
      }
    }
  }

  @Test(arguments: [
    ("de", "11.04.2023"), ("fr", "11/04/2023"), ("en", "11 April 2023"), ("nl", "11 april 2023"),
    ("pl", "11.04.2023"), ("es", "11/04/2023"),
  ])
  func datesAreWrittenAsTheLanguageDoes(_ language: String, _ date: String) throws {
    #expect(try text("outlook-2013", Samples.usual(), language: language).contains("\(date))"))
  }

  @Test func aPatternOfADateIsSpelledOut() {
    let form = DateForm(
      day: "d 'de' MMMM yyyy", month: "MM/yyyy",
      months: ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"])
    #expect(form.text("2026-03-01") == "1 de c 2026")
    #expect(form.text("2026-11") == "11/2026")
    #expect(form.text("soon") == "soon" && form.text("2026-13-01") == "2026-13-01")
  }

  @Test func oneSheetHasTheWordsOfItsMaker() throws {
    let outlook = try text("outlook-2016", Samples.usual(), language: "de")
    #expect(
      !outlook.contains("Meist ist das Passwort") && outlook.contains("Meist ist das Kennwort"))
    let mail = try text("apple-mail-ios", Samples.usual(), language: "de")
    #expect(!mail.contains("Konto") && mail.contains("Ihr Account"))
  }
}
