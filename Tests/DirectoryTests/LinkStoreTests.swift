// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Directory
import Foundation
import HTTPListener
import MailSettings
import PersonalLinks
import ProfileServer
import Renderers
import SettingsFile
import Synchronization
import System
import Testing

@testable import Serving

/// One password for each link, whichever of several servers is asked, in a real PostgreSQL.
@Suite(.serialized) struct LinkStoreTests {
  private let server: RealServer
  private let catalog: SettingsCatalog
  private let key = LinkKey.random()
  private let provider: DomainName
  private let now = Clock.wall / 1_000_000

  init() throws {
    server = try RealServer("postgresql", program: "psql")
    provider = try DomainName("example.ch")
    catalog = try Asking.catalog(
      """
      source: postgresql://mkprofile@localhost:\(server.port)/postgres
      passwordFile: \(server.path("password"))
      caFile: \(server.path("ca.pem"))
      person: SELECT 'x' WHERE 'y' = $1
      """, domains: "domains: [example.ch]")
  }

  private func makeTable() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Templates/directories/postgresql-links.sql")
    try server.sql(try String(contentsOf: file, encoding: .utf8))
  }

  /// A server's own view, with a log that is thrown away.
  private func ledger(patience: Int = 20_000) throws -> DirectoryLedger {
    let options = try #require(catalog.directories.first).options
    let store = try #require(LinkStore(options, Asking.programs, patience: patience))
    let log = RequestLog(LogFormat(), descriptor: open("/dev/null", O_WRONLY))
    return DirectoryLedger(store, own: MemoryLedger(), provider, log) { [key] in key }
  }

  private func token(_ address: String = "anna@example.ch") throws -> LinkToken {
    LinkToken(
      PersonalLink(try MailAddress(address), expires: now + 3_600), provider: provider, key: key)
  }

  private func desk(_ ledger: DirectoryLedger, _ made: @escaping @Sendable () -> String) -> LinkDesk
  {
    var desk = LinkDesk(provider, ledger: ledger) { [key] in key }
    desk.password = { _, _ in AppPassword(made()) }
    return desk
  }

  @Test func aLinkPressedAtTwoServersHasOnePassword() throws {
    try makeTable()
    let count = Guarded(0)
    let desks = try (0..<2).map { _ in
      desk(try ledger()) {
        usleep(200_000)
        return count.withLock { count in
          count += 1
          return "password-\(count)"
        }
      }
    }
    for round in 0..<3 {
      let token = try token("a\(round)@example.ch")
      let account = try #require(catalog.account(for: token.link.address))
      let outcomes = Guarded<[LinkDesk.Outcome]>([])
      DispatchQueue.concurrentPerform(iterations: 6) { [now] number in
        let outcome = desks[number % 2].press(
          token, account, LinkDesk.Press(now: now, view: "view"))
        outcomes.withLock { $0.append(outcome) }
      }
      #expect(count.withLock { $0 } == round + 1, "one was made for each link")
      let texts = outcomes.withLock { $0 }.compactMap { outcome in
        if case .made(let text) = outcome { text } else { nil }
      }
      #expect(!texts.isEmpty && Set(texts).count == 1)
      for desk in desks {
        #expect(desk.record(of: token).made == now)
        #expect(desk.download(of: token, view: "view", at: now) == texts.first)
        #expect(desk.download(of: token, view: "another", at: now) == nil)
        let download = desk.open(Substring(texts.first ?? ""))
        #expect(download?.password == "password-\(round + 1)")
      }
    }
  }

  @Test func whoPressesLaterElsewhereHearsThatItWasMade() throws {
    try makeTable()
    let (one, two) = (try desk(ledger()) { "first" }, try desk(ledger()) { "second" })
    let token = try token()
    let account = try #require(catalog.account(for: token.link.address))
    let made = one.press(token, account, LinkDesk.Press(now: now))
    #expect(two.press(token, account, LinkDesk.Press(now: now + 5)) == .before(now))
    // Nobody was there to hear it: whoever comes next gets the same, elsewhere, too.
    one.forget(made, of: token, at: now)
    #expect(two.press(token, account, LinkDesk.Press(now: now + 6)) == made)
    // Asked for on purpose, there is another one, of which the first server knows.
    let again = LinkDesk.Press(now: now + 9, replaces: now)
    guard case .made(let text) = two.press(token, account, again) else {
      Issue.record("nothing was made")
      return
    }
    #expect(two.open(Substring(text))?.password == "second")
    #expect(one.record(of: token).made == now + 9)
  }

  @Test func nothingThatIsStoredCanBeUsed() throws {
    try makeTable()
    let token = try token()
    let account = try #require(catalog.account(for: token.link.address))
    let desk = try desk(ledger()) { "wonderful-password" }
    guard case .made(let text) = desk.press(token, account, LinkDesk.Press(now: now, view: "v"))
    else {
      Issue.record("nothing was made")
      return
    }
    let row = try server.answer("SELECT * FROM mkprofile_links")
    #expect(row.contains(token.identifier))
    for secret in ["wonderful", text, token.text, "anna"] { #expect(!row.contains(secret)) }
    // Another key or another link opens nothing.
    let other = LinkToken(token.link, provider: provider, key: .random())
    let sealed = try #require(
      row.split(whereSeparator: { $0 == "|" || $0.isNewline }).first { $0.count > 100 })
    #expect(LinkNote(String(sealed), token, provider: provider, key: key)?.download == text)
    #expect(LinkNote(String(sealed), other, provider: provider, key: key) == nil)
    #expect(LinkNote(String(sealed), token, provider: provider, key: .random()) == nil)
    // Ten minutes later what is sealed has gone, and when links end the rows have.
    let next = try self.token("bea@example.ch")
    _ = desk.press(next, account, LinkDesk.Press(now: now + 601))
    #expect(try server.answer("SELECT count(sealed), count(*) FROM mkprofile_links") == "1|2")
    #expect(desk.record(of: token).made == now)
    let last = LinkToken(
      PersonalLink(try MailAddress("z@example.ch"), expires: now + 9_999), provider: provider,
      key: key)
    _ = desk.press(last, account, LinkDesk.Press(now: now + 3_700))
    #expect(try server.answer("SELECT count(*) FROM mkprofile_links") == "1")
  }

  @Test func withoutTheTableEachServerKnowsItsOwn() throws {
    let ledger = try ledger()
    let finding = try #require(ledger.probe(Places()))
    #expect(finding.severity == .note && finding.message.contains("mkprofile_links"))
    #expect(finding.fix?.contains("postgresql-links.sql") == true)
    let (one, two) = (desk(ledger) { "first" }, try desk(self.ledger()) { "second" })
    let token = try token()
    let account = try #require(catalog.account(for: token.link.address))
    for desk in [one, two] {
      guard case .made = desk.press(token, account, LinkDesk.Press(now: now)) else {
        Issue.record("nothing was made")
        return
      }
      #expect(desk.press(token, account, LinkDesk.Press(now: now)) == .before(now))
    }
    try server.stop()
    let third = try desk(self.ledger()) { "third" }
    guard case .made = third.press(token, account, LinkDesk.Press(now: now)) else {
      Issue.record("nothing was made while the database was away")
      return
    }
  }

  @Test func whoHasALinkTooLongMakesNobodyMakeAnother() throws {
    try makeTable()
    let (one, two) = (try ledger(), try ledger(patience: 200))
    let token = try token()
    one.change(token, at: now) { record in
      two.change(token, at: now) { _ in Issue.record("two have the link") }
      record.made = now
    }
    #expect(two.record(of: token).made == now)
  }
}
