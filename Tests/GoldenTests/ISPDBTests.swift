// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Formats
import MailSettings
import Renderers
import SettingsFile
import TestSupport
import Testing

/// Providers of the real world: their autoconfig files become settings, and the settings the same
/// servers again.
@Suite(
  .enabled(
    if: !ISPDBFile.names.isEmpty, "there is no folder ../shared/data/ispdb beside the repository"))
struct ISPDBTests {
  @Test func filesComeBackAsTheyWere() throws {
    var same = 0
    var unsayable: [String] = []
    for name in ISPDBFile.names {
      let file = try ISPDBFile(name)
      let catalog: SettingsCatalog
      do {
        catalog = try SettingsLoader.read(Array(file.settings.utf8), name: "\(name).yaml").catalog
      } catch {
        unsayable.append("\(name): \(error.findings.first?.message ?? "")")
        continue
      }
      let domain = try DomainName(try #require(file.domains.first))
      let account = try #require(catalog.account(forDomain: domain))
      let document = try Autoconfig().render(account, RenderOptions())
      let provider = try XMLTree(document.bytes)["emailProvider"]
      let read = (provider?.children ?? []).compactMap(ISPDBServer.init).map { $0.at(domain.ascii) }
      #expect(read == expected(file, domain), "\(name)")
      #expect(XMLSchemas.validate(document.bytes, relaxNG: "autoconfig.rng") == [], "\(name)")
      same += 1
    }
    #expect(same >= 10)
    #expect(unsayable == [], "\(same) came back")
  }

  /// IMAP stands before POP3, incoming servers before outgoing ones.
  private func expected(_ file: ISPDBFile, _ domain: DomainName) -> [ISPDBServer] {
    let order = ["imap", "pop3", "smtp"]
    return order.flatMap { type in file.servers.filter { $0.type == type } }
      .map { $0.at(domain.ascii) }
  }
}
