// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// What tells one state of a file from another.
package struct FileMark: Hashable, Sendable {
  private var size: Int64 = -1
  private var number: UInt64 = 0
  private var times: [Int] = []
  /// When content, name or rights were last changed, in microseconds since 1970.
  package private(set) var changed: Int64 = 0

  /// A file that is not there.
  package init() {}

  /// The file at a path, following symbolic links.
  package init(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return }
    #if os(Linux)
      let (modified, changed) = (status.st_mtim, status.st_ctim)
    #else
      let (modified, changed) = (status.st_mtimespec, status.st_ctimespec)
    #endif
    size = Int64(status.st_size)
    number = UInt64(status.st_ino)
    times = [modified, changed].flatMap { [Int($0.tv_sec), Int($0.tv_nsec)] }
    self.changed = Int64(changed.tv_sec) * 1_000_000 + Int64(changed.tv_nsec) / 1_000
  }
}
