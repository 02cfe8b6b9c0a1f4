// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import SetupSheets

/// A PDF document that grows sheet by sheet.
final class CairoBook: SheetBook {
  private let canvas: PDFCanvas
  private let typesetter: Typesetter
  private let format: PageFormat
  private let catalogue: PDFCatalogue
  private var logos: [LogoImage: Logo] = [:]

  init(
    _ settings: PrintSettings, write: @escaping (UnsafeRawBufferPointer) -> Bool
  ) throws(PrintFailure) {
    format = PageFormat(settings.paper)
    typesetter = try Typesetter(language: settings.language)
    let catalogue = PDFCatalogue(language: settings.language, write: write)
    self.catalogue = catalogue
    canvas = try PDFCanvas(width: format.width, height: format.height) { catalogue.take($0) }
    canvas.describe(title: settings.title, date: settings.date)
    canvas.begin(.document)
  }

  func add(_ sheet: Sheet, named name: String) throws(RenderFailure) -> Int {
    do throws(PrintFailure) { return try draw(sheet, named: name) } catch {
      throw RenderFailure([error.finding])
    }
  }

  func finish() throws(RenderFailure) {
    canvas.end(.document)
    do throws(PrintFailure) {
      try canvas.finish()
      try catalogue.finish()
    } catch { throw RenderFailure([error.finding]) }
  }

  private func draw(_ sheet: Sheet, named name: String) throws(PrintFailure) -> Int {
    typesetter.use(language: sheet.language.tag)
    typesetter.forgetMissing()
    let fitter = TextFitter(typesetter: typesetter, language: sheet.language)
    let logo = try sheet.logo.map { (picture) throws(PrintFailure) in try self.logo(picture) }
    let pages = SheetComposer(fitter: fitter, format: format, logo: logo).compose(sheet)
    let frame = PageFrame(sheet, fitter, format, pages: pages.pages.count)
    if !typesetter.missing.isEmpty {
      // A password must not be told in a message, not even a character of it.
      if sheet.strip != nil { throw .noGlyphs([]) }
      throw .noGlyphs(typesetter.missing)
    }
    let first = canvas.page
    if !name.isEmpty { canvas.outline(name, page: first) }
    for (index, page) in pages.pages.enumerated() {
      canvas.scaled(pages.scale, x: PageFormat.margin, y: PageFormat.margin) {
        for placed in page { placed.box.draw(canvas, 0, placed.y) }
      }
      frame.draw(canvas, page: index + 1)
      canvas.endPage()
    }
    return first
  }

  private func logo(_ picture: LogoImage) throws(PrintFailure) -> Logo {
    if let known = logos[picture] { return known }
    let logo = try Logo(picture)
    logos[picture] = logo
    return logo
  }
}

/// What stands above and below the text of every page.
struct PageFrame {
  private let header: TextBox?
  private let edition: TextBox?
  private let numbers: [TextBox?]
  private let format: PageFormat

  init(_ sheet: Sheet, _ fitter: TextFitter, _ format: PageFormat, pages: Int) {
    self.format = format
    let title = sheet.title + [.text(" · ")] + sheet.subject
    header = pages > 1 ? fitter.fit(title, size: 8, width: format.textWidth) : nil
    edition = fitter.fit(
      Line(sheet.edition.joined(separator: [.text(" · ")])), size: 8, width: format.textWidth * 0.8)
    numbers = (1...max(1, pages)).map {
      fitter.fit(
        sheet.pageWords.text(page: $0, of: pages), size: 8, width: format.textWidth * 0.2)
    }
  }

  /// The first page has the title itself.
  func draw(_ canvas: PDFCanvas, page: Int) {
    let (left, bottom) = (PageFormat.margin, format.height - PageFormat.footer)
    if page > 1 { header?.draw(canvas, x: left, y: PageFormat.header) }
    edition?.draw(canvas, x: left, y: bottom)
    if numbers.indices.contains(page - 1), let number = numbers[page - 1] {
      number.draw(canvas, x: left + format.textWidth - number.width, y: bottom)
    }
  }
}
