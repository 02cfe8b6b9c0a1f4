// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Testing

@testable import Renderers

@Suite struct DNSRecordTests {
  @Test(arguments: [
    ("", "4" + "7DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
    ("abc", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="),
  ])
  func digestsAreThoseOfTheStandard(_ row: (text: String, digest: String)) {
    #expect(Digest.sha256(Array(row.text.utf8)) == row.digest)
  }

  @Test func longTextsAreCutIntoStrings() {
    for (length, count) in [(0, 1), (255, 1), (256, 2), (511, 3)] {
      let pieces = ZoneText.pieces(String(repeating: "x", count: length))
      #expect(pieces.count == count)
      #expect(pieces.map(\.count).reduce(0, +) == length)
      #expect(pieces.allSatisfy { $0.count <= 255 })
    }
    let text = ZoneText.strings(String(repeating: "a", count: 255) + "b")
    #expect(text.hasSuffix("a\" \"b\""))
  }

  @Test func nothingLeavesAString() {
    #expect(ZoneText.strings("a\"b\\c\nd\u{7F}é") == #""a\"b\\c\010d\127\195\169""#)
    #expect(CSVText.row(["a", "b,c", "d\"e"]) == "a,\"b,c\",\"d\"\"e\"\r\n")
    #expect(HCLText.string("a\"b\\${c}%{d}\n") == #""a\"b\\$${c}%%{d}\u000a""#)
    #expect(HCLText.name("2026._domainkey") == "_2026--_domainkey")
  }

  @Test func whatIsNotOfferedIsSaid() throws {
    var provider = try Sample.provider()
    provider.incoming = [Server(.imap, host: try HostPattern("imap.a.ch"), security: .starttls)]
    provider.outgoing = [Server(.smtp, host: try HostPattern("smtp.a.ch"), security: .none)]
    let records = DomainRecords(AccountSettings(provider, domain: try DomainName("a.ch")))
    func data(_ name: String) -> [String] {
      records.records.filter { $0.name == "\(name)._tcp.a.ch" }.map(\.data.presentation)
    }
    #expect(data("_imap") == ["0 0 143 imap.a.ch."])
    for name in ["_imaps", "_pop3", "_pop3s", "_submission", "_submissions"] {
      #expect(data(name) == ["0 0 0 ."], "\(name)")
    }
    #expect(records.findings.contains { $0.path == "outgoing[0].security" })
    #expect(records.findings.contains { $0.path == "dns.setup" })
  }

  @Test func tlsStandsBeforeStartTLS() throws {
    var provider = try Sample.provider()
    provider.incoming = [
      Server(.imap, host: try HostPattern("b.a.ch"), security: .starttls),
      Server(.imap, host: try HostPattern("a.a.ch")),
    ]
    let records = DomainRecords(AccountSettings(provider, domain: try DomainName("a.ch"))).records
    #expect(records.contains { $0.data == .srv(priority: 0, weight: 0, port: 993, host: "a.a.ch") })
    #expect(
      records.contains { $0.data == .srv(priority: 10, weight: 0, port: 143, host: "b.a.ch") })
  }

  @Test func aNameIsNoAliasOfItself() throws {
    var provider = try Sample.provider()
    provider.publicURL = try WebURL("https://autoconfig.a.ch")
    var options = DNSOptions()
    options.dkim = [
      .init(
        selector: try RecordName("s"), key: .target(try RecordName("s._domainkey.a.ch")))
    ]
    provider.dns = options
    let records = DomainRecords(AccountSettings(provider, domain: try DomainName("a.ch")))
    #expect(!records.records.contains { $0.data == .cname($0.name) })
    #expect(records.findings.filter { $0.path == "dns.setup" || $0.path == "dns.dkim" }.count == 2)
  }

  @Test(arguments: [
    ("own servers", "mx", "v=spf1 mx -all", true),
    ("networks", "ip4", "v=spf1 ip4:192.0.2.0/24 ip4:198.51.100.7 -all", true),
    ("nobody", "", "v=spf1 -all", false),
  ])
  func whoMaySend(
    _ row: (name: String, key: String, text: String, permitsSomebody: Bool)
  ) throws {
    var provider = try Sample.provider()
    provider.outgoing = [Server(.smtp, host: try HostPattern("smtp.a.ch"))]
    var spf = DNSOptions.SPF()
    spf.mx = row.key == "mx"
    if row.key == "ip4" {
      spf.ip4 = [
        try IPNetwork("192.0.2.0/24", version: .v4), try IPNetwork("198.51.100.7", version: .v4),
      ]
    }
    var options = DNSOptions()
    options.spf = spf
    provider.dns = options
    let records = DomainRecords(AccountSettings(provider, domain: try DomainName("a.ch")))
    #expect(records.records.contains { $0.data == .txt(row.text) })
    #expect(
      !records.findings.contains { $0.path == "dns.spf" && $0.severity == .warning }
        == row.permitsSomebody)
  }

  @Test(arguments: ["192.0.2.1/24", "192.0.2.0/33", "2001:db8::/32", "a.ch", ""])
  func aNetworkIsWhole(_ text: String) {
    #expect(throws: InvalidValue.self) { try IPNetwork(text, version: .v4) }
  }

  @Test func aUserNameThatRecordsCannotSay() throws {
    var provider = try Sample.provider()
    var server = Server(.imap, host: try HostPattern("imap.a.ch"))
    server.username = .pattern(try Pattern("A\\{local}"))
    provider.incoming = [server]
    let records = DomainRecords(AccountSettings(provider, domain: try DomainName("a.ch")))
    #expect(records.findings.contains { $0.path == "incoming[0].username" })
  }

