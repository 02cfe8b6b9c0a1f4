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

  private var valueSize: Double { isMain ? setter.sizes.value : setter.size }
  private var labelSize: Double { setter.size }
  private var scales: TextFitter.Scales {
    .init(words: isMain ? setter.size / setter.sizes.value : 1)
  }
  /// What a table of values has for both columns together.
  private var room: Double { width - 4 * Self.padding }

  /// Two tables beside each other; nil where that does not save much, or values would shrink.
  func beside(_ left: ValueTable, _ right: ValueTable) -> Group? {
    let gap = 18.0
    let half = BlockSetter(
      fitter: fitter, width: (width - gap) / 2, rank: setter.rank, sizes: setter.sizes,
      isTight: true)
    let setter = Self(half)
    var pair: [Group] = []
    for table in [left, right] {
      let labels = setter.labelWidth([table])
      let isWide = table.rows.flatMap(\.lines).contains { line in
        fitter.leastWidth(line, size: valueSize, scales: scales) > setter.room - labels
      }
      guard !isWide else { return nil }
      pair.append(setter.values(table, labelWidth: labels))
    }
    let height = pair.map(\.height).max() ?? 0
    guard height < 0.7 * [left, right].reduce(0, { $0 + values($1).height }) else { return nil }
    let boxes = pair.map { Box.column($0.boxes) }
    return Group(boxes: [
      Box(height: height) { canvas, x, y in
        for (index, box) in boxes.enumerated() {
          let place = fitter.isMirrored ? 1 - index : index
          box.draw(canvas, x + Double(place) * (half.width + gap), y)
        }
      }
    ])
  }

  /// The width of the labels of tables that stand below each other: the one that takes the fewest
  /// lines, as far as widths tell.
  func labelWidth(_ tables: [ValueTable]) -> Double {
    let rows = tables.flatMap(\.rows).map { row in
      RowWidths(
        label: fitter.naturalWidth(row.fullLabel, size: labelSize),
        lines: row.lines.map { fitter.naturalWidth($0, size: valueSize, scales: scales) },
        isNoted: row.isNoted)
    }
    let widest = min(rows.map(\.label).max() ?? 0, width * 0.5)
    let words = tables.flatMap(\.rows).map { widestWord($0.fullLabel, labelSize) }.max() ?? 0
    let least = max(isMain ? min(110, width * 0.3) : 40, min(words, width * 0.5))
    let others = [0.42, 0.36, 0.3].map { width * $0 }.filter { $0 >= least && $0 < widest }
    // Of equals, labels that stay whole.
    return ([max(widest, least)] + others).map { width in
      (width, rows.reduce(0) { $0 + $1.height(label: width, value: room - width) })
    }.min { $0.1 < $1.1 }?.0 ?? least
  }

  /// The width of the longest word of a line: no label is broken within one.
  private func widestWord(_ line: Line, _ size: Double) -> Double {
    line.plainText.split(separator: " ").map {
      fitter.naturalWidth([.text(String($0))], size: size) + 0.5
    }.max() ?? 0
  }

  /// How wide a row would be without an end.
  private struct RowWidths {
    var label: Double
    var lines: [Double]
    var isNoted: Bool

    /// Roughly how many lines it takes; what people type must not shrink either.
    func height(label room: Double, value: Double) -> Int {
      let beside = isNoted && lines.reduce(TableCell.gap, +) <= value
      let below = lines.reduce(0) { $0 + ($1 <= value ? 1 : 2) }
      return max(label <= room ? 1 : label <= 1.9 * room ? 2 : 3, beside ? 1 : below)
    }
  }

  /// Labels of a width beside values.
  func values(_ table: ValueTable, labelWidth: Double? = nil) -> Group {
    let labelWidth = labelWidth ?? self.labelWidth([table])
    let rows = table.rows.map { row in
      if isBroken(row, beside: labelWidth) { return stacked(row) }
      let label = cell([row.fullLabel], labelSize, labelWidth, gray: 0.2)
      let value = cell(
        row.lines, valueSize, room - labelWidth, scales: scales, isNoted: row.isNoted)
      return self.row([(label, Self.padding), (value, labelWidth + 3 * Self.padding)])
    }
    return captioned(table.caption, rows, head: 0)
  }

  /// True where a value would be broken beside its label and takes no more rows below it.
  private func isBroken(_ row: ValueTable.Row, beside labelWidth: Double) -> Bool {
    let least =
      row.lines.map { line in
        fitter.leastWidth(line, size: valueSize, scales: scales) * fitter.leastScale(valueSize)
      }.max() ?? 0
    let (beside, below) = (max(1, room - labelWidth), width - 2 * Self.padding)
    return least > beside && (least / below).rounded(.up) + 1 <= (least / beside).rounded(.up)
  }

  /// A label above its value.
  private func stacked(_ row: ValueTable.Row) -> Box {
    let wide = width - 2 * Self.padding
    let label = cell([row.fullLabel], labelSize, wide, gray: 0.2)
    let value = cell(row.lines, valueSize, wide, scales: scales)
    let top = 1 + label.baseline + label.below
    let height = top + value.baseline + value.below + (isMain ? 2 : 1.5)
    return Box(height: height) { canvas, x, y in
      let left = x + Self.padding
      canvas.tagged(.row) {
        canvas.header(.row) { label.draw(canvas, x: left, baseline: y + 1 + label.baseline) }
        canvas.tagged(.cell) { value.draw(canvas, x: left, baseline: y + top + value.baseline) }
      }
      canvas.rule(x: x, y: y + height, width: width, thickness: 0.5)
    }
  }

  /// Columns under headers; labels beside values where they have no room.
  func grid(_ grid: Grid) -> [Group] {
    let size = setter.size
    let texts = [grid.headers.map { [Run.text($0)] }] + grid.rows
    let columns = grid.headers.indices
    func most(_ measure: (Line) -> Double) -> [Double] {
      columns.map { column in
        texts.map { $0.indices.contains(column) ? measure($0[column]) : 0 }.max() ?? 0
      }
    }
    let room = width - Double(columns.count) * 2 * Self.padding
    let natural = most { fitter.naturalWidth($0, size: size) }
    let words = zip(
      most { min(width * 0.3, widestWord($0.filter { !$0.isTyped }, size)) }, natural
    ).map { max($0, min($1, 45)) }
    let values = most { fitter.leastWidth($0, size: size) }
    guard let widths = share(room, natural, words: words, values: values) else {
      return narrow(grid)
    }
    let header = row(cells(texts[0], size, widths, gray: 0.2), isHeader: true)
    let rows = grid.rows.map { row(cells($0, size, widths)) }
    return [captioned(grid.caption, [header] + rows, head: 1)]
  }

  private func cells(
    _ lines: [Line], _ size: Double, _ widths: [Double], gray: Double = 0
  ) -> [(TableCell, Double)] {
    var x = Self.padding
    return zip(lines, widths).map { line, width in
      defer { x += width + 2 * Self.padding }
      return (cell([line], size, width, gray: gray), x)
    }
  }

  /// The widths of columns; nil where even shrunk values would have no room. Words never shrink.
  private func share(
    _ room: Double, _ natural: [Double], words: [Double], values: [Double]
  ) -> [Double]? {
    let least = zip(words, values).map { max($0, $1) }
    let (wanted, needed) = (natural.reduce(0, +), least.reduce(0, +))
    if wanted <= room {
      let rest = (room - wanted) / Double(max(1, natural.count))
      return natural.map { $0 + rest }
    }
    if needed <= room {
      let stretch = (room - needed) / max(1, wanted - needed)
      return zip(natural, least).map { $1 + ($0 - $1) * stretch }
    }
    // The values of the last column may go on in another row before all of them shrink.
    let others = least.dropLast()
    let end = room - others.reduce(0, +)
    if end >= 0.4 * room { return others + [end] }
    let fixed = words.reduce(0, +)
    let scale = (room - fixed) / max(1, needed - fixed)
    let widths = zip(words, least).map { $0 + ($1 - $0) * scale }
    return zip(widths, values).allSatisfy { $0 >= 0.7 * $1 } ? widths : nil
  }

  /// Row by row, each as a table of its own.
  private func narrow(_ grid: Grid) -> [Group] {
    grid.rows.enumerated().map { index, row in
      let rows = zip(grid.headers, row).filter { !$1.isEmpty }
        .map { ValueTable.Row(label: $0, lines: [$1]) }
      return values(ValueTable(caption: index == 0 ? grid.caption : "", rows: rows))
    }
  }

  private func cell(
    _ lines: [Line], _ size: Double, _ width: Double, scales: TextFitter.Scales = .init(),
    gray: Double = 0, isNoted: Bool = false
  ) -> TableCell {
    let boxes = lines.compactMap { fitter.fit($0, size: size, width: width, scales: scales) }
    return TableCell(
      boxes, width: width, isInOneRow: isNoted, gray: gray, isMirrored: fitter.isMirrored)
  }

  /// Cells on one line of writing, with a rule below.
  private func row(_ cells: [(cell: TableCell, x: Double)], isHeader: Bool = false) -> Box {
    let baseline = cells.map(\.cell.baseline).max() ?? 0
    let below = cells.map(\.cell.below).max() ?? 0
    let height = baseline + below + (isMain ? 2 : 1.5)
    let isMirrored = fitter.isMirrored
    return Box(height: height) { canvas, x, y in
      canvas.tagged(.row) {
        for (index, item) in cells.enumerated() {
          // Columns run as the language does.
          let left = isMirrored ? width - item.x - item.cell.width : item.x
          let draw = { item.cell.draw(canvas, x: x + left, baseline: y + 1 + baseline) }
          if index == 0 || isHeader {
            canvas.header(isHeader ? .column : .row, draw)
          } else {
            canvas.tagged(.cell, draw)
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
