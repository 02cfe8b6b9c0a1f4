// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import DomainCheck
import MailSettings
import SettingsFile
import Testing

/// A domain of `Tests/Zones/cases`, and what is said of it.
struct ZoneCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let areas: Set<Area>
  let domain: String
  let grade: Grade
  /// The beginning of a message.
  let message: String
  var selectors: [String] = []
  /// What some finding's fix has in it.
  var fix: String?

  init(
    _ name: String, _ areas: Set<Area>, _ domain: String, _ grade: Grade, _ message: String,
    selectors: [String] = [], fix: String? = nil
  ) {
    testDescription = name
    self.areas = areas
    self.domain = domain
    self.grade = grade
    self.message = message
    self.selectors = selectors
    self.fix = fix
  }

  var world: PaperWorld {
    PaperWorld(
      zone: ZoneFiles.json("cases/\(testDescription)/zone.json") as? [String: [[Any]]] ?? [:],
      web: ZoneFiles.json("cases/\(testDescription)/web.json") as? [[String: Any]] ?? [])
  }

  func check(_ world: PaperWorld) async throws -> CheckReport {
    let name = try DomainName(domain)
    let text = ZoneFiles.text("cases/\(testDescription)/settings.yaml")
    let account =
      try text.map {
        try SettingsLoader.read(Array($0.utf8), name: "settings.yaml").catalog
          .account(forDomain: name)
      } ?? nil
    var plan = CheckPlan(
      domain: name, address: try MailAddress("anna@\(domain)"), settings: account, areas: areas)
    plan.selectors = selectors
    return await DomainChecker(plan, Inquiry(world)).run()
  }

  static let all = [
    ZoneCase(
      "bimi-of-the-organization", [.bimi], "news.spruce.example", .good,
      "the logo can be shown: it is that of spruce.example"),
    ZoneCase(
      "bimi-policy-under-test", [.bimi], "larch.example", .error, "the logo is not shown"),
    ZoneCase(
      "caa-nobody", [.caa], "beech.example", .warning, "no authority may issue certificates"),
    ZoneCase(
      "caa-of-the-parent", [.caa], "shop.birch.example", .good, "ca.example.net may issue"),
    ZoneCase("dkim-key-with-blanks", [.dkim], "medlar.example", .good, "RSA key of 2048 bits"),
    ZoneCase(
      "dkim-revoked-beside-good", [.dkim], "elm.example", .advice, "the key is withdrawn"),
    ZoneCase(
      "dkim-text-under-usual-name", [.dkim], "fir.example", .advice, "the record holds a name"),
    ZoneCase(
      "dkim-wildcard", [.dkim], "cedar.example", .advice, "no key is under a usual selector"),
    ZoneCase(
      "dkim-no-break-space", [.dkim], "slate.example", .error,
      "the record has the character U+00A0 (NO-BREAK SPACE) at place 16", selectors: ["mail"]),
    ZoneCase(
      "dmarc-fix-for-subdomain", [.dmarc], "news.lime.example", .warning,
      "the policy for subdomains asks for nothing", fix: "set sp=quarantine, later sp=reject"),
    ZoneCase(
      "dmarc-reports-to-neighbour", [.dmarc], "oak.co.uk", .warning,
      "reports.co.uk does not allow reports about the domain"),
    ZoneCase(
      "dmarc-sp-without-p", [.dmarc], "maple.example", .warning,
      "the record has no policy: receivers take it for p=none"),
    ZoneCase(
      "dmarc-two-schemes", [.dmarc], "pine.example", .good, "receivers are asked to reject"),
    ZoneCase(
      "fix-makes-two-dmarc", [.dmarc], "hazel.example", .warning,
      "the policy is not that of the settings",
      fix: "replace by: _dmarc.hazel.example. 3600 IN TXT \"v=DMARC1; p=reject\""),
    ZoneCase(
      "mta-sts-useless-pattern", [.mtaSTS], "sycamore.example", .advice,
      "'mx: 192.0.2.25' matches no mail exchanger and never can"),
    ZoneCase(
      "mx-implicit", [.mx], "rowan.example", .warning,
      "there is no mail exchanger: mail goes to the address", fix: "IN MX 10 rowan.example."),
    ZoneCase(
      "parked", Set(Area.allCases), "plane.example", .good,
      "takes no mail and sends none, by intention"),
    ZoneCase("service-weight", [.services], "acorn.example", .good, "leads to mail.acorn.example"),
    ZoneCase(
      "setup-name-left-elsewhere", [.setup], "yew.example", .warning,
      "is autodiscover.formerly.example., should be setup.yew.example.",
      fix: "replace by: autodiscover.yew.example. 3600 IN CNAME setup.yew.example."),
    ZoneCase(
      "setup-by-service-records", [.setup, .services], "walnut.example", .good,
      "sets up IMAP mail.walnut.example:993 tls, SMTP mail.walnut.example:465 tls"),
    ZoneCase(
      "setup-old-log-in", [.setup], "alder.example", .error,
      "logs people in as 'anna', the settings as 'anna@alder.example'",
      fix: "serve the settings of today at https://autodiscover.alder.example/"),
    ZoneCase(
      "setup-second-place-is-old", [.setup], "willow.example", .warning,
      "answers with other servers than the settings", fix: "or answer 404"),
    ZoneCase(
      "well-known-leads-nowhere", [.wellKnown], "quince.example", .error,
      "sends clients on to https://dav.quince.example/gone/, where there is no service: ",
      fix: "redirect it to https://dav.quince.example/calendars/"),
    ZoneCase(
      "spf-empty-include", [.spf], "granite.example", .error, "'include:' names no domain",
      fix: "\"v=spf1 mx -all\""),
    ZoneCase(
      "spf-include-as-modifier", [.spf], "ash.example", .error,
      "'include=_spf.ash.example' is a modifier that nobody knows",
      fix: "\"v=spf1 ip4:198.51.100.0/24 include:_spf.ash.example -all\""),
    ZoneCase(
      "spf-include-never-reached", [.spf], "ash.example", .error,
      "the record does not permit the senders that the settings want: include:_spf.ash.example",
      fix: "\"v=spf1 ip4:198.51.100.0/24 include:_spf.ash.example ~all\""),
    ZoneCase(
      "spf-include-refuses", [.spf], "ash.example", .error,
      "the record refuses the senders that the settings want",
      fix: "\"v=spf1 mx include:_spf.ash.example -all\""),
  ]
}

