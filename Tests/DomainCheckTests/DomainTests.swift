// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import DomainCheck
import Foundation
import TestNetwork
import Testing

/// A check over real sockets: what is good is said to be good, and each fault is found.
@Suite(.serialized) struct DomainTests {
  @Test func aGoodDomainHasNoFault() async throws {
    let (report, _) = try await TestDomain().check(milliseconds: 120_000, patience: 12)
    let faults = report.items.filter { $0.grade > .advice }
    #expect(faults.isEmpty, "\(faults)")
    #expect(report.reachedResolver)
    #expect(report.count(.good) > 25)
    let clients = report.items.filter { $0.area == .setup && $0.message.hasPrefix("sets up IMAP") }
    #expect(clients.count == 10, "\(report.items.filter { $0.area == .setup })")
  }

  @Test func aDomainSpeaksForItself() async throws {
    let (report, _) = try await TestDomain().check(
      withSettings: false, milliseconds: 120_000, patience: 12)
    let faults = report.items.filter { $0.grade > .advice }
    #expect(faults.isEmpty, "\(faults)")
    #expect(
      report.items.contains { $0.area == .servers && $0.place.contains("mail.example.test:993") })
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let area: Area
    let message: String
    var grade = Grade.error
    let change: @Sendable (inout TestDomain.Changes) -> Void

    init(
      _ name: String, _ area: Area, _ message: String, _ grade: Grade = .error,
      _ change: @escaping @Sendable (inout TestDomain.Changes) -> Void
    ) {
      testDescription = name
      self.area = area
      self.message = message
      self.grade = grade
      self.change = change
    }

