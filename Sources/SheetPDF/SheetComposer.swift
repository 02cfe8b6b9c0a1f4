// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import SetupSheets

/// Sets a whole sheet: head, parts, and the strip to cut off.
struct SheetComposer {
  let fitter: TextFitter
  let format: PageFormat
  let logo: Logo?

  /// The sheet on its pages.
  func compose(_ sheet: Sheet) -> Pages {
    var pieces: [Piece] = [.group(head(sheet))]
    var rest = sheet.sections[...]
    while let first = rest.first {
      let part = rest.prefix { $0.rank == first.rank }
      rest = rest.dropFirst(part.count)
      switch first.rank {
      case .main:
        let setter = BlockSetter(fitter: fitter, width: format.textWidth, rank: .main)
        pieces += part.flatMap { setter.section($0).map(Piece.group) }
      case .side: pieces += side(Array(part))
      }
    }
    let foot = sheet.strip.map { strip($0) }
    return Pages(pieces, foot: foot, height: format.textHeight)
  }

  private func head(_ sheet: Sheet) -> Group {
    let room = format.textWidth - (logo.map { $0.width + 14 } ?? 0)
    let setter = BlockSetter(fitter: fitter, width: room, rank: .main)
    let title = setter.text(sheet.title, size: 18, strong: true).tagged(.title)
    let subject = setter.text(sheet.subject, size: 12).tagged(.paragraph)
    let words = Box.column([title, .space(1), subject])
    let height = max(words.height, logo?.height ?? 0) + 6
    let (logo, width) = (logo, format.textWidth)
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
    let width = (format.textWidth - gap) / 2
    let setter = BlockSetter(fitter: fitter, width: width, rank: .side)
    let groups = sections.flatMap { setter.section($0) }
    guard groups.allSatisfy({ $0.height <= format.textHeight }) else {
      let whole = BlockSetter(fitter: fitter, width: format.textWidth, rank: .side)
      return sections.flatMap { whole.section($0).map(Piece.group) }
    }
    return [
      .group(Group(boxes: [.space(4)])), .columns(Columns(groups, step: width + gap)),
    ]
  }

  private func strip(_ strip: Strip) -> Box {
    let setter = BlockSetter(fitter: fitter, width: format.textWidth, rank: .main)
    let heading = setter.text([.text(strip.heading)], size: 10, strong: true).tagged(.heading)
    let table = TableSetter(setter).values(ValueTable(caption: "", rows: strip.rows))
    let width = format.textWidth
    let cut = Box(height: 8) { canvas, x, y in
      // From edge to edge, where the scissors go.
      canvas.rule(
        x: x - PageFormat.margin, y: y + 2, width: width + 2 * PageFormat.margin, thickness: 1,
        isDashed: true)
    }
    return Box.column([.space(6), cut, heading] + table.boxes)
  }
}
