// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import TestSupport
import Testing

@testable import SettingsFile

/// The files that `apple:` names are read with the settings.
struct AppleTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func settings(_ apple: String) -> String {
    service("apple: {\(apple)}\nwebmail: {url: https://w.ch}")
  }

  private func findings(
    _ apple: String, limits: SettingsLimits = SettingsLimits()
  ) throws -> [String] {
    let path = try folder.write("s.yaml", settings(apple))
    do throws(SettingsFailure) {
      return try SettingsLoader.load(path: path, limits: limits).findings.map(\.description)
    } catch {
      return error.findings.map { $0.description.replacing(folder.path, with: "@") }
    }
  }

  @Test func certificatesAndIconAreReadAndWatched() throws {
    try folder.copy("root.pem")
    try folder.copy("intermediate.der")
    try folder.copy("icon.png")
    let path = try folder.write(
      "s.yaml",
      settings(
        "certificates: [root.pem, ./intermediate.der],"
          + " webClip: {label: {de: Post}, icon: icon.png, fullScreen: true}"))
    let loaded = try SettingsLoader.load(path: path)
    #expect(loaded.findings == [])
    let apple = try #require(loaded.catalog.providers.first?.apple)
    #expect(apple.certificates.map(\.fileName) == ["root.pem", "intermediate.der"])
    #expect(apple.certificates.map(\.encoding) == [.pem, .der])
    #expect(apple.webClip?.icon?.bytes == (try Repository.bytes("Tests/FixtureFiles/icon.png")))
    #expect(apple.webClip?.label?.entries.first?.text.text == "Post")
    #expect(apple.webClip?.fullScreen == true)
    let names = ["s.yaml", "root.pem", "./intermediate.der", "icon.png"]
    #expect(Set(loaded.files) == Set(names.map { "\(folder.path)/\($0)" }))
  }

  @Test func aFileThatIsMissingIsWatchedToo() throws {
    let path = try folder.write("s.yaml", settings("certificates: [later.pem]"))
    let failure = #expect(throws: SettingsFailure.self) {
      try SettingsLoader.load(path: path)
    }
    #expect(failure?.files.contains("\(folder.path)/later.pem") == true)
  }

  @Test func webClipIsTrueOrItsParticulars() throws {
    for (text, wanted) in [("true", WebClip()), ("false", nil), ("{}", WebClip())] {
      let loaded = try load(settings("webClip: \(text)"))
      #expect(loaded.catalog.providers.first?.apple.webClip == wanted)
    }
  }

  @Test func aDayThatIsOverIsSaid() throws {
    for (day, count) in [("2020-01-01", 1), ("2999-01-01", 0)] {
      let found = try load(settings("removalDate: \(day)")).findings
      #expect(found.filter { $0.path == "apple.removalDate" }.count == count, "\(found)")
    }
  }

  struct Bad: CustomTestStringConvertible {
    let apple: String
    let says: String
    init(_ apple: String, _ says: String) {
      self.apple = apple
      self.says = says
    }
    var testDescription: String { apple }
  }

  @Test(arguments: [
    Bad("certificates: [text.pem]", "10:24: error: apple.certificates[0]: '@/text.pem' is neither"),
    Bad("certificates: [folder]", "apple.certificates[0]: '@/folder' is not a file"),
    Bad("certificates: [pipe]", "apple.certificates[0]: '@/pipe' is not a file"),
    Bad("certificates: [big.pem]", "apple.certificates[0]: '@/big.pem' is larger than 65536 bytes"),
    Bad("certificates: [root.pem, root.pem]", "apple.certificates[1]: is in the list twice"),
    Bad("certificates: []", "apple.certificates: is an empty list"),
    Bad("webClip: {icon: text.pem}", "apple.webClip.icon: '@/text.pem' is not a PNG"),
    Bad("webClip: {ikon: a}", "apple.webClip: there is no key 'ikon' here; did you mean 'icon'?"),
    Bad("webClip: [a]", "apple.webClip: is a list; true or false is needed"),
    Bad("removeAfterDays: 0", "'0' is not a whole number from 1 to 3650"),
    Bad("removalDate: tomorrow", "apple.removalDate: 'tomorrow' is not a date"),
  ])
  func badFilesAreFindings(_ row: Bad) throws {
    try folder.write("text.pem", "hello")
    try folder.write("big.pem", [UInt8](repeating: 0x30, count: 64 * 1_024 + 1))
    try folder.copy("root.pem")
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/folder", withIntermediateDirectories: true)
    mkfifo("\(folder.path)/pipe", 0o600)
    let found = try findings(row.apple)
    #expect(found.count == 1 && found[0].contains(row.says), "\(found)")
  }

  @Test func tooManyCertificatesAreRefused() throws {
    let root = String(decoding: try Repository.bytes("Tests/FixtureFiles/root.pem"), as: UTF8.self)
    try folder.write("all.pem", String(repeating: root, count: 3))
    var limits = SettingsLimits()
    limits.certificates = 2
    let found = try findings("certificates: [all.pem]", limits: limits)
    #expect(found.first?.contains("are more than 2 certificates") == true, "\(found)")
  }
}
