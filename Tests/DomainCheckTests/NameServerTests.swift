// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import DomainCheck
import MailSettings
import Renderers
import TestNetwork
import Testing

/// What the help pages of a provider tell people to look for, with the records that mkprofile
/// writes, answered by NSD.
@Suite(
  .serialized,
  .enabled(if: TestNameServer.program != nil, "NSD is not installed (Debian: nsd)"))
struct NameServerTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let area: Area
    let message: String
    let grade: Grade
    /// What stands in the zone, and what stands there instead.
    let edits: [(String, String)]
  }

  static let cases = [
    Case(
      testDescription: "green", area: .mx, message: "mail goes to mail.example.test", grade: .good,
      edits: []),
    Case(
      testDescription: "mail elsewhere", area: .mx, message: "mail goes elsewhere", grade: .error,
      edits: [("10 mail.example.test.", "10 mail.other.test.")]),
    Case(
      testDescription: "two SPF records", area: .spf,
      message: "there are 2 SPF records: receivers use neither", grade: .error,
      edits: [("; hosts\n", "@ IN TXT \"v=spf1 mx -all\"\n")]),
    Case(
      testDescription: "DKIM missing", area: .dkim,
      message: "there is no key: signatures cannot be verified", grade: .error,
      edits: [("mail._domainkey ", "old._domainkey ")]),
    Case(
      testDescription: "DMARC without a policy", area: .dmarc, message: "the record has no policy",
      grade: .error, edits: [("v=DMARC1; p=reject;", "v=DMARC1;")]),
    Case(
      testDescription: "logo not allowed", area: .bimi,
      message: "the logo is not shown: DMARC is not strong enough", grade: .error,
      edits: [("v=DMARC1; p=reject;", "v=DMARC1; p=none;")]),
    Case(
      testDescription: "zone elsewhere", area: .zone,
      message: "the zone is elsewhere, at ns1.other.test, ns2.other.test", grade: .advice,
      edits: [
        ("NS ns1\n", "NS ns1.other.test.\n"), ("NS ns2\n", "NS ns2.other.test.\n"),
        ("SOA ns1 ", "SOA ns1.other.test. "),
      ]),
  ]

  @Test(arguments: cases)
  func aCaseIsRecognized(_ row: Case) async throws {
    let domain = try TestDomain()
    var zone = try DNSZone().render(domain.account, RenderOptions()).text + Self.hosts
    for (old, new) in row.edits {
      #expect(zone.contains(old), "\(zone)")
      zone = zone.replacing(old, with: new)
    }
    let other = "$TTL 3600\n@ IN SOA ns1 root 1 1 1 1 1\n@ IN NS ns1\n"
    let server = try TestNameServer([
      "example.test": zone,
      "hoster.test":
        "$TTL 3600\n@ IN SOA ns1.example.test. root 1 1 1 1 1\n@ IN NS ns1.example.test.",
      "other.test": other + ["ns1", "ns2", "mail"].map { "\($0) IN A 127.0.0.1\n" }.joined(),
    ])
    let (report, _) = try await domain.check(
      milliseconds: 120_000, patience: 12, resolver: server.address)
    #expect(
      report.items.contains {
        $0.area == row.area && $0.grade == row.grade && $0.message.hasPrefix(row.message)
      }, "\(report.items)")
    if row.grade <= .advice {
      #expect(report.items.filter { $0.grade > .advice }.isEmpty)
    } else {
      #expect(report.items.contains { $0.area == row.area && $0.fix != nil })
    }
  }

  private static let hosts =
    """
    ; hosts
    @ IN SOA ns1 root 1 1 1 1 1
    @ IN NS ns1
    @ IN NS ns2
    @ IN A 127.0.0.1
    _spf IN TXT "v=spf1 ip4:192.0.2.0/24 -all"

    """ + ["ns1", "ns2", "mail", "setup", "dav"].map { "\($0) IN A 127.0.0.1\n" }.joined()
}
