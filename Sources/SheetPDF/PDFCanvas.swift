// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CPango

/// A PDF document that is being drawn, through cairo: the only place that calls it for pages.
///
/// Lengths are points, 1/72 inch, from the top left. The bytes leave as they are made. One thread
/// at a time may draw.
final class PDFCanvas {
  /// What a structure tag means (ISO 32000-1 section 14.8.4).
  enum Tag: String {
    case document = "Document"
    case part = "Part"
    case section = "Sect"
    case title = "H1"
    case heading = "H2"
    case paragraph = "P"
    case caption = "Caption"
    case table = "Table"
    case row = "TR"
    case rowHeader = "TH"
    case cell = "TD"
    case list = "L"
    case item = "LI"
    case label = "Lbl"
    case body = "LBody"
    case figure = "Figure"
    /// Text beside a link.
    case span = "Span"
  }

  private let surface: OpaquePointer
  private let context: OpaquePointer
  private let output: Output
  private var isFinished = false
  private var pages = 0
  /// What structure elements are to say beside what cairo writes.
  let notes: StructureNotes

  /// A document whose bytes go to `write`, which answers false where it cannot take them.
  init(
    width: Double, height: Double, notes: StructureNotes,
    write: @escaping (UnsafeRawBufferPointer) -> Bool
  ) throws(PrintFailure) {
    self.notes = notes
    output = Output(write)
    let surface = cairo_pdf_surface_create_for_stream(
      { closure, bytes, count in
        guard let closure else { return CAIRO_STATUS_WRITE_ERROR }
        let output = Unmanaged<Output>.fromOpaque(closure).takeUnretainedValue()
        let buffer = UnsafeRawBufferPointer(start: bytes, count: Int(count))
        if output.isOpen { output.isOpen = output.write(buffer) }
        // cairo 1.16 crashes after it was told of an error: it is remembered here instead.
        return CAIRO_STATUS_SUCCESS
      }, Unmanaged.passUnretained(output).toOpaque(), width, height)
    guard let surface, let context = cairo_create(surface) else { throw .cannotDraw("no memory") }
    self.surface = surface
    self.context = context
    cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_5)
  }

  deinit {
    if !isFinished { cairo_surface_finish(surface) }
    cairo_destroy(context)
    cairo_surface_destroy(surface)
  }

  /// The cairo context, for what draws by itself.
  var cairo: OpaquePointer { context }

  /// Title and the moment of making, which the bytes depend on.
  func describe(title: String, date: String) {
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title)
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "mkprofile")
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "\(date)T00:00:00Z")
  }

  /// Ends the page.
  func endPage() {
    cairo_show_page(context)
    pages += 1
  }

  /// The number of the page that is being drawn, from 1.
  var page: Int { pages + 1 }

  /// Writes the end of the document; throws where anything went wrong on the way.
  func finish() throws(PrintFailure) {
    isFinished = true
    cairo_surface_finish(surface)
    guard output.isOpen else { throw .cannotDraw("the output is closed") }
    for status in [cairo_surface_status(surface), cairo_status(context)]
    where status != CAIRO_STATUS_SUCCESS && status != CAIRO_STATUS_SURFACE_FINISHED {
      throw .cannotDraw(cairo_status_to_string(status).map { String(cString: $0) } ?? "cairo")
    }
  }

  /// Opens a structure element; it may hold others and go on over pages. What has attributes is
  /// opened by a function of its own.
  func begin(_ tag: Tag) { cairo_tag_begin(context, tag.rawValue, nil) }

  /// Opens a list.
  func beginList(isCounted: Bool) {
    notes.list(isCounted: isCounted)
    begin(.list)
  }

  /// Opens a part of the document in a language.
  func beginPart(language: String) {
    notes.part(language)
    begin(.part)
  }

  /// What the body draws, as a header of a table.
  func header(_ scope: StructureNotes.Scope, _ body: () -> Void) {
    notes.header(scope)
    tagged(.rowHeader, body)
  }

  /// What the body draws, as a picture with words for those who do not see it.
  func figure(_ words: String, _ body: () -> Void) {
    notes.figure(words)
    tagged(.figure, body)
  }

  /// Closes the element that was opened last.
  func end(_ tag: Tag) { cairo_tag_end(context, tag.rawValue) }

  /// What the body draws, in a structure element.
  func tagged(_ tag: Tag, _ body: () -> Void) {
    begin(tag)
    body()
    end(tag)
  }

  /// What the body draws, as a link: to an address, or after `#` to a place of this document.
  func link(to target: String, words: String, _ body: () -> Void) {
    notes.link(words)
    let isInside = target.hasPrefix("#")
    let place = isInside ? String(target.dropFirst()) : target
    cairo_tag_begin(context, "Link", "\(isInside ? "dest" : "uri")='\(place.escapedForTag)'")
    body()
    cairo_tag_end(context, "Link")
  }

  /// Names the top of the page that is being drawn, for links.
  func destination(_ name: String) {
    cairo_tag_begin(context, "cairo.dest", "name='\(name.escapedForTag)' x=0 y=0")
    cairo_tag_end(context, "cairo.dest")
  }

  /// An entry in the list of contents that leads to a page.
  func outline(_ title: String, page: Int) {
    _ = cairo_pdf_surface_add_outline(
      surface, CAIRO_PDF_OUTLINE_ROOT, title, "page=\(page) pos=[0 0]",
      cairo_pdf_outline_flags_t(0))
  }

  /// What the body draws, smaller by a factor around a place.
  func scaled(_ factor: Double, x: Double, y: Double, _ body: () -> Void) {
    cairo_save(context)
    cairo_translate(context, x, y)
    cairo_scale(context, factor, factor)
    body()
    cairo_restore(context)
  }

  /// A horizontal line.
  func rule(x: Double, y: Double, width: Double, thickness: Double, isDashed: Bool = false) {
    ink(0)
    cairo_set_line_width(context, thickness)
    cairo_set_dash(context, [4, 3], isDashed ? 2 : 0, 0)
    cairo_move_to(context, x, y)
    cairo_line_to(context, x + width, y)
    cairo_stroke(context)
  }

  /// The outline of a box.
  func frame(x: Double, y: Double, width: Double, height: Double, thickness: Double) {
    ink(0)
    cairo_set_line_width(context, thickness)
    cairo_set_dash(context, nil, 0, 0)
    cairo_rectangle(context, x, y, width, height)
    cairo_stroke(context)
  }

  /// A square of black cells on nothing, by the runs of each row from the top.
  ///
  /// It is a picture, which cairo writes faster than a thousand boxes; with several dots for each
  /// cell, so that none differ by much in size however a printer scales them.
  func stamp(
    x: Double, y: Double, side: Double, cells: Int, runs: (Int) -> [Range<Int>]
  ) {
    let dots = cells * 4
    guard
      let picture = cairo_image_surface_create(
        CAIRO_FORMAT_A1, Int32(clamping: dots), Int32(clamping: dots)),
      let pen = cairo_create(picture)
    else { return }
    cairo_set_antialias(pen, CAIRO_ANTIALIAS_NONE)
    cairo_scale(pen, 4, 4)
    for row in 0..<cells {
      for run in runs(row) {
        cairo_rectangle(pen, Double(run.lowerBound), Double(row), Double(run.count), 1)
      }
    }
    cairo_fill(pen)
    cairo_destroy(pen)
    cairo_save(context)
    ink(0)
    cairo_translate(context, x, y)
    cairo_scale(context, side / Double(dots), side / Double(dots))
    if let pattern = cairo_pattern_create_for_surface(picture) {
      // Sharp edges: no shades between dots.
      cairo_pattern_set_filter(pattern, CAIRO_FILTER_NEAREST)
      cairo_mask(context, pattern)
      cairo_pattern_destroy(pattern)
    }
    cairo_restore(context)
    cairo_surface_destroy(picture)
  }

  /// Laid out text with its top left corner at a place.
  func draw(_ layout: OpaquePointer, x: Double, y: Double, gray: Double) {
    ink(gray)
    cairo_move_to(context, x, y)
    pango_cairo_show_layout(context, layout)
  }

  /// Some runs of laid out text, whose top left corner is at a place.
  func draw(
    _ runs: [TextBox.Run], of layout: OpaquePointer, x: Double, y: Double, gray: Double
  ) {
    ink(gray)
    for run in runs {
      cairo_move_to(context, x + run.x, y + run.baseline)
      pango_cairo_show_glyph_item(context, pango_layout_get_text(layout), run.item)
    }
  }

  private func ink(_ gray: Double) { cairo_set_source_rgb(context, gray, gray, gray) }

  /// Where the bytes go; cairo holds a pointer to it.
  private final class Output {
    let write: (UnsafeRawBufferPointer) -> Bool
    var isOpen = true

    init(_ write: @escaping (UnsafeRawBufferPointer) -> Bool) { self.write = write }
  }
}

extension String {
  /// The text between the quotes of a tag's attribute, as cairo reads them.
  fileprivate var escapedForTag: String {
    var out = ""
    for character in self {
      if character == "'" || character == "\\" { out.append("\\") }
      out.append(character)
    }
    return out
  }
}
