// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import Testing

@testable import SetupSheets

/// The sheet for whoever links a domain of their own.
@Suite struct RecordTests {
  private static func provider() throws -> Provider {
    var provider = try Samples.everything()
    var dns = DNSOptions()
    dns.mx = [DNSOptions.MailExchanger(host: try DomainName("mx.example.net"), preference: 10)]
    var spf = DNSOptions.SPF()
    spf.include = [try RecordName("spf.example.net")]
    dns.spf = spf
    provider.dns = dns
    return provider
  }

  private func sheet(_ provider: Provider, language: String? = nil) throws -> (String, [Finding]) {
    var options = RenderOptions()
    try options.choose(Samples.choices.client, "link-domain")
    let account = try Samples.account(provider, language: language)
    let document = try SheetText().render(account, options)
    return (document.flat, document.findings)
  }

  @Test func everyRecordOfTheZoneIsThere() throws {
    var provider = try Self.provider()
    provider.publicURL = try WebURL("https://setup.example.net")
    let records = DomainRecords(try Samples.account(provider))
    let (text, _) = try sheet(provider)
    #expect(records.records.count > 15)
    for record in records.records {
      for cell in RecordTable.cells(record, in: records.zone) {
        #expect(text.contains(cell), "\(record.name) \(cell)")
      }
    }
    #expect(text.contains("@ MX 10 mx.example.net."))
    #expect(text.contains("_imaps._tcp SRV 0 0 993 imap.example.net."))
    let digest = "The value of _ua-auto-config changes whenever Example Mail changes its settings."
    #expect(text.contains(digest))
    provider.publicURL = nil
    #expect(try !sheet(provider).0.contains(digest))
    #expect(text.contains("As TTL choose \(records.ttl) (seconds)"))
  }

  struct Row: CustomTestStringConvertible {
    let key: String
    let words: String
    var change: @Sendable (inout DNSOptions) throws -> Void
    var testDescription: String { key }
  }

  /// A word about a record stands there only with it.
  @Test(arguments: [
    Row(key: "spf", words: "SPF (begins with v=spf1)") { $0.spf = DNSOptions.SPF() },
    Row(key: "one spf", words: "may have only one SPF record") { $0.spf = DNSOptions.SPF() },
    Row(key: "dkim", words: "DKIM (_domainkey)") {
      let key = DNSOptions.DKIM.Key.target(try RecordName("a.example.net"))
      $0.dkim = [.init(selector: try RecordName("a"), key: key)]
    },
    Row(key: "dmarc", words: "DMARC (_dmarc)") { $0.dmarc = .init(policy: .reject) },
    Row(key: "bimi", words: "BIMI (_bimi)") {
      $0.bimi = .init(logo: try WebURL("https://example.net/logo.svg"))
    },
    Row(key: "caa", words: "may issue certificates for example.org") {
      $0.caa = [try DomainName("letsencrypt.org")]
    },
  ])
  func recordsAreExplained(_ row: Row) throws {
    var provider = try Self.provider()
    provider.dns?.spf = nil
    #expect(try !sheet(provider).0.contains(row.words))
    try provider.dns.map {
      var dns = $0
      try row.change(&dns)
      provider.dns = dns
    }
    #expect(try sheet(provider).0.contains(row.words))
  }

  /// The name of the key is that of the record that would lead to it.
  @Test func aKeyThatLeadsToItselfIsNoRecord() throws {
    var provider = try Self.provider()
    let target = try RecordName("a._domainkey.example.org")
    provider.dns?.dkim = [.init(selector: try RecordName("a"), key: .target(target))]
    let (text, _) = try sheet(provider)
    #expect(!text.contains("DKIM (_domainkey)") && !text.contains("a._domainkey"))
    #expect(text.contains("SPF (begins with v=spf1)"))
  }

  @Test func whatIsMissingHasToBeAskedFor() throws {
    var provider = try Self.provider()
    let asked = "Ask Example Mail for the records that are missing below"
    #expect(try !sheet(provider).0.contains(asked))
    provider.dns = nil
    let (text, findings) = try sheet(provider)
    #expect(text.contains(asked))
    #expect(findings.contains { $0.path == "dns.mx" && $0.severity == .warning })
  }

  @Test func noEmptyColumnIsPrinted() throws {
    var provider = try Self.provider()
    provider.dns?.dmarc = .init(policy: .reject)
    let account = try Samples.account(provider)
    let blocks = ClientSheet(.named("link-domain"), account, .english).records.blocks
    let grids = blocks.compactMap { if case .grid(let grid) = $0 { grid } else { nil } }
    let headers = Dictionary(grids.map { ($0.caption, $0.headers) }) { old, _ in old }
    #expect(headers["Where mail to your domain goes"] == ["Name", "Type", "Priority", "Value"])
    #expect(headers["Who may send as your domain"] == ["Name", "Type", "Value"])
  }

  @Test func otherSheetsHaveNoRecords() throws {
    let account = try Samples.account(try Self.provider())
    #expect(ClientSheet(.named("switch-over"), account, .english).records.blocks.isEmpty)
  }
}