    static func zone(
      _ name: String, _ area: Area, _ message: String, _ grade: Grade = .error,
      _ change: @escaping @Sendable (inout TestZone) -> Void
    ) -> Case {
      Case(name, area, message, grade) { $0.zone = change }
    }
  }

  static let cases: [Case] = [
    .zone("mail elsewhere", .mx, "mail goes elsewhere") {
      $0.remove("example.test", 15)
      $0.add("example.test", "MX 5 mail.other.test")
      $0.add("mail.other.test", "A 127.0.0.1")
    },
    .zone("no exchanger", .mx, "there is no mail exchanger") { $0.remove("example.test", 15) },
    .zone("exchanger is an alias", .mx, "an MX record leads to an alias") {
      $0.remove("mail.example.test", 1)
      $0.add("mail.example.test", "CNAME setup.example.test")
    },
    .zone("aliases in a circle", .mx, "an MX record leads to an alias") {
      $0.remove("mail.example.test", 1)
      $0.add("mail.example.test", "CNAME a.test")
      $0.add("a.test", "CNAME mail.example.test")
    },
    .zone("two SPF records", .spf, "there are 2 SPF records: receivers use neither") {
      $0.add("example.test", "TXT v=spf1 mx -all")
    },
    .zone("SPF that includes itself", .spf, "'_spf.example.test' includes itself") {
      $0.remove("_spf.example.test", 16)
      $0.add("_spf.example.test", "TXT v=spf1 include:_spf.example.test -all")
    },
    .zone("too many look-ups", .spf, "it takes 12 look-ups, and receivers stop after 10") {
      $0.remove("_spf.example.test", 16)
      let terms = (0..<11).map { "a:h\($0).example.test" }.joined(separator: " ")
      $0.add("_spf.example.test", "TXT v=spf1 \(terms) -all")
    },
    .zone("everybody may send", .spf, "it lets everybody send as the domain") {
      $0.remove("example.test", 16)
      $0.add("example.test", "TXT v=spf1 include:_spf.example.test +all")
    },
    .zone("DKIM missing", .dkim, "there is no key: signatures cannot be verified") {
      $0.remove("mail._domainkey.example.test", 16)
    },
    .zone("DMARC without a policy", .dmarc, "the record has no policy") {
      $0.remove("_dmarc.example.test", 16)
      $0.add("_dmarc.example.test", "TXT v=DMARC1; rua=mailto:dmarc@example.test")
    },
    .zone("logo not allowed", .bimi, "the logo is not shown: DMARC is not strong enough") {
      $0.remove("_dmarc.example.test", 16)
      $0.add("_dmarc.example.test", "TXT v=DMARC1; p=none")
    },
    .zone("zone elsewhere", .zone, "the zone is elsewhere, at ns.other.test", .advice) {
      $0.remove("example.test", 2)
      $0.add("example.test", "NS ns.other.test")
    },
    .zone(
      "not registered", .zone, "the domain is not registered, or its registrar has no zone for it"
    ) {
      $0 = TestZone()
      $0.add("test", "SOA ns.test")
    },
    .zone("server failure", .dmarc, "the resolver cannot find out (SERVFAIL)") {
      $0.behaviours["_dmarc.example.test"] = .fail
    },
    .zone("a question without an answer", .tlsReports, "no answer came in time") {
      $0.behaviours["_smtp._tls.example.test"] = .silent
    },
    .zone("an answer in pieces", .dmarc, "receivers are asked to reject forged mail", .good) {
      $0.behaviours["_dmarc.example.test"] = .truncated
    },
    .zone("another digest", .setup, "the digest is not that of the document", .warning) {
      $0.remove("_ua-auto-config.example.test", 16)
      $0.add("_ua-auto-config.example.test", "TXT v=UAAC1; a=sha256; d=AAAA")
    },
    Case("silent server", .servers, "no answer came in time") { $0.imap = .silent },
    Case("endless banner", .servers, "the TLS handshake fails", .error) { $0.imap = .endless },
    Case("endless words", .servers, "the server talks without end") { $0.submission = .endless },
    Case("STARTTLS missing", .servers, "STARTTLS is not offered") { $0.submission = .noStartTLS },
    Case("STARTTLS refused", .servers, "STARTTLS is offered and then refused: '454 not today'") {
      $0.submission = .liar
    },
    Case("certificate expired", .servers, "the certificate has expired") { $0.imap = .expired },
    Case("certificate of another host", .servers, "the certificate is not for mail.example.test") {
      $0.imap = .wrongName
    },
    Case("certificate made at home", .servers, "the certificate is of no known authority") {
      $0.imap = .selfMade
    },
    Case("passwords before TLS", .servers, "it takes passwords before STARTTLS", .warning) {
      $0.submission = .plainLogins
    },
    Case("no passwords", .servers, "it does not offer password") { $0.imap = .noPasswords },
    Case("web page instead of settings", .setup, "finds no settings") {
      $0.web["/mail/config-v1.1.xml"] = (200, "Content-Type: text/html\r\n", "<html></html>")
    },
    Case(
      "other servers than the settings'", .setup, "sets up other servers than those of the settings"
    ) {
      let xml =
        "<clientConfig><emailProvider id=\"a.test\"><domain>a.test</domain>"
        + "<displayName>A</displayName><displayShortName>A</displayShortName>"
        + ["incoming|imap|993", "outgoing|smtp|465"].map { line in
          let part = line.split(separator: "|")
          return "<\(part[0])Server type=\"\(part[1])\"><hostname>b.test</hostname>"
            + "<port>\(part[2])</port><socketType>SSL</socketType>"
            + "<authentication>password-cleartext</authentication>"
            + "<username>%EMAILADDRESS%</username></\(part[0])Server>"
        }.joined() + "</emailProvider></clientConfig>"
      $0.web["/mail/config-v1.1.xml"] = (200, "Content-Type: text/xml\r\n", xml)
    },
    Case("redirects in a circle", .wellKnown, "clients are not sent on: status 404") {
      $0.web["/.well-known/caldav"] = (404, "", "")
    },
    Case("policy gone", .mtaSTS, "the policy cannot be fetched: status 301") {
      $0.web["/.well-known/mta-sts.txt"] = (301, "Location: https://setup.example.test/\r\n", "")
    },
    Case("logo of another kind", .bimi, "the logo is not SVG Tiny PS") {
      $0.web["/logo.svg"] = (
        200, "Content-Type: image/svg+xml\r\n", "<svg viewBox=\"0 0 9 9\"><title/></svg>"
      )
    },
  ]

  @Test(arguments: cases)
  func aFaultIsFound(_ row: Case) async throws {
    let domain = try TestDomain(row.change)
    let (report, _) = try await domain.check([row.area], milliseconds: 6_000)
    #expect(
      report.items.contains { $0.grade == row.grade && $0.message.hasPrefix(row.message) },
      "\(report.items.filter { $0.grade != .good })")
    for item in report.items where item.grade > .advice && item.area != .login {
      #expect(item.fix != nil, "\(item)")
    }
  }

  @Test func aSilentResolverIsSaidToBe() async throws {
    let domain = try TestDomain { changes in
      changes.zone = { zone in
        for name in zone.names { zone.behaviours[name] = .silent }
        zone.behaviours["_report._dmarc.example.test"] = .silent
      }
    }
    let (report, _) = try await domain.check([.mx, .spf], milliseconds: 1_500)
    #expect(!report.reachedResolver)
    #expect(report.items.allSatisfy { $0.grade == .error })
  }

  @Test func recordDataNeverReachesTheTerminal() async throws {
    let domain = try TestDomain { changes in
      changes.zone = { zone in
        zone.remove("_dmarc.example.test", 16)
        zone.add("_dmarc.example.test", text: Array("v=DMARC1; p=\u{1B}]0;x\u{7}<b>|".utf8))
        zone.add(
          "example.test", text: Array("v=spf1 ".utf8) + Array(repeating: 0x1B, count: 60_000))
      }
    }
    let (report, _) = try await domain.check([.spf, .dmarc])
    #expect(report.count(.error) > 1)
    for text in [
      ReportWriter.text(report, isColored: false), ReportWriter.markdown(report),
      String(decoding: ReportWriter.json(report).encoded(pretty: false), as: UTF8.self),
    ] {
      #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x7F })
      #expect(text.utf8.count < 100_000)
    }
    #expect(!ReportWriter.markdown(report).contains("<b>"))
  }

  @Test func aPasswordIsTriedOnce() async throws {
    let domain = try TestDomain()
    let (good, _) = try await domain.check([.login], password: "secret")
    #expect(
      good.items.map(\.message) == [
        "log-in works", "log-in works, and a test message is on its way",
      ])
    let (bad, _) = try await domain.check([.login], password: "wrong")
    #expect(bad.items.first?.grade == .error)
    #expect(!ReportWriter.text(bad, isColored: false).contains("\u{1B}"))
    #expect(!"\(bad)\(good)".contains("secret"))
  }
}

extension Grade: Comparable {
  package static func < (left: Grade, right: Grade) -> Bool {
    (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
  }
}