@Suite struct ZoneCaseTests {
  @Test(arguments: ZoneCase.all)
  func aCaseIsSeen(_ row: ZoneCase) async throws {
    let report = try await row.check(row.world)
    #expect(
      report.items.contains { $0.grade == row.grade && $0.message.hasPrefix(row.message) },
      "\(report.items)")
    if row.areas.count == 1, row.areas != [.setup] {
      #expect(report.items.map(\.grade).max() == row.grade || row.grade == .good)
      #expect(row.grade != .good || report.items.allSatisfy { $0.grade <= .advice })
    }
    if let fix = row.fix {
      #expect(report.items.contains { $0.fix?.contains(fix) == true }, "\(report.items)")
    }
  }

  @Test(arguments: ZoneCase.all)
  func aPrintedFixMends(_ row: ZoneCase) async throws {
    let before = try await row.check(row.world)
    var world = row.world
    let update = UpdateWriter.text(before)
    #expect(world.zone.apply(update) == [], "\(update)")
    let after = try await row.check(world)
    for item in before.items where !item.edits.isEmpty && item.grade > .advice {
      let isOwn = item.edits.contains { $0.name.hasSuffix(row.domain) }
      #expect(!isOwn || !after.items.contains(item), "\(update)\(after.items)")
    }
  }

  @Test func aParkedDomainHasNoFault() async throws {
    let row = try #require(ZoneCase.all.first { $0.testDescription == "parked" })
    let report = try await row.check(row.world)
    #expect(report.count(.error) == 0)
    #expect(report.count(.warning) == 0, "\(report.items)")
    #expect(report.items.first?.message.hasPrefix("takes no mail and sends none") == true)
  }
}
