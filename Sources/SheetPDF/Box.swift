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

/// Boxes that stay on one page if they can; otherwise a page may end between two of them.
struct Group {
  var boxes: [Box]
  /// How many boxes at the beginning must not be the last on a page.
  var head = 0
  /// True for items that need not stand together.
  var isList = false

  var height: Double { boxes.reduce(0) { $0 + $1.height } }

  /// The same with a structure element around all boxes.
  func within(
    _ tag: PDFCanvas.Tag, begin: ((PDFCanvas) -> Void)? = nil
  ) -> Group {
    guard let first = boxes.first, let last = boxes.last else { return self }
    var group = self
    let begin = begin ?? { $0.begin(tag) }
    guard boxes.count > 1 else {
      group.boxes = [
        Box(height: first.height) { canvas, x, y in
          begin(canvas)
          first.draw(canvas, x, y)
          canvas.end(tag)
        }
      ]
      return group
    }
    group.boxes[0] = Box(height: first.height) { canvas, x, y in
      begin(canvas)
      first.draw(canvas, x, y)
    }
    group.boxes[boxes.count - 1] = Box(height: last.height) { canvas, x, y in
      last.draw(canvas, x, y)
      canvas.end(tag)
    }
    return group
  }
}
