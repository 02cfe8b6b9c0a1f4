// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Directory
import Foundation
import MailSettings
import SettingsFile
import Synchronization
import System
import Testing

/// The real servers, on this machine alone.
@Suite(.serialized) struct DatabaseTests {
  private static let queries = """
    domains: "SELECT domain, primary_domain FROM domain WHERE active"
    person: "SELECT login, name, language FROM mailbox WHERE address = $1"
    """
  private static let tables = """
    CREATE TABLE domain (domain varchar(255) PRIMARY KEY, primary_domain varchar(255),
      active int NOT NULL DEFAULT 1);
    CREATE TABLE mailbox (address varchar(255) PRIMARY KEY, login varchar(255), name varchar(255),
      language varchar(8));
    INSERT INTO domain (domain, primary_domain) VALUES ('example.ch', NULL),
      ('example.com', 'example.ch'), ('no_name', NULL);
    INSERT INTO mailbox VALUES ('anna@example.ch', 'u1234', 'Anna Müster', 'de');
    """

  /// What every source has to say of the same people.
  private func examine(_ catalog: SettingsCatalog) throws {
    let findings = try Asking.feed(catalog).load()
    #expect(findings.count == 1 && findings[0].message.contains("no_name"))
    #expect(catalog.domains.map(\.ascii) == ["example.ch", "example.com"])
    let finder = try Asking.finder(catalog)
    let anna = try MailAddress("anna@example.ch")
    let person = finder.ask(anna).person
    #expect(person?.login?.text == "u1234" && person?.name?.text == "Anna Müster")
    #expect(person?.language?.tag == "de")
    for hostile in [
      "x@example.ch", #""*)(uid=*"@example.ch"#, "*@example.ch", "a'or'1'='1@example.ch",
      #""' OR 1=1 -- "@example.ch"#, "%@example.ch",
    ] {
      #expect(finder.ask(try MailAddress(hostile)) == .unknown, "\(hostile)")
    }
  }

  @Test func postgreSQL() throws {
    let server = try RealServer("postgresql", program: "psql")
    try server.sql(
      Self.tables.replacingOccurrences(
        of: "active int NOT NULL DEFAULT 1", with: "active boolean DEFAULT true"))
    func catalog(_ change: (String) -> String = { $0 }) throws -> SettingsCatalog {
      try Asking.catalog(
        change(
          """
          source: postgresql://mkprofile@localhost:\(server.port)/postgres
          passwordFile: \(server.path("password"))
          caFile: \(server.path("ca.pem"))
          notify: mkprofile
          timeout: 1
          \(Self.queries)
          """))
    }
    try examine(try catalog())
    let faults = [
      ("a certificate that nobody knows", "caFile:", "#", "certificate verify failed"),
      ("a wrong password", "/password", "/wrong-password", "password authentication failed"),
      ("a file that is not there", "/password", "/nothing", "No such file"),
      ("nobody there", ":\(server.port)/", ":1/", "refused"),
      ("a wrong column", "primary_domain", "primary_", "does not exist"),
      ("five columns", "domain, primary_domain", "1, 2, 3, 4, 5", "gives 5 columns"),
    ]
    for (name, old, new, message) in faults {
      let feed = try Asking.feed(
        try catalog { text in
          text.split(separator: "\n").map { line in
            new == "#" && line.contains(old) ? "" : line.replacingOccurrences(of: old, with: new)
          }.joined(separator: "\n")
        })
      let fault = Asking.fault(feed)
      #expect(fault?.message.contains(message) == true, "\(name): \(fault?.message ?? "none")")
      #expect(fault?.message.contains("secret") == false)
    }
    try follow(server, try catalog())
  }

