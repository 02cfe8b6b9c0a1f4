// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import SetupSheets

/// Sets a whole sheet: head, parts, and the strip to cut off.
struct SheetComposer {
  let fitter: TextFitter
  let format: PageFormat
  let logo: Logo?
  private let type: PrintSettings.TypeSize
  private var density = Density()

  init(
    fitter: TextFitter, format: PageFormat, logo: Logo?,
    type: PrintSettings.TypeSize = .normal
  ) {
    self.fitter = fitter
    self.format = format
    self.logo = logo
    self.type = type
  }

  /// How much is to get onto a page.
  private struct Density {
    var sizes = TextSizes()
    /// Whether tables may stand beside each other.
    var isTight = false
    /// Whether sections of two columns may go on in the next one.
    var maySplit = false

    /// From what is easiest to read to what takes least room: whole sections before large letters.
    static func ways(_ sizes: [TextSizes]) -> [Density] {
      let whole = sizes.flatMap { [Density(sizes: $0), Density(sizes: $0, isTight: true)] }
      return whole + sizes.map { Density(sizes: $0, isTight: true, maySplit: true) }
    }
  }

  private var width: Double { format.textWidth }
  private var height: Double { format.textHeight }

  /// The sheet on as few pages as letters of a readable size take, in the largest letters that
  /// take no more.
  func compose(_ sheet: Sheet) -> Pages {
    let sizes = TextSizes.all(type)
    guard let least = sizes.last else { return pages(sheet) }
    let densest = with(Density(sizes: least, isTight: true, maySplit: true)).pages(sheet)
    let count = densest.pages.count
    let room = Double(count) * height
    for density in Density.ways(sizes) {
      // Longer lines and higher letters: what cannot fit is not tried.
      let growth = density.sizes.text / least.text
      guard density.sizes == least || densest.length * growth * growth < room * 1.1 else {
        continue
      }
      let pages = with(density).pages(sheet)
      guard pages.pages.count <= count else { continue }
      guard pages.hasGap, !density.maySplit else { return pages }
      // A list that goes on beside itself is better than half a page of nothing.
      let split = with(Density(sizes: density.sizes, isTight: true, maySplit: true)).pages(sheet)
      return split.pages.count <= count && !split.hasGap ? split : pages
    }
    return densest
  }

  private func with(_ density: Density) -> SheetComposer {
    var composer = self
    composer.density = density
    return composer
  }

  private func setter(_ rank: Section.Rank, width: Double) -> BlockSetter {
    BlockSetter(
      fitter: fitter, width: width, rank: rank, sizes: density.sizes, isTight: density.isTight)
  }

  private func pages(_ sheet: Sheet) -> Pages {
    var pieces: [Piece] = [.group(head(sheet))]
    var rest = sheet.sections[...]
    while let first = rest.first {
      let part = rest.prefix { $0.rank == first.rank }
      rest = rest.dropFirst(part.count)
      switch first.rank {
      case .main:
        let setter = setter(.main, width: width)
        pieces += part.flatMap { setter.section($0).map(Piece.group) }
      case .side: pieces += side(Array(part))
      }
    }
    let foot = sheet.strip.map { strip($0) }
    return Pages(pieces, foot: foot, height: height)
  }

  private func head(_ sheet: Sheet) -> Group {
    let room = width - (logo.map { $0.width + 14 } ?? 0)
    let setter = setter(.main, width: room)
    // A title of one line, if that takes but a little.
    let wide = fitter.naturalWidth(sheet.title, size: 18, isStrong: true)
    let size = wide > room && wide * 0.78 <= room ? 18 * room / wide * 0.995 : 18
    let title = setter.text(sheet.title, size: size, strong: true).tagged(.title)
    let subject = setter.text(sheet.subject, size: 12).tagged(.paragraph)
    let words = Box.column([title, .space(1), subject])
    let height = max(words.height, logo?.height ?? 0) + 6
    let (logo, width, name) = (logo, width, sheet.logoName)
    let isMirrored = fitter.isMirrored
    let indent = isMirrored ? logo.map { $0.width + 14 } ?? 0 : 0
    let box = Box(height: height) { canvas, x, y in
      words.draw(canvas, x + indent, y)
      if let logo {
        canvas.figure(name) {
          logo.draw(canvas, x: isMirrored ? x : x + width - logo.width, y: y)
        }
      }
      canvas.rule(x: x, y: y + height - 1, width: width, thickness: 2)
    }
    return Group(boxes: [box])
  }

  /// Parts in two columns, each whole in one of them if that takes no further page; over the whole
  /// width where there is but one, or one of them is too long for a page.
  private func side(_ sections: [Section]) -> [Piece] {
    let gap = 18.0
    let width = (self.width - gap) / 2
    let narrow = setter(.side, width: width)
    let parts = sections.map { narrow.section($0) }
    let isLong = parts.contains { groups in
      density.maySplit
        ? groups.contains { $0.height > height }
        : groups.reduce(0) { $0 + $1.height } > height
    }
    let wide = setter(.side, width: self.width)
    guard !isLong, sections.count > 1 else {
      return sections.flatMap { wide.section($0).map(Piece.group) }
    }
    return [
      .group(Group(boxes: [.space(4)])),
      .columns(
        Columns(
          parts, step: width + gap, maySplit: density.maySplit, isMirrored: fitter.isMirrored
        ) { wide.section(sections[$0]) }),
    ]
  }

  private func strip(_ strip: Strip) -> Box {
    let setter = setter(.main, width: width)
    let heading = setter.text([.text(strip.heading)], size: setter.size, strong: true)
      .tagged(.heading)
    let table = TableSetter(setter).values(ValueTable(caption: "", rows: strip.rows))
    let (width, margin) = (width, PageFormat.margin)
    let cut = Box(height: 8) { canvas, x, y in
      // From edge to edge, where the scissors go.
      canvas.rule(
        x: x - margin, y: y + 2, width: width + 2 * margin, thickness: 1, isDashed: true)
    }
    return Box.column([.space(6), cut, heading] + table.boxes)
  }
}
