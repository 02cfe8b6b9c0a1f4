// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ClientRules
import Foundation
import MailSettings
import Renderers
import TestSupport
import Testing

@testable import Adoption
@testable import Commands
@testable import Console

/// What is said about documents.
@Suite struct LintTests {
  private static func golden(_ name: String) throws -> SourceDocument {
    let path = "Tests/Goldens/everything/anna@everything.example.\(name)"
    return SourceDocument(name: path, bytes: try Repository.bytes(path))
  }

  @Test(arguments: ["autoconfig.xml", "autodiscover.xml", "mobileconfig", "pacc.json"])
  func ownDocumentsHaveNoErrors(_ name: String) throws {
    let reports = Linter.lint(try Self.golden(name), address: nil)
    let report = try #require(reports.first)
    #expect(report.findings.filter { $0.severity == .error } == [])
    #expect(!report.outcomes.isEmpty)
    #expect(report.outcomes.allSatisfy { ($0.refusal?.rule.severity ?? .note) < .error })
  }

  struct Row: CustomTestStringConvertible, Sendable {
    var name: String
    var old: String
    var new: String
    var rule: String
    var testDescription: String { "\(name): \(rule)" }

    init(_ name: String, _ old: String, _ new: String, _ rule: String) {
      self.name = name
      self.old = old
      self.new = new
      self.rule = rule
    }
  }

  @Test(arguments: [
    Row("autoconfig.xml", "STARTTLS", "plain", "thunderbird-android/plain"),
    Row("autoconfig.xml", "\"imap\"", "\"pop3\"", "fairemail/no-imap"),
    Row("autoconfig.xml", ">143<", ">x<", "thunderbird/port"),
    Row("autoconfig.xml", "<hostname>", "<hostname a=\"b\">", "thunderbird/hostname"),
    Row("autoconfig.xml", "%EMAILADDRESS%", "007", "thunderbird/value"),
    Row("autoconfig.xml", "%EMAILADDRESS%", "a%EMAILADDRESS%", "gnome/username"),
    Row("autoconfig.xml", "type=\"smtp\"", "type=\"smtp\" a=\"b\"", "evolution/attributes"),
    Row("autoconfig.xml", ">imap.everything", ">x&amp;imap.everything", "delta-chat/pieces"),
    Row("autodiscover.xml", "<SSL>on", "<SSL>off", "thunderbird/pox-plain"),
    Row("autodiscover.xml", "<SPA>off</SPA>", "", "outlook/pox-spa"),
    Row("autodiscover.xml", "<Port>143", "<Port>1143", "thunderbird/pox-port"),
    Row("mobileconfig", "EmailAuthPassword", "Password", "apple-mail/value"),
    Row(
      "mobileconfig", "<key>EmailAccountType</key>", "<key>AccountType</key>",
      "apple-mail/missing-key"),
    Row("mobileconfig", "IncomingMailServerHostName", "IncomingHost", "apple-mail/unknown-key"),
    Row("mobileconfig", "<integer>993</integer>", "<string>993</string>", "apple-mail/type"),
    Row("mobileconfig", "<integer>993</integer>", "<integer>0</integer>", "apple-mail/port"),
    Row(
      "mobileconfig", "MailServerUseSSL</key>\n\t\t\t<true", "MailServerUseSSL</key>\n\t\t\t<false",
      "apple-mail/use-ssl"),
    Row("pacc.json", "imap.everything.example", "imap_everything", "pacc/host"),
    Row("pacc.json", "\"authentication\"", "\"x\"", "pacc/authentication"),
    Row("pacc.json", "{\n  \"protocols\"", "\u{FEFF}{\n  \"protocols\"", "pacc/byte-order-mark"),
    Row("pacc.json", "\"imap.everything.example\"", "12", "pacc/shape"),
    Row("pacc.json", "\"https://dav.everything.example\"", "null", "pacc/shape"),
    Row("pacc.json", "\"issuer\"", "\"Issuer\"", "pacc/shape"),
    Row("pacc.json", "\"password\": true", "\"password\": \"true\"", "pacc/shape"),
    Row("pacc.json", "\"name\":", "\"name\": \"x\", \"name\":", "pacc/shape"),
    Row("pacc.json", "\"info\": {", "\"info\": {\"help\": [], ", "pacc/shape"),
    Row("pacc.json", "\"info\": {", "\"info\": null, \"x\": {", "pacc/shape"),
  ])
  func eachMistakeHasItsRule(_ row: Row) throws {
    let source = try Self.golden(row.name)
    let text = String(decoding: source.bytes, as: UTF8.self)
    var changed = text.replacing(row.old, with: row.new)
    if changed == text {
      changed = text.replacing(
        try Regex(
          NSRegularExpression.escapedPattern(for: row.old)
            .replacing("\\n\\t\\t\\t", with: "\\s*").replacing("\n\t\t\t", with: "\\s*")),
        with: row.new)
    }
    try #require(changed != text, "nothing to change")
    let reports = Linter.lint(
      SourceDocument(name: "document", bytes: Array(changed.utf8)),
      address: try MailAddress("anna@everything.example"))
    let found = reports.flatMap(\.findings)
    #expect(found.contains { $0.path == row.rule }, "\(found.map(\.path))")
    #expect(found.allSatisfy { $0.place != nil }, "every finding has a line")
  }

  @Test func settingsAreJudgedByTheirDocuments() throws {
    let bytes = try Repository.bytes("Tests/Fixtures/pop3.yaml")
    let reports = Linter.lint(SourceDocument(name: "pop3.yaml", bytes: bytes), address: nil)
    let outcomes = try #require(reports.first?.outcomes)
    func outcome(_ id: String) -> LintOutcome? { outcomes.first { $0.program.id == id } }
    #expect(outcome("thunderbird")?.account != nil)
    #expect(outcome("fairemail")?.refusal?.rule.id == "fairemail/no-imap")
    #expect(outcome("apple-mail")?.account?.incoming.first?.mailProtocol == .pop3)
  }

