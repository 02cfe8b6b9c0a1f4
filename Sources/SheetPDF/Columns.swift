// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Parts that stand in two columns, as even as they get; both may end between two of them.
struct Columns {
  /// A part, one column wide.
  struct Part {
    var box: Box
    /// True where the next part must not begin another column.
    var keepsNext = false
    /// True where a section begins.
    var beginsSection = false
  }

  /// The parts in reading order.
  var parts: [Part]
  /// From the left edge of one column to that of the next.
  var step: Double
  /// True where the first column stands at the right.
  var isMirrored: Bool
  /// Sets a section over the whole width, by its place among all; nil where that is no way.
  private let wide: ((Int) -> [Group])?
  /// The places of the sections that are left.
  private var sections: Range<Int>

  /// The parts of sections, whose groups are given. Everything stays whole, except where
  /// `maySplit` lets a list go on in the next column, two items at least on either side.
  init(
    _ sections: [[Group]], step: Double, maySplit: Bool = true, isMirrored: Bool = false,
    wide: ((Int) -> [Group])? = nil
  ) {
    self.wide = wide
    self.sections = sections.indices
    self.step = step
    self.isMirrored = isMirrored
    parts = sections.flatMap { groups in
      groups.enumerated().flatMap { number, group in
        group.boxes.indices.map { index in
          let isLast = index == group.boxes.count - 1
          let keeps =
            isLast
            ? !maySplit && number < groups.count - 1
            : !maySplit || !group.isList || index < group.head
              || index >= group.boxes.count - 3
          return Part(
            box: group.boxes[index], keepsNext: keeps, beginsSection: number == 0 && index == 0)
        }
      }
    }
  }

  /// The least height at which both columns hold everything; nil where `limit` is too little.
  func height(within limit: Double) -> Double? {
    let tallest = parts.map(\.box.height).max() ?? 0
    var height = max(tallest, parts.reduce(0) { $0 + $1.box.height } / 2)
    while height <= limit {
      if end(from: end(from: 0, height), height) == parts.count { return height + 0.01 }
      height += 4
    }
    return nil
  }

  /// Takes away what fits into two columns of a height; nil where not even one part does.
  mutating func take(_ height: Double) -> Box? {
    let split = end(from: 0, height)
    guard split > 0 else { return nil }
    let last = end(from: split, height)
    let left = Box.column(parts[..<split].map(\.box))
    let right = Box.column(parts[split..<last].map(\.box))
    forget(last)
    let (first, second) = isMirrored ? (step, 0) : (0, step)
    return Box(height: max(left.height, right.height)) { canvas, x, y in
      left.draw(canvas, x + first, y)
      right.draw(canvas, x + second, y)
    }
  }

  /// True where one section is left.
  var isAlone: Bool { sections.count == 1 }

  /// Takes away the first section as it stands over the whole width, where that fits into a height
  /// and nothing would stand beside it; nil otherwise.
  mutating func takeWide(_ height: Double) -> [Group]? {
    guard let wide, parts.first?.beginsSection == true else { return nil }
    let split = end(from: 0, height)
    guard isAlone || end(from: split, height) == split else { return nil }
    let groups = wide(sections.lowerBound)
    guard groups.reduce(0, { $0 + $1.height }) <= height else { return nil }
    forget(parts.indices.dropFirst().first { parts[$0].beginsSection } ?? parts.count)
    return groups
  }

  /// Takes parts away, and the sections that begin with them.
  private mutating func forget(_ count: Int) {
    sections = sections.dropFirst(parts[..<count].count { $0.beginsSection })
    parts.removeFirst(count)
  }

  /// Where a column ends that begins with a part and has a height.
  private func end(from start: Int, _ height: Double) -> Int {
    var (index, used) = (start, 0.0)
    while index < parts.count, used + parts[index].box.height <= height {
      used += parts[index].box.height
      index += 1
    }
    guard index < parts.count else { return index }
    while index > start, parts[index - 1].keepsNext { index -= 1 }
    return index
  }
}

/// What stands below each other on pages.
enum Piece {
  case group(Group)
  case columns(Columns)

  /// The height on one page.
  var height: Double {
    switch self {
    case .group(let group): group.height
    case .columns(let columns): columns.height(within: .infinity) ?? 0
    }
  }
}
