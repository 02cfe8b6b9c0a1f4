// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ClientRules
import Commands
import Formats
import MailSettings
import Renderers
import SettingsFile
import TestSupport
import Testing

@testable import Adoption

/// Providers of the real world: their autoconfig files become settings, and the settings the same
/// servers again.
@Suite(
  .enabled(
    if: !ISPDB.names.isEmpty, "there is no folder ../shared/data/ispdb beside the repository")
)
struct ISPDBTests {
  @Test(arguments: ISPDB.names)
  func filesComeBackAsTheyWere(_ name: String) throws {
    let bytes = try ISPDB.bytes(name)
    let (domain, document) = try Self.renderedAgain(bytes, name)
    let servers = try AutoconfigServer.all(in: bytes).map { $0.at(domain.ascii) }
    let read = try AutoconfigServer.all(in: document).map { $0.at(domain.ascii) }
    #expect(read == servers.forPhones.inOrder)
    #expect(XMLSchemas.validate(document, relaxNG: "autoconfig.rng") == [])
  }

  /// What does not come back as it was, by what is said of it.
  private static let told = [
    "office365.com.xml": "ews: is left out", "uol.com.br.xml": "stands behind IMAP",
  ]

  /// Where there is but one domain, its name takes the place of a placeholder.
  private static let noted = ["mail.ee.xml", "messagingengine.com.xml"]

  /// One document for all domains of a file gives its settings again, but for what is told.
  @Test(arguments: ISPDB.names)
  func settingsComeBackAsTheyWere(_ name: String) throws {
    let (first, second, findings) = try Self.readTwice(name)
    #expect(Self.noted.contains(name) == findings.contains { $0.message.contains("{domain}:") })
    guard let told = Self.told[name] else {
      #expect((Self.plain(first) == Self.plain(second)) != Self.noted.contains(name))
      return
    }
    #expect(Self.plain(first) != Self.plain(second))
    #expect(findings.contains { $0.severity == .warning && $0.description.contains(told) })
  }

  /// `diff` of a file and its rendering is silent exactly where nothing was told.
  @Test(arguments: ISPDB.names)
  func diffSeesWhatWasTold(_ name: String) throws {
    let (_, _, findings) = try Self.readTwice(name)
    let words = ["left out", "becomes", "stands behind", "is cut", "is taken"]
    let told = findings.filter { finding in
      finding.severity == .warning && words.contains { finding.message.contains($0) }
    }
    let document = try Self.together(try ISPDB.bytes(name), name).document
    let report = Differ.diff(
      .document(SourceDocument(name: "old.xml", bytes: try ISPDB.bytes(name))),
      .document(SourceDocument(name: "new.xml", bytes: document.bytes)), ImportOptions())
    #expect(report.changes.isEmpty == told.isEmpty, "\(report.changes) \(told)")
  }

  private static func readTwice(
    _ name: String
  ) throws -> (first: [UInt8], second: [UInt8], findings: [Finding]) {
    let (first, document, findings) = try together(try ISPDB.bytes(name), name)
    let again = Importer.settings(
      from: SourceDocument(name: name, bytes: document.bytes), ImportOptions())
    let second = try #require(again.settings, "\(again.findings)")
    return (first, second, findings + document.findings)
  }

  private static func together(
    _ bytes: [UInt8], _ name: String
  ) throws -> (settings: [UInt8], document: Document, findings: [Finding]) {
    let result = Importer.settings(
      from: SourceDocument(name: name, bytes: bytes), ImportOptions())
    let settings = try #require(result.settings, "\(result.findings)")
    let catalog = try SettingsLoader.read(settings, name: "\(name).yaml").catalog
    let accounts = catalog.domains.compactMap { catalog.account(forDomain: $0) }
    let document = try Autoconfig().render(together: accounts, RenderOptions())
    return (settings, document, result.findings)
  }

  /// Settings without comments, domains in alphabetical order.
  private static func plain(_ settings: [UInt8]) -> [String] {
    var lines = String(decoding: settings, as: UTF8.self).split(separator: "\n").map { line in
      let code = line.split(separator: " #", omittingEmptySubsequences: false).first ?? ""
      return String(line.hasPrefix("#") ? "" : code).trimmingBlanks.replacing("\"", with: "")
    }
    let isDomain = { (line: String) in line.hasPrefix("- name: ") }
    let domains = lines.filter(isDomain).sorted()
    lines.removeAll(where: isDomain)
    return lines + domains
  }

  /// What can be said at all is accepted by every client after import and rendering.
  @Test func everyClientTakesTheFilesAfterwards() throws {
    var before: [String: Int] = [:]
    var after: [String: Int] = [:]
    for name in ISPDB.names {
      let bytes = try ISPDB.bytes(name)
      let (domain, document) = try Self.renderedAgain(bytes, name)
      let servers = try AutoconfigServer.all(in: bytes)
      let kept = servers.filter(\.isForPhones)
      let isSayable =
        kept.contains { $0.type == "imap" } && kept.contains { $0.type == "smtp" }
        && kept.contains { $0.authentication != ["OAuth2"] }
      for client in MailClients.autoconfig {
        let address = "anna@\(domain)"
        if (try? client.account(from: bytes, for: address)) != nil {
          before[client.name, default: 0] += 1
        }
        var remarks: [Remark] = []
        do {
          _ = try client.account(from: try XMLDocument(document), for: address, &remarks)
          after[client.name, default: 0] += 1
        } catch let remark as Remark {
          // What a program cannot do is no mistake of the document.
          guard isSayable, remark.rule.severity == .error else { continue }
          Issue.record("\(client.name) refuses \(name): \(remark.rule.id)")
        }
      }
    }
    for client in MailClients.autoconfig {
      print("\(client.name): \(before[client.name] ?? 0) → \(after[client.name] ?? 0)")
      #expect(after[client.name] ?? 0 >= before[client.name] ?? 0, "\(client.name)")
    }
  }

  private static func renderedAgain(
    _ bytes: [UInt8], _ name: String
  ) throws -> (DomainName, [UInt8]) {
    let result = Importer.settings(
      from: SourceDocument(name: name, bytes: bytes), ImportOptions())
    let settings = try #require(result.settings, "\(result.findings)")
    let catalog = try SettingsLoader.read(settings, name: "\(name).yaml").catalog
    let domain = try #require(catalog.domains.first)
    let account = try #require(catalog.account(forDomain: domain))
    return (domain, try Autoconfig().render(account, RenderOptions()).bytes)
  }
}
