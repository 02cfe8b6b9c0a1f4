// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import Renderers
import SettingsFile
import Testing

@testable import SetupSheets

@Suite struct LibraryTests {
  private func library(_ files: [String: String]) throws -> SheetLibrary {
    let folder = URL(filePath: NSTemporaryDirectory()).appending(path: "sheets-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files {
      let file = folder.appending(path: name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    return try SheetLibrary.load(folder: folder.path)
  }

  private func findings(_ files: [String: String]) -> [String] {
    do {
      _ = try library(files)
      return []
    } catch let failure as SettingsFailure {
      return failure.findings.map { finding in
        let place = finding.place.map { "\($0.line):\($0.column)" } ?? ""
        return "\(place) \(finding.path): \(finding.message)"
      }
    } catch { return ["\(error)"] }
  }

  private static let small = """
    name: My Mail
    checked: "2026-11"
    sources: [our help desk]
    security: {tls: Encrypted}
    incoming: [host, port, security]

    """

  @Test func aFileOfAFolderReplacesTheBuiltInOne() throws {
    let library = try library(["clients/thunderbird.yaml": Self.small])
    let format = SheetText(library)
    var options = RenderOptions()
    let client = try #require(format.options.first { $0.name == "client" })
    try options.choose(client, "thunderbird")
    let text = try format.render(Samples.account(Samples.usual()), options).text
    #expect(text.contains("set up My Mail") && text.contains("Encrypted"))
    #expect(library.clients == SheetLibrary.builtIn.clients)
    #expect(library.client("generic") == SheetLibrary.builtIn.client("generic"))
  }

  @Test func aNewFileIsANewSheet() throws {
    let library = try library(["clients/our-mail.yaml": Self.small])
    #expect(Set(library.clients).subtracting(SheetLibrary.builtIn.clients) == ["our-mail"])
    #expect(library.descriptions.contains { $0.name == "our-mail" && $0.kind == "values" })
  }

  @Test func aLanguageCanStartFromAnother() throws {
    let library = try library([
      "languages/de-AT.yaml": "base: de\nphrases: {supportHours: Amtsstunden}\n"
    ])
    let wording = try #require(library.wording(Language("de-AT")))
    #expect(wording[.supportHours] == "Amtsstunden")
    #expect(wording[.port] == "Port" && wording[.security] == "Verbindungssicherheit")
  }

  struct Mistake: CustomTestStringConvertible {
    var file = "clients/x.yaml"
    let text: String
    let found: [String]
    var testDescription: String { found.joined(separator: "; ") }
  }

  @Test(arguments: [
    Mistake(
      text: "name: X\nnmae: Y\n",
      found: [
        "2:1 : there is no key 'nmae' here; did you mean 'name'?",
        "1:1 checked: is missing", "1:1 sources: is missing",
      ]),
    Mistake(
      text: small + "steps: [{text: {en: \"Type {hsot}\"}}]\n",
      found: ["6:21 steps[0].text.en: there is no gap {hsot}; did you mean 'host'?"]),
    Mistake(
      text: small + "steps: [{text: {en: \"Type {host}\", de: \"Tippen\"}}]\n",
      found: ["6:40 steps[0].text.de: does not leave the same gaps as the text in 'en'"]),
    Mistake(
      text: small + "steps: [{text: \"Tap *Next\"}, stepTset]\n",
      found: [
        "6:16 steps[0].text: an asterisk has no partner",
        "6:30 steps[1]: 'stepTset' is not known; did you mean 'stepTest'?",
      ]),
    Mistake(
      text: small + "retired: {since: yesterday, source: me, instead: [thunderbrid]}\n",
      found: ["6:18 retired.since: 'yesterday' is no date"]),
    Mistake(
      text: small + "retired: {since: 2026-01, source: me, instead: [thunderbrid]}\n",
      found: ["1:1 : there is no client 'thunderbrid'; did you mean 'thunderbird'?"]),
    Mistake(
      text: small.replacing("security: {tls: Encrypted}\n", with: ""),
      found: ["1:1 security: is missing for the servers of the form"]),
    Mistake(text: "name: [", found: ["2:1 : a value is missing"]),
    Mistake(
      file: "devices/x.yaml",
      text:
        "name: X\nchecked: \"2026-11\"\nsources: [a]\nsecurity: {tls: A}\nabilities: {login: 0}\n",
      found: ["5:20 abilities.login: '0' is not a whole number from 1 to 1000"]),
    Mistake(
      file: "languages/pt.yaml", text: "base: es\nphrases: {port: \"Porta {host}\", prot: x}\n",
      found: [
        "2:17 phrases.port: does not leave the same gaps as the English sentence",
        "2:33 phrases: there is no sentence 'prot'; did you mean 'port'?",
      ]),
  ])
  func mistakesHaveTheirPlaces(_ row: Mistake) {
    #expect(findings([row.file: row.text]) == row.found)
  }

  @Test func aLanguageMustSayEverything() {
    let found = findings(["languages/pt.yaml": "phrases: {port: Porta}\n"])
    #expect(found.count == 1)
    #expect(found.first?.contains("sentences are missing: accountCaption") == true)
  }

  @Test func aFolderWithoutDefinitionsIsAMistake() {
    #expect(findings(["readme.txt": "x"]).first?.contains("has no definitions") == true)
    #expect(throws: SettingsFailure.self) { try SheetLibrary.load(folder: "/nowhere/at/all") }
  }

  @Test func filesThatAreTooLargeAreRefused() {
    let text = Self.small + "# " + String(repeating: "x", count: YAMLFile.mostBytes)
    #expect(findings(["clients/x.yaml": text]).first?.contains("is larger than") == true)
  }
}
