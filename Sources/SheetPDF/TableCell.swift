// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import SetupSheets

/// A cell that was set: its lines below each other, or beside each other where they have room.
struct TableCell {
  /// Between lines beside each other.
  static let gap = 12.0

  /// How wide it was set.
  let width: Double
  private let items: [TextBox]
  private let gray: Double
  private let isInOneRow: Bool
  private let isMirrored: Bool

  /// A cell; `isInOneRow` asks for the lines beside each other where the width is enough.
  init(
    _ items: [TextBox], width: Double, isInOneRow: Bool, gray: Double = 0,
    isMirrored: Bool = false
  ) {
    self.items = items
    self.width = width
    self.gray = gray
    self.isMirrored = isMirrored
    let wanted = items.reduce(-Self.gap) { $0 + $1.width + Self.gap }
    self.isInOneRow =
      isInOneRow && items.count > 1 && wanted <= width && items.allSatisfy { $0.rows == 1 }
  }

  /// From the top to the line that the first letters stand on.
  var baseline: Double {
    isInOneRow ? items.map(\.baseline).max() ?? 0 : items.first?.baseline ?? 0
  }

  /// From that line to the foot.
  var below: Double {
    isInOneRow
      ? items.map { $0.height - $0.baseline }.max() ?? 0
      : items.reduce(0) { $0 + $1.height } - baseline
  }

  /// Draws it with its baseline at a height.
  func draw(_ canvas: PDFCanvas, x: Double, baseline: Double) {
    var (x, y) = (x, baseline - self.baseline)
    let hasLinks = items.contains(where: \.hasLinks)
    for item in items {
      if isInOneRow { y = baseline - item.baseline }
      if hasLinks, !item.isLink {
        // Beside an element, cairo has no word for text that is in none.
        canvas.tagged(.paragraph) { item.draw(canvas, x: x, y: y, gray: gray) }
      } else {
        item.draw(canvas, x: x, y: y, gray: gray)
      }
      let step = item.width + Self.gap
      if isInOneRow { x += isMirrored ? -step : step } else { y += item.height }
    }
  }
}

extension ValueTable.Row {
  /// The label with the English one behind it.
  var fullLabel: Line { [.text(label)] + (original.map { [.original($0)] } ?? []) }

  /// True for one thing to type with words about it, which may stand beside it.
  var isNoted: Bool {
    lines.count == 2 && lines.filter { $0.contains(where: \.isTyped) }.count < 2
  }
}

extension Run {
  /// True for what people type exactly so.
  var isTyped: Bool {
    switch self {
    case .typed, .link: true
    case .text, .given, .standIn, .menu, .original, .lineBreak: false
    }
  }
}
