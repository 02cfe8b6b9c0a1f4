// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import SetupSheets

/// Sets the blocks of a section in a column of one width.
struct BlockSetter {
  let fitter: TextFitter
  let width: Double
  let rank: Section.Rank
  /// The sizes of letters.
  var sizes = TextSizes()
  /// True where height counts: tables stand beside each other where that saves some.
  var isTight = false

  /// The size of words.
  var size: Double { sizes.text }

  /// The section with its heading before its first block.
  func section(_ section: Section) -> [Group] {
    var groups = self.groups(section.blocks)
    if !section.heading.isEmpty {
      let heading = [
        Box.space(rank == .main ? 7 : 6),
        text([.text(section.heading)], size: size + (rank == .main ? 2.5 : 1.5), strong: true)
          .tagged(.heading), Box.space(2),
      ]
      if groups.isEmpty { groups = [Group(boxes: [])] }
      groups[0].boxes = heading + groups[0].boxes
      groups[0].head += heading.count
    }
    guard let last = groups.indices.last else { return [] }
    // One element around all groups of the section.
    if groups.count == 1 { return [groups[0].within(.section)] }
    let first = groups[0].boxes[0]
    groups[0].boxes[0] = Box(height: first.height) { canvas, x, y in
      canvas.begin(.section)
      first.draw(canvas, x, y)
    }
    let end = groups[last].boxes.count - 1
    guard end >= 0 else { return groups }
    let final = groups[last].boxes[end]
    groups[last].boxes[end] = Box(height: final.height) { canvas, x, y in
      final.draw(canvas, x, y)
      canvas.end(.section)
    }
    return groups
  }

  /// The blocks; tables of values have their labels in one column, or stand beside each other.
  private func groups(_ blocks: [Block]) -> [Group] {
    let tables = blocks.compactMap(\.values)
    guard tables.count > 1 else { return set(blocks[...], nil) }
    let setter = TableSetter(self)
    let last = blocks.lastIndex { $0.values != nil } ?? 0
    guard isTight, rank == .main, last > 0, let left = blocks[last - 1].values,
      let right = blocks[last].values, let pair = setter.beside(left, right)
    else { return set(blocks[...], setter.labelWidth(tables)) }
    return set(blocks[..<(last - 1)], nil) + [pair] + set(blocks[(last + 1)...], nil)
  }

  /// Blocks below each other; a sentence about a list stands with its first or last item, one below
  /// a table of values with that.
  private func set(_ blocks: ArraySlice<Block>, _ labelWidth: Double?) -> [Group] {
    var groups: [Group] = []
    var before: Block?
    for block in blocks {
      var own = self.block(block, labelWidth)
      if case .paragraph = block, before?.values != nil, let table = groups.indices.last {
        groups[table].boxes += own.flatMap(\.boxes)
        before = nil
        continue
      }
      defer { before = block }
      if case .paragraph? = before, own.first?.isList == true, let sentence = groups.last,
        !sentence.isList
      {
        groups.removeLast()
        own[0].boxes = sentence.boxes + own[0].boxes
        own[0].head += sentence.boxes.count
      }
      guard case .paragraph = block, var list = groups.last, list.isList else {
        groups += own
        continue
      }
      let end = list.boxes.suffix(2) + own.flatMap(\.boxes)
      list.boxes = list.boxes.dropLast(2) + [Box.column(Array(end))]
      list.head = min(list.head, list.boxes.count - 1)
      groups[groups.count - 1] = list
    }
    return groups
  }

  private func block(_ block: Block, _ labelWidth: Double?) -> [Group] {
    switch block {
    case .paragraph(let line):
      [Group(boxes: [text(line, size: size).tagged(.paragraph), .space(3)])]
    case .notice(let word, let line): [notice(word, line)]
    case .values(let table): [TableSetter(self).values(table, labelWidth: labelWidth)]
    case .grid(let grid): TableSetter(self).grid(grid)
    case .steps(let lines): list(lines, isCounted: true) { "\($0 + 1)." }
    case .list(let lines): list(lines, isCounted: false) { _ in "•" }
    case .codes(let codes): CodeSetter(self).groups(codes)
    }
  }

  /// A line over the whole width.
  func text(_ line: Line, size: Double, strong: Bool = false) -> Box {
    let box = fitter.fit(line, size: size, width: width, strong: strong ? line.count : 0)
    guard let box else { return .space(0) }
    return Box(height: box.height) { canvas, x, y in box.draw(canvas, x: x, y: y) }
  }

  private func notice(_ word: String, _ line: Line) -> Group {
    let box = fitter.fit(
      [.text("\(word) ")] + line, size: size, width: width - 14, strong: 1)
    guard let box else { return Group(boxes: []) }
    let framed = Box(height: box.height + 7) { canvas, x, y in
      canvas.frame(
        x: x + 0.75, y: y + 0.75, width: width - 1.5, height: box.height + 5.5, thickness: 1.5)
      canvas.tagged(.paragraph) { box.draw(canvas, x: x + 7, y: y + 3.5) }
    }
    return Group(boxes: [.space(2), framed, .space(3)])
  }

  private func list(
    _ lines: [Line], isCounted: Bool, mark: (Int) -> String
  ) -> [Group] {
    let indent = size * (isCounted && lines.count > 9 ? 1.9 : 1.45)
    let isMirrored = fitter.isMirrored
    var boxes: [Box] = []
    for (index, line) in lines.enumerated() {
      guard let sign = fitter.fit(mark(index), size: size, width: indent) else { continue }
      // Ways below each other are boxes of their own: the next column may go on with one.
      let rows = line.split(separator: .lineBreak).compactMap {
        fitter.fit(Array($0), size: size, width: width - indent)
      }
      for (number, body) in rows.enumerated() {
        let (isFirst, isLast) = (number == 0, number == rows.count - 1)
        let height = isFirst ? max(sign.height, body.height) : body.height
        boxes.append(
          Box(height: height + (isLast ? 1.5 : 0)) { canvas, x, y in
            if isFirst {
              canvas.begin(.item)
              canvas.tagged(.label) {
                sign.draw(canvas, x: isMirrored ? x + width - indent : x + 1, y: y)
              }
              canvas.begin(.body)
            }
            let draw = { body.draw(canvas, x: isMirrored ? x : x + indent, y: y) }
            if rows.count == 1 { draw() } else { canvas.tagged(.paragraph, draw) }
            guard isLast else { return }
            canvas.end(.body)
            canvas.end(.item)
          })
      }
    }
    boxes.append(.space(3))
    return [
      Group(boxes: boxes, head: 1, isList: true)
        .within(.list) { $0.beginList(isCounted: isCounted) }
    ]
  }
}

extension Block {
  /// The table, if it is one of values.
  fileprivate var values: ValueTable? { if case .values(let table) = self { table } else { nil } }
}
