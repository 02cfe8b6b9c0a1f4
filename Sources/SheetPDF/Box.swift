// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Something that was set, with its height in points; it is drawn once its place is known.
struct Box {
  var height: Double
  var draw: (PDFCanvas, Double, Double) -> Void

  /// Nothing, so many points high.
  static func space(_ height: Double) -> Box { Box(height: height) { _, _, _ in } }

  /// Boxes one below the other as one.
  static func column(_ boxes: [Box]) -> Box {
    Box(height: boxes.reduce(0) { $0 + $1.height }) { canvas, x, y in
      var y = y
      for box in boxes {
        box.draw(canvas, x, y)
        y += box.height
      }
    }
  }

  /// The same in a structure element.
  func tagged(_ tag: PDFCanvas.Tag) -> Box {
    Box(height: height) { canvas, x, y in canvas.tagged(tag) { draw(canvas, x, y) } }
  }
}

/// Parts that stand in two columns, on each page as even as they get.
struct Columns {
  /// The parts in reading order, each one column wide.
  var parts: [Box]
  /// From the left edge of one column to that of the next.
  var step: Double

  /// The first so many parts in two columns.
  func box(_ count: Int) -> Box {
    let heights = parts.prefix(count).map(\.height)
    func longest(_ split: Int) -> Double {
      max(heights.prefix(split).reduce(0, +), heights.dropFirst(split).reduce(0, +))
    }
    let split = (1...max(1, count)).min { longest($0) < longest($1) } ?? count
    let left = Box.column(Array(parts.prefix(split)))
    let right = Box.column(Array(parts.prefix(count).dropFirst(split)))
    return Box(height: max(left.height, right.height)) { canvas, x, y in
      left.draw(canvas, x, y)
      right.draw(canvas, x + step, y)
    }
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
    case .columns(let columns): columns.box(columns.parts.count).height
    }
  }
}

/// Boxes that stay on one page if they can; otherwise a page may end between two of them.
struct Group {
  var boxes: [Box]
  /// How many boxes at the beginning must not be the last on a page.
  var head = 0

  var height: Double { boxes.reduce(0) { $0 + $1.height } }

  /// The same with a structure element around all boxes.
  func within(_ tag: PDFCanvas.Tag) -> Group {
    guard let first = boxes.first, let last = boxes.last else { return self }
    var group = self
    guard boxes.count > 1 else {
      group.boxes = [first.tagged(tag)]
      return group
    }
    group.boxes[0] = Box(height: first.height) { canvas, x, y in
      canvas.begin(tag)
      first.draw(canvas, x, y)
    }
    group.boxes[boxes.count - 1] = Box(height: last.height) { canvas, x, y in
      last.draw(canvas, x, y)
      canvas.end(tag)
    }
    return group
  }
}
