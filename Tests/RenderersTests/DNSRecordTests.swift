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

  @Test func addressesOfReportsAreEscaped() throws {
    var provider = try Sample.provider()
    var options = DNSOptions()
    options.dmarc = .init(policy: .reject)
    options.dmarc?.reports = try MailAddress("a!b@a.ch")
    provider.dns = options
    let records = DomainRecords(AccountSettings(provider, domain: try DomainName("a.ch"))).records
    #expect(records.contains { $0.data == .txt("v=DMARC1; p=reject; rua=mailto:a%21b@a.ch") })
  }
}
