// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import TestSupport
import Testing

@testable import Renderers

/// What is in a profile, by parts and devices.
@Suite struct ProfilePartTests {
  struct Row: CustomTestStringConvertible, Sendable {
    var parts: String?
    var device: String?
    let types: [String]
    var testDescription: String { "\(parts ?? "usual") on \(device ?? "all")" }
  }

  private static let usual = [
    "security.pem", "security.pkcs1", "security.pkcs12", "mail.managed", "caldav.account",
    "subscribedcalendar.account", "carddav.account", "ldap.account", "webClip.managed",
  ]

  @Test(arguments: [
    Row(types: usual),
    Row(device: "iphone", types: usual),
    Row(device: "mac", types: usual.filter { $0 != "subscribedcalendar.account" }),
    Row(parts: "activesync", types: ["eas.account"]),
    Row(parts: "mail,activesync", types: ["mail.managed", "eas.account"]),
    Row(parts: "activesync,mail", device: "mac", types: ["mail.managed"]),
    Row(parts: "webmail,identity", types: ["security.pkcs12", "webClip.managed"]),
    Row(parts: "certificates", types: ["security.pem", "security.pkcs1"]),
    Row(
      parts: "mail,calendar,contacts,activesync",
      types: [
        "mail.managed", "caldav.account", "subscribedcalendar.account", "carddav.account",
      ]),
  ])
  func holdsTheParts(_ row: Row) throws {
    let profile = try Sample.profile(Sample.person(), parts: row.parts, device: row.device)
    #expect(profile.types == row.types)
  }

  @Test(arguments: ["universal", "iphone", "mac"])
  func everyCombinationIsValid(_ device: String) throws {
    let names = ProfilePart.allCases.map(\.rawValue)
    for choice in 1..<(1 << names.count) {
      let parts = names.indices.filter { choice >> $0 & 1 == 1 }.map { names[$0] }
      var options = RenderOptions()
      try options.choose(MobileConfig.partsOption, parts.joined(separator: ","))
      try options.choose(MobileConfig.deviceOption, device)
      guard let document = try? MobileConfig().render(Sample.person(), options) else {
        #expect(parts == ["activesync"] && device == "mac", "\(parts)")
        continue
      }
      #expect(try AppleKeys.problems(inProfile: document.bytes) == [], "\(parts)")
    }
  }

  @Test(arguments: [("iphone", 1), ("mac", 5), ("universal", nil)])
  func theDeviceIsNamed(_ device: String, _ number: Int?) throws {
    let profile = try Sample.profile(Sample.person(), device: device)
    #expect(profile.top["TargetDeviceType"]?.integer == number)
  }

  @Test func aMacIsToldNothingThatOnlyPhonesKnow() throws {
    let profile = try Sample.profile(Sample.person(), device: "mac")
    let keys = profile.payloads.flatMap { ($0.dictionary ?? [:]).keys }
    #expect(!keys.contains { $0.hasPrefix("SMIME") || $0 == "IsRemovable" })
    #expect(profile.findings.contains { $0.path == "calendars[1]" })
  }

  @Test func activeSyncTakesThePlaceOfMailWhereThereIsNoOther() throws {
    var provider = try Sample.everything()
    provider.incoming = []
    provider.outgoing = []
    provider.calendars = []
    provider.contacts = []
    let profile = try Sample.profile(Sample.account(provider))
    let exchange = try #require(profile["eas.account"])
    #expect(exchange["Host"] == .string("eas.example.ch"))
    #expect(exchange["EmailAddress"] == .string("anna@example.ch"))
    #expect(exchange["UserName"] == .string("anna@example.ch"))
    #expect(exchange["SSL"] == .boolean(true))
    #expect(!(exchange.dictionary ?? [:]).keys.contains { $0.hasPrefix("Enable") })
    #expect(profile["mail.managed"] == nil)
  }

  @Test func hostileTextsAreWrittenAsTheyAre() throws {
    let text = "<a&\"b'>]]> %@ 👩‍🔬 שלום"
    var provider = try Sample.everything()
    provider.activeSyncUsername = .pattern(try Pattern("<{local}&\"'>]]>"))
    provider.apple.webClip?.label = LocalizedText([(.english, try DisplayText(text))])
    provider.apple.organization = try DisplayText(text)
    let account = AccountSettings(
      provider, address: try MailAddress("o'neil&sons@example.ch"),
      person: Person(
        identity: PersonalIdentity(bytes: [1, 2, 3], name: try DisplayText(text))))
    var options = RenderOptions()
    try options.choose(MobileConfig.partsOption, "activesync,webmail,identity")
    let document = try MobileConfig().render(account, options)
    #expect(try AppleKeys.problems(inProfile: document.bytes) == [])
    let profile = try ReadProfile(document)
    #expect(profile["eas.account"]?["UserName"] == .string("<o'neil&sons&\"'>]]>"))
    #expect(profile["webClip.managed"]?["Label"] == .string(text))
    #expect(profile["security.pkcs12"]?["PayloadCertificateFileName"] == .string(text))
    #expect(profile.top["PayloadOrganization"] == .string(text))
  }

