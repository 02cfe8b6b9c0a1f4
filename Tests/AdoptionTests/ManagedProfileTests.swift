// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Formats
import MailSettings
import Renderers
import SettingsFile
import Testing

@testable import Adoption

/// Profiles that a management system fills in are read, and nothing about them is called wrong.
@Suite struct ManagedProfileTests {
  private static let settings = """
    provider: {id: bay.example, name: Bay}
    domains: [bay.example]
    incoming: [{protocol: imap, host: imap.bay.example, username: local-part}]
    outgoing: [{protocol: smtp, host: smtp.bay.example, username: address}]
    calendars: [{protocol: caldav, url: "https://dav.bay.example", username: address}]
    """

  private func profile(_ system: String) throws -> SourceDocument {
    let catalog = try SettingsLoader.read(Array(Self.settings.utf8), name: "s").catalog
    let account = try #require(catalog.account(forDomain: try DomainName("bay.example")))
    let format = try #require(Formats.all.first { $0.name == "mobileconfig" })
    var options = RenderOptions()
    let placeholders = try #require(format.options.first { $0.name == "placeholders" })
    try options.choose(placeholders, system)
    let document = try format.render(account, options)
    return SourceDocument(name: system, bytes: document.bytes)
  }

  @Test(arguments: ["jamf", "intune", "mosyle", "kandji", "fleet"])
  func placeholdersArePeople(_ system: String) throws {
    let source = try profile(system)
    let result = Importer.settings(from: source, ImportOptions())
    let settings = String(decoding: try #require(result.settings), as: UTF8.self)
    for part in [
      "host: imap.bay.example", "username: local-part", "username: address",
      "https://dav.bay.example", "- name: bay.example   # guessed from the servers",
    ] {
      #expect(settings.contains(part), "\(settings)\n\(result.findings)")
    }
    #expect(!settings.contains("mkprofile-person"), "\(settings)")
    let errors = Linter.lint(source, address: nil).flatMap(\.findings)
      .filter { $0.severity == .error }
    #expect(errors == [])
  }

  @Test func oneBeginsWithAnother() throws {
    let text = "$EMAIL_PREFIX $EMAIL $FLEET_VAR_HOST_END_USER_IDP_USERNAME_LOCAL_PART {{mail}} $X"
    let filled = PersonPlaceholder.filled(text, with: try MailAddress("anna@bay.example"))
    #expect(filled == "anna anna@bay.example anna anna@bay.example $X")
  }

  @Test func aDomainThatIsGivenIsNotGuessed() throws {
    var options = ImportOptions()
    options.domain = try DomainName("cove.example")
    let result = Importer.settings(from: try profile("jamf"), options)
    let settings = String(decoding: try #require(result.settings), as: UTF8.self)
    #expect(settings.contains("- name: cove.example\n"), "\(settings)")
    #expect(!result.findings.contains { $0.message.contains("guessed") }, "\(result.findings)")
  }
}
