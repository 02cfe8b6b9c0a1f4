// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// What the operating system said when a call failed.
package struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The value of `errno`.
  package let number: Int32

  /// A failure by its number.
  package init(number: Int32) { self.number = number }

  /// The failure of the last call.
  package static var last: SystemError { SystemError(number: errno) }

  /// A file is there already.
  package static let existing = SystemError(number: EEXIST)

  /// The system's own words, such as "No space left on device".
  package var description: String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard strerror_r(number, &buffer, buffer.count) == 0 else { return "error \(number)" }
    return String(buffer: buffer)
  }

  /// True where there is no such file or folder.
  package var isMissing: Bool { number == ENOENT || number == ENOTDIR }
  /// True where a signal ended a wait.
  package var isInterruption: Bool { number == EINTR }
  /// True where something is there already.
  package var isExisting: Bool { number == EEXIST }
}

/// The running program.
package enum SystemProcess {
  /// Its number, which no other running program has.
  package static let identifier = getpid()
}