  /// A rule that is in no list is said, and missing where rules are listed.
  @Test func everyRuleIsInTheListOfItsFile() throws {
    let folder = Repository.url("Sources/ClientRules/Rules")
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    var count = 0
    for file in files where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      let words = text.split { !$0.isLetter && !$0.isNumber }
      for match in text.matches(of: /static let (\w+) = ClientRule\(/) {
        count += 1
        let uses = words.count { $0 == match.output.1 }
        #expect(uses > 1, "\(file.lastPathComponent): \(match.output.1) is in no list")
      }
    }
    #expect(count == ClientRule.all.count)
  }

  @Test func rulesAreDifferentAndSayEnough() {
    let rules = ClientRule.all
    #expect(Set(rules.map(\.id)).count == rules.count)
    for rule in rules {
      #expect(rule.id.hasPrefix(rule.program.id + "/"))
      #expect(!rule.sentence.hasSuffix(".") && !rule.sentence.isEmpty)
      #expect(!rule.fix.hasSuffix(".") && !rule.fix.isEmpty)
      #expect(
        rule.source.contains(/\.[a-z]{1,5}\b|serde-xml-rs|Internet-Draft|section/), "\(rule.id)")
    }
    for program in ClientProgram.all {
      #expect(program.versions.contains(/\(20\d\d-\d\d-\d\d\)/), "\(program.id)")
      #expect(!program.source.isEmpty)
    }
  }

  /// Each case is a document and what is said of it, or not said.
  @Test(arguments: [
    ("documentation-outside.xml", "autoconfig/place", true),
    ("nested-elements.xml", "delta-chat/pieces", false),
    ("unusual-ports.xml", "gnome/port", true),
    ("unusual-ports.xml", "kde/port-reset", true),
    ("pop3-tls.xml", "kde/pop3", true),
    ("domain-placeholder.xml", "thunderbird/domain", false),
    ("empty-text.mobileconfig", "apple-mail/empty", true),
    ("oauth-only.json", "pacc/authentication", false), ("oauth-only.json", "pacc/shape", false),
    ("oauth-only.json", "pacc/password", true),
  ])
  func saysWhatProgramsDo(_ file: String, _ rule: String, _ isSaid: Bool) throws {
    let source = SourceDocument(
      name: file, bytes: try Repository.bytes("Tests/ClientDocuments/\(file)"))
    let found = Linter.lint(source, address: nil).flatMap(\.findings).filter { $0.path == rule }
    #expect(!found.isEmpty == isSaid, "\(found)")
    #expect(found.count <= 1, "\(found)")
  }

  @Test func whatNobodyCanLogInToIsNotCalledRefused() throws {
    let source = SourceDocument(
      name: "tokens.xml", bytes: try Repository.bytes("Tests/ClientDocuments/tokens.xml"))
    let report = try #require(Linter.lint(source, address: nil).first)
    let table = report.table.split(separator: "\n").map(String.init)
    #expect(
      table.contains { $0.hasSuffix("Delta Chat               cannot log in: delta-chat/log-in") })
    #expect(
      table.contains { $0.hasSuffix("Thunderbird              refuses it: thunderbird/incoming") })
  }

  /// What GitHub asks of a log, field by field (its "SARIF support for code scanning").
  @Test func sarifHasWhatCodeHostsRead() throws {
    let bad = SourceDocument(
      name: "a folder/bad file.xml", bytes: Array("<clientConfig></clientConfig>".utf8))
    let reports =
      Linter.lint(bad, address: nil)
      + Linter.lint(
        SourceDocument(name: "/x.xml", bytes: Array("<a>".utf8)), address: nil)
    let bytes = SARIF.log(reports).encoded(pretty: true)
    let log = try #require(
      try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    #expect(log["version"] as? String == "2.1.0")
    #expect((log["$schema"] as? String)?.hasPrefix("https://") == true)
    let run = try #require((log["runs"] as? [[String: Any]])?.first)
    let driver = try #require((run["tool"] as? [String: [String: Any]])?["driver"])
    #expect(driver["name"] as? String == "mkprofile")
    let rules = try #require(driver["rules"] as? [[String: Any]])
    for rule in rules {
      for key in ["shortDescription", "fullDescription", "help"] {
        #expect((rule[key] as? [String: String])?["text"]?.isEmpty == false)
      }
    }
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.count > 5)
    for result in results {
      let index = try #require(result["ruleIndex"] as? Int)
      #expect(result["ruleId"] as? String == rules[index]["id"] as? String)
      #expect(["note", "warning", "error"].contains(result["level"] as? String))
      #expect((result["message"] as? [String: String])?["text"]?.isEmpty == false)
      let location = try #require((result["locations"] as? [[String: [String: Any]]])?.first)
      let physical = try #require(location["physicalLocation"])
      let uri = try #require((physical["artifactLocation"] as? [String: String])?["uri"])
      #expect(["a%20folder/bad%20file.xml", "file:///x.xml"].contains(uri))
      #expect((physical["region"] as? [String: Int])?["startLine"] ?? 0 >= 1)
    }
  }

  @Test(
    .enabled(
      if: !ISPDB.names.isEmpty, "there is no folder ../shared/data/ispdb beside the repository"))
  func realFilesAreJudged() throws {
    for name in ISPDB.names {
      let reports = Linter.lint(
        SourceDocument(name: name, bytes: try ISPDB.bytes(name)), address: nil)
      #expect(reports.first?.outcomes.count == MailClients.autoconfig.count)
    }
  }
}
