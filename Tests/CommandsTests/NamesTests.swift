// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import SettingsFile
import Testing

@testable import Commands

/// The hosts that need a certificate.
@Suite struct NamesTests {
  private static let settings = """
    provider: {id: example.ch, name: Example, publicURL: "https://setup.hoster.example"}
    domains: [{name: example.ch, aliases: [example.com]}, {name: "*.customers.example"}]
    incoming: [{protocol: imap, host: mail.example.ch}]
    outgoing: [{protocol: smtp, host: mail.example.ch}]

    """

  private static func hosts(_ domain: String) -> String {
    "autoconfig.\(domain) autodiscover.\(domain) ua-auto-config.\(domain)"
  }

  @Test func aLineForEachDomain() throws {
    let program = try Program(settings: Self.settings)
    let result = program.run("names", "--verbose")
    #expect(result.code == .done)
    #expect(
      result.output
        == "setup.hoster.example\n\(Self.hosts("example.ch"))\n\(Self.hosts("example.com"))\n")
    #expect(result.error.contains("the wildcard '*.customers.example'"))
    let typed = program.run("names", "x.customers.example", "other.test")
    #expect(typed.output == "\(Self.hosts("x.customers.example"))\n")
    #expect(typed.code == .errorsFound && typed.error.contains("'other.test'"))
  }

  @Test(arguments: [
    ("1", [1, 1, 1, 1, 1, 1, 1]), ("3", [1, 3, 3]), ("4", [4, 3]), ("6", [4, 3]), ("100", [7]),
  ])
  func batchesHoldAllNames(_ most: String, _ counts: [Int]) throws {
    let result = try Program(settings: Self.settings).run("names", "--batch", most)
    let lines = result.output.split(separator: "\n").map { $0.split(separator: " ").count }
    #expect(lines == counts)
  }

  @Test(arguments: ["0", "101", "x", ""])
  func otherBatchesAreRefused(_ most: String) throws {
    #expect(try Program(settings: Self.settings).run("names", "--batch", most).code == .usage)
  }

  struct Policy: CustomTestStringConvertible, Sendable {
    let dns: String
    let isOurs: Bool
    var testDescription: String { dns }
  }

  /// A name that leads to another host needs no certificate here.
  @Test(arguments: [
    Policy(dns: "{mx: [{host: m.example.ch}], mtaSTS: {}}", isOurs: true),
    Policy(dns: "{mx: [{host: m.example.ch}], mtaSTS: {host: setup.hoster.example}}", isOurs: true),
    Policy(dns: "{mx: [{host: m.example.ch}], mtaSTS: {host: sts.other.example}}", isOurs: false),
    Policy(dns: "{mtaSTS: {}}", isOurs: false), Policy(dns: "{ttl: 60}", isOurs: false),
  ])
  func thePolicyHasAHost(_ row: Policy) throws {
    let settings = Self.settings + "dns: \(row.dns)\n"
    // With wildcards, Caddy asks for each name instead of listing them.
    let named = settings.replacing(", {name: \"*.customers.example\"}", with: "")
    for (text, command) in [
      (settings, ["names"]), (settings, ["deploy", "nginx"]), (named, ["names"]),
      (named, ["deploy", "caddy"]),
    ] {
      let output = try Program(settings: text).run(command).output
      #expect(output.contains("autoconfig.example.com"), "\(command)")
      #expect(output.contains("mta-sts.example.com") == row.isOurs, "\(command)")
    }
  }

  @Test(arguments: [
    ("setup.hoster.example", true), ("autoconfig.example.ch", true), ("example.com", true),
    ("ua-auto-config.x.customers.example", true), ("autodiscover.example.com", true),
    ("autoconfig.customers.example", true), ("mta-sts.example.ch", false),
    ("mail.example.ch", false), ("autoconfig.other.example", false), ("hoster.example", false),
  ])
  func hostsAreKnown(_ host: String, _ isServed: Bool) throws {
    let loaded = try SettingsLoader.read(Array(Self.settings.utf8), name: "s.yaml")
    #expect(ServedHosts(loaded.catalog).contains(try DomainName(host)) == isServed)
  }

  @Test(arguments: [
    ("autoconfig.example.ch", true), ("*.example.ch", true), ("*.hoster.example", true),
    ("*.example.com", true), ("mail.example.ch", false), ("*.other.example", false),
    ("*.ch", false), ("*", false), ("", false), ("*.x.customers.example", true),
  ])
  func certificatesAreForThem(_ name: String, _ isFor: Bool) throws {
    let loaded = try SettingsLoader.read(Array(Self.settings.utf8), name: "s.yaml")
    #expect(ServedHosts(loaded.catalog).covers(name) == isFor)
  }
}
