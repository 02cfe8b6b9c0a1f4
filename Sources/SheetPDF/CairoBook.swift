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
  private let type: PrintSettings.TypeSize
  private let rewriter: PDFRewriter
  private var logos: [LogoImage: Logo] = [:]
  /// The pages of the whole document where they are numbered through.
  private var count: Int?

  init(
    _ settings: PrintSettings, write: @escaping (UnsafeRawBufferPointer) -> Bool
  ) throws(PrintFailure) {
    format = PageFormat(settings.paper)
    type = settings.type
    typesetter = try Typesetter(language: settings.language)
    let notes = StructureNotes()
    let metadata = PDFMetadata(
      title: settings.title, language: settings.language, date: settings.date)
    let rewriter = PDFRewriter(metadata, notes, write: write)
    self.rewriter = rewriter
    canvas = try PDFCanvas(width: format.width, height: format.height, notes: notes) {
      rewriter.take($0)
    }
    canvas.describe(title: settings.title, date: settings.date)
    canvas.begin(.document)
  }

  var nextPage: Int { canvas.page }

  func pages(of sheet: Sheet) throws(RenderFailure) -> Int {
    do throws(PrintFailure) { return try set(sheet).pages.pages.count } catch {
      throw RenderFailure([error.finding])
    }
  }

  func number(upTo count: Int) { self.count = count }

  func add(_ sheet: Sheet, named name: String, place: String?) throws(RenderFailure) -> Int {
    do throws(PrintFailure) { return try draw(sheet, named: name, place) } catch {
      throw RenderFailure([error.finding])
    }
  }

  func addBlankPage() { canvas.endPage() }

  func finish() throws(RenderFailure) {
    canvas.end(.document)
    do throws(PrintFailure) {
      try canvas.finish()
      try rewriter.finish()
    } catch { throw RenderFailure([error.finding]) }
  }

  /// A sheet on its pages, and what stands around each.
  private func set(_ sheet: Sheet) throws(PrintFailure) -> (pages: Pages, frame: PageFrame) {
    typesetter.use(language: sheet.language.tag)
    typesetter.forgetMissing()
    let fitter = TextFitter(typesetter: typesetter, language: sheet.language)
    let logo = try sheet.logo.map { (picture) throws(PrintFailure) in try self.logo(picture) }
    let pages = SheetComposer(fitter: fitter, format: format, logo: logo, type: type)
      .compose(sheet)
    let numbers = PageNumbers(
      first: count == nil ? 1 : canvas.page, count: count ?? pages.pages.count,
      own: pages.pages.count)
    let frame = PageFrame(sheet, fitter, format, numbers)
    if !typesetter.missing.isEmpty {
      // A password must not be told in a message, not even a character of it.
      if sheet.strip != nil { throw .noGlyphs([]) }
      throw .noGlyphs(typesetter.missing)
    }
    return (pages, frame)
  }

  private func draw(
    _ sheet: Sheet, named name: String, _ place: String?
  ) throws(PrintFailure) -> Int {
    let (pages, frame) = try set(sheet)
    let first = canvas.page
    if !name.isEmpty { canvas.outline(name, page: first) }
    if let place { canvas.destination(place) }
    canvas.beginPart(language: sheet.language.tag)
    for (index, page) in pages.pages.enumerated() {
      for placed in page {
        placed.box.draw(canvas, PageFormat.margin, PageFormat.margin + placed.y)
      }
      frame.draw(canvas, page: index + 1)
      // The part ends on its last page.
      if index == pages.pages.count - 1 { canvas.end(.part) }
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

/// How the pages of a sheet are counted.
struct PageNumbers {
  /// The number of its first page, and of the last page there is.
  let first: Int
  let count: Int
  /// How many pages it has itself.
  let own: Int
}

/// What stands above and below the text of every page.
struct PageFrame {
  private let header: TextBox?
  private let edition: TextBox?
  private let numbers: [TextBox?]
  private let format: PageFormat
  private let isMirrored: Bool

  init(
    _ sheet: Sheet, _ fitter: TextFitter, _ format: PageFormat, _ numbers: PageNumbers
  ) {
    self.format = format
    isMirrored = fitter.isMirrored
    let title = sheet.title + [.text(" · ")] + sheet.subject
    header = numbers.own > 1 ? fitter.fit(title, size: 8, width: format.textWidth) : nil
    edition = fitter.fit(
      Line(sheet.edition.joined(separator: [.text(" · ")])), size: 8, width: format.textWidth * 0.8)
    self.numbers = (0..<max(1, numbers.own)).map {
      fitter.fit(
        sheet.pageWords.text(page: numbers.first + $0, of: numbers.count), size: 8,
        width: format.textWidth * 0.2)
    }
  }

  /// The first page has the title itself.
  func draw(_ canvas: PDFCanvas, page: Int) {
    let (left, bottom) = (PageFormat.margin, format.height - PageFormat.footer)
    if page > 1 { header?.draw(canvas, x: left, y: PageFormat.header, isPlain: true) }
    // A fifth of the foot is for the number of the page.
    let fifth = format.textWidth * 0.2
    edition?.draw(canvas, x: isMirrored ? left + fifth : left, y: bottom, isPlain: true)
    if numbers.indices.contains(page - 1), let number = numbers[page - 1] {
      let x = isMirrored ? number.width - fifth : format.textWidth - number.width
      number.draw(canvas, x: left + x, y: bottom)
    }
  }
}
