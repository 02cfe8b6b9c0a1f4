// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import HTTPListener
import System

/// Notices that files are no longer those that were read, by size, number and both times of
/// change with nanoseconds.
struct SettingsWatcher {
  private let read: [String: FileMark]
  private var seen: [String: FileMark]

  /// The files as they are now.
  static func marks(_ paths: [String]) -> [String: FileMark] {
    Dictionary(paths.map { ($0, FileMark($0)) }, uniquingKeysWith: { first, _ in first })
  }

  /// Watches files that were read after a moment (microseconds since 1970), when those that were
  /// known already had these marks. What has changed since counts as not read.
  init(_ paths: [String], readAfter start: Int64, known: [String: FileMark] = [:]) {
    seen = Self.marks(paths)
    read = seen.merging(
      seen.compactMap { path, mark in
        if let before = known[path], before != mark { return (path, before) }
        return mark.changed >= start - Self.tick ? (path, FileMark()) : nil
      }, uniquingKeysWith: { $1 })
  }

  /// True where something has changed and was the same when last looked at: what is still being
  /// written is not read half.
  mutating func hasChanged() -> Bool {
    let now = Self.marks(Array(seen.keys))
    defer { seen = now }
    return now != read && now == seen
  }

  /// How many turns of the supervisor lie between two looks: very many files are looked at once a
  /// second only.
  var pace: Int { seen.count > 100 ? 5 : 1 }

  /// The watched files as they are now.
  var marksNow: [String: FileMark] { Self.marks(Array(seen.keys)) }

  /// Within this many microseconds two changes of a file can carry the same time: kernels take it
  /// from the last tick of their clock.
  static let tick: Int64 = 20_000
}
