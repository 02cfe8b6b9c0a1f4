// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import TestSupport
import Testing

@testable import Renderers

/// Several accounts in one profile.
@Suite struct TogetherTests {
  private func account(_ address: String, login: String? = nil) throws -> AccountSettings {
    try Sample.account(Sample.everything(), address, login: login)
  }

  @Test func everyAccountIsThereAndSharedThingsOnce() throws {
    let profile = try Sample.profile(account("anna@example.ch"), account("team@example.ch"))
    let counts = Dictionary(grouping: profile.types, by: \.self).mapValues(\.count)
    #expect(
      counts == [
        "security.pem": 1, "security.pkcs1": 1, "mail.managed": 2, "caldav.account": 2,
        "subscribedcalendar.account": 1, "carddav.account": 2, "ldap.account": 2,
        "webClip.managed": 1,
      ])
    #expect(
      profile.top["PayloadDisplayName"]
        == .string("Example Mail (anna@example.ch, team@example.ch)"))
    let addresses = profile.payloads.compactMap { $0["EmailAddress"]?.string }
    #expect(addresses == ["anna@example.ch", "team@example.ch"])
    #expect(profile.findings.paths(.warning).isEmpty)
  }

  @Test func theProfileIsValid() throws {
    let document = try MobileConfig().render(
      together: [account("anna@example.ch"), account("team@example.ch")], RenderOptions())
    #expect(try AppleKeys.problems(inProfile: document.bytes) == [])
  }

  @Test func aSecondAddressOfAMailboxIsWarnedAbout() throws {
    let profile = try Sample.profile(
      account("anna@example.ch"), account("anna@example.com", login: "example.ch"))
    #expect(profile.types.count { $0 == "mail.managed" } == 2)
    #expect(profile.types.count { $0 == "caldav.account" } == 1)
    let warning = try #require(profile.findings.first { $0.severity == .warning })
    #expect(warning.message.contains("anna@example.com logs in to a mailbox that is there already"))
  }

  @Test func onePersonalCertificateServesAllAddresses() throws {
    let document = try MobileConfig().render(
      together: [
        Sample.person(nil, "anna@example.ch"), Sample.person(nil, "info@example.ch"),
        account("team@example.ch"),
      ], RenderOptions())
    #expect(try AppleKeys.problems(inProfile: document.bytes) == [])
    let profile = try ReadProfile(document)
    let certificate = try #require(profile["security.pkcs12"]?["PayloadUUID"])
    #expect(profile.types.count { $0 == "security.pkcs12" } == 1)
    let mails = profile.payloads.filter { $0["EmailAccountType"] != nil }
    #expect(
      mails.map { $0["SMIMESigningCertificateUUID"] } == [certificate, certificate, nil])
  }

  @Test func theFirstAddressGivesTheIdentity() throws {
    let (anna, team) = (try account("anna@example.ch"), try account("team@example.ch"))
    let one = try Sample.profile(anna).top["PayloadIdentifier"]
    #expect(try Sample.profile(anna, team).top["PayloadIdentifier"] == one)
    #expect(try Sample.profile(team, anna).top["PayloadIdentifier"] != one)
  }

  @Test func domainsAndNothingAreRefused() throws {
    let domain = try Sample.domain(Sample.everything())
    #expect(throws: RenderFailure.self) {
      try MobileConfig().render(together: [account("anna@example.ch"), domain], RenderOptions())
    }
    #expect(throws: RenderFailure.self) {
      try MobileConfig().render(together: [], RenderOptions())
    }
  }
}