  @Test func activeSyncLeavesOutWhatIsThereOtherwise() throws {
    let profile = try Sample.profile(Sample.person(), parts: "mail,calendar,activesync")
    let keys = (profile["eas.account"]?.dictionary ?? [:]).filter { $0.key.hasPrefix("Enable") }
    #expect(
      keys == [
        "EnableMail": .boolean(false), "EnableCalendars": .boolean(false),
        "EnableReminders": .boolean(false),
      ])
    let none = try Sample.profile(Sample.person(), parts: "mail,calendar,contacts,activesync")
    #expect(none.findings.paths(.warning) == ["activeSync"])
  }

  @Test func aPersonalCertificateSignsFromTheStart() throws {
    let profile = try Sample.profile(Sample.person(), parts: "mail,identity,activesync")
    let uuid = try #require(profile["security.pkcs12"]?["PayloadUUID"])
    for type in ["mail.managed", "eas.account"] {
      let account = try #require(profile[type])
      #expect(account["SMIMESigningCertificateUUID"] == uuid)
      #expect(account["SMIMEEncryptionCertificateUUID"] == uuid)
      #expect(account["SMIMESigningEnabled"] == .boolean(true))
    }
    #expect(profile["mail.managed"]?["SMIMEEncryptionEnabled"] == .boolean(true))
    #expect(profile["security.pkcs12"]?["Password"] == nil)
    let without = try Sample.profile(Sample.person(), parts: "mail")
    #expect(without["mail.managed"]?["SMIMESigningCertificateUUID"] == nil)
  }

  @Test func everybodyMaySwitchSMIMEOn() throws {
    let mail = try #require(try Sample.profile(Sample.account())["mail.managed"])
    for key in [
      "SMIMEEnableEncryptionPerMessageSwitch", "SMIMEEncryptByDefaultUserOverrideable",
      "SMIMEEncryptionCertificateUUIDUserOverrideable",
      "SMIMESigningCertificateUUIDUserOverrideable", "SMIMESigningUserOverrideable",
    ] { #expect(mail[key] == .boolean(true), "\(key)") }
    #expect(mail["SMIMEEncryptByDefault"] == .boolean(false))
  }

  @Test func theFileOfACertificateIsItsContent() throws {
    let profile = try Sample.profile(Sample.person())
    for (type, name) in [
      ("pem", "root.pem"), ("pkcs1", "intermediate.der"), ("pkcs12", "anna.p12"),
    ] {
      let payload = try #require(profile["security.\(type)"])
      #expect(payload["PayloadCertificateFileName"] == .string(name))
      #expect(
        payload["PayloadContent"] == .data(try Repository.bytes("Tests/FixtureFiles/\(name)")))
    }
  }

  @Test func aRootInDERIsARoot() throws {
    let pem = String(
      decoding: try Repository.bytes("Tests/FixtureFiles/root.pem"), as: UTF8.self)
    let body = pem.split(separator: "\n").filter { !$0.hasPrefix("-") }.joined()
    let der = try #require(Base64.decode(Array(body.utf8)))
    var provider = try Sample.provider()
    provider.apple.certificates = try TrustedCertificate.read(der, fileName: "root.der")
    #expect(try Sample.profile(Sample.account(provider)).types.first == "security.root")
  }

  @Test func removalIsWritten() throws {
    var provider = try Sample.provider()
    provider.apple.removalDate = try CalendarDate("2030-12-31")
    provider.apple.removeAfterDays = 30
    let account = try Sample.account(provider)
    let profile = try Sample.profile(account)
    #expect(profile.top["RemovalDate"] == .date("2030-12-31T00:00:00Z"))
    #expect(profile.top["DurationUntilRemoval"] == .real(2_592_000))
    var options = RenderOptions()
    try options.choose(MobileConfig.removalOption, "2027-01-31")
    let other = try ReadProfile(MobileConfig().render(account, options))
    #expect(other.top["RemovalDate"] == .date("2027-01-31T00:00:00Z"))
  }

  struct Words: CustomTestStringConvertible, Sendable {
    let language: String
    let description: String
    let names: [String]
    var testDescription: String { language }
  }

  @Test(arguments: [
    Words(
      language: "en", description: "Sets up anna@example.ch at Example Mail.",
      names: ["Mail", "Calendars", "Calendar", "Contacts", "Directory"]),
    Words(
      language: "de", description: "Richtet anna@example.ch bei Example Mail ein.",
      names: ["E-Mail", "Kalender", "Kalenderabo", "Kontakte", "Verzeichnis"]),
    Words(
      language: "de-CH", description: "Richtet anna@example.ch bei Example Mail ein.",
      names: ["E-Mail", "Kalender", "Kalenderabo", "Kontakte", "Verzeichnis"]),
    Words(
      language: "fr", description: "Configure anna@example.ch chez Example Mail.",
      names: ["E-mail", "Calendriers", "Calendrier", "Contacts", "Annuaire"]),
    Words(
      language: "it", description: "Configura anna@example.ch presso Example Mail.",
      names: ["E-mail", "Calendari", "Calendario", "Contatti", "Rubrica"]),
    Words(
      language: "es", description: "Configura anna@example.ch en Example Mail.",
      names: ["Correo", "Calendarios", "Calendario", "Contactos", "Directorio"]),
    Words(
      language: "nl", description: "Sets up anna@example.ch at Example Mail.",
      names: ["Mail", "Calendars", "Calendar", "Contacts", "Directory"]),
  ])
  func speaksTheLanguage(_ row: Words) throws {
    let account = AccountSettings(
      try Sample.everything(), address: try MailAddress("anna@example.ch"),
      person: Person(language: try Language(row.language)))
    let profile = try Sample.profile(account, parts: "mail,calendar,contacts,directory")
    #expect(profile.top["PayloadDescription"] == .string(row.description))
    let names = profile.payloads.compactMap { $0["PayloadDisplayName"]?.string }
    #expect(names.map { String($0.prefix { $0 != "(" }.dropLast()) } == row.names)
  }

  @Test func germanNeedsNoSharpS() {
    let words = ProfileWording.of([Language.english]).language
    #expect(words == "en")
    for words in ProfileWording.all where words.language == "de" {
      #expect(!"\(words)".contains("ß") && !words.setsUp("", "").contains("ß"))
    }
  }
}
