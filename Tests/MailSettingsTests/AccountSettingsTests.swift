// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Testing

/// The one derivation: hosts, ports and user names of an account.
struct AccountSettingsTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let form: String
    let address: String
    let loginDomain: String?
    let value: String
    let parts: [LoginName.Part]
    let domainParts: [LoginName.Part]
    var testDescription: String { "\(form) for \(address) at \(loginDomain ?? "its own domain")" }

    init(
      _ form: String, _ address: String, at loginDomain: String? = nil, _ value: String,
      _ parts: [LoginName.Part], domain: [LoginName.Part]
    ) {
      self.form = form
      self.address = address
      self.loginDomain = loginDomain
      self.value = value
      self.parts = parts
      domainParts = domain
    }
  }

  @Test(arguments: [
    Row("address", "anna@e.ch", "anna@e.ch", [.address], domain: [.address]),
    Row("address", "anna+t@e.ch", "anna@e.ch", [.literal("anna@e.ch")], domain: [.address]),
    Row(
      "address", "anna@l.ch", at: "e.ch", "anna@e.ch", [.literal("anna@e.ch")],
      domain: [.localPart, .literal("@e.ch")]),
    Row("local-part", "anna@e.ch", "anna", [.localPart], domain: [.localPart]),
    Row("local-part", "anna+t@e.ch", "anna", [.literal("anna")], domain: [.localPart]),
    Row("local-part", "anna@l.ch", at: "e.ch", "anna", [.localPart], domain: [.localPart]),
    Row(
      "X\\{local}", "anna+t@e.ch", "X\\anna", [.literal("X\\anna")],
      domain: [.literal("X\\"), .localPart]),
    Row("{local}@{domain}", "anna@e.ch", "anna@e.ch", [.address], domain: [.address]),
    Row(
      "{local}@{domain}", "anna@l.ch", at: "e.ch", "anna@e.ch", [.literal("anna@e.ch")],
      domain: [.localPart, .literal("@e.ch")]),
    Row(
      "{local}%{domain}", "anna@e.ch", "anna%e.ch", [.literal("anna%e.ch")],
      domain: [.localPart, .literal("%e.ch")]),
    Row(
      "x-{address}", "anna@l.ch", at: "e.ch", "x-anna@e.ch", [.literal("x-anna@e.ch")],
      domain: [.literal("x-"), .localPart, .literal("@e.ch")]),
    Row(
      "x-{address}", "anna@e.ch", "x-anna@e.ch", [.literal("x-anna@e.ch")],
      domain: [.literal("x-"), .address]),
    Row(
      "address", "\"a b\"@e.ch", "\"a b\"@e.ch", [.address], domain: [.address]),
    Row("shared", "anna@e.ch", "shared", [.literal("shared")], domain: [.literal("shared")]),
  ])
  func userNamesAreDerived(_ row: Row) throws {
    let form: UsernameForm =
      switch row.form {
      case "address": .address
      case "local-part": .localPart
      default: .pattern(try Pattern(row.form))
      }
    let address = try MailAddress(row.address)
    let loginDomain = try row.loginDomain.map { try DomainName($0) }
    var provider = try Self.provider()
    provider.incoming = [
      Server(.imap, host: try HostPattern("mail.{domain}"), username: form)
    ]
    let account = AccountSettings(provider, address: address, loginDomain: loginDomain)
    let server = try #require(account.incoming.first)
    #expect(server.username.value == row.value)
    #expect(server.username.parts == row.parts)
    #expect(server.host.ascii == "mail.e.ch")
    #expect(account.address == address)

    let whole = AccountSettings(provider, domain: address.domain, loginDomain: loginDomain)
    #expect(whole.incoming.first?.username.value == nil)
    #expect(whole.incoming.first?.username.parts == row.domainParts)
    #expect(whole.findings == [])
  }

  @Test func aPersonsLoginReplacesEveryOther() throws {
    var provider = try Self.provider()
    provider.webmail = try URLPattern("https://w.{domain}")
    let person = Person(login: try DisplayText("u123"), language: try Language("fr"))
    let account = AccountSettings(provider, address: try MailAddress("a@e.ch"), person: person)
    #expect(account.incoming.map(\.username.value) == ["u123"])
    #expect(account.incoming.map(\.username.parts) == [[.literal("u123")]])
    #expect(account.languages.map(\.tag) == ["fr", "en"])
    #expect(account.webmail?.description == "https://w.e.ch")
  }

  @Test func urlsNeedAnAddressOnlyWhereTheySaySo() throws {
    var provider = try Self.provider()
    provider.calendars = [
      CalendarService(.caldav, url: try URLPattern("https://c.ch/{address}/")),
      CalendarService(.caldav, url: try URLPattern("https://{domain}/")),
    ]
    provider.files = [FileService(url: try URLPattern("https://f.ch/{local}"))]
    let whole = AccountSettings(provider, domain: try DomainName("e.ch"))
    #expect(whole.calendars.map(\.path) == ["calendars[1]"])
    #expect(whole.findings.map(\.path) == ["calendars[0].url", "files[0].url"])
    #expect(whole.findings.allSatisfy { $0.severity == .warning })
    let account = AccountSettings(
      provider, address: try MailAddress("jürg+t@l.ch"), loginDomain: try DomainName("e.ch"))
    #expect(
      account.calendars.map(\.url.description)
        == ["https://c.ch/j%C3%BCrg%40e.ch/", "https://e.ch/"])
    #expect(account.files.first?.url.description == "https://f.ch/j%C3%BCrg")
    #expect(account.findings == [])
  }

  @Test(arguments: ["a_b@e.ch", "\"a b\"@e.ch", "a/b@e.ch", "ü.@e.ch", "\"1.2.3.4#\"@e.ch"])
  func aHostThatCannotBeIsAFinding(_ text: String) throws {
    guard let address = try? MailAddress(text) else { return }
    var provider = try Self.provider()
    provider.incoming = [Server(.imap, host: try HostPattern("{local}.e.ch"))]
    provider.activeSync = try HostPattern("{local}.e.ch")
    provider.webmail = try URLPattern("https://{local}.e.ch")
    let account = AccountSettings(provider, address: address)
    #expect(account.incoming == [])
    #expect(account.activeSync == nil)
    #expect(account.findings.map(\.path) == ["incoming[0].host", "activeSync.host", "webmail.url"])
    #expect(account.findings.allSatisfy { $0.severity == .error })
  }

  @Test func portsFollowProtocolAndSecurity() {
    for (mailProtocol, tls, plain) in [
      (MailProtocol.imap, 993, 143), (.pop3, 995, 110), (.smtp, 465, 587),
    ] {
      #expect(mailProtocol.usualPort(.tls) == Port(tls))
      #expect(mailProtocol.usualPort(.starttls) == Port(plain))
      #expect(mailProtocol.usualPort(.none) == Port(plain))
    }
    #expect(DirectoryService.usualPort(.tls) == Port(636))
    #expect(DirectoryService.usualPort(.starttls) == Port(389))
  }

  @Test func shortNamesAreMade() throws {
    for (name, short) in [
      ("Example", "Example"), ("Universität Zürich Informatik", "Universität Zürich"),
      ("Donaudampfschifffahrtsgesellschaft", "e"),
    ] {
      let provider = Provider(id: try DomainName("e.ch"), name: try DisplayText(name))
      #expect(provider.shortName.text == short)
    }
  }

  private static func provider() throws -> Provider {
    var provider = Provider(id: try DomainName("e.ch"), name: try DisplayText("E"))
    provider.incoming = [Server(.imap, host: try HostPattern("mail.e.ch"))]
    return provider
  }
}
