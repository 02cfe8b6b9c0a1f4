// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What tells one version of a file from the next: size, number and time of change.
public struct FileMark: Equatable, Sendable {
  private var size: Int64 = -1
  private var number: UInt64 = 0
  private var seconds: Int = 0
  private var nanoseconds: Int = 0

  /// The mark of a file now; of links, the file that they lead to.
  public init(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return }
    #if os(Linux)
      let time = status.st_mtim
    #else
      let time = status.st_mtimespec
    #endif
    size = Int64(status.st_size)
    number = UInt64(status.st_ino)
    seconds = Int(time.tv_sec)
    nanoseconds = Int(time.tv_nsec)
  }
}
