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
