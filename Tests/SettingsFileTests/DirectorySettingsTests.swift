// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Testing

@testable import SettingsFile

/// `directory:` of the settings: what is taken, and what is wrong.
@Suite struct DirectorySettingsTests {
  private func findings(_ directory: String, domains: String = "domains: [a.ch]") -> [Finding] {
    let text = """
      provider: {id: a.ch, name: A}
      \(domains)
      incoming: [{protocol: imap, host: mail.a.ch}]
      outgoing: [{protocol: smtp, host: mail.a.ch}]
      directory: \(directory)
      """
    do { return try SettingsLoader.read(Array(text.utf8), name: "s.yaml").findings } catch {
      return error.findings
    }
  }

  private static let person = #"person: "SELECT login FROM m WHERE a = $1""#
  private static let search = #"{base: "dc=a", filter: "(mail={address})", login: uid}"#

  static let good: [(name: String, text: String)] = [
    ("PostgreSQL", "{source: \"postgresql://u@db.a.ch/mail?sslmode=require\", \(person)}"),
    (
      "its other name", "{source: \"postgres://db.a.ch/mail\", notify: n, domains: SELECT d FROM m}"
    ),
    ("MariaDB", "{source: \"mariadb://u@db.a.ch/mail\", passwordFile: p, caFile: c, \(person)}"),
    ("SQLite", "{source: \"sqlite:m.db\", \(person)}"),
    ("LDAP", "{source: \"ldaps://ldap.a.ch\", person: \(search)}"),
    ("a program", "{source: {command: [/bin/cat, x]}, domains: true, person: true}"),
  ]

  @Test(arguments: good) func isTaken(_ name: String, _ text: String) {
    let errors = findings(text).filter { $0.severity == .error }
    #expect(errors.isEmpty, "\(name): \(errors)")
  }

  static let bad: [(text: String, message: String)] = [
    ("{source: \"postgresql://u:secret@db.a.ch/m\", \(person)}", "holds no password"),
    ("{source: \"postgresql://db.a.ch/m?password=secret\", \(person)}", "holds no password"),
    ("{source: \"postgresql://db.a.ch/m?p%61ssword=secret\", \(person)}", "holds no password"),
    ("{source: \"mysql://db.a.ch/m?x=1&sslpassword=secret\", \(person)}", "holds no password"),
    ("{source: \"oracle://db.a.ch\", \(person)}", "'oracle' is not a source"),
    ("{source: \"postgresq://db.a.ch\", \(person)}", "did you mean 'postgresql'"),
    ("{source: nothing, \(person)}", "'nothing' is not a source"),
    ("{source: \"sqlite:\", \(person)}", "names no file"),
    ("{source: \"ldaps://\", person: \(search)}", "names no server"),
    ("{source: {command: [/no/such/program]}, person: true}", "does not exist"),
    ("{source: \"sqlite:m.db\"}", "asks for nothing"),
    ("{source: \"sqlite:m.db\", person: SELECT login FROM m}", "does not ask for one address"),
    ("{source: \"sqlite:m.db\", domains: \"SELECT d FROM m WHERE x = $1\"}", "has no parameter"),
    ("{source: \"sqlite:m.db\", \(person), notify: n}", "only PostgreSQL says"),
    ("{source: \"sqlite:m.db\", \(person), passwordFile: p}", "takes no password"),
    ("{source: \"sqlite:m.db\", \(person), refresh: 5}", "nothing to read again"),
    ("{source: \"sqlite:m.db\", domains: SELECT d FROM m, timeout: 5}", "nobody is asked about"),
    ("{source: \"sqlite:m.db\", \(person), timeout: 0}", "timeout"),
    ("{source: \"ldaps://l.a.ch\", \(person)}", "a search"),
    (
      "{source: \"ldaps://l.a.ch\", person: {base: b, filter: \"mail={address}\", login: uid}}",
      "is not a filter"
    ),
    (
      "{source: \"ldaps://l.a.ch\", person: {base: b, filter: \"(mail=x)\", login: uid}}",
      "does not ask for one address"
    ),
    (
      "{source: \"ldaps://l.a.ch\", person: {base: b, filter: \"(m={local})\", login: \"u d\"}}",
      "is not the name of an attribute"
    ),
  ]

  @Test(arguments: bad) func isSaid(_ text: String, _ message: String) {
    let errors = findings(text).filter { $0.severity == .error }
    #expect(
      errors.contains { "\($0.path): \($0.message)".contains(message) && $0.place != nil },
      "\(errors)")
    #expect(!errors.contains { "\($0.message) \($0.fix ?? "")".contains("secret") }, "\(errors)")
  }

  @Test func domainsMayBeLeftToTheDirectory() {
    let domains = "{source: \"sqlite:m.db\", domains: SELECT d FROM m}"
    #expect(findings(domains, domains: "").filter { $0.severity == .error }.isEmpty)
    let people = "{source: \"sqlite:m.db\", \(Self.person)}"
    #expect(findings(people, domains: "").contains { $0.message == "is missing" })
  }
}
