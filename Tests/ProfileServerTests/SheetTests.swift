// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import SetupSheets
import Synchronization
import Testing

@testable import ProfileServer

@Suite struct SheetTests {
  /// Prints nothing but the title, and counts.
  private final class Printer: SheetPrinter {
    let count = Atomic(0)
    let fails: Bool

    init(fails: Bool = false) { self.fails = fails }

    func print(_ sheet: Sheet, _ settings: PrintSettings) throws(RenderFailure) -> [UInt8] {
      count.add(1, ordering: .relaxed)
      if fails { throw RenderFailure([Finding(.error, at: "", "out of paper")]) }
      return Array("%PDF-\(sheet.language.tag) \(sheet.title.plainText)".utf8)
    }
  }

  private func handler(_ printer: Printer?) throws -> RequestHandler {
    RequestHandler(
      try #require(Handlers.hoster).catalog, limits: ServerLimits(), deliveries: [:],
      printer: printer, now: { 0 })
  }

  struct Row: CustomTestStringConvertible {
    let lang: String
    let title: String
    var testDescription: String { lang }
  }

  static let languages = [
    Row(lang: "en", title: "Example Mail: set up Thunderbird"),
    Row(lang: "de", title: "Example Mail: Thunderbird einrichten"),
    Row(lang: "de-CH", title: "Example Mail: Thunderbird einrichten"),
    Row(lang: "fr", title: "Example Mail\u{A0}: configurer Thunderbird"),
    Row(lang: "it", title: "Example Mail: configurare Thunderbird"),
    Row(lang: "es", title: "Example Mail: configurar Thunderbird"),
  ]

  @Test(arguments: languages)
  func languageOfASheetIsAskedFor(_ row: Row) throws {
    let handler = try handler(Printer())
    let address = "https://example.ch/sheets/thunderbird"
    let page = handler.ask("\(address).html?lang=\(row.lang)")
    #expect(page.status == 200)
    #expect(page.text.contains("<html lang=\"\(row.lang)\">"))
    #expect(page.text.contains("<title>\(row.title)</title>"))
    let pages = handler.ask("\(address).pdf?lang=\(row.lang)")
    #expect(pages.status == 200 && pages["Content-Type"] == "application/pdf")
    #expect(pages.text == "%PDF-\(row.lang) \(row.title)")
  }

  @Test(arguments: ["", "xx", "DE", "de-AT", "en,de", "e n"])
  func languageThatThereIsNotIsRefusedWithThoseThatThereAre(_ tag: String) throws {
    let printer = Printer()
    let handler = try handler(printer)
    for kind in ["html", "pdf"] {
      let response = handler.ask("https://example.ch/sheets/generic.\(kind)?lang=\(tag)")
      #expect(response.status == 400)
      #expect(response.text.contains("'lang' takes one of "))
      #expect(response.text.contains("de-CH"))
    }
    #expect(printer.count.load(ordering: .relaxed) == 0)
  }

  @Test func sheetIsPrintedOnceAndKept() throws {
    let printer = Printer()
    let handler = try handler(printer)
    let first = handler.ask("https://example.ch/sheets/generic.pdf")
    let again = handler.ask("https://example.ch/sheets/generic.pdf")
    #expect(first.status == 200 && again.body == first.body)
    #expect(printer.count.load(ordering: .relaxed) == 1)
    let tag = try #require(first["ETag"])
    let kept = handler.ask("https://example.ch/sheets/generic.pdf", ["If-None-Match": tag])
    #expect(kept.status == 304)
  }

  @Test func withoutAPrinterThereIsNoPDFAndABrokenOneSaysWhere() throws {
    let path = "https://example.ch/sheets/generic.pdf"
    #expect(try handler(nil).ask(path).status == 404)
    let response = try handler(Printer(fails: true)).ask(path)
    #expect(response.status == 503 && response.text.contains("there is one in HTML too"))
    #expect(try handler(Printer()).ask("https://other.example/sheets/generic.pdf").status == 404)
    #expect(try handler(Printer()).ask("https://example.ch/sheets/nobody.pdf").status == 404)
  }

  @Test(arguments: ["password=S3cret", "with-password=S3cret", "address=ann@example.ch"])
  func nothingOfARequestGetsOntoASheet(_ query: String) throws {
    for kind in ["html", "pdf"] {
      let text = try handler(Printer()).ask("https://example.ch/sheets/generic.\(kind)?\(query)")
        .text
      #expect(!text.contains("S3cret") && !text.contains("ann@"))
    }
  }
}
