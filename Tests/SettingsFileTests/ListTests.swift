// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import Testing

@testable import SettingsFile

/// Lists of domains: files of their own, read line by line.
struct ListTests {
  private let folder: TemporaryFolder
  private let settings: String

  init() throws {
    folder = try TemporaryFolder()
    settings = try folder.write(
      "s.yaml", service().replacing("- name: example.ch", with: "- list: domains.txt"))
  }

  private func failure(_ limits: SettingsLimits = SettingsLimits()) -> [String] {
    do throws(SettingsFailure) {
      return try SettingsLoader.load(path: settings, limits: limits).findings.map(\.description)
    } catch {
      return error.findings.map { $0.description.replacing("\(folder.path)/", with: "") }
    }
  }

  @Test func domainsAndLinkedDomainsAreRead() throws {
    try folder.write(
      "domains.txt",
      "\u{FEFF}a.ch # the first\r\n\r\n# nothing\n\t b.ch  \nlinked.ch a.ch\nBÜCHER.example\nlast.ch"
    )
    let catalog = try SettingsLoader.load(path: settings).catalog
    #expect(
      catalog.domains.map(\.ascii)
        == ["a.ch", "b.ch", "last.ch", "linked.ch", "xn--bcher-kva.example"])
    let account = catalog.account(for: try MailAddress("anna@linked.ch"))
    #expect(account?.incoming.first?.username.value == "anna@a.ch")
  }

  @Test func mistakesHaveTheLineOfTheList() throws {
    var bytes = Array("\u{FEFF}a.ch\n  a.ch\nb_c.ch\nd.ch e.ch f.ch\ng.ch g.ch\n192.0.2.1\n".utf8)
    bytes += Array("ｘ.ch \"\n".utf8) + [0xFF, 0x0A]
    try Data(bytes).write(to: URL(fileURLWithPath: "\(folder.path)/domains.txt"))
    #expect(
      failure() == [
        "domains.txt:2:3: error: a.ch is already claimed at domains.txt:1:1\n"
          + "  fix: remove one of the two",
        "domains.txt:3:1: error: 'b_c.ch' has an underscore, which host names cannot have",
        "domains.txt:4:11: error: a third word stands in the line\n"
          + "  fix: write LINKED-DOMAIN PRIMARY-DOMAIN",
        "domains.txt:5:6: error: g.ch is linked to itself\n  fix: write it once",
        "domains.txt:6:1: error: '192.0.2.1' is an IP address or a number\n"
          + "  fix: give a host name: certificates are made for names",
        "domains.txt:7:6: error: '\"' has a character that host names cannot have",
        "domains.txt:8:1: error: the line is not valid UTF-8\n  fix: save the list as UTF-8",
      ])
  }

  @Test func findingsAreCounted() throws {
    try folder.write("domains.txt", String(repeating: "a.ch\n", count: 151))
    let found = failure()
    #expect(found.count == 101)
    #expect(
      found.last
        == "domains.txt:101:1: error: findings that are not shown: 50\n  fix: mend these first")
  }

  @Test func longLinesAreRefusedOnce() throws {
    let long = String(repeating: "a", count: 200_000)
    try folder.write("domains.txt", "a.ch\n\(long)\nb_.ch\n# \(long)")
    #expect(
      failure() == [
        "domains.txt:2:1: error: the line is longer than 1024 bytes",
        "domains.txt:3:1: error: 'b_.ch' has an underscore, which host names cannot have",
        "domains.txt:4:1: error: the line is longer than 1024 bytes",
      ])
  }

  @Test func linesThatCrossChunksAreWhole() throws {
    let names = (0..<20_000).map { "domain-number-\($0).example" }
    try folder.write("domains.txt", names.joined(separator: "\n"))
    #expect(try SettingsLoader.load(path: settings).catalog.domains.map(\.ascii) == names.sorted())
  }

  @Test func aListWithoutEndIsRefused() throws {
    var limits = SettingsLimits()
    limits.listBytes = 100_000
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/domains.txt", withDestinationPath: "/dev/zero")
    #expect(
      failure(limits) == [
        "s.yaml:5:11: error: domains[0].list: 'domains.txt' is larger than 100000 bytes"
      ])
  }

  @Test func tooManyDomainsAreSaidOnce() throws {
    var limits = SettingsLimits()
    limits.domains = 2
    try folder.write("domains.txt", "a.ch\nb.ch\nc.ch\nd.ch\n")
    #expect(
      failure(limits) == [
        "domains.txt:3:1: error: there are more than 2 domains\n"
          + "  fix: use a wildcard, or several instances"
      ])
  }

  @Test func linksToNowhereAreWarnings() throws {
    try folder.write("domains.txt", "a.ch\nb.ch a.ch\nc.ch aa.ch\nd.ch e.ch\ne.ch\n")
    let loaded = try SettingsLoader.load(path: settings)
    #expect(
      loaded.findings.map { $0.description.replacing("\(folder.path)/", with: "") } == [
        "domains.txt:3:1: warning: c.ch is linked to aa.ch, which is not among the domains\n"
          + "  fix: add aa.ch, or mend its spelling"
      ])
    var limits = SettingsLimits()
    limits.listFindings = 2
    try folder.write("domains.txt", (1...5).map { "a\($0).ch b.ch\n" }.joined())
    let found = try SettingsLoader.load(path: settings, limits: limits).findings
    #expect(found.map(\.place?.line) == [1, 2, 2])
    #expect(found.last?.message == "links of this kind that are not shown: 3")
  }

  @Test func aFolderIsNoList() throws {
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/domains.txt", withIntermediateDirectories: false)
    #expect(
      failure() == [
        "s.yaml:5:11: error: domains[0].list: 'domains.txt' cannot be read: Is a directory"
      ])
  }
}
