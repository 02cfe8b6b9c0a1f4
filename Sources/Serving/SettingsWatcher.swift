// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Notices that files have changed, by size, number and time of change.
struct SettingsWatcher {
  private struct Mark: Equatable {
    var size: Int64 = -1
    var number: UInt64 = 0
    var seconds: Int = 0
    var nanoseconds: Int = 0
  }

  private let paths: [String]
  private var marks: [Mark]

  init(_ paths: [String]) {
    self.paths = paths
    marks = paths.map(Self.mark)
  }

  /// True once after each change.
  mutating func hasChanged() -> Bool {
    let now = paths.map(Self.mark)
    defer { marks = now }
    return now != marks
  }

  private static func mark(_ path: String) -> Mark {
    var status = stat()
    guard stat(path, &status) == 0 else { return Mark() }
    #if os(Linux)
      let time = status.st_mtim
    #else
      let time = status.st_mtimespec
    #endif
    return Mark(
      size: Int64(status.st_size), number: UInt64(status.st_ino), seconds: Int(time.tv_sec),
      nanoseconds: Int(time.tv_nsec))
  }
}
