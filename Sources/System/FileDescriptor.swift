// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// An open file; whoever opened it closes it.
package struct FileDescriptor: Sendable {
  /// What the system calls it.
  package let number: Int32

  /// A descriptor that is open.
  package init(_ number: Int32) { self.number = number }

  /// Opens a file that exists; never makes one.
  package static func open(reading path: String) throws(SystemError) -> FileDescriptor {
    try open(path, O_RDONLY)
  }

  /// Opens a device or FIFO as it is, without making or emptying anything; waits until somebody
  /// reads from a FIFO, or until it is to stop.
  package static func open(
    writing path: String, until isStopped: () -> Bool
  ) throws(SystemError) -> FileDescriptor {
    while true {
      do throws(SystemError) { return try open(path, O_WRONLY | O_NONBLOCK) } catch {
        guard error.number == ENXIO, FileKind(path) == .special else { throw error }
        if isStopped() { throw SystemError(number: EINTR) }
        usleep(20_000)
      }
    }
  }

  /// Writes all of it to a device or FIFO, unless it is to stop while that takes nothing.
  package func write(_ bytes: [UInt8], until isStopped: () -> Bool) throws(SystemError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { SystemCall.write(number, $0) }
      if count >= 0 {
        rest = rest.dropFirst(count)
        continue
      }
      guard errno == EAGAIN || errno == EINTR else { throw .last }
      if isStopped() { throw SystemError(number: EINTR) }
      var state = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
      poll(&state, 1, 100)
    }
  }

  /// Opens a folder, to make what happened in it last.
  package static func open(folder path: String) throws(SystemError) -> FileDescriptor {
    try open(path, O_RDONLY | O_DIRECTORY)
  }

  /// Makes a file that must not exist yet; nobody but the owner may read a private one.
  package static func create(_ path: String, isPrivate: Bool = false) throws(SystemError)
    -> FileDescriptor
  {
    try open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, isPrivate ? 0o600 : 0o644)
  }

  private static func open(
    _ path: String, _ flags: Int32, _ mode: mode_t = 0o644
  ) throws(SystemError) -> FileDescriptor {
    while true {
      let number = SystemCall.open(path, flags, mode)
      if number >= 0 { return FileDescriptor(number) }
      if errno != EINTR { throw .last }
    }
  }

  /// Writes all of it.
  package func write(_ bytes: [UInt8]) throws(SystemError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { SystemCall.write(number, $0) }
      if count < 0 {
        if errno == EINTR { continue }
        throw .last
      }
      rest = rest.dropFirst(count)
    }
  }

  /// The next bytes, at most 64 KiB; empty at the end. A signal ends the wait with an error.
  package func read() throws(SystemError) -> [UInt8] {
    var count = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, initialized in
      count = SystemCall.read(number, UnsafeMutableRawBufferPointer(buffer))
      initialized = max(0, count)
    }
    guard count >= 0 else { throw .last }
    return bytes
  }

  /// Waits until the bytes are on the disk.
  package func synchronize() throws(SystemError) {
    while fsync(number) != 0 { if errno != EINTR { throw .last } }
  }

  /// Waits until everything written to this file system is on the disk; false where the system
  /// cannot do that.
  package func synchronizeFileSystem() throws(SystemError) -> Bool {
    #if os(Linux)
      guard syncfs(number) == 0 else { throw .last }
      return true
    #else
      return false
    #endif
  }

  /// Closes it; some file systems report only here that a write failed.
  package func close() throws(SystemError) {
    guard SystemCall.close(number) == 0 || errno == EINTR else { throw .last }
  }

  /// True for a terminal.
  package var isTerminal: Bool { isatty(number) == 1 }

  /// The size of a regular file in bytes; nil for anything else.
  package var size: Int? {
    var status = stat()
    guard fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// All that is left, if it is at most so many bytes; nil for more, which is known before it is
  /// read where the file tells its size.
  package func contents(limit: Int) throws(SystemError) -> [UInt8]? {
    if let size, size > limit { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(limit, size ?? 0))
    while bytes.count <= limit {
      let more = try read()
      if more.isEmpty { return bytes }
      bytes += more
    }
    return nil
  }
}
