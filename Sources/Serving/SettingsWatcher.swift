// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import HTTPListener

/// Notices that files have changed.
struct SettingsWatcher {
  private let paths: [String]
  private var marks: [FileMark]

  init(_ paths: [String]) {
    self.paths = paths
    marks = paths.map(FileMark.init)
  }

  /// True once after each change.
  mutating func hasChanged() -> Bool {
    let now = paths.map(FileMark.init)
    defer { marks = now }
    return now != marks
  }
}
