// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import Testing

@testable import SettingsFile
@testable import Templates

/// What `mkprofile init` writes loads as it is, and shows every key.
struct StarterTests {
  private let text = String(decoding: PackageResources.starter_yaml, as: UTF8.self)
    .replacing("@DOMAIN@", with: "example.ch").replacing("@HOST@", with: "mail.example.ch")

  /// The starter with every suggestion in use.
  private var wholeText: String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasPrefix("#= ") ? $0.dropFirst(3) : $0 }.joined(separator: "\n")
  }

  @Test func theStarterHasNoFindings() throws {
    let loaded = try load(text)
    #expect(loaded.findings == [])
    #expect(loaded.catalog.domains.map(\.ascii) == ["example.ch"])
    #expect(!text.contains("@DOMAIN@"))
    #expect(!text.contains("\t"))
  }

  @Test func everySuggestionCanBeUsed() throws {
    let folder = try TemporaryFolder()
    try folder.write("domains.txt", "listed.example\n")
    try folder.write("logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
    try folder.copy("root.pem")
    try folder.copy("root.pem", as: "mail.pem")
    try folder.copy("icon.png")
    try folder.write("logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
    let file = try folder.write("s.yaml", wholeText)
    let loaded = try SettingsLoader.load(path: file)
    #expect(loaded.findings == [])
    #expect(loaded.catalog.wildcards == ["*", "*.customers.example.ch"])
    let provider = try #require(loaded.catalog.providers.first)
    #expect(provider.apple.certificates.count == 1)
    #expect(provider.apple.webClip?.icon?.pixels == 60)
    #expect(provider.dns?.dkim.count == 1)
    #expect(provider.directories.first?.searchBases.count == 1)
  }

  @Test func everyKeyAndWordIsShown() {
    for mapping in SettingsKeys.mappings {
      for key in mapping.keys {
        #expect(
          wholeText.contains("\(key):"), "\(mapping.name).\(key) is missing from the starter")
      }
    }
    for word in SettingsKeys.words {
      for value in word.values {
        #expect(wholeText.contains(value), "\(word.name) \(value) is missing from the starter")
      }
    }
  }

  @Test func theBuiltInProviderHasNoFindings() throws {
    let loaded = try SettingsLoader.read(PackageResources.infomaniak_yaml, name: "infomaniak.yaml")
    #expect(loaded.findings == [])
    #expect(loaded.catalog.wildcards == ["*"])
    let account = loaded.catalog.account(for: try MailAddress("anna@example.ch"))
    #expect(account?.outgoing.map(\.port.number) == [465, 587])
  }
}
