// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System

/// A provider's colour on the set-up page, changed as little as its words can still be read.
struct Palette {
  /// The colour on light and on dark paper.
  let light, dark: Color

  init(_ color: Color) {
    light = color.readable(on: Self.lightPaper, towards: .black)
    dark = color.readable(on: Self.darkPaper, towards: .white)
  }

  /// A style sheet that follows `Templates/web/setup.css` and changes its variables.
  var css: String {
    """
    :root { --accent: \(light); --on-accent: \(light.ink); }
    @media (prefers-color-scheme: dark) {
      :root { --accent: \(dark); --on-accent: \(dark.ink); }
    }
    @media print { :root { --accent: #000; } }

    """
  }

  /// Behind notices, where contrast is least: `--soft` of the style sheet.
  private static let lightPaper = Color(red: 0xF1, green: 0xF3, blue: 0xF6)
  private static let darkPaper = Color(red: 0x23, green: 0x27, blue: 0x2D)
}

extension Color {
  static let black = Color(red: 0, green: 0, blue: 0)
  static let white = Color(red: 255, green: 255, blue: 255)

  /// The contrast of normal text (WCAG 2.2, success criterion 1.4.3).
  private static let leastContrast = 4.5

  /// The nearest mixture with another colour that can be read on a paper.
  fileprivate func readable(on paper: Color, towards end: Color) -> Color {
    let steps = (0...20).map { mixed(with: end, $0, of: 20) }
    return steps.first { $0.contrast(to: paper) >= Self.leastContrast } ?? end
  }

  /// Black or white, whichever can be read better on it.
  fileprivate var ink: Color {
    contrast(to: .white) >= contrast(to: .black) ? .white : .black
  }

  private func mixed(with other: Color, _ part: Int, of whole: Int) -> Color {
    func mix(_ one: UInt8, _ two: UInt8) -> UInt8 {
      UInt8((Int(one) * (whole - part) + Int(two) * part) / whole)
    }
    return Color(
      red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
  }

  /// From 1 to 21 (WCAG 2.2, definition of contrast ratio).
  func contrast(to other: Color) -> Double {
    let (one, two) = (luminance, other.luminance)
    return (max(one, two) + 0.05) / (min(one, two) + 0.05)
  }

  /// From 0 to 1 (WCAG 2.2, definition of relative luminance).
  private var luminance: Double {
    func linear(_ part: UInt8) -> Double {
      let value = Double(part) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }
}
