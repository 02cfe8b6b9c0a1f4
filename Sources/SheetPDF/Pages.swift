// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// The boxes of a sheet on their pages.
struct Pages {
  /// A box at its height on a page.
  struct Placed {
    var box: Box
    var y: Double
  }

  /// From the first page to the last.
  private(set) var pages: [[Placed]] = [[]]
  /// What the pieces would need if a page had no end.
  let length: Double
  private let room: Double
  private var y = 0.0

  /// Distributes pieces over pages of a height; the foot stands at the end of the last one.
  init(_ pieces: [Piece], foot: Box?, height: Double) {
    length = pieces.reduce(foot?.height ?? 0) { $0 + $1.height }
    room = height + 0.01
    for piece in pieces {
      switch piece {
      case .group(let group): add(group)
      case .columns(let columns): add(columns)
      }
    }
    guard let foot else { return }
    if y + foot.height > room { newPage() }
    place(foot, at: room - foot.height)
  }

  /// True where a page before the last one has more than a third of nothing at its end.
  var hasGap: Bool {
    pages.dropLast().contains { page in
      page.reduce(0) { max($0, $1.y + $1.box.height) } < room * Self.filled
    }
  }

  /// How much of a page is enough to leave the rest empty rather than divide what comes next.
  private static let filled = 0.65

  private mutating func add(_ group: Group) {
    if y + group.height <= room || y == 0 && group.boxes.count < 2 {
      for box in group.boxes { append(box) }
    } else if group.height <= room, !group.isList || y >= room * Self.filled {
      newPage()
      for box in group.boxes { append(box) }
    } else {
      split(group)
    }
  }

  /// Both columns as even as they get where they fit, else as long as the page has room. What would
  /// stand beside nothing takes the whole width.
  private mutating func add(_ columns: Columns) {
    var rest = columns
    while !rest.parts.isEmpty {
      let left = room - y
      let height = rest.height(within: left)
      if height == nil || rest.isAlone, let wide = rest.takeWide(left) {
        for group in wide { add(group) }
      } else if let height, let box = rest.take(height) {
        append(box)
      } else if y > 0, left < Self.leastColumn {
        newPage()
      } else if let box = rest.take(left) {
        append(box)
        newPage()
      } else if y > 0 {
        newPage()
      } else {
        // Higher than a page: it sticks out rather than getting lost.
        append(rest.parts.removeFirst().box)
      }
    }
  }

  /// Columns do not begin at the foot of a page.
  private static let leastColumn = 110.0

  /// Ends a page between two boxes, but not among those that belong to the next one, nor before
  /// the last item of a list.
  private mutating func split(_ group: Group) {
    let head = min(group.head + 1, group.boxes.count)
    let first = group.boxes[..<head].reduce(0) { $0 + $1.height }
    if y + first > room { newPage() }
    for (index, box) in group.boxes.enumerated() {
      let isNearEnd = index == group.boxes.count - 3
      let rest = isNearEnd ? group.boxes[index...].reduce(0) { $0 + $1.height } : box.height
      if index >= head, y + rest > room { newPage() }
      append(box)
    }
  }

  private mutating func append(_ box: Box) {
    place(box, at: y)
    y += box.height
  }

  private mutating func place(_ box: Box, at y: Double) {
    pages[pages.count - 1].append(Placed(box: box, y: y))
  }

  private mutating func newPage() {
    guard y > 0 else { return }
    pages.append([])
    y = 0
  }
}
