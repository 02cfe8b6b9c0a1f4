// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import SetupSheets

/// The sizes of letters on a sheet, in points.
struct TextSizes: Hashable {
  /// Running text, labels and captions.
  var text = 11.0
  /// What people type.
  var value = 14.0

  /// The sizes to choose from, the largest first: a page that has room is filled, and what has
  /// none goes on over the next page rather than getting smaller.
  static func all(_ type: PrintSettings.TypeSize) -> [TextSizes] {
    switch type {
    case .normal: [13, 12, 11].map { TextSizes(text: $0, value: $0 + 3) }
    case .large: [15, 13.5, 12].map { TextSizes(text: $0, value: $0 * 1.5) }
    }
  }
}
