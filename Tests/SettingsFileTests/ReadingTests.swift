// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Testing

@testable import SettingsFile

/// What a good file says arrives in the model.
struct ReadingTests {
  private func provider(_ text: String) throws -> Provider {
    try #require(try load(text).catalog.providers.first)
  }

  @Test func aShortFileHasDefaults() throws {
    let loaded = try load(service())
    let provider = try #require(loaded.catalog.providers.first)
    #expect(loaded.findings == [])
    #expect(provider.id.ascii == "example.ch")
    #expect(provider.shortName.text == "Example")
    #expect(provider.languages == [.english])
    let imap = try #require(provider.incoming.first)
    #expect(imap.port.number == 993)
    #expect(imap.security == .tls)
    #expect(imap.authentication == [.password])
    #expect(imap.username == .address)
    #expect(provider.outgoing.first?.port.number == 465)
    #expect(provider.signing == nil)
    #expect(provider.dns == nil)
  }

  @Test func everythingOfTheProviderIsRead() throws {
    let text = service(
      provider: """
          shortName: Ex
          languages: [de, fr-CH]
          documentation: [{url: "http://example.ch/h", text: {en: Help, de: Hilfe}}, {url: https://x.ch}]
          support:
            {email: help@example.ch, phone: 0800 123, url: "https://example.ch/s", hours: 8-18,
            passwordURL: {de: "https://example.ch/de/p", en: "https://example.ch/en/p"},
            statusURL: "https://status.example.ch", appPasswordURL: "https://example.ch/a",
            migrationURL: "https://example.ch/m"}
          publicURL: https://setup.example.ch

        """)
    let provider = try provider(text)
    #expect(provider.shortName.text == "Ex")
    #expect(provider.languages.map(\.tag) == ["de", "fr-CH"])
    #expect(
      provider.documentation.map { $0.url.url(for: []).description } == [
        "http://example.ch/h", "https://x.ch",
      ])
    #expect(provider.documentation[0].text?.text(for: provider.languages).text == "Hilfe")
    #expect(provider.support?.email?.description == "help@example.ch")
    #expect(provider.support?.phone?.text == "0800 123")
    #expect(provider.support?.url?.url(for: []).description == "https://example.ch/s")
    let german = provider.languages
    #expect(
      provider.support?.passwordURL?.url(for: german).description == "https://example.ch/de/p")
    #expect(
      provider.support?.passwordURL?.url(for: [.english]).description == "https://example.ch/en/p")
    #expect(
      provider.support?.statusURL?.url(for: german).description == "https://status.example.ch")
    #expect(provider.support?.appPasswordURL?.entries.map(\.language) == [nil])
    #expect(provider.support?.migrationURL?.url(for: []).description == "https://example.ch/m")
    #expect(provider.support?.hours?.entries.first?.language.tag == "de")
    #expect(provider.publicURL?.description == "https://setup.example.ch")
  }

  @Test func everyServiceIsRead() throws {
    let text = service(
      """
      calendars:
        - {protocol: caldav, url: "https://c.ch/{address}", username: local-part, name: {de: K}}
        - {protocol: webcal, url: "webcal://c.ch/h.ics", name: 2026}
      contacts: [{protocol: carddav, url: https://c.ch, username: "X\\\\{local}", name: B}]
      directories:
        - {protocol: ldap, host: l.ch, port: 389, security: starttls, username: "cn=x", searchBases: [
            {base: "dc=a", scope: one-level, name: N}, {base: "dc=b"}]}
      files: [{protocol: webdav, url: https://f.ch, username: address}]
      activeSync: {host: "as.{domain}", username: local-part}
      ews: {url: https://e.ch/ews, authentication: [oauth2, ntlm], username: local-part}
      jmap: {url: https://j.ch, username: local-part}
      manageSieve: {host: m.ch}
      webmail: {url: https://w.ch}
      oauth2: {issuer: a.ch, authorizationURL: https://a.ch/a, tokenURL: https://a.ch/t, scopes: [m], clientID: 7}
      """)
    let provider = try provider(text)
    #expect(provider.calendars.map(\.kind) == [.caldav, .webcal])
    #expect(provider.calendars[0].username == .localPart)
    #expect(provider.calendars[1].name?.entries.first?.text.text == "2026")
    #expect(provider.contacts[0].username == .pattern(try Pattern("X\\{local}")))
    let directory = try #require(provider.directories.first)
    #expect(directory.port.number == 389)
    #expect(directory.security == .starttls)
    #expect(directory.username == .pattern(try Pattern("cn=x")))
    #expect(directory.searchBases.map(\.scope) == [.oneLevel, .subtree])
    #expect(provider.files.first?.url == (try URLPattern("https://f.ch")))
    #expect(provider.activeSync == (try HostPattern("as.{domain}")))
    #expect(provider.activeSyncUsername == .localPart)
    #expect(provider.ews?.url == (try URLPattern("https://e.ch/ews")))
    #expect(provider.ews?.authentication == [.oauth2, .ntlm])
    #expect(provider.ews?.username == .localPart)
    #expect(provider.jmap?.username == .localPart)
    #expect(provider.manageSieve?.port.number == 4190)
    #expect(provider.manageSieve?.security == .starttls)
    #expect(provider.webmail == (try URLPattern("https://w.ch")))
    #expect(provider.oauth2?.issuer.text == "a.ch")
    #expect(provider.oauth2?.scopes.map(\.text) == ["m"])
    #expect(provider.oauth2?.clientID?.text == "7")
  }

  @Test func everyOptionIsRead() throws {
    let text = service(
      """
      apple: {organization: O, consentText: {en: C}, removalDisallowed: true, removalDate: 2030-12-31, removeAfterDays: 30, preventMove: true}
      autoconfig: {everyServer: true}
      autodiscover: {redirectAddress: "{local}.{domain}@b.ch"}
      signing: {certificate: c.pem, key: /k.pem, chain: ch.pem}
      dns:
        mx: [{host: m.ch, preference: 20}, {host: n.ch}]
        spf: {mx: true, a: true, ip4: [192.0.2.0/24], ip6: ["2001:db8::1"], include: [_spf.a.ch], all: "~all"}
        dkim: [{selector: 2026, target: k._domainkey.a.ch}, {selector: b, publicKey: "TUlH Zg=="}]
        dmarc: {policy: reject, rua: d@a.ch}
        bimi: {logo: https://a.ch/l.svg, certificate: https://a.ch/c.pem}
        mtaSTS: {id: 20261123, host: sts.a.ch}
        tlsReports: t@a.ch
        caa: [ca.example]
        setup: {addresses: [192.0.2.1, "2001:DB8:0::1"]}
        ttl: 60
      """)
    let provider = try #require(try load(text, name: "etc/s.yaml").catalog.providers.first)
    #expect(provider.apple.organization?.text == "O")
    #expect(provider.apple.consentText?.entries.count == 1)
    #expect(provider.apple.removalDisallowed)
    #expect(provider.apple.removalDate?.description == "2030-12-31")
    #expect(provider.apple.removeAfterDays == 30)
    #expect(provider.apple.preventMove)
    #expect(provider.apple.webClip == nil)
    #expect(provider.autoconfig.everyServer)
    let pattern = try AddressPattern("{local}.{domain}@b.ch")
    #expect(provider.autodiscover.redirect == .address(pattern))
    #expect(provider.signing?.certificate == "etc/c.pem")
    #expect(provider.signing?.key == "/k.pem")
    #expect(provider.signing?.chain == "etc/ch.pem")
    let dns = try #require(provider.dns)
    #expect(dns.mx.map(\.preference) == [20, 10])
    #expect(dns.spf?.include.map(\.ascii) == ["_spf.a.ch"])
    #expect(dns.spf?.all == "~all")
    #expect(
      dns.spf?.text
        == "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::1 mx a include:_spf.a.ch ~all")
    #expect(dns.dkim.map(\.selector.ascii) == ["2026", "b"])
    #expect(dns.dkim.last?.key == .publicKey("TUlHZg=="))
    #expect(dns.dmarc?.policy == .reject)
    #expect(dns.dmarc?.reports?.description == "d@a.ch")
    #expect(dns.bimi?.certificate?.description == "https://a.ch/c.pem")
    #expect(dns.mtaSTS?.id == "20261123")
    #expect(dns.mtaSTS?.host?.ascii == "sts.a.ch")
    #expect(dns.tlsReports?.description == "t@a.ch")
    #expect(dns.caa.map(\.ascii) == ["ca.example"])
    #expect(
      dns.setup == .addresses([try IPAddress("192.0.2.1"), try IPAddress("2001:db8::1")]))
    #expect(dns.ttl == 60)
  }

  @Test func theSignerIsFoundBesideTheSettingsWhereItIsAPath() throws {
    for (command, wanted) in [("./sign", "etc/./sign"), ("sign", "sign"), ("/bin/s", "/bin/s")] {
      let text = service("signing: {command: [\(command), -a/b]}")
      let provider = try load(text, name: "etc/s.yaml").catalog.providers.first
      #expect(provider?.signing?.command == [wanted, "-a/b"])
    }
  }

  @Test func aFileMayHoldSeveralProviders() throws {
    let text = """
      providers:
        - provider: {id: a.ch, name: A}
          domains: [{name: a.ch}]
          incoming: [{protocol: imap, host: i.ch}]
          outgoing: [{protocol: smtp, host: o.ch}]
        - provider: {id: b.ch, name: B}
          domains: [{name: b.ch}]
          incoming: [{protocol: pop3, host: i.ch}]
          outgoing: [{protocol: smtp, host: o.ch}]
      """
    let catalog = try load(text).catalog
    #expect(catalog.providers.map(\.name.text) == ["A", "B"])
    let account = catalog.account(forDomain: try DomainName("b.ch"))
    #expect(account?.provider.name.text == "B")
  }

  @Test func wordsOfYAML11StayText() throws {
    let text = service(
      provider: "  shortName: no\n  support: {phone: 012, hours: 12:30}\n")
    let provider = try provider(text)
    #expect(provider.shortName.text == "no")
    #expect(provider.support?.phone?.text == "012")
    #expect(provider.support?.hours?.entries.first?.text.text == "12:30")
  }

  @Test func aliasesOfYAMLRepeatValues() throws {
    let text = service("calendars: [{protocol: caldav, url: &u https://d.ch}]\nwebmail: {url: *u}")
    #expect(try provider(text).webmail == (try URLPattern("https://d.ch")))
  }
}
