// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// Why a file cannot be read.
package struct InputFault: Error {
  /// Why a file could not be read, as far as exit codes differ.
  package enum Cause {
    case missing, unreadable
    /// It could be read, but is not what settings can be.
    case unusable
  }
  /// What kind of trouble it is.
  package let cause: Cause
  /// What is wrong, to follow the file's name.
  package let message: String
  /// What to do about it.
  package var fix: String?

  init(_ cause: Cause, _ message: String, fix: String? = nil) {
    self.cause = cause
    self.message = message
    self.fix = fix
  }

  /// What the system said.
  init(errno code: Int32) {
    if code == ENOENT || code == ENOTDIR {
      self.init(.missing, "does not exist")
    } else {
      self.init(.unreadable, "cannot be read: \(SystemError(number: code))")
    }
  }
}

/// A file that is read from its beginning to its end, closed when it goes.
package struct InputFile: ~Copyable {
  private let descriptor: Int32
  private let size: Int

  /// Opens a file; throws what the system says.
  package init(path: String) throws(InputFault) {
    // A FIFO that nobody writes to would hold the process, and with it the signals of a server.
    let opened = open(path, O_RDONLY | O_CLOEXEC | (Self.isStream(path) ? 0 : O_NONBLOCK))
    descriptor = Self.isFIFO(opened) && !Self.isStream(path) ? -2 : opened
    guard descriptor >= 0 else {
      size = 0
      if descriptor == -2 {
        close(opened)
        throw InputFault(
          .unusable, "is a FIFO, which can be read only once", fix: "write it into a file")
      }
      throw InputFault(errno: errno)
    }
    size = Self.size(of: descriptor)
  }

  /// Takes over an open descriptor.
  init(descriptor: Int32) {
    self.descriptor = descriptor
    size = Self.size(of: descriptor)
  }

  deinit {
    if descriptor > 2 { close(descriptor) }
  }

  /// The next bytes in the front of the buffer, and how many; 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputFault) -> Int {
    while true {
      let count = SystemCall.read(descriptor, buffer)
      if count >= 0 { return count }
      guard errno == EINTR else { throw InputFault(errno: errno) }
    }
  }

  /// The whole file; a larger one is refused after `limit` bytes and one more.
  package func contents(limit: Int) throws(InputFault) -> [UInt8] {
    guard size <= limit else { throw Self.tooLarge(limit) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size + 1)
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1_024, alignment: 1)
    defer { chunk.deallocate() }
    while true {
      let room = min(chunk.count, limit + 1 - bytes.count)
      let count = try read(into: UnsafeMutableRawBufferPointer(rebasing: chunk[..<room]))
      if count == 0 { return bytes }
      bytes.append(contentsOf: chunk[..<count])
      guard bytes.count <= limit else { throw Self.tooLarge(limit) }
    }
  }

  static func tooLarge(_ limit: Int) -> InputFault {
    let isRound = limit.isMultiple(of: 1 << 20)
    let size = isRound ? "\(limit >> 20) MiB" : "\(limit) bytes"
    return InputFault(.unusable, "is larger than \(size)")
  }

  /// True for what is open already, such as the standard input or what a shell passes.
  private static func isStream(_ path: String) -> Bool {
    path == "/dev/stdin" || path.hasPrefix("/dev/fd/") || path.hasPrefix("/proc/self/fd/")
  }

  private static func isFIFO(_ descriptor: Int32) -> Bool {
    var status = stat()
    return descriptor >= 0 && fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
  }

  private static func size(of descriptor: Int32) -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return 0 }
    return status.st_mode & S_IFMT == S_IFREG ? Int(clamping: status.st_size) : 0
  }
}
