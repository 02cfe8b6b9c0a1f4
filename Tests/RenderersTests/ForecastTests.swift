// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Testing

@testable import Renderers

/// A forecast says what the profile itself holds.
@Suite struct ForecastTests {
  private func forecast(
    _ accounts: AccountSettings..., parts: String? = nil, device: String? = nil
  ) throws -> ProfileForecast {
    var options = RenderOptions()
    if let parts { try options.choose(MobileConfig.partsOption, parts) }
    if let device { try options.choose(MobileConfig.deviceOption, device) }
    return ProfileForecast(try MobileConfig().profile(accounts, options).content)
  }

  private func questions(_ forecast: ProfileForecast) -> [String] {
    forecast.questions.map { "\($0.answer.rawValue) \($0.purpose)" }
  }

  @Test func everyMissingPasswordIsAsked() throws {
    #expect(
      questions(try forecast(Sample.person())) == [
        "passphrase personal certificate", "password mail", "password calendars",
        "password contacts", "password directory",
      ])
  }

  @Test func whatIsNotKnownIsAsked() throws {
    let domain = try Sample.domain(Sample.everything())
    #expect(
      questions(try forecast(domain, parts: "mail,calendar")) == [
        "name mail", "address mail", "username mail", "password mail",
        "username calendars", "password calendars",
      ])
  }

  @Test func sendingAsksAgainWhereTheNamesDiffer() throws {
    let provider = try Sample.provider(outgoing: [Sample.server(.smtp, username: .localPart)])
    let account = try Sample.account(provider, name: "Anna")
    #expect(questions(try forecast(account)) == ["password mail", "password sending mail"])
    let open = try Sample.provider(outgoing: [Sample.server(.smtp, with: [.none])])
    #expect(
      questions(try forecast(Sample.account(open, name: "Anna"))) == ["password mail"])
  }

  @Test func exchangeAsksOnce() throws {
    let account = try Sample.account(Sample.everything())
    #expect(questions(try forecast(account, parts: "activesync")) == ["password Exchange"])
  }

  @Test func redirectsAreThoseOfTheServersInTheProfile() throws {
    #expect(
      try forecast(Sample.person()).redirects == [
        "https://dav.example.ch/.well-known/caldav",
        "https://dav.example.ch:8443/.well-known/carddav",
      ])
    #expect(try forecast(Sample.person(), parts: "mail").redirects == [])
  }

  @Test func itemsAreThePayloads() throws {
    let forecast = try forecast(Sample.person(), device: "mac")
    #expect(
      forecast.items.map(\.kind) == [
        "certificate", "certificate", "personal certificate", "mail", "calendars", "contacts",
        "directory", "web clip",
      ])
    #expect(
      forecast.items[3].facts == [
        "IMAP mail.example.ch:993 with SSL", "SMTP mail.example.ch:465 with SSL",
      ])
    #expect(forecast.targetDeviceType == 5)
    #expect(forecast.hasCertificates)
  }

  @Test func theFrameIsRead() throws {
    var provider = try Sample.provider()
    provider.apple.consentText = LocalizedText([(.english, try DisplayText("Agree?"))])
    provider.apple.removalDate = try CalendarDate("2030-01-31")
    provider.apple.removeAfterDays = 2
    provider.apple.removalDisallowed = true
    let forecast = try forecast(Sample.account(provider))
    #expect(forecast.name == "Example Mail (anna@example.ch)")
    #expect(forecast.organization == "Example Mail")
    #expect(forecast.consent.map(\.language) == ["default", "en"])
    #expect(forecast.removalDate == "2030-01-31T00:00:00Z")
    #expect(forecast.secondsUntilRemoval == 172_800)
    #expect(forecast.isRemovalDisallowed)
    #expect(forecast.targetDeviceType == nil)
  }

  @Test func somethingElseIsEmpty() {
    let forecast = ProfileForecast(.array([.string("x")]))
    #expect(forecast.items.isEmpty && forecast.questions.isEmpty && forecast.name.isEmpty)
  }
}
