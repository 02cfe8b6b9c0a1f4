// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Formats
import Foundation
import MailSettings
import Renderers
import SettingsFile
import TestSupport
import Testing

@testable import Adoption

/// Whatever settings say comes back from each document that import reads, and nothing else, but
/// for what a finding of the format or of the import names. `ROUND_TRIPS=10000` tries more files.
@Suite struct RoundTripTests {
  private static let count =
    ProcessInfo.processInfo.environment["ROUND_TRIPS"].flatMap { Int($0) } ?? 300

  /// Settings files whose documents all come back are as many as those that were made.
  @Test(arguments: 0..<count)
  func whatIsNotToldComesBack(_ seed: Int) throws {
    let random = try RandomSettings(UInt64(seed))
    let name = Repository.url("Tests/Fixtures/random.yaml").path
    let catalog: SettingsCatalog
    do {
      catalog = try SettingsLoader.read(Array(random.text.utf8), name: name).catalog
    } catch {
      Issue.record("seed \(seed): \(error.findings.map(\.description))\n\(random.text)")
      return
    }
    for form in DocumentForm.all {
      guard let made = try form.make(catalog, random) else { continue }
      var trip = RoundTrip(form: form, made: made)
      try trip.compare(catalog, random)
      guard !trip.faults.isEmpty else { continue }
      Issue.record(
        """
        \(form.name), seed \(seed), \(random.person):
        \(trip.faults.joined(separator: "\n"))
        --- rendered
        \(made.findings.map(\.description).joined(separator: "\n"))
        --- imported
        \(trip.findings.map(\.description).joined(separator: "\n"))
        --- settings
        \(trip.settings)
        """)
    }
  }
}

/// A document that import reads, and for whom it is made.
struct DocumentForm: Sendable {
  enum Subject { case person, domain, together }

  let name: String
  let format: any Renderer
  let subject: Subject
  var options: [(String, String)] = []
  /// True where the page of who helps is said as documentation where there is no other.
  var isHelpPage = false
  /// The keys that the format is about, by their beginnings.
  let keys: [String]

  private static let servers = ["incoming", "outgoing"]
  private static let autoconfig =
    servers + [
      "calendars", "contacts", "files", "ews", "jmap", "webmail", "oauth2", "directories",
      "activeSync", "manageSieve", "provider.id", "provider.name", "provider.shortName",
      "provider.documentation",
    ]
  private static let profile = [
    "incoming", "outgoing", "calendars", "contacts", "directories", "activeSync", "ews", "jmap",
    "files", "manageSieve", "provider.name", "apple",
  ]

  static let all: [DocumentForm] = [
    DocumentForm(
      name: "autoconfig", format: Autoconfig(), subject: .person, keys: autoconfig),
    DocumentForm(
      name: "autoconfig of a domain", format: Autoconfig(), subject: .domain, keys: autoconfig),
    DocumentForm(
      name: "autoconfig of domains", format: Autoconfig(), subject: .together, keys: autoconfig),
    DocumentForm(
      name: "autoconfig for the database", format: Autoconfig(), subject: .domain,
      options: [("ispdb", "")],
      keys: servers + [
        "webmail", "oauth2", "provider.id", "provider.name", "provider.shortName",
        "provider.documentation",
      ]),
    DocumentForm(
      name: "autodiscover", format: Autodiscover(), subject: .person,
      keys: servers + [
        "calendars", "contacts", "directories", "files", "ews", "jmap", "manageSieve", "webmail",
        "autodiscover",
      ]),
    DocumentForm(
      name: "autodiscover of a domain", format: Autodiscover(), subject: .domain, keys: servers),
    DocumentForm(
      name: "mobilesync", format: MobileSync(), subject: .person,
      keys: ["activeSync", "autodiscover.redirectAddress"]),
    DocumentForm(name: "profile", format: MobileConfig(), subject: .person, keys: profile),
    DocumentForm(
      name: "profile of a domain", format: MobileConfig(), subject: .domain, keys: profile),
    DocumentForm(
      name: "profile for Macs", format: MobileConfig(), subject: .person,
      options: [("device", "mac")], keys: profile),
    DocumentForm(
      name: "profile with ActiveSync alone", format: MobileConfig(), subject: .person,
      options: [("parts", "activesync")], keys: ["activeSync"]),
    DocumentForm(
      name: "PACC", format: PACC(), subject: .domain, isHelpPage: true,
      keys: servers + [
        "calendars", "contacts", "files", "ews", "jmap", "manageSieve", "provider.name",
        "provider.shortName",
      ]),
  ]

  /// The document; nil where the format refuses the settings.
  func make(_ catalog: SettingsCatalog, _ random: RandomSettings) throws -> Made? {
    var choice = RenderOptions()
    for (name, value) in options {
      let option = try #require(format.options.first { $0.name == name })
      try choice.choose(option, value)
    }
    let domain = random.person.domain
    let account = try #require(
      subject == .person
        ? catalog.account(for: random.person) : catalog.account(forDomain: domain))
    var accounts = [account]
    if subject == .together, let several = format as? any SeveralAccountsRenderer {
      accounts = catalog.domains.compactMap { catalog.account(forDomain: $0) }
        .filter { $0.provider == account.provider }
      guard let document = try? several.render(together: accounts, choice) else { return nil }
      return Made(document: document, accounts: accounts)
    }
    guard let document = try? format.render(account, choice) else { return nil }
    return Made(document: document, accounts: accounts)
  }

  /// A document and those whom it is for.
  struct Made {
    let document: Document
    let accounts: [AccountSettings]
    var findings: [Finding] { document.findings }
  }
}
