// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the operating system said when a call failed.
struct SystemError: Error, Hashable, CustomStringConvertible {
  /// The value of `errno`.
  let number: Int32

  /// The failure of the last call.
  static var last: SystemError { SystemError(number: errno) }

  /// A file is there already.
  static let existing = SystemError(number: EEXIST)

  /// The system's own words, such as "No space left on device".
  var description: String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard strerror_r(number, &buffer, buffer.count) == 0 else { return "error \(number)" }
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  var isMissing: Bool { number == ENOENT || number == ENOTDIR }
  var isInterruption: Bool { number == EINTR }
  var isExisting: Bool { number == EEXIST }
}

/// A clock for pacing, never for results.
enum SystemClock {
  /// Milliseconds since some moment in the past.
  static func milliseconds() -> UInt64 {
    var time = timespec()
    guard clock_gettime(CLOCK_MONOTONIC, &time) == 0 else { return 0 }
    return UInt64(clamping: time.tv_sec) &* 1_000 &+ UInt64(clamping: time.tv_nsec / 1_000_000)
  }
}

/// The running program.
enum SystemProcess {
  /// Its number, which no other running program has.
  static let identifier = getpid()
}
