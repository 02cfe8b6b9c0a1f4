// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import QRCode
import SetupSheets

/// Sets codes for the camera of a phone, two beside each other, each with what to do with it.
struct CodeSetter {
  let setter: BlockSetter
  /// The side of a code without its quiet zone, 30 mm whatever the page does: it is still read
  /// from an arm's length and from a bad copy.
  static let side = 86.0
  private static let gap = 16.0

  init(_ setter: BlockSetter) { self.setter = setter }

  func groups(_ codes: [SheetCode]) -> [Group] {
    let width = codes.count > 1 ? (setter.width - Self.gap) / 2 : setter.width
    let isMirrored = setter.fitter.isMirrored && codes.count > 1
    return stride(from: 0, to: codes.count, by: 2).map { start in
      let pair = codes[start..<min(start + 2, codes.count)].map { one($0, width: width) }
      let box = Box(height: pair.map(\.height).max() ?? 0) { canvas, x, y in
        for (index, part) in pair.enumerated() {
          let place = isMirrored ? 1 - index : index
          part.draw(canvas, x + Double(place) * (width + Self.gap), y)
        }
      }
      return Group(boxes: [box, .space(2)])
    }
  }

  private func one(_ code: SheetCode, width: Double) -> Box {
    let symbol = code.code
    let full = Self.side * Double(symbol.fullSide) / Double(symbol.side)
    let text = BlockSetter(
      fitter: setter.fitter, width: width - full - 4, rank: .side, sizes: setter.sizes)
    let lines =
      [text.text([.text(code.caption)], size: setter.size, strong: true)]
      + code.lines.map { text.text($0, size: setter.size) }
    let column = Box.column(lines.map { $0.tagged(.paragraph) })
    let isAddress = code.content.hasPrefix("https:")
    let words = "QR: \(code.caption)" + (isAddress ? ", \(code.content)" : "")
    let isMirrored = setter.fitter.isMirrored
    return Box(height: max(full, column.height + 8)) { canvas, x, y in
      let left = isMirrored ? x + width - full : x
      canvas.figure(words) { Self.draw(symbol, canvas, x: left, y: y) }
      column.draw(canvas, isMirrored ? x : x + full + 4, y + 8)
    }
  }

  private static func draw(_ code: QRCode, _ canvas: PDFCanvas, x: Double, y: Double) {
    let module = side / Double(code.side)
    let quiet = Double(QRCode.quietZone) * module
    canvas.stamp(
      x: x + quiet, y: y + quiet, side: Double(code.side) * module, cells: code.side,
      runs: code.runs)
  }
}