  /// Changes arrive by themselves; what is known stays while the server is away.
  private func follow(_ server: RealServer, _ catalog: SettingsCatalog) throws {
    let feed = try Asking.feed(catalog)
    _ = try feed.load()
    let failures = Atomic(0)
    let forgotten = Guarded<[MailAddress]>([])
    feed.follow(isRead: true) { event in
      switch event {
      case .failed: failures.wrappingAdd(1, ordering: .relaxed)
      case .people(let people): forgotten.withLock { $0 += people ?? [] }
      case .loaded, .changed: break
      }
    }
    defer { feed.stop() }
    let new = try DomainName("new.ch")
    let old = try DomainName("example.com")
    // The feed listens once what is new is found; before that the notification has no ears.
    try server.sql("INSERT INTO domain (domain) VALUES ('new.ch')")
    let isNew = try Asking.eventually {
      try server.sql("NOTIFY mkprofile, 'new.ch'")
      return catalog.match(new) == .named
    }
    #expect(isNew)
    try server.sql("DELETE FROM domain WHERE domain = 'example.com'")
    #expect(catalog.match(old) == .named)
    try server.sql("NOTIFY mkprofile, 'example.com'")
    #expect(Asking.eventually { catalog.match(old) == nil })
    try server.sql("NOTIFY mkprofile, 'anna@example.ch'")
    #expect(
      Asking.eventually { forgotten.withLock { $0 }.map(\.description) == ["anna@example.ch"] })
    try server.sql("INSERT INTO domain (domain) VALUES ('all.ch')")
    try server.sql("NOTIFY mkprofile")
    let all = try DomainName("all.ch")
    #expect(Asking.eventually { catalog.match(all) == .named })
    try server.stop()
    #expect(Asking.eventually { failures.load(ordering: .relaxed) > 0 })
    #expect(catalog.match(all) == .named && catalog.match(new) == .named)
    try server.start(tls: false)
    let fault = Asking.fault(try Asking.feed(catalog))
    #expect(fault?.message.contains("does not support SSL") == true)
    try server.stop()
    try server.start()
    try server.sql("INSERT INTO domain (domain) VALUES ('late.ch')")
    let late = try DomainName("late.ch")
    // It may have read everything again before this row was there, and listens since then.
    let isBack = try Asking.eventually {
      try server.sql("NOTIFY mkprofile, 'late.ch'")
      return catalog.match(late) == .named
    }
    #expect(isBack, "it listens again by itself")
  }

  @Test func mariaDB() throws {
    let server = try RealServer("mariadb", program: "mariadbd")
    try server.mariadb(
      "CREATE DATABASE mail CHARACTER SET utf8mb4;"
        + " CREATE USER mkprofile@localhost IDENTIFIED BY 'secret';"
        + " GRANT SELECT ON mail.* TO mkprofile@localhost; USE mail; \(Self.tables)")
    func catalog(_ old: String = "", _ new: String = "") throws -> SettingsCatalog {
      let text = """
        source: mysql://mkprofile@localhost:\(server.port)/mail
        passwordFile: \(server.path("password"))
        caFile: \(server.path("ca.pem"))
        timeout: 2
        \(Self.queries)
        """
      return try Asking.catalog(
        old.isEmpty ? text : text.replacingOccurrences(of: old, with: new))
    }
    try examine(try catalog())
    try examine(
      try catalog(
        "localhost:\(server.port)/mail", "localhost/mail?socket=\(server.path("my/socket"))"))
    let faults = [
      ("a certificate that nobody knows", "caFile: \(server.path("ca.pem"))", "", "certificate"),
      ("a wrong password", "/password", "/wrong-password", "Access denied"),
      ("nobody there", ":\(server.port)/", ":1/", "connect"),
      ("a wrong column", "primary_domain", "primary_", "Unknown column"),
      ("an unknown mode", "/mail", "/mail?sslmode=prefer", "sslmode=prefer is not known"),
    ]
    for (name, old, new, message) in faults {
      let fault = Asking.fault(try Asking.feed(try catalog(old, new)))
      #expect(fault?.message.contains(message) == true, "\(name): \(fault?.message ?? "none")")
    }
  }

  @Test func ldap() throws {
    let server = try RealServer("slapd", program: "slapd")
    func catalog(_ old: String = "", _ new: String = "") throws -> SettingsCatalog {
      let text = """
        source: ldaps://cn=admin,dc=example,dc=ch@localhost:\(server.port)
        passwordFile: \(server.path("password"))
        caFile: \(server.path("ca.pem"))
        timeout: 2
        domains: {base: "dc=example,dc=ch", filter: "(associatedDomain=*)", name: associatedDomain}
        person:
          base: dc=example,dc=ch
          filter: "(mail={address})"
          login: uid
          name: cn
          language: preferredLanguage
        """
      return try Asking.catalog(
        old.isEmpty ? text : text.replacingOccurrences(of: old, with: new))
    }
    func examine(_ catalog: SettingsCatalog) throws {
      _ = try Asking.feed(catalog).load()
      #expect(catalog.domains.map(\.ascii) == ["example.ch", "example.com"])
      let finder = try Asking.finder(catalog)
      #expect(finder.ask(try MailAddress("a.muster@example.ch")).login?.text == "u1234")
      for hostile in [#""*)(uid=*"@example.ch"#, "*@example.ch", #""\\2a"@example.ch"#] {
        #expect(finder.ask(try MailAddress(hostile)) == .unknown, "\(hostile)")
      }
      let twin = finder.ask(try MailAddress("twin@example.ch"))
      #expect(twin.fault?.message.contains("several entries") == true)
    }
    try examine(try catalog())
    let plain = "ldap://cn=admin,dc=example,dc=ch@localhost:\(server.port + 1)"
    try examine(
      try catalog("ldaps://cn=admin,dc=example,dc=ch@localhost:\(server.port)", plain))
    let faults = [
      ("a wrong password", "/password", "/wrong-password", "Invalid credentials"),
      ("a certificate that nobody knows", "caFile: \(server.path("ca.pem"))", "", "contact"),
      ("nobody there", ":\(server.port)", ":1", "contact"),
      ("a wrong base", "{base: \"dc=example", "{base: \"dc=nowhere", "No such object"),
      ("a wrong filter", "(associatedDomain=*)", "(associatedDomain=*))", "filter"),
    ]
    for (name, old, new, message) in faults {
      let fault = Asking.fault(try Asking.feed(try catalog(old, new)))
      #expect(fault?.message.contains(message) == true, "\(name): \(fault?.message ?? "none")")
    }
  }

  @Test func sqlite() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("mkprofile-sqlite-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("mail.db").path
    guard RealServer.isInstalled("sqlite3") else {
      Issue.record("sqlite3 is not installed: ./dev setup installs it")
      return
    }
    try RealServer.run("/usr/bin/env", ["sqlite3", file, Self.tables])
    let text = "source: sqlite:\(file)\ntimeout: 1\n\(Self.queries)"
    let catalog = try Asking.catalog(text)
    try examine(catalog)
    let feed = try Asking.feed(catalog)
    feed.follow(isRead: true) { _ in }
    defer { feed.stop() }
    usleep(600_000)
    try RealServer.run(
      "/usr/bin/env", ["sqlite3", file, "INSERT INTO domain (domain) VALUES ('new.ch')"])
    let new = try DomainName("new.ch")
    #expect(Asking.eventually { catalog.match(new) == .named }, "a changed file is read at once")
    let faults = [
      ("a file that is not there", "mail.db", "no.db", "there is no file"),
      ("a wrong table", "FROM domain", "FROM domains", "no such table"),
      ("two queries", "WHERE active", "; SELECT 1", "is not one query"),
      (
        "a query that writes", "SELECT domain, primary_domain FROM domain WHERE active",
        "DELETE FROM domain", "only reads"
      ),
    ]
    for (name, old, new, message) in faults {
      let bad = try Asking.catalog(text.replacingOccurrences(of: old, with: new))
      let fault = Asking.fault(try Asking.feed(bad))
      #expect(fault?.message.contains(message) == true, "\(name): \(fault?.message ?? "none")")
    }
  }
}
