// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CPNG

extension QRCode {
  /// The modules of a side with the quiet zone.
  package var fullSide: Int { side + 2 * Self.quietZone }

  /// The dark modules as the data of an SVG path: one unit a module, the quiet zone around them.
  package var svgPath: String {
    var path = ""
    for row in 0..<side {
      for run in runs(inRow: row) {
        path += "M\(run.lowerBound + Self.quietZone) \(row + Self.quietZone)"
        path += "h\(run.count)v1h-\(run.count)z"
      }
    }
    return path
  }

  /// A grey PNG with so many pixels for a module, 1 to 32; nil where libpng has no memory for it.
  package func png(scale: Int = 8) -> [UInt8]? {
    let scale = min(32, max(1, scale))
    let width = fullSide * scale
    var pixels: [UInt8] = []
    pixels.reserveCapacity(width * width)
    for row in -Self.quietZone..<(side + Self.quietZone) {
      let line = (-Self.quietZone..<(side + Self.quietZone)).flatMap { column in
        [UInt8](repeating: self[column, row] ? 0 : 255, count: scale)
      }
      for _ in 0..<scale { pixels += line }
    }
    // The first call with a place is enough: a picture of two colours never grows.
    var size = pixels.count + 1_024
    var png = [UInt8](repeating: 0, count: size)
    guard mkprofile_png_gray(UInt32(width), UInt32(width), pixels, &png, &size) != 0 else {
      return nil
    }
    return Array(png.prefix(size))
  }

  /// Two modules a character, one above the other, for a terminal. With colours it is black on
  /// white on every terminal; without them it is right where text is light on dark.
  package func blocks(colored: Bool) -> String {
    var text = ""
    for row in stride(from: -Self.quietZone, to: side + Self.quietZone, by: 2) {
      if colored { text += "\u{1B}[30;107m" }
      for column in -Self.quietZone..<(side + Self.quietZone) {
        switch (self[column, row] == colored, self[column, row + 1] == colored) {
        case (true, true): text += "█"
        case (true, false): text += "▀"
        case (false, true): text += "▄"
        case (false, false): text += " "
        }
      }
      text += colored ? "\u{1B}[0m\n" : "\n"
    }
    return text
  }
}
