// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// Small files with keys and certificates.
enum SecretFile {
  /// More bytes are refused.
  private static let mostBytes = 1_048_576

  /// The bytes of a file. A FIFO or device is refused: reading one could take for ever, and no
  /// signal would end it.
  static func read(_ path: String) throws(ListenerError) -> [UInt8] {
    let descriptor = SystemCall.open(path, O_RDONLY | O_NONBLOCK)
    guard descriptor >= 0 else { throw ListenerError("cannot read \(path)", errno: errno) }
    defer { SystemCall.close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw ListenerError("\(path): is no file", fix: "write it into a file of its own")
    }
    guard status.st_size <= mostBytes else {
      throw ListenerError("\(path): is larger than \(mostBytes) bytes")
    }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size) + 1)
    var count = 0
    while count < bytes.count {
      let more = bytes[count...].withUnsafeMutableBytes {
        SystemCall.read(descriptor, $0)
      }
      if more < 0, errno == EINTR { continue }
      guard more >= 0 else { throw ListenerError("cannot read \(path)", errno: errno) }
      if more == 0 { break }
      count += more
    }
    return Array(bytes.prefix(count))
  }
}
