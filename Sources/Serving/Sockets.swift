// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import HTTPListener
import System

/// The sockets that the server opened itself, and the files that stand for them.
struct Sockets {
  /// In the order in which they were opened.
  private(set) var descriptors: [Int32] = []
  private var files: [(path: String, mark: (UInt64, UInt64))] = []

  /// A listening socket for an address, and the address with the port that the system chose
  /// where port 0 was asked for.
  mutating func open(
    _ address: ListenAddress, _ rights: ListenSocket.Rights, others: [ListenAddress]
  ) throws(ListenerError) -> (Int32, String) {
    let descriptor = try ListenSocket.open(
      address, backlog: 4_096, rights: rights, others: others)
    descriptors.append(descriptor)
    switch address {
    case .unix(let path):
      if let mark = Self.mark(path) { files.append((path, mark)) }
      return (descriptor, "\(address)")
    case .ip(let host, let port):
      let bound = port == 0 ? Self.port(of: descriptor) ?? 0 : port
      return (descriptor, "\(ListenAddress.ip(host: host, port: bound))")
    }
  }

  /// Closes the sockets and removes their files, but not one that somebody else has put there.
  mutating func close() {
    for (path, mark) in files {
      if let now = Self.mark(path), now == mark { unlink(path) }
    }
    for descriptor in descriptors { SystemCall.close(descriptor) }
    descriptors = []
    files = []
  }

  private static func mark(_ path: String) -> (UInt64, UInt64)? {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    return (UInt64(truncatingIfNeeded: status.st_dev), UInt64(status.st_ino))
  }

  private static func port(of descriptor: Int32) -> UInt16? {
    // The port stands at the same place for both families.
    var address = sockaddr_in6()
    var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getsockname(descriptor, $0, &size)
      }
    }
    return result == 0 ? UInt16(bigEndian: address.sin6_port) : nil
  }
}
