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

  /// A language may leave anything out: sheets say the rest in English, mark it as such, and name
  /// it in a warning.
  @Test func aPartialLanguageIsNeverMixedInSilence() throws {
    let library = try library([
      "languages/sv.yaml": """
      phrases: {port: Port, stepsHeading: Steg, stepTest: Skicka ett meddelande till dig.}
      texts: {"Leave no field to automatic detection: it may choose weaker protection.": Fyll i allt.}
      clients: {thunderbird: {Hostname: Värdnamn}}

      """
    ])
    let format = SheetText(library)
    var options = RenderOptions()
    let client = try #require(format.options.first { $0.name == "client" })
    try options.choose(client, "thunderbird")
    let account = try Samples.account(Samples.usual(), language: "sv")
    let document = try format.render(account, options)
    #expect(document.text.contains("Värdnamn") && document.text.contains("Fyll i allt."))
    #expect(document.text.contains("Skicka ett meddelande till dig."))
    #expect(document.text.contains("Open “Menu › New Account › Email”."))
    let warning = try #require(document.findings.first { $0.message.contains("are in English") })
    #expect(warning.severity == .warning)
    #expect(warning.fix == "mkprofile sheets --coverage sv lists what the language lacks")
    let page = try SheetHTML(library).render(account, options).text
    #expect(page.contains("<bdi lang=\"en\">"))
    let coverage = try #require(library.coverage(of: Language("sv")))
    #expect(!coverage.isComplete && !coverage.phrases.missing.contains { $0.key == "port" })
    let labels = try #require(coverage.labels.first { $0.name == "clients/thunderbird" })
    #expect(labels.missing.contains { $0.key == "Port" })
    #expect(!labels.missing.contains { $0.key == "Hostname" })
  }

  @Test func aLanguageIsOnlyReadWhereItsTextsFit() throws {
    let found = findings([
      "languages/sv.yaml": """
      texts:
        "Tick *@verify*.": "Kryssa för."
        "Answer from {address}: your contacts then write to it by themselves.": "Svara."

      """
    ])
    #expect(
      found == [
        "2:22 texts.Tick *@verify*.: does not show the same words of the program as the"
          + " English text",
        "3:75 texts.Answer from {address}: your contacts then write to it by themselves.: does"
          + " not leave the same gaps as the English sentence",
      ])
  }

  @Test func aTextRefersToLabels() throws {
    let library = try library([
      "clients/x.yaml": Self.small + """
        labels: {next: {string: button-next, en: Next, de: Weiter}, menu: {en: Menu, fr: Le menu}}
        steps:
          - text: {en: "Tap *@next* at anna@example.com.", de: "Tippen Sie auf *@next*."}
          - open: "@menu > @next"

        """
    ])
    let text = { (language: String) in
      let format = SheetText(library)
      var options = RenderOptions()
      let client = try #require(format.options.first { $0.name == "client" })
      try options.choose(client, "x")
      return try format.render(Samples.account(Samples.usual(), language: language), options).text
    }
    #expect(try text("en").contains("Tap “Next” at anna@example.com."))
    #expect(try text("de").contains("Tippen Sie auf „Weiter“."))
    #expect(try text("fr").contains("«\u{A0}Le menu › Next\u{A0}»"))
    #expect(
      findings(["clients/x.yaml": Self.small + "steps: [{text: \"Tap *@nxet*\"}]\n"]).first?
        .contains("there is no label 'nxet'") == true)
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
