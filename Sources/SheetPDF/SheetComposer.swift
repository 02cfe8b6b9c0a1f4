// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import SetupSheets

/// Sets a whole sheet: head, parts, and the strip to cut off.
struct SheetComposer {
  let fitter: TextFitter
  let format: PageFormat
  let logo: Logo?
  private var density = Density.normal

  init(fitter: TextFitter, format: PageFormat, logo: Logo?) {
    self.fitter = fitter
    self.format = format
    self.logo = logo
  }

  /// How much is to get onto a page.
  private struct Density {
    /// How much larger than the page it is set, to be drawn smaller.
    var zoom = 1.0
    /// Whether tables may stand beside each other.
    var isTight = true

    static let normal = Density(isTight: false)
    /// What is too long for one page is set in these ways; values of 14 pt keep 11.8.
    static let steps = [1, 1.06, 1.12, 1.19].map { Density(zoom: $0) }
  }

  private var width: Double { format.textWidth * density.zoom }
  private var height: Double { format.textHeight * density.zoom }

  /// Longer than that many pages it does not get onto one.
  private static let longest = 1.6

  /// The sheet on its pages: on one, smaller if need be, where that is enough.
  func compose(_ sheet: Sheet) -> Pages {
    let pages = pages(sheet)
    guard pages.pages.count > 1, pages.length < Self.longest * height else { return pages }
    var length = pages.length
    for density in Density.steps {
      var denser = self
      denser.density = density
      // Longer lines do not make it shorter by more than this: the step would be in vain.
      guard density.zoom == 1 || length < denser.height * density.zoom else { continue }
      let onOne = denser.pages(sheet)
      if onOne.pages.count == 1 { return onOne }
      if density.zoom == 1 { length = onOne.length }
    }
    return pages
  }

  private func pages(_ sheet: Sheet) -> Pages {
    var pieces: [Piece] = [.group(head(sheet))]
    var rest = sheet.sections[...]
    while let first = rest.first {
      let part = rest.prefix { $0.rank == first.rank }
      rest = rest.dropFirst(part.count)
      switch first.rank {
      case .main:
        let setter = BlockSetter(
          fitter: fitter, width: width, rank: .main, isTight: density.isTight)
        pieces += part.flatMap { setter.section($0).map(Piece.group) }
      case .side: pieces += side(Array(part))
      }
    }
    let foot = sheet.strip.map { strip($0) }
    return Pages(pieces, foot: foot, height: height, scale: 1 / density.zoom)
  }

  private func head(_ sheet: Sheet) -> Group {
    let room = width - (logo.map { $0.width + 14 } ?? 0)
    let setter = BlockSetter(fitter: fitter, width: room, rank: .main)
    // A title of one line, if that takes but a little.
    let wide = fitter.naturalWidth(sheet.title, size: 18, isStrong: true)
    let size = wide > room && wide * 0.78 <= room ? 18 * room / wide * 0.995 : 18
    let title = setter.text(sheet.title, size: size, strong: true).tagged(.title)
    let subject = setter.text(sheet.subject, size: 12).tagged(.paragraph)
    let words = Box.column([title, .space(1), subject])
    let height = max(words.height, logo?.height ?? 0) + 6
    let (logo, width) = (logo, width)
    let box = Box(height: height) { canvas, x, y in
      words.draw(canvas, x, y)
      if let logo { canvas.tagged(.figure) { logo.draw(canvas, x: x + width - logo.width, y: y) } }
      canvas.rule(x: x, y: y + height - 1, width: width, thickness: 2)
    }
    return Group(boxes: [box])
  }

  /// Parts in two columns; over the whole width where one of them is too long for a page.
  private func side(_ sections: [Section]) -> [Piece] {
    let gap = 18.0
    let width = (self.width - gap) / 2
    let setter = BlockSetter(fitter: fitter, width: width, rank: .side)
    let groups = sections.flatMap { setter.section($0) }
    guard groups.allSatisfy({ $0.height <= height }) else {
      let whole = BlockSetter(fitter: fitter, width: width, rank: .side)
      return sections.flatMap { whole.section($0).map(Piece.group) }
    }
    return [
      .group(Group(boxes: [.space(4)])), .columns(Columns(groups, step: width + gap)),
    ]
  }

  private func strip(_ strip: Strip) -> Box {
    let setter = BlockSetter(fitter: fitter, width: width, rank: .main)
    let heading = setter.text([.text(strip.heading)], size: 10, strong: true).tagged(.heading)
    let table = TableSetter(setter).values(ValueTable(caption: "", rows: strip.rows))
    let (width, margin) = (width, PageFormat.margin * density.zoom)
    let cut = Box(height: 8) { canvas, x, y in
      // From edge to edge, where the scissors go.
      canvas.rule(
        x: x - margin, y: y + 2, width: width + 2 * margin, thickness: 1, isDashed: true)
    }
    return Box.column([.space(6), cut, heading] + table.boxes)
  }
}