  @Test func anAddressInAPathIsLeftToTheServer() throws {
    var provider = try Sample.provider()
    provider.calendars = [
      CalendarService(.caldav, url: try URLPattern("https://dav.a.ch/dav/{local}/"))
    ]
    let account = AccountSettings(provider, domain: try DomainName("a.ch"))
    let records = DomainRecords(account)
    let own = records.records.filter { $0.name == "_caldavs._tcp.a.ch" }.map(\.data)
    #expect(own == [.srv(priority: 0, weight: 0, port: 443, host: "dav.a.ch")])
    let findings = records.findings.filter { $0.path == "calendars[0].url" }
    #expect(findings.map(\.severity) == [.note])
    #expect(findings.first?.message.hasSuffix("to https://dav.a.ch/dav/") == true)
  }

  @Test func aPinnedKeyStandsInItsOwnZone() throws {
    var provider = try Sample.provider()
    var options = DNSOptions()
    let port = try #require(Port(25))
    options.tlsa = [
      .init(host: try DomainName("mx.a.ch"), port: port, keyDigest: "ab"),
      .init(host: try DomainName("mx.b.ch"), port: port, keyDigest: "cd"),
    ]
    provider.dns = options
    let records = DomainRecords(AccountSettings(provider, domain: try DomainName("a.ch")))
    let pins = records.records.filter { $0.data.type == "TLSA" }
    #expect(pins.map(\.name) == ["_25._tcp.mx.a.ch"])
    #expect(pins.map(\.data.presentation) == ["3 1 1 ab"])
    #expect(records.findings.contains { $0.path == "dns.tlsa" })
  }

  @Test func addressesOfReportsAreEscaped() throws {
    var provider = try Sample.provider()
    var options = DNSOptions()
    options.dmarc = .init(policy: .reject)
    options.dmarc?.reports = try MailAddress("a!b@a.ch")
    provider.dns = options
    let records = DomainRecords(AccountSettings(provider, domain: try DomainName("a.ch"))).records
    #expect(records.contains { $0.data == .txt("v=DMARC1; p=reject; rua=mailto:a%21b@a.ch") })
  }

  private func delivery(
    _ change: (inout Provider, inout DNSOptions) throws -> Void
  ) throws -> DomainRecords {
    var provider = try Sample.provider()
    var options = DNSOptions()
    options.mx = [.init(host: try DomainName("mx.a.ch"), preference: 10)]
    options.mtaSTS = DNSOptions.MTASTS()
    try change(&provider, &options)
    provider.dns = options
    return DomainRecords(AccountSettings(provider, domain: try DomainName("a.ch")))
  }

  private func lines(_ records: DomainRecords) -> [String] {
    records.records.filter { $0.name.contains("mta-sts") }.map {
      "\($0.name) \($0.data.type) \($0.data.presentation)"
    }
  }

  /// An identifier of its own follows the policy, so that other servers fetch it again.
  @Test func theIdentifierFollowsThePolicy() throws {
    func identifier(_ change: (inout DNSOptions) -> Void) throws -> String {
      let records = try delivery { change(&$1) }
      return try #require(lines(records).first { $0.hasPrefix("_mta-sts.a.ch TXT") })
    }
    let first = try identifier { _ in }
    #expect(first.contains("\"v=STSv1; id=") && first.hasSuffix(";\""))
    #expect(try identifier { _ in } == first)
    #expect(try identifier { $0.mtaSTS?.mode = .enforce } != first)
    #expect(try identifier { $0.mtaSTS?.maxAge = 1 } != first)
    #expect(try identifier { $0.mx[0].preference = 5 } == first)
    #expect(try identifier { $0.mtaSTS?.id = "2026" } == "_mta-sts.a.ch TXT \"v=STSv1; id=2026;\"")
  }

  @Test func theNameOfThePolicyLeadsSomewhere() throws {
    let nowhere = try delivery { _, _ in }
    #expect(lines(nowhere).count == 1)
    #expect(nowhere.findings.contains { $0.path == "dns.mtaSTS" && $0.severity == .warning })
    let page = try delivery { provider, _ in
      provider.publicURL = try WebURL("https://setup.a.ch")
    }
    #expect(lines(page).last == "mta-sts.a.ch CNAME setup.a.ch.")
    let addresses = try delivery { $1.setup = .addresses([try IPAddress("192.0.2.1")]) }
    #expect(lines(addresses).last == "mta-sts.a.ch A 192.0.2.1")
    let host = try delivery { $1.mtaSTS?.host = try DomainName("sts.b.ch") }
    #expect(lines(host).last == "mta-sts.a.ch CNAME sts.b.ch.")
    let own = try delivery { $1.mtaSTS?.host = try DomainName("mta-sts.a.ch") }
    #expect(lines(own).count == 1)
    #expect(!own.findings.contains { $0.path == "dns.setup" && $0.message.contains("mta-sts") })
  }

  /// A record without a policy does nothing (RFC 8461 section 3.3).
  @Test func thePolicyNeedsMailExchangers() throws {
    let none = try delivery { $1.mx = [] }
    #expect(lines(none).isEmpty)
    #expect(none.findings.contains { $0.message.hasPrefix("there is no policy to serve") })
    let ended = try delivery {
      $1.mx = []
      $1.mtaSTS?.mode = .none
    }
    #expect(lines(ended).count == 1)
  }
}
