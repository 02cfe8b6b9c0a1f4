// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import SetupSheets

/// The page and what of it is written on, in points.
struct PageFormat {
  let width: Double
  let height: Double

  /// 15 mm, which every printer can reach.
  static let margin = 42.5
  /// The running footer begins so far above the lower edge, the running header below the upper.
  static let footer = 30.0
  static let header = 22.0

  init(_ paper: PrintSettings.Paper) {
    switch paper {
    case .a4: (width, height) = (595.276, 841.89)
    case .letter: (width, height) = (612, 792)
    }
  }

  var textWidth: Double { width - 2 * Self.margin }
  var textHeight: Double { height - 2 * Self.margin }
}
