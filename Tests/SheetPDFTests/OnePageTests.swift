// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import Renderers
import SettingsFile
import Templates
import TestSupport
import Testing

@testable import SetupSheets
@testable import SheetPDF

@Suite struct OnePageTests {
  /// Every program and device, in every language: a sheet that grows a page is seen here.
  @Test(arguments: ["en", "de", "de-CH", "fr", "it", "es", "nl", "pt", "pl"])
  func everySheetOfAUsualProviderIsTwoPagesAtMost(_ tag: String) throws {
    let settings = try #require(SettingsTemplates.providers.first { $0.name == "infomaniak" })
    let loaded = try SettingsLoader.read(settings.settings, name: "infomaniak.yaml")
    let person = Person(name: try DisplayText("Anna Muster"), language: try Language(tag))
    let account = try #require(
      loaded.catalog.account(for: try MailAddress("anna@example.ch"), person: person))
    let format = PrintedSheet(printer: CairoPrinter())
    for name in ["client", "device"] {
      let option = try #require(format.options.first { $0.name == name })
      for value in option.values where value != "none" {
        var options = RenderOptions()
        try options.choose(option, value)
        let file = try PDFFile(try format.render(account, options).bytes)
        let pages = try #require(file.information["Pages"].flatMap { Int($0) })
        #expect((1...2).contains(pages), "\(value)")
      }
    }
  }

  private func pages(_ sheet: Sheet) throws -> [[PDFFile.Word]] {
    try PDFFile(try CairoPrinter().print(sheet, PrintSettings())).words
  }

  @Test func wordsAboutAValueStandBesideIt() throws {
    var sheet = try Samples.sheet()
    sheet.sections[0].blocks = [
      .values(
        ValueTable(
          caption: "",
          rows: [
            ValueTable.Row(label: "Port", lines: [[.typed("993")], [.standIn("later")]]),
            ValueTable.Row(label: "Hosts", lines: [[.typed("first")], [.typed("second")]]),
          ]))
    ]
    let words = try pages(sheet).joined()
    func bottom(_ text: String) throws -> Double {
      try #require(words.first { $0.text == text }).bottom
    }
    #expect(try abs(bottom("993") - bottom("later")) < 6)
    // Two things to type are never taken for one.
    #expect(try bottom("second") - bottom("first") > 10)
  }

  /// Headers and names stay whole beside a value that has no room in one row.
  @Test(arguments: [60, 400])
  func aLongValueGoesOnInTheLastColumn(_ length: Int) throws {
    var sheet = try Samples.sheet()
    let value = String(repeating: "MIIB", count: length / 4)
    sheet.sections[0].blocks = [
      .grid(
        Grid(
          caption: "Records", headers: ["Name", "Type", "Priority", "Value"],
          rows: [[[.typed("_autodiscover._tcp")], [.typed("TXT")], [], [.typed(value)]]]))
    ]
    let words = try pages(sheet)[0]
    let row = try ["_autodiscover._tcp", "TXT"].map { text in
      try #require(words.first { $0.text == text })
    }
    #expect(words.contains { $0.text == "Priority" })
    let parts = words.filter { $0.text.hasPrefix("MI") || $0.text.hasPrefix("IB") }
    #expect(parts.count > 1 && parts.allSatisfy { $0.left > row[1].right })
  }

  /// Values get smaller before a word of a table is broken.
  @Test func wordsOfATableStayWhole() throws {
    var sheet = try Samples.sheet()
    let headers = [
      "Server", "Servername", "Port", "Verbindungssicherheit", "Authentifizierung",
    ]
    let row: [Line] = [
      [.text("Ausgang (SMTP)")], [.typed("smtp.everything.example")], [.typed("465")],
      [.text("SSL/TLS (implizites TLS)")], [.text("Passwort, normal")],
    ]
    sheet.sections[0].blocks = [.grid(Grid(caption: "Others", headers: headers, rows: [row]))]
    let words = Set(try pages(sheet)[0].map(\.text))
    #expect(words.isSuperset(of: headers + ["Ausgang", "smtp.everything.example", "(implizites"]))
  }

  @Test(arguments: [(14, 1), (20, 2), (26, 2), (120, 4)])
  func whatIsTooLongForAPageStaysReadable(_ rows: Int, _ count: Int) throws {
    let found = try pages(try Samples.sheet(rows: rows)).count
    #expect(found == count)
  }

  /// Ways to the same place, one for each version, are no block that must stand whole.
  @Test func waysBelowEachOtherFillTheColumnTheyBeginIn() throws {
    var sheet = try Samples.sheet(rows: 9, codes: [])
    let path = String(repeating: "Settings, Mail, Accounts, Add Account, Other ", count: 3)
    let ways = (1...8).map { [Run.text("Version \($0): \(path)")] }
    sheet.sections[1].blocks = [
      .steps([
        [.text("First.")], Array(ways.joined(separator: [.lineBreak])), [.text("Last.")],
      ])
    ]
    sheet.sections[1].rank = .side
    let pages = try pages(sheet)
    let numbers = pages.map { page in page.filter { $0.text == "Version" }.count }
    #expect(numbers.reduce(0, +) == 8)
    #expect(pages.count == 1 || numbers[0] > 0, "\(numbers)")
  }

  @Test func textIsKeptButNotWithoutEnd() throws {
    let typesetter = try Typesetter(language: "en")
    let first = typesetter.set([TextPiece(text: "again")], size: 10)
    #expect(first != nil && first === typesetter.set([TextPiece(text: "again")], size: 10))
    #expect(first !== typesetter.set([TextPiece(text: "again")], size: 11))
    #expect(first !== typesetter.set([TextPiece(text: "again")], size: 10, width: 5))
    typesetter.use(language: "ja")
    #expect(first !== typesetter.set([TextPiece(text: "again")], size: 10))
    for number in 0..<(3 * TextCache.generation) {
      _ = typesetter.set([TextPiece(text: "\(number)")], size: 10)
      #expect(typesetter.keptTexts <= 2 * TextCache.generation)
    }
  }
}
