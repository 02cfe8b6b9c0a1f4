// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CPango

/// A link within a text.
struct TextLink {
  /// Its bytes in the text.
  let range: Range<Int>
  /// An address, or after `#` a place of the document.
  let target: String
  /// What is read aloud.
  let words: String
}

/// Text that was set: it knows its size and can be drawn.
final class TextBox {
  private let layout: OpaquePointer
  private let links: [TextLink]
  let width: Double
  let height: Double
  /// From the top to the line that the first row's letters stand on.
  let baseline: Double

  /// True where all of it is one link.
  let isLink: Bool

  /// Takes over a layout of so many bytes of text.
  init(owning layout: OpaquePointer, _ links: [TextLink], length: Int) {
    self.layout = layout
    self.links = links
    isLink = links.count == 1 && links.first?.range == 0..<length
    var extents = PangoRectangle()
    pango_layout_get_extents(layout, nil, &extents)
    width = Double(extents.width) / 1_024
    height = Double(extents.height) / 1_024
    baseline = Double(pango_layout_get_baseline(layout)) / 1_024
  }

  deinit { g_object_unref(UnsafeMutableRawPointer(layout)) }

  /// How many rows it has.
  var rows: Int { Int(pango_layout_get_line_count(layout)) }

  /// True where some of it leads somewhere.
  var hasLinks: Bool { !links.isEmpty }

  /// Draws it; within an element of the structure, or outside of all with `isPlain`.
  func draw(
    _ canvas: PDFCanvas, x: Double, y: Double, gray: Double = 0, isPlain: Bool = false
  ) {
    guard hasLinks, !isPlain else { return canvas.draw(layout, x: x, y: y, gray: gray) }
    if isLink, let link = links.first {
      return canvas.link(to: link.target, words: link.words) {
        canvas.draw(layout, x: x, y: y, gray: gray)
      }
    }
    for part in parts {
      let draw = { canvas.draw(part.runs, of: self.layout, x: x, y: y, gray: gray) }
      if let link = part.link {
        canvas.link(to: link.target, words: link.words, draw)
      } else {
        // Beside an element, cairo has no word for text that is in none.
        canvas.tagged(.span, draw)
      }
    }
  }

  /// A run of glyphs and where it begins, from the top left corner of the layout.
  struct Run {
    let item: UnsafeMutablePointer<PangoGlyphItem>
    let x: Double
    let baseline: Double
  }

  /// Runs beside each other in one row that belong to one link or to none.
  private struct Part {
    let link: TextLink?
    var runs: [Run]
  }

  private var parts: [Part] {
    guard let iterator = pango_layout_get_iter(layout) else { return [] }
    defer { pango_layout_iter_free(iterator) }
    var parts: [Part] = []
    repeat {
      var isFirst = true
      for (offset, run) in runs(iterator) {
        let link = links.first { $0.range.contains(offset) }
        let goesOn = parts.last.map { $0.link?.range == link?.range } ?? false
        // A link over two rows is two, so that nothing else lies in its rectangle.
        if !goesOn || isFirst && link != nil { parts.append(Part(link: link, runs: [])) }
        parts[parts.count - 1].runs.append(run)
        isFirst = false
      }
    } while pango_layout_iter_next_line(iterator) != 0
    return parts
  }

  /// The runs of a row as they are read, each with where its text begins.
  private func runs(_ iterator: OpaquePointer) -> [(offset: Int, run: Run)] {
    var extents = PangoRectangle()
    pango_layout_iter_get_line_extents(iterator, nil, &extents)
    let baseline = Double(pango_layout_iter_get_baseline(iterator)) / 1_024
    var x = Double(extents.x) / 1_024
    var runs: [(Int, Run)] = []
    var next = pango_layout_iter_get_line_readonly(iterator)?.pointee.runs
    while let node = next {
      next = node.pointee.next
      guard let item = node.pointee.data?.assumingMemoryBound(to: PangoGlyphItem.self),
        let text = item.pointee.item
      else { continue }
      runs.append((Int(text.pointee.offset), Run(item: item, x: x, baseline: baseline)))
      x += Double(pango_glyph_string_get_width(item.pointee.glyphs)) / 1_024
    }
    return runs.sorted { $0.0 < $1.0 }
  }
}
