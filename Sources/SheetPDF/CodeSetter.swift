// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import QRCode
import SetupSheets

/// Sets codes for the camera of a phone, two beside each other, each with what to do with it.
struct CodeSetter {
  let setter: BlockSetter
  /// The side of a code with its quiet zone: a large one is still read from an arm's length.
  private static let side = 92.0
  private static let gap = 16.0

  init(_ setter: BlockSetter) { self.setter = setter }

  func groups(_ codes: [SheetCode]) -> [Group] {
    let width = (setter.width - Self.gap) / 2
    return stride(from: 0, to: codes.count, by: 2).map { start in
      let pair = codes[start..<min(start + 2, codes.count)].map { one($0, width: width) }
      let box = Box(height: pair.map(\.height).max() ?? 0) { canvas, x, y in
        for (index, part) in pair.enumerated() {
          part.draw(canvas, x + Double(index) * (width + Self.gap), y)
        }
      }
      return Group(boxes: [box, .space(2)])
    }
  }

  private func one(_ code: SheetCode, width: Double) -> Box {
    let text = BlockSetter(
      fitter: setter.fitter, width: width - Self.side - 6, rank: .side)
    let lines =
      [text.text([.text(code.caption)], size: 10, strong: true)]
      + code.lines.map { text.text($0, size: 8.5) }
    let column = Box.column(lines.map { $0.tagged(.paragraph) })
    let symbol = code.code
    return Box(height: max(Self.side, column.height)) { canvas, x, y in
      canvas.tagged(.figure) { Self.draw(symbol, canvas, x: x, y: y) }
      column.draw(canvas, x + Self.side + 6, y + 4)
    }
  }

  private static func draw(_ code: QRCode, _ canvas: PDFCanvas, x: Double, y: Double) {
    let module = side / Double(code.fullSide)
    let quiet = Double(QRCode.quietZone) * module
    canvas.stamp(
      x: x + quiet, y: y + quiet, side: Double(code.side) * module, cells: code.side,
      runs: code.runs)
  }
}
