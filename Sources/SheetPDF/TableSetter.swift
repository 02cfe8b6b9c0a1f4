// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import SetupSheets

/// Sets tables: rows are never split, and the caption stays with the first of them.
struct TableSetter {
  let setter: BlockSetter
  private var fitter: TextFitter { setter.fitter }
  private var width: Double { setter.width }
  private var isMain: Bool { setter.rank == .main }
  private static let padding = 4.0

  init(_ setter: BlockSetter) { self.setter = setter }

  /// One cell that was set: its lines, one below the other.
  private struct Cell {
    var lines: [(box: TextBox, target: String?)]
    var gray = 0.0
    var height: Double { lines.reduce(0) { $0 + $1.box.height } }
    var baseline: Double { lines.first?.box.baseline ?? 0 }

    func draw(_ canvas: PDFCanvas, x: Double, y: Double) {
      var y = y
      for line in lines {
        if let target = line.target {
          canvas.link(to: target) { line.box.draw(canvas, x: x, y: y, gray: gray) }
        } else {
          line.box.draw(canvas, x: x, y: y, gray: gray)
        }
        y += line.box.height
      }
    }
  }

  /// Labels beside values.
  func values(_ table: ValueTable) -> Group {
    let size = isMain ? 14.0 : setter.size
    let scales = TextFitter.Scales(words: isMain ? 0.82 : 1)
    let labelSize = isMain ? 10.0 : setter.size
    let widest =
      table.rows.map {
        fitter.naturalWidth([.text($0.label)], size: labelSize)
      }.max() ?? 0
    let labelWidth = min(max(widest, isMain ? 110 : 40), width * 0.36)
    let valueWidth = width - labelWidth - 4 * Self.padding
    let rows = table.rows.map { row in
      let original: Line = row.original.map { [.original($0)] } ?? []
      let label = cell([[.text(row.label)] + original], labelSize, labelWidth, gray: 0.2)
      let value = cell(row.lines, size, valueWidth, scales: scales)
      return self.row([(label, Self.padding), (value, labelWidth + 3 * Self.padding)])
    }
    return captioned(table.caption, rows, head: 0)
  }

  /// Columns under headers; labels beside values where they have no room.
  func grid(_ grid: Grid) -> [Group] {
    let size = isMain ? 11.0 : setter.size
    let texts = [grid.headers.map { [Run.text($0)] }] + grid.rows
    let columns = grid.headers.indices
    func most(_ measure: (Line) -> Double) -> [Double] {
      columns.map { column in
        texts.map { $0.indices.contains(column) ? measure($0[column]) : 0 }.max() ?? 0
      }
    }
    let room = width - Double(columns.count) * 2 * Self.padding
    let natural = most { fitter.naturalWidth($0, size: size) }
    let least = zip(
      most { fitter.leastWidth($0, size: size) }, natural
    ).map { max($0, min($1, 45)) }
    guard let widths = share(room, natural, least) else { return narrow(grid) }
    let header = row(cells(texts[0], 9, widths, gray: 0.2), isHeader: true)
    let rows = grid.rows.map { row(cells($0, size, widths)) }
    return [captioned(grid.caption, [header] + rows, head: 1)]
  }

  private func cells(
    _ lines: [Line], _ size: Double, _ widths: [Double], gray: Double = 0
  ) -> [(Cell, Double)] {
    var x = Self.padding
    return zip(lines, widths).map { line, width in
      defer { x += width + 2 * Self.padding }
      return (cell([line], size, width, gray: gray), x)
    }
  }

  /// The widths of columns; nil where even shrunk values would have no room.
  private func share(_ room: Double, _ natural: [Double], _ least: [Double]) -> [Double]? {
    let (wanted, needed) = (natural.reduce(0, +), least.reduce(0, +))
    if wanted <= room {
      let rest = (room - wanted) / Double(max(1, natural.count))
      return natural.map { $0 + rest }
    }
    if needed <= room {
      let stretch = (room - needed) / max(1, wanted - needed)
      return zip(natural, least).map { $1 + ($0 - $1) * stretch }
    }
    return needed * 0.7 <= room ? least.map { $0 * room / needed } : nil
  }

  /// Row by row, each as a table of its own.
  private func narrow(_ grid: Grid) -> [Group] {
    grid.rows.enumerated().map { index, row in
      let rows = zip(grid.headers, row).map { ValueTable.Row(label: $0, lines: [$1]) }
      return values(ValueTable(caption: index == 0 ? grid.caption : "", rows: rows))
    }
  }

  private func cell(
    _ lines: [Line], _ size: Double, _ width: Double, scales: TextFitter.Scales = .init(),
    gray: Double = 0
  ) -> Cell {
    Cell(
      lines: lines.compactMap { line in
        fitter.fit(line, size: size, width: width, scales: scales).map {
          ($0, line.count == 1 ? line.first?.target : nil)
        }
      }, gray: gray)
  }

  /// Cells on one line of writing, with a rule below.
  private func row(_ cells: [(cell: Cell, x: Double)], isHeader: Bool = false) -> Box {
    let baseline = cells.map(\.cell.baseline).max() ?? 0
    let below = cells.map { $0.cell.height - $0.cell.baseline }.max() ?? 0
    let height = baseline + below + (isMain ? 2 : 1.5)
    return Box(height: height) { canvas, x, y in
      canvas.tagged(.row) {
        for (index, item) in cells.enumerated() {
          canvas.tagged(index == 0 || isHeader ? .rowHeader : .cell) {
            item.cell.draw(canvas, x: x + item.x, y: y + 1 + baseline - item.cell.baseline)
          }
        }
      }
      canvas.rule(
        x: x, y: y + height, width: width, thickness: isHeader ? 1 : 0.5)
    }
  }

  private func captioned(_ caption: String, _ rows: [Box], head: Int) -> Group {
    var boxes: [Box] = []
    if !caption.isEmpty {
      boxes = [
        .space(3), setter.text([.text(caption)], size: setter.size, strong: true).tagged(.caption),
      ]
    }
    let rule = Box(height: 1.5) { canvas, x, y in
      canvas.rule(x: x, y: y + 1, width: width, thickness: 1)
    }
    boxes.append(rule)
    let start = boxes.count + head
    return Group(boxes: boxes + rows + [.space(4)], head: start).within(.table)
  }
}
