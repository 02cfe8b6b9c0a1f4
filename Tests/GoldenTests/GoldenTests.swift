// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Formats
import Foundation
import MailSettings
import Renderers
import SettingsFile
import TestSupport
import Testing

@Suite struct GoldenTests {
  @Test(arguments: Rendition.all)
  func isAsRecorded(_ rendition: Rendition) throws {
    for (suffix, text) in try files(rendition) {
      try Golden.check(text, at: rendition.path + suffix)
    }
  }

  @Test(arguments: Rendition.all)
  func isTheSameAgain(_ rendition: Rendition) throws {
    #expect(try rendition.render() == rendition.render())
  }

  /// The server keeps one document for all of them.
  @Test(arguments: Fixtures.all)
  func autoconfigIsTheSameWhereSettingsAre(_ fixture: Fixture) throws {
    let catalog = try Catalogs.of(fixture)
    for subject in fixture.subjects {
      let domain = try MailAddress(subject.contains("@") ? subject : "anna@\(subject)").domain
      let documents = try ["anna", "Bob.O'Hara", "j\u{FC}rgen", "x+y", "7"].compactMap { local in
        let address = try MailAddress("\(local)@\(domain)")
        let account = try #require(catalog.account(for: address))
        return account.isSameForEverybody
          ? try? Autoconfig().render(account, RenderOptions()).bytes : nil
      }
      #expect(Set(documents).count <= 1)
      #expect(!documents.isEmpty || !["infomaniak", "pop3"].contains(fixture.name))
    }
  }

  @Test(arguments: Rendition.all)
  func isReadBack(_ rendition: Rendition) throws {
    guard case .success(let document) = try rendition.render() else { return }
    let read = try #require(Readers.all[rendition.format.name], "no reader for this format")
    let problems = try read(document, rendition)
    #expect(problems.isEmpty, "\(problems)")
    #expect(!document.findings.contains { $0.severity == .error }, "an error is a refusal")
  }

  @Test(arguments: Rendition.all)
  func givesAReasonWhereItRefuses(_ rendition: Rendition) throws {
    guard case .failure(let failure) = try rendition.render() else { return }
    #expect(failure.findings.contains { $0.severity == .error && $0.fix != nil })
  }

  @Test func noGoldenIsStale() throws {
    var made: Set<String> = []
    for rendition in Rendition.all {
      for (suffix, text) in try files(rendition) where text != nil {
        made.insert(rendition.path + suffix)
      }
    }
    for path in Golden.files.subtracting(made) {
      if Golden.mode == .all {
        try FileManager.default.removeItem(at: Golden.folder.appending(path: path))
      } else {
        Issue.record("no fixture makes \(path); delete it, or run with RECORD=all")
      }
    }
  }

  /// The program that Apple and the Swift toolchain ship.
  @Test func plutilFindsNothing() throws {
    let profiles = Golden.files.filter { $0.hasSuffix(".mobileconfig") }.sorted()
    #expect(profiles.count > 30)
    let plutil = Process()
    plutil.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    plutil.arguments =
      ["plutil", "-lint", "-s", "--"] + profiles.map { Golden.folder.appending(path: $0).path }
    let output = Pipe()
    plutil.standardOutput = output
    try plutil.run()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    plutil.waitUntilExit()
    #expect(plutil.terminationStatus == 0, "\(said)")
  }

  @Test func everyFormatHasAReader() {
    #expect(Set(Formats.all.map(\.name)) == Set(Readers.all.keys))
  }

  @Test func everyFixtureIsListed() throws {
    let folder = Repository.url("Tests/Fixtures")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let listed = Set(Fixtures.all.map { $0.file.split(separator: "/").last.map(String.init) })
    for file in files { #expect(listed.contains(file), "\(file) is in no list") }
    #expect(Set(Fixtures.all.map(\.name)).count == Fixtures.all.count)
  }

  @Test func noTwoGoldensShareAPath() {
    let paths = Rendition.all.map { $0.path.lowercased() }
    #expect(Set(paths).count == paths.count)
  }

  /// The files of a rendition by suffix; nil for one that must not be there.
  private func files(_ rendition: Rendition) throws -> [(String, [UInt8]?)] {
    guard rendition.isRecorded else { return [] }
    switch try rendition.render() {
    case .success(let document):
      let findings = document.findings.map(\.text).joined()
      return [
        ("", document.bytes), (".findings", findings.isEmpty ? nil : Array(findings.utf8)),
        (".refused", nil),
      ]
    case .failure(let failure):
      let findings = failure.findings.map(\.text).joined()
      return [("", nil), (".findings", nil), (".refused", Array(findings.utf8))]
    }
  }
}
